/** The difference of two rates whose answers come in clusters: several answers of one match, or all draws under one wording. */
import { type Interval, newcombe, squaredAndAdded, wilson } from './rates.ts';
import { normalQuantile } from './normal.ts';
import { studentQuantile } from './student.ts';

/** What one cluster answered in either arm: sums of values from 0 to 1, and how many there are. */
export type ClusterCounts = {
  readonly k1: number;
  readonly n1: number;
  readonly k2: number;
  readonly n2: number;
};

export type RateDifference = {
  /** k1/n1 − k2/n2 over all clusters, −1 to 1. */
  readonly difference: number;
  readonly interval: Interval;
  readonly method: 'Newcombe' | 'Newcombe, clustered';
};

/**
 * The difference of two rates with its interval. Where every cluster answered once it is Newcombe's (1998, method 10). Else
 * each arm counts as many answers as its variance over clusters is worth (Rao & Scott, Biometrics 48, 1992), fewer for few
 * clusters (Student's t: Korn & Graubard, Survey Methodology 24, 1998) and never more than there are; that what one cluster
 * answers in both arms goes together is taken off (Zou & Donner, Statistics in Medicine 27, 2008). An arm in which all or
 * none said yes counts a cluster as one answer. null: an arm is empty, or all is one cluster.
 */
export function clusteredDifference(clusters: readonly ClusterCounts[], level = 0.95): RateDifference | null {
  const sum = (of: (one: ClusterCounts) => number): number => clusters.reduce((total, one) => total + of(one), 0);
  const [k1, n1, k2, n2] = [sum((one) => one.k1), sum((one) => one.n1), sum((one) => one.k2), sum((one) => one.n2)];
  if (n1 === 0 || n2 === 0) return null;
  const [p1, p2] = [k1 / n1, k2 / n2];
  if (clusters.every((one) => one.n1 + one.n2 <= 1))
    return { difference: p1 - p2, interval: newcombe(k1, n1, k2, n2, level)!, method: 'Newcombe' };
  const answered = clusters.filter((one) => one.n1 + one.n2 > 0);
  if (answered.length < 2) return null;
  const first = answered.map((one) => (one.k1 - p1 * one.n1) / n1);
  const second = answered.map((one) => (one.k2 - p2 * one.n2) / n2);
  const arms = [
    { p: p1, n: n1, errors: first, clusters: answered.filter((one) => one.n1 > 0).length },
    { p: p2, n: n2, errors: second, clusters: answered.filter((one) => one.n2 > 0).length },
  ] as const;
  const [one, two] = [intervalOf(arms[0], level), intervalOf(arms[1], level)];
  const [v1, v2] = [product(first, first), product(second, second)];
  // Two points are always on a line.
  const together = v1 === 0 || v2 === 0 || answered.length < 3 ? 0 : product(first, second) / Math.sqrt(v1 * v2);
  return { difference: p1 - p2, interval: between(p1, one, p2, two, together), method: 'Newcombe, clustered' };
}

type Arm = {
  readonly p: number;
  readonly n: number;
  readonly errors: readonly number[];
  readonly clusters: number;
};

/** Wilson's interval of an arm with as many answers as its clusters are worth. */
function intervalOf({ p, n, errors, clusters }: Arm, level: number): Interval {
  const variance = clusters < 2 ? 0 : (clusters / (clusters - 1)) * product(errors, errors);
  const worth = variance === 0 ? clusters : Math.min(n, (p * (1 - p)) / variance);
  const freedom = Math.max(1, clusters - 1);
  const counted = worth * (normalQuantile((1 + level) / 2) / studentQuantile(level, freedom)) ** 2;
  return wilson(p * counted, counted, level)!;
}

/** `squaredAndAdded` of two estimates that go together: their correlation, −1 to 1. */
function between(p1: number, one: Interval, p2: number, two: Interval, together: number): Interval {
  if (together === 0) return squaredAndAdded(p1, one, p2, two);
  const span = (a: number, b: number): number => Math.sqrt(Math.max(0, a * a + b * b - 2 * together * a * b));
  return [p1 - p2 - span(p1 - one[0], two[1] - p2), p1 - p2 + span(one[1] - p1, p2 - two[0])];
}

const product = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, value, i) => sum + value * other[i]!, 0);
