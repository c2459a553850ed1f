/**
 * Differences between two groups, and between two answers of the same people. Every p comes with its interval and with
 * the difference that so many could have detected. Samples only: no line is ever one side of a test.
 */
import type { Measure } from '../../game.ts';
import { ksDistance, wasserstein } from '../distributions.ts';
import { normalCdf } from '../normal.ts';
import { cliffsDelta, mannWhitney, signedRank } from '../ranks.ts';
import { detectableDifference, fisherExact, mcnemarExact, newcombe, newcombePaired } from '../rates.ts';
import { mean, meanDifference, permutationTest } from '../resampling.ts';
import { differenceInterval, meanInterval, spread } from '../resamples.ts';
import { MOST, shuffledKs, shuffledMeans, shuffledSigns } from '../shuffles.ts';
import { rng } from '../../rng.ts';
import { FEW, isYesNo, unitMeans } from './estimate.ts';
import type { Unit } from './units.ts';

export type Test = {
  readonly kind: 'between groups' | 'within person';
  readonly measure: string;
  /** The second measure, within person. */
  readonly and: string | null;
  /** What is compared, first minus second: groups, or measures of one group. */
  readonly one: string;
  readonly other: string;
  readonly n: readonly [number, number];
  readonly test: string;
  readonly p: number;
  /** By Holm, over the declared family; null for what is exploratory. */
  adjusted: number | null;
  readonly family: 'declared' | 'exploratory';
  readonly difference: number;
  readonly interval: readonly [number, number] | null;
  readonly method: string | null;
  /** With 80 % power at the two-sided 5 % level; null where nothing tells how the units vary. */
  readonly detectable: number | null;
  verdict: 'shown' | 'not shown';
  /** The same two samples seen otherwise: exploratory. */
  readonly besides: Readonly<Record<string, number>>;
};

type Given = { readonly units: readonly Unit[]; readonly label: string };

/** Two groups by one measure; null where either has fewer than five units. */
export function between(
  one: Given,
  other: Given,
  { name, scale }: Measure<unknown>,
  at: number,
  family: Test['family'],
  splits = 2000,
): Test | null {
  const [x, y] = [unitMeans(one.units, at), unitMeans(other.units, at)];
  if (x.length < FEW || y.length < FEW) return null;
  const shared = { kind: 'between groups', measure: name, and: null, one: one.label, other: other.label, family, adjusted: null } as const;
  const n = [x.length, y.length] as const;
  if (scale === 'rate' && isYesNo(one.units, at) && isYesNo(other.units, at)) {
    const [k, l] = [total(x), total(y)];
    return {
      ...shared,
      n,
      test: "Fisher's exact test",
      p: fisherExact([
        [k, x.length - k],
        [l, y.length - l],
      ]),
      difference: k / x.length - l / y.length,
      interval: newcombe(k, x.length, l, y.length),
      method: 'Newcombe',
      detectable: detectableDifference(Math.min(...n)),
      verdict: 'not shown',
      besides: {},
    };
  }
  const ranked = scale === 'rate' ? null : mannWhitney(x, y);
  const { p, test } = permuted(x, y, splits);
  const found = differenceInterval(x, y);
  return {
    ...shared,
    n,
    test: ranked === null ? test : `Mann–Whitney${ranked.exact ? ', exact' : ''}`,
    p: ranked?.p ?? p,
    difference: mean(x) - mean(y),
    interval: found?.interval ?? null,
    method: found === null ? null : found.method === 'bootstrap' ? 'bootstrap over units' : 'normal approximation',
    detectable: detectable(spread(x), spread(y), n),
    verdict: 'not shown',
    besides: {
      ...(ranked === null ? {} : { 'Mann–Whitney U': ranked.u, 'permutation of means, p': p }),
      ...distributed(x, y),
    },
  };
}

/** The two samples as distributions. */
function distributed(x: readonly number[], y: readonly number[]): Readonly<Record<string, number>> {
  const [distance, moved] = [ksDistance(x, y), wasserstein(x, y)];
  const delta = x.length * y.length > 250_000 ? null : cliffsDelta(x, y);
  return {
    ...(distance === null ? {} : { 'Kolmogorov–Smirnov D': distance, 'Kolmogorov–Smirnov p': ksP(x, y, distance) }),
    ...(delta === null ? {} : { "Cliff's delta": delta }),
    ...(moved === null ? {} : { 'Wasserstein-1': moved }),
  };
}

