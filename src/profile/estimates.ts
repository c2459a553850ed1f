/**
 * Estimates from an agent's draws: means with their intervals, and differences of such means. One agent's draws under one
 * wording are one subject's: an interval tells how it would answer if it were asked again in these words, and nothing of
 * other words. What is made of probabilities has no such interval: see share-estimates.ts.
 */
import type { ProfileUnit } from '../core/profile-spec.ts';
import { studentQuantile } from '../analysis/stats/student.ts';
import { type Interval, wilson } from '../analysis/stats/rates.ts';
import { mean } from '../analysis/stats/sample.ts';

/** How draws vary: as a task's answers do, or as amounts of a game that declares no task (points, prices). */
export type DrawUnit = ProfileUnit | 'amount';

/** A mean of draws, or a difference of such means, in their unit. */
export type DrawEstimate = {
  readonly value: number;
  /** Draws behind it; of a difference those of both. */
  readonly n: number;
  /** At a level such as .95; null: a single draw tells none, nor do amounts that are all the same. */
  interval(level: number): Interval | null;
  /** Of the mean, with its degrees of freedom, where the interval is Student's; what wordings add stands apart. */
  readonly error: EstimateError | null;
  /** The same estimate in each wording, where there are several: how far they lie apart is part of the interval. */
  readonly wordings?: readonly number[];
  /** Whether it is made of probabilities: then `n` counts situations, and nothing was drawn. */
  readonly shares?: true;
};

/** The variance of an estimate and the degrees of freedom with which it is known. */
export type EstimateError = { readonly variance: number; readonly freedom: number };

/**
 * The least standard deviation that few ratings, prices or shares are taken to have: people and models answer in round
 * numbers, so two equal draws are no proof that all are. Ours: 5 points of ratings and of shares, .02 of the index (a step of
 * prices, .1 where Nash is 14.7); of amounts nothing is known.
 */
export const LEAST_SD = { rating: 5, index: 0.02, amount: 0, share: 0.05 } as const satisfies Readonly<
  Record<Exclude<DrawUnit, 'rate'> | 'share', number>
>;

/**
 * The mean of draws, in their unit; null where there are none. Rates (0–1): Wilson's interval (JASA 1927) over all
 * draws, which is conservative where questions differ. Ratings, indices and amounts: Student's. `exact`: draws are
 * computed, and the interval is the mean itself. `least`: the least standard deviation that draws are taken to have.
 */
export function meanOf(
  values: readonly number[],
  unit: DrawUnit,
  exact: boolean,
  least: number = unit === 'rate' ? 0 : LEAST_SD[unit],
): DrawEstimate | null {
  const n = values.length;
  if (n === 0) return null;
  const value = mean(values);
  if (exact) return { value, n, interval: () => [value, value], error: { variance: 0, freedom: Infinity } };
  if (unit === 'rate') {
    const hits = values.reduce((sum, one) => sum + one, 0);
    return { value, n, interval: (level) => wilson(hits, n, level), error: null };
  }
  if (n === 1) return { value, n, interval: () => null, error: null };
  const variance = Math.max(values.reduce((sum, one) => sum + (one - value) ** 2, 0) / (n - 1), least ** 2) / n;
  if (variance === 0) return { value, n, interval: () => null, error: null };
  return student(value, n, { variance, freedom: n - 1 });
}

/** An estimate with Student's interval; `wordings`: the same estimate in each of several wordings. */
export function student(value: number, n: number, error: EstimateError, wordings?: readonly number[]): DrawEstimate {
  const { variance, freedom } = wordings === undefined ? error : welch(error, errorOfMean(wordings));
  const half = (level: number): number =>
    variance === 0 ? 0 : studentQuantile(level, Math.max(1, Math.floor(freedom))) * Math.sqrt(variance);
  const interval = (level: number): Interval => [value - half(level), value + half(level)];
  return { value, n, interval, error, ...(wordings === undefined ? {} : { wordings }) };
}

/** How far the mean of a few values may lie from that of all such: their variance over their number. */
function errorOfMean(values: readonly number[]): EstimateError {
  const [n, middle] = [values.length, mean(values)];
  return { variance: values.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (n - 1) / n, freedom: n - 1 };
}

/** A mean less a number that is known, in the same unit: how far it is from a line. */
export function minus(one: DrawEstimate, line: number): DrawEstimate {
  return {
    ...one,
    value: one.value - line,
    interval(level) {
      const found = one.interval(level);
      return found === null ? null : [found[0] - line, found[1] - line];
    },
  };
}

function negative(one: DrawEstimate): DrawEstimate {
  return {
    ...one,
    value: -one.value,
    interval(level) {
      const found = one.interval(level);
      return found === null ? null : [-found[1], -found[0]];
    },
  };
}

/**
 * The difference of two means: Welch's interval (Biometrika 1947) for ratings, prices and shares; where one is a rate of
 * draws the two intervals are combined as Newcombe does (method 10; Zou & Donner, Statistics in Medicine 2008).
 */
export function difference(one: DrawEstimate, other: DrawEstimate): DrawEstimate {
  const value = one.value - other.value;
  const n = one.n + other.n;
  const ofShares = one.shares === true || other.shares === true ? { shares: true as const } : {};
  if (one.error !== null && other.error !== null) {
    // What a wording does to both alike does nothing to their difference.
    const wordings = one.wordings?.map((each, at) => each - (other.wordings?.[at] ?? other.value));
    const others = other.wordings?.map((each) => one.value - each);
    return { ...student(value, n, welch(one.error, other.error), wordings ?? others), ...ofShares };
  }
  return {
    value,
    n,
    ...ofShares,
    error: null,
    interval(level) {
      const [a, b] = [one.interval(level), other.interval(level)];
      if (a === null || b === null) return null;
      return [
        value - Math.hypot(one.value - a[0], b[1] - other.value),
        value + Math.hypot(a[1] - one.value, other.value - b[0]),
      ];
    },
  };
}

/** Two errors that have nothing to do with each other (Satterthwaite, Biometrics Bulletin 1946). */
export function welch(one: EstimateError, other: EstimateError): EstimateError {
  const variance = one.variance + other.variance;
  const spread = [one, other].reduce(
    (sum, each) => sum + (each.variance === 0 ? 0 : each.variance ** 2 / each.freedom),
    0,
  );
  return { variance, freedom: spread === 0 ? Infinity : variance ** 2 / spread };
}

/** How far an estimate is from 0, on whichever side it is; its interval is turned with it. */
export const size = (one: DrawEstimate): DrawEstimate => (one.value < 0 ? negative(one) : one);

/** A number of draws as it is written: whole percent and points, two decimals of the index. */
export const digitsOf = (unit: DrawUnit, value: number): string =>
  unit === 'rate'
    ? `${Math.round(100 * value)}`
    : unit === 'rating'
      ? value.toFixed(0)
      : unit === 'index'
        ? value.toFixed(2)
        : String(Number(value.toFixed(2)));

/** The same with its sign: "+38", "−0.31", "0". */
export function signed(unit: DrawUnit, value: number): string {
  const digits = digitsOf(unit, Math.abs(value));
  return Number(digits) === 0 ? digits : `${value < 0 ? '−' : '+'}${digits}`;
}

/** What stands behind such a difference: rates and ratings are in points, the index has no unit. */
export const pointsOf = (unit: DrawUnit): string => (unit === 'index' ? '' : ' points');
