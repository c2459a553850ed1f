/** Two samples as whole distributions: how far apart they are, and how often chance alone would set them so far apart. */

/** The two-sample Kolmogorov–Smirnov distance: the largest gap between the two empirical distribution functions, 0–1. */
export function ksDistance(x: readonly number[], y: readonly number[]): number | null {
  return sweep(x, y, (gap, _width, worst) => Math.max(worst, Math.abs(gap)));
}

/** Wasserstein-1: the mean distance that the one sample's mass must move to become the other's, in the samples' unit. */
export function wasserstein(x: readonly number[], y: readonly number[]): number | null {
  return sweep(x, y, (gap, width, sum) => sum + Math.abs(gap) * width);
}

/** Walks over the pooled values; at each, the gap F_x − F_y holds up to the next one, `width` away. */
function sweep(
  x: readonly number[],
  y: readonly number[],
  step: (gap: number, width: number, so: number) => number,
): number | null {
  if (x.length === 0 || y.length === 0) return null;
  const [a, b] = [[...x].sort((p, q) => p - q), [...y].sort((p, q) => p - q)];
  const values = [...new Set([...a, ...b])].sort((p, q) => p - q);
  let [i, j, so] = [0, 0, 0];
  values.forEach((value, at) => {
    while (i < a.length && a[i]! <= value) i++;
    while (j < b.length && b[j]! <= value) j++;
    so = step(i / a.length - j / b.length, (values[at + 1] ?? value) - value, so);
  });
  return so;
}

/**
 * The exact p of a KS distance for samples of n and m without ties: one minus the share of orders of the pooled sample whose gap stays
 * below it (lattice paths; Hodges, Arkiv för Matematik 1958). With ties it is conservative: use a permutation test.
 */
export function ksExactP(distance: number, n: number, m: number): number {
  const inside = (i: number, j: number): boolean => Math.abs(i / n - j / m) < distance - 1e-12;
  // share[j]: of all paths to (i, j), the part that stayed inside; each step weighs the two ways in by their numbers of paths.
  let share: number[] = [];
  for (let i = 0; i <= n; i++) {
    const row: number[] = [];
    for (let j = 0; j <= m; j++) {
      if (!inside(i, j)) row.push(0);
      else if (i === 0 && j === 0) row.push(1);
      else row.push(((i > 0 ? share[j]! * i : 0) + (j > 0 ? row[j - 1]! * j : 0)) / (i + j));
    }
    share = row;
  }
  return 1 - share[m]!;
}
