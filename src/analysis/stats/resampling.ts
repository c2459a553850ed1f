/** Permutation over participants, and the means and quantiles that resampling rests on. */
import type { Rng } from '../../core/rng.ts';

export type Statistic = (x: readonly number[], y: readonly number[]) => number;

export const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
export const meanDifference: Statistic = (x, y) => mean(x) - mean(y);

/** p of |statistic| under all splits of the pooled sample (`exact`, up to `most` of them) or under that many drawn ones, counted with the observed one. */
export function permutationTest(
  x: readonly number[],
  y: readonly number[],
  statistic: Statistic,
  rng: Rng,
  most = 20_000,
): { readonly p: number; readonly exact: boolean; readonly splits: number } | null {
  if (x.length === 0 || y.length === 0) return null;
  const pooled = [...x, ...y];
  // As far as this one, but for rounding.
  const far = Math.abs(statistic(x, y)) * (1 - 1e-9) - 1e-12;
  const splits = choose(pooled.length, x.length);
  if (splits <= most) {
    let extreme = 0;
    for (const chosen of combinations(pooled.length, x.length)) {
      const inside = new Set(chosen);
      if (
        Math.abs(
          statistic(
            pooled.filter((_, i) => inside.has(i)),
            pooled.filter((_, i) => !inside.has(i)),
          ),
        ) >= far
      )
        extreme++;
    }
    return { p: extreme / splits, exact: true, splits };
  }
  let extreme = 0;
  for (let draw = 0; draw < most; draw++) {
    const mixed = rng.shuffle(pooled);
    if (Math.abs(statistic(mixed.slice(0, x.length), mixed.slice(x.length))) >= far) extreme++;
  }
  return { p: (extreme + 1) / (most + 1), exact: false, splits: most };
}

/** The q-quantile of sorted values, interpolated (Hyndman & Fan 1996, type 7, as R and NumPy do). */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const at = q * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  return below + (at % 1) * ((sorted[Math.ceil(at)] ?? below) - below);
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) ways = (ways * (n - Math.min(k, n - k) + i)) / i;
  return Math.round(ways);
}

function* combinations(n: number, k: number): Generator<readonly number[]> {
  const chosen = Array.from({ length: k }, (_, i) => i);
  for (;;) {
    yield chosen;
    let at = k - 1;
    while (at >= 0 && chosen[at] === n - k + at) at--;
    if (at < 0) return;
    chosen[at]!++;
    for (let i = at + 1; i < k; i++) chosen[i] = chosen[i - 1]! + 1;
  }
}
