/**
 * What a model would do, whole: a probability for every legal answer, read in one pass without text, in several orders of
 * the options. No reasoning comes before it: it is another instrument than an answer in words.
 *
 * Two averages over orders, for two uses. Play draws from the mean of the probabilities. Estimation averages log-odds,
 * which cancels a bias towards a place that is additive in them; the mean does not (true log-odds 1, bias 1: .69 and .80).
 */
import type { Answer } from './game.ts';
import type { Rng } from './rng.ts';

/** How a server is asked for probabilities: two protocols of typed decisions, or the first token of a chat completion. */
export const DECISION_DIALECTS = ['systemone', 'decisions', 'first token'] as const;
export type DecisionDialect = (typeof DECISION_DIALECTS)[number];

/** What was told when the options stood in one order. */
export type OrderReading = {
  /** By how many places the canonical order was turned: 1 of C, D is D, C. */
  readonly rotation: number;
  /** In canonical order, not in the order shown; they sum to 1, over the options alone. */
  readonly probabilities: readonly number[];
  /** What the server told the options to sum to before that: .99 where two decimals are all that it gives. */
  readonly sum: number;
  /** The mass on whatever is no option, 0 to 1; null: this dialect does not tell. */
  readonly outside: number | null;
  /** Decimals seen: 2 makes .00 an interval from 0 to .005; null: as many as a number has. */
  readonly decimals: number | null;
};

/** A question's answers with their probabilities. Stored with the choice that was drawn from it. */
export type Distribution = {
  /** The answers as they are stored, in canonical order: of a grid of numbers their texts. */
  readonly options: readonly string[];
  readonly orders: readonly OrderReading[];
  /** The mean over the orders, in canonical order: what play draws from. */
  readonly mean: readonly number[];
  readonly dialect: DecisionDialect;
  /** The model that answered, as the server says; null: it does not say. */
  readonly served: string | null;
  /** Further models that answered some of its orders, where not all were answered by one. */
  readonly servedToo?: readonly string[];
  /** It stands on a grid of numbers where a free number is asked: another condition than that. */
  readonly grid?: true;
};

/** Orders of a question with many options that are asked, at most. */
export const MOST_ORDERS = 4;

/** The rotations in which n options are asked: all n up to 4, then 4 that lie evenly apart. */
export const rotationsOf = (n: number): readonly number[] =>
  Array.from({ length: Math.min(n, MOST_ORDERS) }, (_, k) => Math.floor((k * n) / Math.min(n, MOST_ORDERS)));

/** The order that does not hang on how options are shown: numbers ascending, words by their letters. */
export function canonical<Of extends { readonly value: string }>(options: readonly Of[]): readonly Of[] {
  const numbers = options.every(({ value }) => value.trim() !== '' && Number.isFinite(Number(value)));
  return options.toSorted((one, other) =>
    numbers ? Number(one.value) - Number(other.value) : one.value < other.value ? -1 : one.value > other.value ? 1 : 0,
  );
}

/** A list turned by so many places: the first `places` go to its end. */
export function turned<Of>(list: readonly Of[], places: number): readonly Of[] {
  if (list.length === 0) return list;
  const cut = ((places % list.length) + list.length) % list.length;
  return cut === 0 ? list : [...list.slice(cut), ...list.slice(0, cut)];
}

/** The models that answered its orders, as the server calls them; none: it does not say. */
export const servedOrders = ({ served, servedToo = [] }: Distribution): readonly string[] =>
  served === null ? [] : [served, ...servedToo];

/** The mean of the probabilities over orders that weigh the same, in canonical order: sums to 1. */
export function meanOverOrders(orders: readonly Pick<OrderReading, 'probabilities'>[]): readonly number[] {
  const [first] = orders;
  return (first?.probabilities ?? []).map(
    (_, i) => orders.reduce((sum, { probabilities }) => sum + probabilities[i]!, 0) / orders.length,
  );
}

/** Of numbers chosen from a grid: what is expected, their mean weighed by probability. */
export const expectedNumber = ({ options, mean }: Pick<Distribution, 'options' | 'mean'>): number =>
  options.reduce((sum, option, i) => sum + Number(option) * mean[i]!, 0);

/**
 * What is expected of something that each answer is worth (null: it says nothing of it): the sum of probability times worth,
 * over the answers that say something, these weighing 1. null: none does, or none can be given.
 */
export function expectedOf(probabilities: readonly number[], worth: readonly (number | null)[]): number | null {
  let [sum, weight] = [0, 0];
  for (const [i, p] of probabilities.entries()) {
    const counted = worth[i] ?? null;
    if (counted === null) continue;
    sum += p * counted;
    weight += p;
  }
  return weight > 0 ? sum / weight : null;
}

/**
 * The answer that a match's own chance draws from the mean: one uniform number against the cumulated probabilities in
 * canonical order, so that the same chance gives the same answer however options were shown. On a grid it is a number.
 */
export function drawnFrom({ options, mean, grid }: Distribution, chance: Pick<Rng, 'unit'>): Answer {
  const u = chance.unit();
  let below = 0;
  let at = options.length - 1;
  for (const [i, p] of mean.entries()) {
    below += p;
    if (u < below) {
      at = i;
      break;
    }
  }
  // What sums to a hair less than 1 leaves the last option that is possible at all.
  while (at > 0 && !(mean[at]! > 0)) at -= 1;
  const drawn = options[at]!;
  return grid === true ? Number(drawn) : drawn;
}

/**
 * To how many decimals each order was told, by all that an instrument told: a server that rounds nothing may tell .5 and .5,
 * and one of four decimals .25 and .75. So of a typed decision it is the most that was seen in any answer, null where one was
 * not rounded. Of a first token nothing is rounded: an order's own decimals say how little an option had that was not among
 * the tokens told.
 */
export function decimalsOver(
  told: readonly Pick<Distribution, 'dialect' | 'orders'>[],
): (dialect: DecisionDialect, order: Pick<OrderReading, 'decimals'>) => number | null {
  let most: number | null = 0;
  for (const { dialect, orders } of told)
    for (const { decimals } of dialect === 'first token' ? [] : orders)
      most = most === null || decimals === null ? null : Math.max(most, decimals);
  return (dialect, { decimals }) => (dialect === 'first token' ? decimals : most);
}

/** Digits in which numbers are the same that were summed in another order. */
const LAST_DIGITS = 1e-12;
/** Who is as sure as this says nothing about orders by being so in each. */
const SURE = 1e-6;

/**
 * Whether the order of the options may never have reached the model: it told the same of each, to the last digit, whatever
 * stood first. Not where numbers are rounded, nor where one option has everything: then equal numbers show nothing.
 */
export function orderMayBeLost(orders: readonly Pick<OrderReading, 'probabilities' | 'decimals'>[]): boolean {
  const [first, ...others] = orders;
  return (
    first !== undefined &&
    others.length > 0 &&
    orders.every(({ decimals }) => decimals === null) &&
    first.probabilities.some((p) => p > SURE && p < 1 - SURE) &&
    others.every(({ probabilities }) =>
      probabilities.every((p, i) => Math.abs(p - first.probabilities[i]!) <= LAST_DIGITS * Math.max(p, LAST_DIGITS)),
    )
  );
}

/** The key under which a seat's chance draws the answer to a question; replaying draws with it again. */
export const drawKey = (turn: number, key: string): string => `answer ${turn} ${key}`;
