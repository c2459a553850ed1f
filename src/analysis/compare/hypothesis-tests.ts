/**
 * Differences between two groups, and between two answers of the same people. Every p comes with its interval and with
 * the difference that so many could have detected. Samples only: no line is ever one side of a test.
 */
import { FEW } from '../stats/few.ts';
import { areApart } from './key-set.ts';
import { alwaysOrNever, intervalOf, measureSample, type MeasureSample } from './estimate.ts';
import type { Breathe, ObservationUnit, SampleGroup } from './samples.ts';
import { distances, ksExactP } from '../stats/distributions.ts';
import { normalCdf } from '../stats/normal.ts';
import { mannWhitney, rankTest, signedRank } from '../stats/ranks.ts';
import {
  detectableDifference,
  fisherExact,
  type Interval,
  mcnemarExact,
  newcombe,
  newcombePaired,
  squaredAndAdded,
} from '../stats/rates.ts';
import { differenceInterval, meanInterval, reach, welch } from '../stats/bootstrap.ts';
import {
  meanDifference,
  MOST,
  permutationTest,
  shuffledKs,
  shuffledMeans,
  shuffledSigns,
  SPLITS,
} from '../stats/permutation.ts';
import { type Sample, sampleOf } from '../stats/sample.ts';
import type { AnyGame, Measure } from '../../core/game.ts';
import { memo } from '../../core/memo.ts';
import { rng } from '../../core/rng.ts';

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
  /** What is exploratory has none: it says what to ask next. */
  verdict: 'shown' | 'not shown' | 'exploratory';
  /** Where both sides met in the same matching groups: differences within them were tested, n of them. */
  readonly paired: boolean;
  /** Where p and interval disagree about 0: why, in a sentence; else null. */
  readonly disagreement: string | null;
  /** The same two samples seen otherwise: exploratory. */
  readonly besides: Readonly<Record<string, number>>;
};

/** Groups that are compared pairwise: beyond so many, only the largest are. */
const MOST_GROUPS = 6;

/** A group that is to be tested, and how many units it has. */
export type TestGroup = {
  readonly label: string;
  readonly kind: SampleGroup['kind'];
  readonly size: number;
  /** Who its units are, as numbers (`keysTold`). */
  readonly people: Uint32Array;
  /** By measure the means of its units: all that is needed where it shares nobody with the other group. */
  samples(): Promise<readonly MeasureSample[]>;
  tested(): Promise<TestUnits>;
  /** What was found before, of this group alone and with others. */
  readonly found: FoundTests;
};

/** The tests of a group that is as it was: by the other of two groups, and within person. */
export type FoundTests = {
  readonly between: Map<FoundTests, readonly Test[]>;
  within: readonly Test[] | null;
  /** Whether it was among the largest, which are tested with each other. */
  isSide: boolean;
};

/** A group with what its tests are made of: its units, and by measure their means. */
export type TestUnits = {
  readonly label: string;
  readonly kind: SampleGroup['kind'];
  /** By unit: who it is, the same in every group. */
  readonly keys: readonly string[];
  readonly units: readonly ObservationUnit[];
  readonly samples: readonly MeasureSample[];
};

/**
 * The tests of one condition: every measure between every pair of groups (in the declared family where the game declares the
 * measure, else exploratory), and within person the pairs of measures that the game names. Not yet adjusted.
 */
export async function conditionTests(
  game: AnyGame,
  groups: readonly TestGroup[],
  breathe: Breathe,
): Promise<readonly Test[]> {
  const declared = game.comparison?.declared ?? [];
  const largest = groups.toSorted((a, b) => b.size - a.size).slice(0, MOST_GROUPS);
  const sides = groups.filter((one) => largest.includes(one));
  const tests: Test[] = [];
  for (const [i, one] of sides.entries())
    for (const other of sides.slice(i + 1)) {
      let between = one.found.between.get(other.found);
      if (between === undefined) {
        const pair = await pairOf(one, other);
        const found: Test[] = [];
        for (const [at, measure] of game.measures.entries()) {
          const test = pair(at, measure, declared.includes(measure.name) ? 'declared' : 'exploratory');
          if (test !== null) found.push(test);
          await breathe();
        }
        one.found.between.set(other.found, (between = found));
      }
      tests.push(...between);
    }
  const others = new Set(sides.map(({ found }) => found));
  for (const { found } of groups) found.isSide = others.has(found);
  for (const { between } of others) for (const other of between.keys()) if (!others.has(other)) between.delete(other);
  for (const side of sides) {
    tests.push(...(side.found.within ??= testsWithin(game, await side.tested())));
    await breathe();
  }
  return tests;
}

