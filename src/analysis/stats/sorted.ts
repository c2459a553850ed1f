/**
 * One sample sorted once, and comparisons of two such samples in one pass over both: the same numbers as the functions of
 * `ranks.ts` and `distributions.ts`, quick enough for hundreds of thousands of values.
 */
import { normalCdf } from './normal.ts';

export type Sample = {
  readonly n: number;
  /** In the order of the units. */
  readonly values: Float64Array;
  readonly sorted: Float64Array;
  readonly mean: number;
  /** Of a sample (n − 1); null for fewer than two. */
  readonly sd: number | null;
  /** Whether all values are the same. */
  readonly equal: boolean;
};

export function sampleOf(values: Float64Array): Sample {
  const n = values.length;
  const sorted = values.toSorted();
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const mean = n === 0 ? 0 : sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) ** 2;
  const equal = n === 0 || sorted[0] === sorted[n - 1];
  // Equal values leave rounding behind, not spread.
  return {
    n,
    values,
    sorted,
    mean: equal && n > 0 ? sorted[0]! : mean,
    sd: n < 2 ? null : equal ? 0 : Math.sqrt(squares / (n - 1)),
    equal,
  };
}

/** Every distinct value of both samples in order, with how many of each lie there. */
function walk(x: Float64Array, y: Float64Array, at: (value: number, mine: number, theirs: number) => void): void {
  let [i, j] = [0, 0];
  while (i < x.length || j < y.length) {
    const value = j >= y.length || (i < x.length && x[i]! <= y[j]!) ? x[i]! : y[j]!;
    const [from, of] = [i, j];
    while (i < x.length && x[i] === value) i++;
    while (j < y.length && y[j] === value) j++;
    at(value, i - from, j - of);
  }
}

/** Mann–Whitney's U of x (pairs in which it is larger, ties half) and its normal p, with tie and continuity corrections. */
export function rankTest(
  { sorted: x, n }: Sample,
  { sorted: y, n: m }: Sample,
): { readonly u: number; readonly p: number } | null {
  if (n === 0 || m === 0) return null;
  let [u, below, ties] = [0, 0, 0];
  walk(x, y, (_, mine, theirs) => {
    u += mine * (below + theirs / 2);
    below += theirs;
    const t = mine + theirs;
    ties += t * t * t - t;
  });
  const total = n + m;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  const z = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / Math.sqrt(variance);
  return { u, p: variance <= 0 ? 1 : Math.min(1, 2 * normalCdf(-z)) };
}

/** The two-sample Kolmogorov–Smirnov distance and Wasserstein-1. */
export function distances(
  { sorted: x, n }: Sample,
  { sorted: y, n: m }: Sample,
): { readonly ks: number; readonly wasserstein: number } | null {
  if (n === 0 || m === 0) return null;
  let [mine, theirs, worst, moved, gap, before] = [0, 0, 0, 0, 0, 0];
  walk(x, y, (value, more, others) => {
    if (mine + theirs > 0) moved += Math.abs(gap) * (value - before);
    mine += more;
    theirs += others;
    gap = mine / n - theirs / m;
    worst = Math.max(worst, Math.abs(gap));
    before = value;
  });
  return { ks: worst, wasserstein: moved };
}
