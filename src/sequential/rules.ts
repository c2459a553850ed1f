/**
 * The rules of a game of two moves: one moves, the other sees it (or has said beforehand how to answer) and answers
 * where the move leaves something to answer. Decision keys are the nodes of a plan.
 */
import type { Answer, Move, Seat } from '../core/game.ts';
import type { Rng } from '../core/rng.ts';
import { both, type Form, type FormNode, nodeAfter, nodeOf, nodesOf, otherOf, type Pair, placeOf } from './form.ts';
import { lengthOf, type SequentialConfig } from './settings.ts';

/** What a seat has answered in a round, by node. */
export type NodeAnswers = Readonly<Record<string, string>>;
/** Stated probabilities of the other's answer that stands first, in percent, by the other's node. */
export type StatedBeliefs = Readonly<Record<string, number>>;
/** 'drawn': decisions for both places are taken before the lot falls. */
export type SequentialRole = 'first' | 'second' | 'drawn';

/**
 * A round that is over, as one seat saw it. `first` is the seat that moved first, `answer` null where its move ended the
 * round; points by seat. `theirs` is what the other answered at every node, known when the match is over.
 */
export type SeenRound = {
  readonly first: Seat;
  readonly move: string;
  readonly answer: string | null;
  readonly points: Pair<number>;
  readonly mine: NodeAnswers;
  readonly theirs: NodeAnswers | null;
  readonly stated: StatedBeliefs;
};

export type SequentialState<Config> = {
  readonly config: Config;
  /** Rounds of this match; of an indefinite one drawn in advance and told to nobody. */
  readonly length: number;
  /** Who moves first, by round, where lots decide. */
  readonly lots: readonly Seat[] | null;
  /** Whether a seat is shown both options the other way round. */
  readonly turned: Pair<boolean>;
  readonly round: number;
  readonly stage: 'beliefs' | 'first' | 'second' | 'plans' | 'over';
  readonly move: string | null;
  readonly stated: Pair<StatedBeliefs>;
  /** The rounds that are over, as each seat saw them. */
  readonly history: Pair<readonly SeenRound[]>;
  readonly points: Pair<number>;
};

export type SequentialView<Config> = {
  readonly config: Config;
  readonly seat: Seat;
  readonly round: number;
  /** How many rounds there are; null: nobody knows. */
  readonly rounds: number | null;
  readonly role: SequentialRole;
  readonly turned: boolean;
  /** What the first mover did, once the second mover may know it. */
  readonly move: string | null;
  readonly history: readonly SeenRound[];
  readonly points: Pair<number>;
  readonly over: boolean;
};

const NOTHING: Pair<StatedBeliefs> = [{}, {}];
const NO_HISTORY: readonly SeenRound[] = [];

/** The seat that moves first in this round. */
export function firstSeat({
  lots,
  round,
  config,
}: Pick<SequentialState<SequentialConfig>, 'lots' | 'round' | 'config'>): 0 | 1 {
  if (lots !== null) return placeOf(lots[round - 1] ?? 0);
  return config.roles === 'alternating' && round % 2 === 0 ? 1 : 0;
}

/** In which place a seat decides. */
export function roleOf(state: SequentialState<SequentialConfig>, seat: Seat): SequentialRole {
  if (state.lots !== null && state.config.method === 'strategy') return 'drawn';
  return firstSeat(state) === seat ? 'first' : 'second';
}

/** The nodes at which a seat in this place may have to act. */
export const nodesIn = (form: Form<never>, role: SequentialRole): readonly FormNode[] =>
  nodesOf(form).filter(({ after }) => role === 'drawn' || (role === 'first') === (after === null));