/** Units are only looked at where the same people may be on both sides. */
const pairOf = async (one: TestGroup, other: TestGroup): Promise<ReturnType<typeof newPair>> =>
  areApart(one.people, other.people)
    ? newPair(await samplesAlone(one), await samplesAlone(other))
    : newPair(await one.tested(), await other.tested());

const samplesAlone = async ({ label, kind, samples }: TestGroup): Promise<TestUnits> => ({
  ...{ label, kind, keys: [], units: [], samples: await samples() },
});

const testsWithin = ({ comparison, measures }: AnyGame, { label, units }: TestUnits): readonly Test[] =>
  (comparison?.within ?? []).flatMap(([one, other]) => {
    const [i, j] = [one, other].map((name) => measures.findIndex((measure) => measure.name === name));
    const [first, second] = [measures[i!], measures[j!]];
    if (first === undefined || second === undefined) return [];
    return withinPerson({ units, label }, [first, i!], [second, j!]) ?? [];
  });

/**
 * Two groups to be tested by one measure after the other (its place in the units, the measure, its family). People of both
 * who met are no independent samples: where at least half of the smaller group's units are shared, and five, differences within
 * these are tested; else the shared ones are left out of both.
 */
export function newPair(
  one: TestUnits,
  other: TestUnits,
): (at: number, measure: Measure<unknown>, family: Test['family']) => Test | null {
  const places = other.kind === 'people' ? placesOf(other.keys) : NOWHERE;
  const shared =
    one.kind === 'people' ? one.keys.flatMap((key, i) => (places.has(key) ? [[i, places.get(key)!]] : [])) : [];
  if (shared.length === 0)
    return (at, measure, family) =>
      betweenGroups(
        { label: one.label, sample: one.samples[at]! },
        { label: other.label, sample: other.samples[at]! },
        measure,
        family,
      );
  if (shared.length >= FEW && 2 * shared.length >= Math.min(one.units.length, other.units.length))
    return (at, measure, family) => {
      const units = shared.map(([i, j]) => ({
        values: [one.units[i!]!.values[at]!, other.units[j!]!.values[at]!],
        path: [],
      }));
      const test = withinPerson({ label: one.label, units }, [measure, 0], [measure, 1]);
      if (test === null) return null;
      const sides = { kind: 'between groups', one: one.label, other: other.label, and: null } as const;
      return { ...test, ...sides, family, paired: true, test: `${test.test}, paired by matching group` };
    };
  const [mine, theirs] = [new Set(shared.map(([i]) => i)), new Set(shared.map(([, j]) => j))];
  const rest = ({ label, units, samples }: TestUnits, out: ReadonlySet<number | undefined>) => {
    const apart = units.filter((_, i) => !out.has(i));
    return (at: number): TestSide => ({ label, sample: measureSample(apart, at, samples[at]!.ofAnswers) });
  };
  const [x, y] = [rest(one, mine), rest(other, theirs)];
  return (at, measure, family) => betweenGroups(x(at), y(at), measure, family);
}

/** By unit its place, made once however many pairs a group is in. */
const placesOf = memo(
  (keys: readonly string[]): ReadonlyMap<string, number> => new Map(keys.map((key, place) => [key, place])),
);
const NOWHERE: ReadonlyMap<string, number> = new Map();

export type TestSide = { readonly label: string; readonly sample: MeasureSample };

const SPLIT_COUNT = SPLITS.toLocaleString('en');

