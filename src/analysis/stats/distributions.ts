/**
 * Two samples as whole distributions: how far apart they are, and how often chance alone would set them so far apart.
 */
import { type Sample, walk } from './sample.ts';

/**
 * How far apart two samples are; null where one is empty. `ks`: the two-sample Kolmogorov–Smirnov distance, the largest
 * gap between the two empirical distribution functions, 0–1. `wasserstein`: Wasserstein-1, the mean distance that the
 * one sample's mass must move to become the other's, in the samples' unit.
 */
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

/**
 * The exact p of a KS distance for samples of n and m without ties: one minus the share of orders of the pooled sample
 * whose gap stays below it (lattice paths; Hodges, Arkiv för Matematik 1958). With ties it is conservative: use a
 * permutation test.
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
