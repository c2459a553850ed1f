/**
 * The rules: one moves C or D, the other sees it (or has said beforehand how to answer) and moves; payoffs are
 * CC (R, R), CD (S, T), DC (T, S), DD (P, P) for first and second mover. Decision keys are the nodes of a plan.
 */
import type { Answer, Decision, Move, Seat } from '../../src/game.ts';
import type { Rng } from '../../src/rng.ts';
import { say } from '../../src/words.ts';
import type { Config, Payoffs } from './config.ts';
import { words } from './words.en.ts';

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

/** A round that is over. `first` is the seat that moved first; points by seat. */
export type Round = {
  readonly first: Seat;
  readonly move: Choice;
  readonly reply: Choice;
  readonly points: Pair<number>;
  readonly answers: Pair<Answers>;
  readonly stated: Pair<Stated>;
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
  readonly history: readonly Round[];
  readonly points: Pair<number>;
};

/** A round as one seat saw it; `theirs` is what the other answered at every node, known when the match is over. */
export type Seen = Omit<Round, 'answers' | 'stated'> & { readonly mine: Answers; readonly theirs: Answers | null; readonly stated: Stated };

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

export const choiceOf = (answer: Answer | undefined): Choice => (answer === 'C' ? 'C' : 'D');
export const other = (seat: Seat): 0 | 1 => (seat === 0 ? 1 : 0);
const NOTHING: Pair<Stated> = [{}, {}];

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
    history: [],
    points: [0, 0],
  };
}

const opening = ({ askBeliefs, method }: Config): State['stage'] => (askBeliefs ? 'beliefs' : method === 'strategy' ? 'plans' : 'first');

/** The seat that moves first in this round. */
export function firstSeat({ lots, round, config }: Pick<State, 'lots' | 'round' | 'config'>): 0 | 1 {
  if (lots !== null) return lots[round - 1] === 1 ? 1 : 0;
  return config.roles === 'alternating' && round % 2 === 0 ? 1 : 0;
}

export function roleOf(state: State, seat: Seat): Role {
  if (state.lots !== null && state.config.method === 'strategy') return 'drawn';
  return firstSeat(state) === seat ? 'first' : 'second';
}

const prepared = new WeakMap<Config, Map<number, readonly Decision[]>>();
const STAGES = ['beliefs', 'first', 'second', 'plans', 'over'] as const;
const NONE: readonly Decision[] = [];

/** Decisions are made once a config and situation: playing a million matches makes no new ones. */
export function pending(state: State): readonly Decision[] {
  if (state.stage === 'over') return NONE;
  let made = prepared.get(state.config);
  if (made === undefined) prepared.set(state.config, (made = new Map()));
  const { turned } = state;
  const code =
    state.round * 80 +
    STAGES.indexOf(state.stage) * 16 +
    firstSeat(state) * 8 +
    (state.move === 'C' ? 4 : 0) +
    (turned[0] ? 2 : 0) +
    (turned[1] ? 1 : 0);
  let decisions = made.get(code);
  if (decisions === undefined) made.set(code, (decisions = decisionsOf(state)));
  return decisions;
}

function decisionsOf(state: State): readonly Decision[] {
  const first = firstSeat(state);
  switch (state.stage) {
    case 'first':
      return [choice(state, first, 'first', words.ask.move)];
    case 'second':
      return [choice(state, other(first), state.move === 'C' ? 'after_C' : 'after_D', words.ask.answer)];
    case 'plans':
      return [0, 1].flatMap((seat) => nodesOf(state, seat).map((node) => choice(state, seat, node, askOf(state, node))));
    case 'beliefs':
      return [0, 1].flatMap((seat) => nodesOf(state, other(seat)).map((node) => belief(state, seat, node)));
    case 'over':
      return NONE;
  }
}