/**
 * The difference of two groups by one measure, first minus second, on the measure's own scale, with its two-sided p, its 95 %
 * interval and the difference that so many detect with 80 % power; null where either has fewer than five units.
 *
 * Yes and no, once a unit: Fisher's exact test (1935) and Newcombe's hybrid score interval (Statistics in Medicine 17, 1998,
 * 873-890). Ratings, prices, points and distances of equally many answers a unit: Mann-Whitney (1947), with Cliff's delta,
 * Kolmogorov-Smirnov and Wasserstein-1 beside it. Everything else: permutation of means, exact up to `splits` splits.
 * Intervals of means: bootstrap over units (Hesterberg 2015), of more than 400 of them Welch's (Biometrika 34, 1947); where one
 * side always or never did it Zou & Donner's (Statistics in Medicine 27, 2008) from each side's own interval.
 */
export function betweenGroups(
  one: TestSide,
  other: TestSide,
  { name, scale }: Measure<unknown>,
  family: Test['family'],
  splits = 2000,
): Test | null {
  const [x, y] = [one.sample, other.sample];
  if (x.n < FEW || y.n < FEW) return null;
  const n = [x.n, y.n] as const;
  const shared = {
    kind: 'between groups',
    measure: name,
    and: null,
    one: one.label,
    other: other.label,
    n,
    family,
    adjusted: null,
    paired: false,
  } as const;
  if (scale === 'rate' && x.yesNo && y.yesNo) {
    const [k, l] = [Math.round(x.mean * x.n), Math.round(y.mean * y.n)];
    const fisher = fisherExact([
      [k, x.n - k],
      [l, y.n - l],
    ]);
    const interval = newcombe(k, x.n, l, y.n);
    return {
      ...shared,
      test: "Fisher's exact test",
      p: fisher,
      disagreement: disagreementOf(fisher, interval, 'Fisher'),
      difference: k / x.n - l / y.n,
      interval,
      method: 'Newcombe',
      detectable: detectableDifference(...n),
      verdict: 'not shown',
      besides: {},
    };
  }
  // Means of unequally many answers are not spread alike: ranks and distributions would find that, not a difference.
  const alike = scale !== 'rate' && x.each !== null && x.each === y.each;
  const exact = alike && x.n + y.n <= 20 ? mannWhitney([...x.values], [...y.values]) : null;
  const ranked = alike ? (exact ?? rankTest(x, y)) : null;
  const { p, test } = permutationOfMeans(x, y, splits);
  const found =
    scale === 'rate' && (alwaysOrNever(x) || alwaysOrNever(y)) ? fromOwnIntervals(x, y) : differenceInterval(x, y);
  return {
    ...shared,
    test: ranked === null ? test : `Mann–Whitney, ${exact?.exact ? 'exact' : 'normal approximation'}`,
    p: ranked?.p ?? p,
    disagreement: disagreementOf(
      ranked?.p ?? p,
      found?.interval ?? null,
      ranked === null ? 'permutation' : 'Mann–Whitney',
    ),
    difference: x.mean - y.mean,
    interval: found?.interval ?? null,
    method: found?.method ?? null,
    detectable: detectableBetween(x, y),
    verdict: 'not shown',
    besides:
      ranked === null
        ? {}
        : {
            ...{
              'Mann–Whitney U': ranked.u,
              "Cliff's delta": (2 * ranked.u) / (x.n * y.n) - 1,
              'permutation of means, p': p,
            },
            ...distributionStatistics(x, y),
          },
  };
}

/** Where one group always did it or never: its resamples are all alike, and the bootstrap would take it for certain. */
function fromOwnIntervals(
  x: MeasureSample,
  y: MeasureSample,
): { readonly interval: Interval; readonly method: string } | null {
  const [one, other] = [x, y].map((sample) => intervalOf(sample, 'rate', null).interval);
  return one && other ? { interval: squaredAndAdded(x.mean, one, y.mean, other), method: 'Zou & Donner' } : null;
}

