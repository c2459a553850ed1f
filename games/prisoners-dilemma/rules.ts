/**
 * The rules: one moves C or D, the other sees it (or has said beforehand how to answer) and moves; payoffs are
 * CC (R, R), CD (S, T), DC (T, S), DD (P, P) for first and second mover. With three steps H lies half way between C and D,
 * in payoffs too. Or nobody knows of the other's choice: both choose at once, or the second mover is not told.
 * Decision keys are the nodes of a plan.
 */
import type { Move, Seat } from '../../src/core/game.ts';
import type { Rng } from '../../src/core/rng.ts';
import type { Config, Payoffs } from './config.ts';
import { type Choice, choiceOf, formOf, isSimultaneous, type Node, nodeAfter } from './form.ts';

/** What a seat has answered in a round, by node. */
export type Answers = { readonly [node in Node]?: Choice };
/**
 * Stated probabilities, in percent, by the question: "first" that the other cooperates there; of three steps "first_C" and
 * "first_H".
 */
export type Stated = Readonly<Record<string, number>>;
export type Pair<T> = readonly [T, T];
/** 'drawn': decisions for both places are taken before the lot falls. 'together': nobody moves first. */
export type Role = 'first' | 'second' | 'drawn' | 'together';

/**
 * A round that is over, as one seat saw it. `first` is the seat that moved first, the first seat where both chose at once;
 * points by seat. `theirs` is what the other answered at every node, known when the match is over.
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
  /** 'halves': after the chance of all that of half is asked, as far as there is any left. */
  readonly stage: 'beliefs' | 'halves' | 'first' | 'second' | 'plans' | 'over';
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

/** What the first and the second mover get. Half is half way: between the corners payoffs are linear in each choice. */
export function pay(payoffs: Payoffs, move: Choice, reply: Choice): Pair<number> {
  const { T, R, P, S } = payoffs;
  if (move === 'H') return halfWay(pay(payoffs, 'C', reply), pay(payoffs, 'D', reply));
  if (reply === 'H') return halfWay(pay(payoffs, move, 'C'), pay(payoffs, move, 'D'));
  if (move === 'C') return reply === 'C' ? [R, R] : [S, T];
  return reply === 'C' ? [T, S] : [P, P];
}

const halfWay = (a: Pair<number>, b: Pair<number>): Pair<number> => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];

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

const opening = (config: Config): State['stage'] => (config.askBeliefs ? 'beliefs' : choosing(config));

/** Choices that are all made at once, or the first move. */
const choosing = (config: Config): State['stage'] =>
  config.timing === 'together' || saidBeforehand(config) ? 'plans' : 'first';

/** Whether answers are given before the move: where the first move is not told there is nothing to answer. */
const saidBeforehand = (config: Config): boolean => config.method === 'strategy' && !isSimultaneous(config);

/** The seat that moves first in this round. */
export function firstSeat({ lots, round, config }: Pick<State, 'lots' | 'round' | 'config'>): 0 | 1 {
  if (lots !== null) return lots[round - 1] === 1 ? 1 : 0;
  return config.roles === 'alternating' && round % 2 === 0 ? 1 : 0;
}

export function roleOf(state: State, seat: Seat): Role {
  if (state.config.timing === 'together') return 'together';
  if (state.lots !== null && saidBeforehand(state.config)) return 'drawn';
  return firstSeat(state) === seat ? 'first' : 'second';
}

/** The nodes at which somebody in this place may have to act. */
export function nodesIn(config: Config, role: Role): readonly Node[] {
  const { nodes } = formOf(config);
  if (isSimultaneous(config) || role === 'drawn') return nodes;
  return nodes.filter((node) => (node === 'first') === (role === 'first'));
}

/** What a question about a belief is about, from its key: "first", or "first_C" and "first_H". */
export const statedKey = (key: string): string => key.slice('belief_'.length);

export function apply(state: State, moves: readonly Move[]): State {
  const { config } = state;
  switch (state.stage) {
    case 'beliefs':
    case 'halves': {
      const said = (seat: 0 | 1): Stated => ({
        ...state.stated[seat],
        ...Object.fromEntries(
          moves
            .filter(({ decision }) => decision.seat === seat)
            .map(({ decision, answer }) => [statedKey(decision.key), Number(answer)]),
        ),
      });
      const stated: Pair<Stated> = [said(0), said(1)];
      const left = config.steps === 3 && state.stage === 'beliefs' && stated.some(leavesHalf);
      return { ...state, stage: left ? 'halves' : choosing(config), stated };
    }
    case 'first':
      return { ...state, stage: 'second', move: choiceOf(moves[0]?.answer) };
    case 'second': {
      const move = state.move ?? 'D';
      const reply = choiceOf(moves[0]?.answer);
      const simultaneous = isSimultaneous(config);
      const opened: Answers = simultaneous ? { choice: move } : { first: move };
      const answered = simultaneous ? { choice: reply } : answerTo(move, reply);
      return finish(state, move, reply, firstSeat(state) === 0 ? [opened, answered] : [answered, opened]);
    }
    case 'plans': {
      const answers = [0, 1].map((seat): Answers =>
        Object.fromEntries(
          moves.filter((m) => m.decision.seat === seat).map((m) => [m.decision.key, choiceOf(m.answer)]),
        ),
      );
      const first = firstSeat(state);
      const [mine, theirs] = [answers[first] ?? {}, answers[other(first)] ?? {}];
      const move = mine.choice ?? mine.first ?? 'D';
      const reply = theirs.choice ?? theirs[nodeAfter(move)] ?? 'D';
      return finish(state, move, reply, [answers[0] ?? {}, answers[1] ?? {}]);
    }
    case 'over':
      return state;
  }
}

const answerTo = (move: Choice, reply: Choice): Answers =>
  move === 'C' ? { after_C: reply } : move === 'H' ? { after_H: reply } : { after_D: reply };

/** Whether some chance of all leaves room for half. */
const leavesHalf = (stated: Stated): boolean => Object.values(stated).some((percent) => percent < 100);

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
    move: isSimultaneous(state.config) && state.stage !== 'over' ? null : state.move,
    history: state.history[me],
    points: state.points,
    over: state.stage === 'over',
  };
}
