/** Rank methods for ratings and prices: differences that need no normal distribution, with ties treated as ties. */
import { normalCdf } from './normal.ts';
import { type Sample, walk } from './sample.ts';

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

/** What a Mann–Whitney test gives. */
export type MannWhitney = {
  /** Pairs in which x is larger, ties half. */
  readonly u: number;
  /**
   * Two-sided. Exact (all splits equally likely, ties as ties) for up to 20 values, else normal with tie and continuity
   * corrections.
   */
  readonly p: number;
  readonly exact: boolean;
};

/**
 * The Mann–Whitney U test of two groups of values (Annals of Mathematical Statistics 1947), two-sided, ties as ties.
 * null where a group is empty.
 */
export function mannWhitney(x: readonly number[], y: readonly number[]): MannWhitney | null {
  const [n, m] = [x.length, y.length];
  if (n === 0 || m === 0) return null;
  const { ranks: all, ties } = ranks([...x, ...y]);
  const u = all.slice(0, n).reduce((sum, rank) => sum + rank, 0) - (n * (n + 1)) / 2;
  if (n + m <= 20) return { u, p: exactU(u, all, n), exact: true };
  const total = n + m;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  const z = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / Math.sqrt(variance);
  return { u, p: variance === 0 ? 1 : Math.min(1, 2 * normalCdf(-z)), exact: false };
}

/**
 * The share of splits whose rank sum is as far from the middle. Tied ranks are halves, so that sums are counted in
 * halves.
 */
function exactU(u: number, all: readonly number[], n: number): number {
  const m = all.length - n;
  // By how many of the ranks so far are taken: in how many ways by twice their sum.
  const ways = Array.from({ length: n + 1 }, () => new Map<number, number>());
  ways[0]!.set(0, 1);
  for (const rank of all)
    for (let k = n; k > 0; k--)
      for (const [sum, count] of ways[k - 1]!)
        ways[k]!.set(sum + 2 * rank, (ways[k]!.get(sum + 2 * rank) ?? 0) + count);
  return shareAsFar(ways[n]!, n * (n + m + 1), Math.abs(2 * u - n * m));
}

/** The share of these counted sums that lies at least `far` from the middle. */
function shareAsFar(ways: ReadonlyMap<number, number>, middle: number, far: number): number {
  let [extreme, total] = [0, 0];
  for (const [sum, count] of ways) {
    total += count;
    if (Math.abs(sum - middle) >= far) extreme += count;
  }
  return extreme / total;
}

/**
 * Mann–Whitney's U of x (pairs in which it is larger, ties half) in one pass over sorted samples, and its two-sided
 * normal p, with tie and continuity corrections. null where a sample is empty. 2U/(nm) − 1 is Cliff's δ (Psychological
 * Bulletin 1993).
 */
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

/**
 * Wilcoxon's signed-rank test for two ratings of the same people (Biometrics Bulletin 1945), two-sided. It takes their
 * differences and leaves out those of zero; `w` is the rank sum of the positive ones, `n` how many were ranked. Exact
 * (all patterns of signs equally likely, ties as ties) for up to 25 differences, else normal with tie and continuity
 * corrections. null where all are zero.
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
  if (n <= 25) {
    let ways: ReadonlyMap<number, number> = new Map([[0, 1]]);
    for (const size of sizes) {
      const more = new Map(ways);
      for (const [sum, count] of ways) more.set(sum + 2 * size, (more.get(sum + 2 * size) ?? 0) + count);
      ways = more;
    }
    return { w, p: shareAsFar(ways, most, Math.abs(2 * w - most)), n, exact: true };
  }
  const sd = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - ties / 48);
  const z = Math.max(0, Math.abs(w - most / 2) - 0.5) / sd;
  return { w, p: sd === 0 ? 1 : Math.min(1, 2 * normalCdf(-z)), n, exact: false };
}
