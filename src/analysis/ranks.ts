/** Rank methods for ratings and prices: differences that need no normal distribution, with ties treated as ties. */
import { normalCdf } from './normal.ts';

/** Ranks from 1; equal values share the mean of theirs. `ties`: Σ(t³ − t) over groups of t equal values. */
export function ranks(values: readonly number[]): { readonly ranks: readonly number[]; readonly ties: number } {
  const order = values.map((value, at) => ({ value, at })).sort((a, b) => a.value - b.value);
  const given = new Array<number>(values.length);
  let ties = 0;
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && order[to + 1]!.value === order[from]!.value) to++;
    for (let i = from; i <= to; i++) given[order[i]!.at] = (from + to) / 2 + 1;
    const t = to - from + 1;
    ties += t ** 3 - t;
    from = to + 1;
  }
  return { ranks: given, ties };
}

export type MannWhitney = {
  /** Pairs in which x is larger, ties half. */
  readonly u: number;
  /** Two-sided. Exact (all splits equally likely) for up to 20 values without ties, else normal with tie and continuity corrections. */
  readonly p: number;
  readonly exact: boolean;
};

/** The Mann–Whitney U test (Annals of Mathematical Statistics 1947). null where a group is empty. */
export function mannWhitney(x: readonly number[], y: readonly number[]): MannWhitney | null {
  const [n, m] = [x.length, y.length];
  if (n === 0 || m === 0) return null;
  const { ranks: all, ties } = ranks([...x, ...y]);
  const u = all.slice(0, n).reduce((sum, rank) => sum + rank, 0) - (n * (n + 1)) / 2;
  if (ties === 0 && n + m <= 20) return { u, p: exactU(u, n, m), exact: true };
  const total = n + m;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  const z = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / Math.sqrt(variance);
  return { u, p: variance === 0 ? 1 : Math.min(1, 2 * normalCdf(-z)), exact: false };
}

/** Counts the splits by their U: f(n, m) = f(n − 1, m) shifted by m, plus f(n, m − 1). */
function exactU(u: number, n: number, m: number): number {
  const counts = Array.from({ length: n + 1 }, () => Array.from({ length: m + 1 }, () => [1]));
  for (let i = 1; i <= n; i++) {
    for (let j = 1; j <= m; j++) {
      const [shifted, same] = [counts[i - 1]![j]!, counts[i]![j - 1]!];
      counts[i]![j] = Array.from({ length: i * j + 1 }, (_, k) => (k >= j ? (shifted[k - j] ?? 0) : 0) + (same[k] ?? 0));
    }
  }
  const all = counts[n]![m]!;
  const total = all.reduce((sum, c) => sum + c, 0);
  const least = Math.min(u, n * m - u);
  return Math.min(1, (2 * all.slice(0, Math.floor(least) + 1).reduce((sum, c) => sum + c, 0)) / total);
}

/** Cliff's δ: P(x > y) − P(x < y), from −1 to 1 (Psychological Bulletin 1993). null where a group is empty. */
export function cliffsDelta(x: readonly number[], y: readonly number[]): number | null {
  if (x.length === 0 || y.length === 0) return null;
  let sum = 0;
  for (const a of x) for (const b of y) sum += Math.sign(a - b);
  return sum / (x.length * y.length);
}

/**
 * Wilcoxon's signed-rank test for two ratings of the same people, two-sided; zero differences are left out.
 * Exact for up to 25 differences without ties, else normal with tie and continuity corrections. null where all are zero.
 */
export function signedRank(
  differences: readonly number[],
): { readonly w: number; readonly p: number; readonly n: number; readonly exact: boolean } | null {
  const kept = differences.filter((d) => d !== 0);
  const n = kept.length;
  if (n === 0) return null;
  const { ranks: sizes, ties } = ranks(kept.map(Math.abs));
  const w = sizes.reduce((sum, size, i) => sum + (kept[i]! > 0 ? size : 0), 0);
  const most = (n * (n + 1)) / 2;
  if (ties === 0 && n <= 25) {
    let counts = [1];
    for (let k = 1; k <= n; k++)
      counts = Array.from({ length: counts.length + k }, (_, s) => (counts[s] ?? 0) + (s >= k ? (counts[s - k] ?? 0) : 0));
    const tail = counts.slice(0, Math.min(w, most - w) + 1).reduce((sum, c) => sum + c, 0);
    return { w, p: Math.min(1, (2 * tail) / 2 ** n), n, exact: true };
  }
  const sd = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - ties / 48);
  const z = Math.max(0, Math.abs(w - most / 2) - 0.5) / sd;
  return { w, p: sd === 0 ? 1 : Math.min(1, 2 * normalCdf(-z)), n, exact: false };
}