/** The nodes at which a seat may have to act in this round. */
function nodesOf(state: State, seat: Seat): readonly Node[] {
  const role = roleOf(state, seat);
  return role === 'drawn' ? NODES : role === 'first' ? ['first'] : ['after_C', 'after_D'];
}

const labelsOf = (config: Config) => words.labels[config.labels];

function askOf(state: State, node: Node): string {
  if (node === 'first') return state.lots === null ? words.ask.move : words.ask.ifFirst;
  return say(words.ask.ifAfter, { does: labelsOf(state.config)[node === 'after_C' ? 'C' : 'D'].does });
}

const about = (state: State, seat: Seat) => ({ seat, role: roleOf(state, seat), round: state.round, practice: false });

function choice(state: State, seat: Seat, key: Node, ask: string): Decision {
  const labels = labelsOf(state.config);
  const order = orderOf(state.turned[seat === 0 ? 0 : 1]);
  const options = order.map((value) => ({ value, label: labels[value].label, key: labels[value].key }));
  return { key, ...about(state, seat), ask, input: { kind: 'choice', options } };
}

/** What a seat expects of the other at one of the other's nodes. */
function belief(state: State, seat: Seat, node: Node): Decision {
  const { C, D } = labelsOf(state.config);
  const ask =
    node === 'first'
      ? say(words.ask.beliefFirst, { does: C.does })
      : say(words.ask.beliefAfter, { do: (node === 'after_C' ? C : D).do, does: C.does });
  const ends = [words.ask.impossible, words.ask.certain] as const;
  return {
    key: `belief_${node}`,
    ...about(state, seat),
    ask,
    input: { kind: 'number', min: 0, max: 100, step: 1, decimals: 0, unit: '%', ends },
  };
}

export const orderOf = (turned: boolean): readonly Choice[] => (turned ? ['D', 'C'] : ['C', 'D']);

export function apply(state: State, moves: readonly Move[]): State {
  switch (state.stage) {
    case 'beliefs': {
      const stated = [0, 1].map((seat) =>
        Object.fromEntries(
          moves.filter((m) => m.decision.seat === seat).map((m) => [m.decision.key.slice('belief_'.length), Number(m.answer)]),
        ),
      );
      return { ...state, stage: state.config.method === 'strategy' ? 'plans' : 'first', stated: [stated[0] ?? {}, stated[1] ?? {}] };
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
        Object.fromEntries(moves.filter((m) => m.decision.seat === seat).map((m) => [m.decision.key, choiceOf(m.answer)])),
      );
      const first = firstSeat(state);
      const [mine, theirs] = [answers[first] ?? {}, answers[other(first)] ?? {}];
      const move = choiceOf(mine.first);
      return finish(state, move, choiceOf(move === 'C' ? theirs.after_C : theirs.after_D), [answers[0] ?? {}, answers[1] ?? {}]);
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
  return {
    config,
    length,
    lots,
    turned,
    round: over ? round : round + 1,
    stage: over ? 'over' : opening(config),
    move: over ? move : null,
    stated: NOTHING,
    history: [...state.history, { first, move, reply, points, answers, stated: state.stated }],
    points: [state.points[0] + points[0], state.points[1] + points[1]],
  };
}

const NO_HISTORY: readonly Seen[] = [];

export function observe(state: State, seat: Seat): View {
  const over = state.stage === 'over';
  const me = seat === 0 ? 0 : 1;
  return {
    config: state.config,
    seat,
    round: state.round,
    rounds: state.config.ending === 'indefinite' ? null : state.length,
    role: roleOf(state, seat),
    turned: state.turned[me],
    move: state.move,
    history:
      state.history.length === 0
        ? NO_HISTORY
        : state.history.map(({ first, move, reply, points, answers, stated }) => ({
            first,
            move,
            reply,
            points,
            mine: answers[me],
            theirs: over ? answers[other(me)] : null,
            stated: stated[me],
          })),
    points: state.points,
    over,
  };
}