/** Setting up, applying answers and observing, for a game of this form. */
export function rulesOf<Config extends SequentialConfig>(form: Form<Config>) {
  type State = SequentialState<Config>;

  const letterOf = ({ options }: FormNode, answer: Answer | undefined): string =>
    answer === options[0] ? options[0] : options[1];

  function setup(config: Config, rng: Rng): State {
    const { rounds, ending, delta } = lengthOf(config);
    let length = ending === 'finite' ? rounds : 1;
    if (ending === 'indefinite') while (rng.unit() < delta) length++;
    const lots = config.roles === 'drawn' ? Array.from({ length }, () => rng.below(2)) : null;
    const turned: Pair<boolean> = config.order === 'drawn' ? [rng.below(2) === 1, rng.below(2) === 1] : [false, false];
    return {
      ...{ config, length, lots, turned, round: 1, stage: opening(config), move: null, stated: NOTHING },
      history: [NO_HISTORY, NO_HISTORY],
      points: [0, 0],
    };
  }

  const opening = ({ askBeliefs, method }: Config): State['stage'] => (askBeliefs ? 'beliefs' : choosing(method));
  const choosing = (method: Config['method']): State['stage'] => (method === 'strategy' ? 'plans' : 'first');

  /** The answers of each seat by node. */
  const answersOf = (moves: readonly Move[]): Pair<NodeAnswers> =>
    both((seat) =>
      Object.fromEntries(
        moves
          .filter(({ decision }) => decision.seat === seat)
          .map(({ decision: { key }, answer }) => [key, letterOf(nodeOf(form, key), answer)]),
      ),
    );

  function apply(state: State, moves: readonly Move[]): State {
    const first = firstSeat(state);
    switch (state.stage) {
      case 'beliefs':
        return {
          ...state,
          stage: choosing(state.config.method),
          stated: both((seat) =>
            Object.fromEntries(
              moves
                .filter(({ decision }) => decision.seat === seat)
                .map(({ decision, answer }) => [nodeOf(form, decision.key).key, Number(answer)]),
            ),
          ),
        };
      case 'first': {
        const move = letterOf(nodesOf(form)[0]!, moves[0]?.answer);
        return nodeAfter(form, move) === undefined
          ? finish(state, move, null, answersOf(moves))
          : { ...state, stage: 'second', move };
      }
      case 'second': {
        const move = state.move ?? form.moves[1];
        const node = nodeAfter(form, move);
        const answers = answersOf(moves);
        return finish(
          state,
          move,
          node === undefined ? null : (answers[otherOf(first)][node.key] ?? null),
          both((seat) => (seat === first ? { first: move } : answers[seat])),
        );
      }
      case 'plans': {
        const answers = answersOf(moves);
        const move = answers[first]['first'] ?? form.moves[1];
        const node = nodeAfter(form, move);
        const answer = node === undefined ? null : (answers[otherOf(first)][node.key] ?? node.options[1]);
        return finish(state, move, answer, answers);
      }
      case 'over':
        return state;
    }
  }

  function finish(state: State, move: string, answer: string | null, answers: Pair<NodeAnswers>): State {
    const { config, length, round } = state;
    const first = firstSeat(state);
    const paid = form.pay(config, move, answer);
    const points = both((seat) => paid[seat === first ? 0 : 1]);
    const over = round >= length;
    const seen = both((seat): readonly SeenRound[] => [
      ...state.history[seat],
      { first, move, answer, points, mine: answers[seat], theirs: null, stated: state.stated[seat] },
    ]);
    return {
      ...state,
      round: over ? round : round + 1,
      stage: over ? 'over' : opening(config),
      move: over ? move : null,
      stated: NOTHING,
      history: over ? both((seat) => told(seen[seat], seen[otherOf(seat)])) : seen,
      points: both((seat) => state.points[seat] + points[seat]),
    };
  }

  function observe(state: State, seat: Seat): SequentialView<Config> {
    const me = placeOf(seat);
    const { config, round, length, turned, move, history, points, stage } = state;
    return {
      ...{ config, seat, round, rounds: lengthOf(config).ending === 'indefinite' ? null : length },
      ...{ role: roleOf(state, seat), turned: turned[me], move, history: history[me], points, over: stage === 'over' },
    };
  }

  return { setup, apply, observe };
}

/** When the match is over each learns what the other had answered. */
const told = (mine: readonly SeenRound[], theirs: readonly SeenRound[]): readonly SeenRound[] =>
  mine.map((round, i) => ({ ...round, theirs: theirs[i]?.mine ?? null }));
