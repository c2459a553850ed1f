/**
 * The same seeded resamples for every sample of one size: drawn once, so that a screen of twenty intervals costs as much
 * as one. Seeds are fixed: the same data give the same interval.
 */
import { rng } from '../rng.ts';
import { quantile } from './resampling.ts';
import type { Sample } from './sorted.ts';

export const DRAWS = 2000;
/** Above this size intervals are normal approximations, which do not differ by then. */
export const LARGE = 400;
const SEED = 20_250_720;

const known = new Map<string, Uint16Array>();

function resamples(n: number, stream: number): Uint16Array {
  const key = `${n} ${stream}`;
  let drawn = known.get(key);
  if (drawn === undefined) {
    if (known.size > 64) known.clear();
    const { below } = rng(SEED, 'bootstrap', n, stream);
    known.set(key, (drawn = Uint16Array.from({ length: n * DRAWS }, () => below(n))));
  }
  return drawn;
}

/** The means of DRAWS resamples, in the order drawn. Two samples to be compared are drawn from two streams. */
export function resampledMeans(values: ArrayLike<number>, stream = 0): Float64Array {
  const n = values.length;
  const drawn = resamples(n, stream);
  const means = new Float64Array(DRAWS);
  for (let draw = 0, at = 0; draw < DRAWS; draw++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[drawn[at++]!]!;
    means[draw] = sum / n;
  }
  return means;
}

export type MeanInterval = { readonly interval: readonly [number, number]; readonly method: 'bootstrap' | 'normal' };

const Z = { 0.95: 1.959963984540054, 0.9: 1.6448536269514722 } as const;
export type Level = keyof typeof Z;

/** The interval of a mean over independent units. null for fewer than two, and where all are equal: nothing tells how they vary. */
export function meanInterval({ n, values, mean, sd, equal }: Sample, level: Level = 0.95): MeanInterval | null {
  if (sd === null || equal) return null;
  if (n > LARGE) {
    const half = (Z[level] * sd) / Math.sqrt(n);
    return { interval: [mean - half, mean + half], method: 'normal' };
  }
  return { interval: ends(resampledMeans(values), level), method: 'bootstrap' };
}

/** The interval of the difference of two means. null where nothing tells how they vary. */
export function differenceInterval(x: Sample, y: Sample, level: Level = 0.95): MeanInterval | null {
  if (x.sd === null || y.sd === null || (x.equal && y.equal)) return null;
  if (x.n > LARGE || y.n > LARGE) {
    const half = Z[level] * Math.sqrt(x.sd ** 2 / x.n + y.sd ** 2 / y.n);
    const between = x.mean - y.mean;
    return { interval: [between - half, between + half], method: 'normal' };
  }
  const [mine, theirs] = [resampledMeans(x.values, 0), resampledMeans(y.values, 1)];
  return {
    interval: ends(
      mine.map((value, i) => value - theirs[i]!),
      level,
    ),
    method: 'bootstrap',
  };
}

function ends(values: Float64Array, level: number): readonly [number, number] {
  const sorted = [...values.toSorted()];
  return [quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2)];
}
