/**
 * Rates: how often something was chosen, with intervals and tests for two groups or two answers of the same people.
 * Rates are 0–1.
 */
import { normalQuantile } from './normal.ts';
import { memo } from '../../core/memo.ts';

/** Both ends of an interval, in the unit of what it is of. */
export type Interval = readonly [low: number, high: number];

/**
 * Wilson's score interval for a rate, k of n (JASA 1927): both ends 0–1, at a level of 0–1. k may be a sum of shares.
 * null for n = 0: nothing is known.
 */
export function wilson(k: number, n: number, level = 0.95): Interval | null {
  if (n === 0) return null;
  const z = normalQuantile((1 + level) / 2);
  const p = k / n;
  const middle = p + (z * z) / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [k === 0 ? 0 : (middle - half) / scale, k === n ? 1 : (middle + half) / scale];
}

/**
 * Newcombe's hybrid score interval for p1 − p2, the difference of k1 of n1 and k2 of n2 in two groups (Statistics in
 * Medicine 1998, method 10): both ends from −1 to 1. null where a group is empty.
 */
export function newcombe(k1: number, n1: number, k2: number, n2: number, level = 0.95): Interval | null {
  const one = wilson(k1, n1, level);
  const two = wilson(k2, n2, level);
  return one === null || two === null ? null : squaredAndAdded(k1 / n1, one, k2 / n2, two);
}

/**
 * The interval of p1 − p2 from the two estimates and their intervals (Newcombe's way for any two: Zou & Donner,
 * Statistics in Medicine 2008).
 */
export const squaredAndAdded = (p1: number, one: Interval, p2: number, two: Interval): Interval => [
  p1 - p2 - Math.hypot(p1 - one[0], two[1] - p2),
  p1 - p2 + Math.hypot(one[1] - p1, p2 - two[0]),
];

/**
 * The same for two yes-or-no answers of the same people (Newcombe 1998, paired, method 10): both yes, first only,
 * second only, neither. The difference is P(first) − P(second), from −1 to 1. null where nobody answered.
 */
export function newcombePaired(
  both: number,
  first: number,
  second: number,
  neither: number,
  level = 0.95,
): Interval | null {
  const n = both + first + second + neither;
  const one = wilson(both + first, n, level);
  const two = wilson(both + second, n, level);
  if (one === null || two === null) return null;
  const [p1, p2] = [(both + first) / n, (both + second) / n];
  const margins = (both + first) * (second + neither) * (both + second) * (first + neither);
  const cross = both * neither - first * second;
  const phi = margins === 0 ? 0 : (cross > n / 2 ? cross - n / 2 : cross >= 0 ? 0 : cross) / Math.sqrt(margins);
  const span = (a: number, b: number): number => Math.sqrt(Math.max(0, a * a - 2 * phi * a * b + b * b));
  return [p1 - p2 - span(p1 - one[0], two[1] - p2), p1 - p2 + span(one[1] - p1, p2 - two[0])];
}

/**
 * The p of Fisher's exact test of a 2×2 table of counts, two-sided: the probability of all tables with its margins that
 * are at most as likely (The Design of Experiments, 1935).
 */
export function fisherExact([[a, b], [c, d]]: readonly [readonly [number, number], readonly [number, number]]): number {
  const [row, column, n] = [a + b, a + c, a + b + c + d];
  const log = (x: number): number =>
    logFactorial(row) +
    logFactorial(n - row) +
    logFactorial(column) +
    logFactorial(n - column) -
    logFactorial(n) -
    logFactorial(x) -
    logFactorial(row - x) -
    logFactorial(column - x) -
    logFactorial(n - row - column + x);
  const observed = log(a);
  let p = 0;
  for (let x = Math.max(0, row + column - n); x <= Math.min(row, column); x++)
    if (log(x) <= observed + 1e-7) p += Math.exp(log(x));
  return Math.min(1, p);
}

/**
 * The p of McNemar's test (Psychometrika 1947), exact and two-sided, from how many people said yes only the first time
 * and how many only the second. 1 where nobody's answers differ.
 */
export function mcnemarExact(first: number, second: number): number {
  const n = first + second;
  let p = 0;
  for (let k = 0; k <= Math.min(first, second); k++)
    p += Math.exp(logFactorial(n) - logFactorial(k) - logFactorial(n - k) - n * Math.LN2);
  return Math.min(1, 2 * p);
}

/**
 * The smallest difference of two rates around one half, both in whole points (so in steps of .02), that arms of n and m
 * detect with 80 % power at the two-sided 5 % level: Fisher's exact test up to 100 an arm, the arcsine approximation
 * (Cohen 1988) above. 1: none is.
 */
export function detectableDifference(n: number, m = n): number {
  return detected(n)(m);
}

const POWER = 0.8;
/** The exact ones take milliseconds, and a screen asks for the same few again and again. */
const detected = memo((n: number) =>
  memo((m: number) => ((n + 1) * (m + 1) <= 101 ** 2 ? byFisher(n, m) : byArcsine(n, m))),
);

const byArcsine = (n: number, m: number): number =>
  Math.sin(Math.min(Math.PI, (normalQuantile(0.975) + normalQuantile(POWER)) * Math.sqrt(1 / n + 1 / m)) / 2);

function byFisher(n: number, m: number): number {
  const rejects = Array.from({ length: n + 1 }, (_, i) =>
    Array.from(
      { length: m + 1 },
      (_, j) =>
        fisherExact([
          [i, n - i],
          [j, m - j],
        ]) <= 0.05,
    ),
  );
  for (let half = 1; half < 50; half++) {
    const [high, low] = [binomial(n, 0.5 + half / 100), binomial(m, 0.5 - half / 100)];
    const reached = high.reduce(
      (sum, p, i) => sum + p * low.reduce((inner, q, j) => inner + (rejects[i]![j] ? q : 0), 0),
      0,
    );
    if (reached >= POWER) return half / 50;
  }
  return 1;
}

/** The probabilities of 0 to n successes. */
const binomial = (n: number, p: number): readonly number[] =>
  Array.from({ length: n + 1 }, (_, k) =>
    Math.exp(logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log(1 - p)),
  );

const factorials = [0];
function logFactorial(n: number): number {
  for (let i = factorials.length; i <= n; i++) factorials.push(factorials[i - 1]! + Math.log(i));
  return factorials[n]!;
}