/** By permutation, which is right under ties; for large samples the asymptotic one (Kolmogorov 1933, first terms). */
function ksP(x: readonly number[], y: readonly number[], distance: number): number {
  if (x.length + y.length <= MOST) return shuffledKs(x, y, distance);
  const root = distance * Math.sqrt((x.length * y.length) / (x.length + y.length));
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * root * root);
  return root < 0.2 ? 1 : Math.max(0, Math.min(1, sum));
}

/** The p of a difference of means under exchange of units between the groups. */
function permuted(x: readonly number[], y: readonly number[], splits: number): { readonly p: number; readonly test: string } {
  const ways = permutationsUpTo(x.length + y.length, Math.min(x.length, y.length), splits);
  if (ways) {
    const exact = permutationTest(x, y, meanDifference, rng(1), splits);
    if (exact !== null) return { p: exact.p, test: 'permutation of means, exact' };
  }
  if (x.length + y.length <= MOST) return { p: shuffledMeans(x, y), test: 'permutation of means, 5,000 splits' };
  const error = Math.sqrt((spread(x) ?? 0) ** 2 / x.length + (spread(y) ?? 0) ** 2 / y.length);
  const z = error === 0 ? 0 : Math.abs(mean(x) - mean(y)) / error;
  return { p: Math.min(1, 2 * normalCdf(-z)), test: 'difference of means, normal approximation' };
}

/** Whether n choose k is at most `most`. */
function permutationsUpTo(n: number, k: number, most: number): boolean {
  let ways = 1;
  for (let i = 1; i <= k; i++) {
    ways = (ways * (n - k + i)) / i;
    if (ways > most) return false;
  }
  return true;
}

/** Two measures of the same units; null where fewer than five have both. */
export function within(
  group: Given,
  [one, i]: readonly [Measure<unknown>, number],
  [other, j]: readonly [Measure<unknown>, number],
): Test | null {
  const both = group.units.filter((unit) => (unit.values[i]?.length ?? 0) > 0 && (unit.values[j]?.length ?? 0) > 0);
  if (both.length < FEW) return null;
  const [x, y] = [unitMeans(both, i), unitMeans(both, j)];
  const n = [both.length, both.length] as const;
  const shared = {
    ...({ kind: 'within person', family: 'exploratory', adjusted: null, verdict: 'not shown' } as const),
    ...{ measure: one.name, and: other.name, one: `${group.label}: ${one.name}`, other: other.name, n },
    difference: mean(x) - mean(y),
  };
  if (one.scale === 'rate' && other.scale === 'rate' && isYesNo(both, i) && isYesNo(both, j)) {
    const count = (a: number, b: number): number => x.filter((value, at) => value === a && y[at] === b).length;
    const [yes, first, second, no] = [count(1, 1), count(1, 0), count(0, 1), count(0, 0)];
    return {
      ...shared,
      test: "McNemar's exact test",
      p: mcnemarExact(first, second),
      interval: newcombePaired(yes, first, second, no),
      method: 'Newcombe, paired',
      detectable: detectableWithin(spread(x.map((value, at) => value - y[at]!)), both.length),
      besides: {},
    };
  }
  const differences = x.map((value, at) => value - y[at]!);
  const ranked = signedRank(differences);
  const found = meanInterval(differences);
  return {
    ...shared,
    test: ranked === null ? 'no difference in anybody' : `signed-rank${ranked.exact ? ', exact' : ''}`,
    p: ranked?.p ?? 1,
    interval: found?.interval ?? null,
    method: found === null ? null : 'bootstrap over units',
    detectable: detectableWithin(spread(differences), both.length),
    besides: ranked === null || both.length > MOST ? {} : { 'sign permutation, p': shuffledSigns(differences) },
  };
}

const total = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0);

/** 1.96 + 0.84: the two-sided 5 % level and 80 % power. */
const BOTH = 2.8015852;

/** For means: the usual normal approximation with each group's own spread. */
function detectable(one: number | null, other: number | null, [n, m]: readonly [number, number]): number | null {
  if (one === null || other === null || one + other === 0) return null;
  return BOTH * Math.sqrt(one ** 2 / n + other ** 2 / m);
}
const detectableWithin = (sd: number | null, n: number): number | null => (sd === null || sd === 0 ? null : (BOTH * sd) / Math.sqrt(n));
