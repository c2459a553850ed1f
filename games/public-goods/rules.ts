/**
 * The rules: in every round each of n players has an endowment E and says, at the same time as all others, how much of it
 * goes into a common project; each point there pays m to every player.
 *
 *     π_i = E − x_i + m·(x_1 + … + x_n)          (voluntary contribution mechanism; Isaac & Walker, QJE 103, 1988)
 */
import type { Move, Seat } from '../../src/core/game.ts';
import type { Rng } from '../../src/core/rng.ts';
import type { Config, Payoffs } from './config.ts';

/** Decision keys. */
export const CONTRIBUTE = 'contribute';
export const EXPECT = 'expect';

/** A round that is over, by seat. */
export type Round = {
  readonly given: readonly number[];
  /** What each said the others would put in on average; null: not asked. */
  readonly expected: readonly (number | null)[];
};

export type State = {
  readonly config: Config;
  /** Rounds of this match; of an indefinite one drawn in advance and told to nobody. */
  readonly length: number;
  readonly round: number;
  readonly over: boolean;
  readonly history: readonly Round[];
  readonly points: readonly number[];
};

/** A round that is over, as one seat saw it. */
export type SeenRound = {
  readonly mine: number;
  /** What the others put in, in the order of seats; null where only the sum is shown. */
  readonly others: readonly number[] | null;
  /** What all put in together, this seat included. */
  readonly total: number;
  readonly points: number;
  readonly expected: number | null;
};

export type View = {
  readonly config: Config;
  readonly seat: Seat;
  readonly round: number;
  /** How many rounds there are; null: nobody knows. */
  readonly rounds: number | null;
  readonly history: readonly SeenRound[];
  /** This seat's, so far. */
  readonly points: number;
  readonly over: boolean;
  /** What every seat put in, by round, and its points: known when the match is over. */
  readonly everyone: { readonly given: readonly (readonly number[])[]; readonly points: readonly number[] } | null;
};

/** What a round pays to a player who puts in `mine` while all put in `total`, itself included; without the noise of doubles. */
export const pay = ({ endowment, m }: Payoffs, mine: number, total: number): number =>
  tidy(endowment - mine + m * total);

/** A sum of points without the last bits of a double. */
export const tidy = (value: number): number => Math.round(value * 1e9) / 1e9 + 0;

export const sumOf = (values: readonly number[]): number => tidy(values.reduce((sum, value) => sum + value, 0));

/** What the others put in on average. */
export const othersMean = ({ players }: Payoffs, { mine, total }: Pick<SeenRound, 'mine' | 'total'>): number =>
  tidy((total - mine) / (players - 1));

export function setup(config: Config, rng: Rng): State {
  const { players, ending, delta, rounds } = config;
  let length = ending === 'finite' ? rounds : 1;
  if (ending === 'indefinite') while (rng.unit() < delta) length++;
  return {
    ...{ config, length, round: 1, over: false, history: [] },
    points: Array.from({ length: players }, () => 0),
  };
}

export function apply(state: State, moves: readonly Move[]): State {
  const { config, round, length } = state;
  const said = (key: string) =>
    Array.from({ length: config.players }, (_, seat) => {
      const move = moves.find(({ decision }) => decision.seat === seat && decision.key === key);
      return move === undefined ? null : Number(move.answer);
    });
  const given = said(CONTRIBUTE).map((contribution) => contribution ?? 0);
  const total = sumOf(given);
  const over = round === length;
  return {
    ...{ config, length, over },
    round: over ? round : round + 1,
    history: [...state.history, { given, expected: said(EXPECT) }],
    points: state.points.map((points, seat) => tidy(points + pay(config, given[seat]!, total))),
  };
}

const seenBy = new WeakMap<Round, readonly SeenRound[]>();

/** A round that is over as every seat saw it, by seat: worked out once, however often a match looks back at it. */
function seenIn(config: Config, round: Round): readonly SeenRound[] {
  let seen = seenBy.get(round);
  if (seen === undefined) {
    const { given, expected } = round;
    const total = sumOf(given);
    seen = given.map((mine, seat) => ({
      ...{ mine, total, points: pay(config, mine, total), expected: expected[seat] ?? null },
      others: config.shown === 'each' ? given.filter((_, place) => place !== seat) : null,
    }));
    seenBy.set(round, seen);
  }
  return seen;
}

export function observe(state: State, seat: Seat): View {
  const { config, round, length, over, history, points } = state;
  return {
    ...{ config, seat, round, over },
    rounds: config.ending === 'finite' ? length : null,
    history: history.map((round) => seenIn(config, round)[seat]!),
    points: points[seat] ?? 0,
    everyone: over ? { given: history.map(({ given }) => given), points } : null,
  };
}
