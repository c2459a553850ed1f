/**
 * The rules: one moves C or D, the other sees it (or has said beforehand how to answer) and moves; payoffs are
 * CC (R, R), CD (S, T), DC (T, S), DD (P, P) for first and second mover. Decision keys are the nodes of a plan.
 */
import type { Answer, Move, Seat } from '../../src/core/game.ts';
import type { Rng } from '../../src/core/rng.ts';
import type { Config, Payoffs } from './config.ts';

export type Choice = 'C' | 'D';
/** Where a plan answers: the first move, the answer to C and the answer to D. */
export type Node = 'first' | 'after_C' | 'after_D';
export const NODES = ['first', 'after_C', 'after_D'] as const;
/** What a seat has answered in a round, by node. */
export type Answers = { readonly [node in Node]?: Choice };
/** Stated probabilities that the other cooperates, in percent, by the other's node. */
export type Stated = { readonly [node in Node]?: number };
export type Pair<T> = readonly [T, T];
/** 'drawn': decisions for both places are taken before the lot falls. */
export type Role = 'first' | 'second' | 'drawn';

/**
 * A round that is over, as one seat saw it. `first` is the seat that moved first; points by seat. `theirs` is what the
 * other answered at every node, known when the match is over.
 */
export type Seen = {
  readonly first: Seat;
  readonly move: Choice;
  readonly reply: Choice;
  readonly points: Pair<number>;
  readonly mine: Answers;
  readonly theirs: Answers | null;
  readonly stated: Stated;
};

export type State = {
  readonly config: Config;
  /** Rounds of this match; of an indefinite one drawn in advance and told to nobody. */
  readonly length: number;
  /** Who moves first, by round, where lots decide. */
  readonly lots: readonly Seat[] | null;
  /** Whether a seat is shown D before C. */
  readonly turned: Pair<boolean>;
  readonly round: number;
  readonly stage: 'beliefs' | 'first' | 'second' | 'plans' | 'over';
  readonly move: Choice | null;
  readonly stated: Pair<Stated>;
  /** The rounds that are over, as each seat saw them. */
  readonly history: Pair<readonly Seen[]>;
  readonly points: Pair<number>;
};

export type View = {
  readonly config: Config;
  readonly seat: Seat;
  readonly round: number;
  /** How many rounds there are; null: nobody knows. */
  readonly rounds: number | null;
  readonly role: Role;
  readonly turned: boolean;
  /** What the first mover did, once the second mover may know it. */
  readonly move: Choice | null;
  readonly history: readonly Seen[];
  readonly points: Pair<number>;
  readonly over: boolean;
};

/** What the first and the second mover get. */
export function pay({ T, R, P, S }: Payoffs, move: Choice, reply: Choice): Pair<number> {
  if (move === 'C') return reply === 'C' ? [R, R] : [S, T];
  return reply === 'C' ? [T, S] : [P, P];
}

const choiceOf = (answer: Answer | undefined): Choice => (answer === 'C' ? 'C' : 'D');
export const other = (seat: Seat): 0 | 1 => (seat === 0 ? 1 : 0);
const NOTHING: Pair<Stated> = [{}, {}];
const NO_HISTORY: readonly Seen[] = [];

export function setup(config: Config, rng: Rng): State {
  const { ending, delta, rounds, roles, order } = config;
  let length = ending === 'finite' ? rounds : 1;
  if (ending === 'indefinite') while (rng.unit() < delta) length++;
  return {
    config,
    length,
    lots: roles === 'drawn' ? Array.from({ length }, () => rng.below(2)) : null,
    turned: order === 'drawn' ? [rng.below(2) === 1, rng.below(2) === 1] : [false, false],
    round: 1,
    stage: opening(config),
    move: null,
    stated: NOTHING,
    history: [NO_HISTORY, NO_HISTORY],
    points: [0, 0],
  };
}