/** The two samples as distributions. */
function distributionStatistics(x: MeasureSample, y: MeasureSample): Readonly<Record<string, number>> {
  const found = distances(x, y);
  if (found === null) return {};
  return {
    'Kolmogorov–Smirnov D': found.ks,
    'Kolmogorov–Smirnov p': ksP(x, y, found.ks),
    'Wasserstein-1': found.wasserstein,
  };
}

/** Exact where no two values are equal, else by permutation, which is right under ties; of large samples asymptotic (Kolmogorov 1933). */
function ksP(x: MeasureSample, y: MeasureSample, distance: number): number {
  const all = x.n + y.n;
  if (all <= MOST) {
    const tied = new Set([...x.sorted, ...y.sorted]).size < all;
    return tied ? shuffledKs(x.values, y.values, distance) : ksExactP(distance, x.n, y.n);
  }
  const root = distance * Math.sqrt((x.n * y.n) / (x.n + y.n));
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * root * root);
  return root < 0.2 ? 1 : Math.max(0, Math.min(1, sum));
}

/** The p of a difference of means under exchange of units between the groups. */
function permutationOfMeans(
  x: MeasureSample,
  y: MeasureSample,
  splits: number,
): { readonly p: number; readonly test: string } {
  if (permutationsUpTo(x.n + y.n, Math.min(x.n, y.n), splits)) {
    const exact = permutationTest([...x.values], [...y.values], meanDifference, rng(1), splits);
    if (exact !== null) return { p: exact.p, test: 'permutation of means, exact' };
  }
  if (x.n + y.n <= MOST)
    return { p: shuffledMeans(x.values, y.values), test: `permutation of means, ${SPLIT_COUNT} splits` };
  return {
    p: normalP(x.mean - y.mean, Math.sqrt((x.sd ?? 0) ** 2 / x.n + (y.sd ?? 0) ** 2 / y.n)),
    test: 'difference of means, normal approximation',
  };
}

const normalP = (difference: number, error: number): number =>
  error === 0 ? (difference === 0 ? 1 : 0) : Math.min(1, 2 * normalCdf(-Math.abs(difference) / error));

/** Whether n choose k is at most `most`. */
function permutationsUpTo(n: number, k: number, most: number): boolean {
  let ways = 1;
  for (let i = 1; i <= k; i++) {
    ways = (ways * (n - k + i)) / i;
    if (ways > most) return false;
  }
  return true;
}

/**
 * The difference of two measures of the same units (each a measure with its place among a unit's values), first minus second;
 * null where fewer than five units have both. Yes and no: McNemar's exact test (1947) and Newcombe's paired interval
 * (Statistics in Medicine 17, 1998, 2635-2650); other rates: permutation of signs; the rest: Wilcoxon's signed ranks (1945),
 * with the interval of the mean difference. Always exploratory.
 */
export function withinPerson(
  group: { readonly label: string; readonly units: readonly ObservationUnit[] },
  [one, i]: readonly [Measure<unknown>, number],
  [other, j]: readonly [Measure<unknown>, number],
): Test | null {
  const both = group.units.filter((unit) => unit.values[i]!.length > 0 && unit.values[j]!.length > 0);
  if (both.length < FEW) return null;
  const [x, y] = [measureSample(both, i), measureSample(both, j)];
  const differences = sampleOf(Float64Array.from(x.values, (value, at) => value - y.values[at]!));
  const n = [both.length, both.length] as const;
  const shared = {
    ...({ kind: 'within person', family: 'exploratory', adjusted: null, verdict: 'not shown' } as const),
    ...{ measure: one.name, and: other.name, one: `${group.label}: ${one.name}`, other: other.name, n },
    difference: x.mean - y.mean,
    detectable: detectableWithin(differences),
    paired: false,
  };
  if (one.scale === 'rate' && other.scale === 'rate' && x.yesNo && y.yesNo) {
    const [yes, first, second, no] = [
      pairsOf(x, y, 1, 1),
      pairsOf(x, y, 1, 0),
      pairsOf(x, y, 0, 1),
      pairsOf(x, y, 0, 0),
    ];
    const p = mcnemarExact(first, second);
    const interval = newcombePaired(yes, first, second, no);
    return {
      ...shared,
      test: "McNemar's exact test",
      p,
      disagreement: disagreementOf(p, interval, 'McNemar'),
      interval,
      method: 'Newcombe, paired',
      besides: {},
    };
  }
  const found = meanInterval(differences);
  const interval = { interval: found?.interval ?? null, method: found?.method ?? null };
  const signs = signsOf(differences);
  const disagreement = disagreementOf(signs.p, interval.interval, 'permutation');
  if (one.scale === 'rate' || both.length > MOST)
    return { ...shared, ...interval, ...signs, disagreement, besides: {} };
  const ranked = signedRank([...differences.values]);
  return {
    ...shared,
    ...interval,
    disagreement: disagreementOf(ranked?.p ?? 1, interval.interval, 'signed rank'),
    test:
      ranked === null ? 'no difference in anybody' : `signed-rank, ${ranked.exact ? 'exact' : 'normal approximation'}`,
    p: ranked?.p ?? 1,
    besides: ranked === null ? {} : { 'permutation of signs, p': signs.p },
  };
}