const opening = ({ askBeliefs, method }: Config): State['stage'] =>
  askBeliefs ? 'beliefs' : method === 'strategy' ? 'plans' : 'first';

/** The seat that moves first in this round. */
export function firstSeat({ lots, round, config }: Pick<State, 'lots' | 'round' | 'config'>): 0 | 1 {
  if (lots !== null) return lots[round - 1] === 1 ? 1 : 0;
  return config.roles === 'alternating' && round % 2 === 0 ? 1 : 0;
}

export function roleOf(state: State, seat: Seat): Role {
  if (state.lots !== null && state.config.method === 'strategy') return 'drawn';
  return firstSeat(state) === seat ? 'first' : 'second';
}

export function apply(state: State, moves: readonly Move[]): State {
  switch (state.stage) {
    case 'beliefs': {
      const stated = [0, 1].map((seat) =>
        Object.fromEntries(
          moves
            .filter((m) => m.decision.seat === seat)
            .map((m) => [m.decision.key.slice('belief_'.length), Number(m.answer)]),
        ),
      );
      return {
        ...state,
        stage: state.config.method === 'strategy' ? 'plans' : 'first',
        stated: [stated[0] ?? {}, stated[1] ?? {}],
      };
    }
    case 'first':
      return { ...state, stage: 'second', move: choiceOf(moves[0]?.answer) };
    case 'second': {
      const move = state.move ?? 'D';
      const reply = choiceOf(moves[0]?.answer);
      const second: Answers = move === 'C' ? { after_C: reply } : { after_D: reply };
      return finish(state, move, reply, firstSeat(state) === 0 ? [{ first: move }, second] : [second, { first: move }]);
    }
    case 'plans': {
      const answers = [0, 1].map((seat): Answers =>
        Object.fromEntries(
          moves.filter((m) => m.decision.seat === seat).map((m) => [m.decision.key, choiceOf(m.answer)]),
        ),
      );
      const first = firstSeat(state);
      const [mine, theirs] = [answers[first] ?? {}, answers[other(first)] ?? {}];
      const move = choiceOf(mine.first);
      return finish(state, move, choiceOf(move === 'C' ? theirs.after_C : theirs.after_D), [
        answers[0] ?? {},
        answers[1] ?? {},
      ]);
    }
    case 'over':
      return state;
  }
}

function finish(state: State, move: Choice, reply: Choice, answers: Pair<Answers>): State {
  const { config, length, lots, turned, round } = state;
  const first = firstSeat(state);
  const [firsts, seconds] = pay(config, move, reply);
  const points: Pair<number> = first === 0 ? [firsts, seconds] : [seconds, firsts];
  const over = round >= length;
  const seen = (seat: 0 | 1): readonly Seen[] => [
    ...state.history[seat],
    { first, move, reply, points, mine: answers[seat], theirs: null, stated: state.stated[seat] },
  ];
  return {
    config,
    length,
    lots,
    turned,
    round: over ? round : round + 1,
    stage: over ? 'over' : opening(config),
    move: over ? move : null,
    stated: NOTHING,
    history: over ? [told(seen(0), seen(1)), told(seen(1), seen(0))] : [seen(0), seen(1)],
    points: [state.points[0] + points[0], state.points[1] + points[1]],
  };
}

/** When the match is over each learns what the other had answered. */
const told = (mine: readonly Seen[], theirs: readonly Seen[]): readonly Seen[] =>
  mine.map((round, i) => ({ ...round, theirs: theirs[i]?.mine ?? null }));

export function observe(state: State, seat: Seat): View {
  const me = seat === 0 ? 0 : 1;
  return {
    config: state.config,
    seat,
    round: state.round,
    rounds: state.config.ending === 'indefinite' ? null : state.length,
    role: roleOf(state, seat),
    turned: state.turned[me],
    move: state.move,
    history: state.history[me],
    points: state.points,
    over: state.stage === 'over',
  };
}