/** The p of a mean of differences, and how it was found: by permutation of signs, of more than a thousand the normal approximation. */
function signsOf(differences: Sample): { readonly p: number; readonly test: string } {
  const { n, mean, sd, values } = differences;
  if (n > MOST)
    return { p: normalP(mean, (sd ?? 0) / Math.sqrt(n)), test: 'mean of differences, normal approximation' };
  const signs = shuffledSigns(values);
  return { p: signs.p, test: `permutation of signs, ${signs.exact ? 'exact' : `${SPLIT_COUNT} draws`}` };
}

/** A mean held against 0: by permutation of signs, since it is of differences within each unit; null of fewer than five units. */
export const againstZero = (sample: MeasureSample): { readonly p: number; readonly test: string } | null =>
  sample.n < FEW ? null : signsOf(sample);

const DISAGREE = {
  Fisher:
    "Fisher's exact test counts every table that is at most as likely, and so errs on the careful side with few; Newcombe's interval holds its 95 % on average",
  McNemar:
    "McNemar's exact test looks only at those whose two answers differ, and errs on the careful side with few; Newcombe's interval takes everybody",
  'Mann–Whitney': 'the test compares ranks (whether one side tends to be higher), the interval means',
  'signed rank': 'the test compares ranks of the differences, the interval their mean',
  permutation: 'the test supposes that without a difference both sides would be spread alike, the interval does not',
} as const;

/** Why the unadjusted p and the 95 % interval disagree about 0, in a sentence; null where they agree. */
function disagreementOf(p: number, interval: Interval | null, how: keyof typeof DISAGREE): string | null {
  if (interval === null) return null;
  const apart = interval[0] > 0 || interval[1] < 0;
  if (apart === p < 0.05) return null;
  const found = apart ? 'The interval leaves out 0 but p is not below .05' : 'p is below .05 but the interval holds 0';
  return `${found}: ${DISAGREE[how]}. A difference is shown only where both say so.`;
}

function pairsOf(x: MeasureSample, y: MeasureSample, mine: number, theirs: number): number {
  let found = 0;
  for (let i = 0; i < x.n; i++) if (x.values[i] === mine && y.values[i] === theirs) found += 1;
  return found;
}

/** How many standard errors a difference must be from 0 to be found at the two-sided 5 % level with 80 % power: t, not 2.80, for few. */
const standardErrors = (freedom: number): number => reach(0.95, freedom) + reach(0.6, freedom);

/** For means: with each group's own spread. */
function detectableBetween(x: MeasureSample, y: MeasureSample): number | null {
  if (x.sd === null || y.sd === null || x.sd + y.sd === 0) return null;
  return standardErrors(welch(x, y)) * Math.sqrt(x.sd ** 2 / x.n + y.sd ** 2 / y.n);
}
const detectableWithin = ({ sd, n }: Sample): number | null =>
  sd === null || sd === 0 ? null : (standardErrors(n - 1) * sd) / Math.sqrt(n);
