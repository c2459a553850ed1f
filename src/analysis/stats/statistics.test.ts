/** Against values from SciPy 1.17 (data/reference/reference_values.json), and against enumeration on small samples. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rng } from '../../core/rng.ts';
import { distances, ksExactP } from './distributions.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { mannWhitney, rankTest, ranks, signedRank } from './ranks.ts';
import { detectableDifference, fisherExact, mcnemarExact, newcombe, newcombePaired, wilson } from './rates.ts';
import { mean, sampleOf } from './sample.ts';
import { meanDifference, permutationTest, shuffledSigns } from './permutation.ts';
import { differenceInterval, meanInterval, welch } from './bootstrap.ts';
import { studentInside, studentQuantile } from './student.ts';
import { holm, stable, verdict } from './verdicts.ts';

const sorted = (values: readonly number[]) => sampleOf(Float64Array.from(values));
const ksDistance = (x: readonly number[], y: readonly number[]) => distances(sorted(x), sorted(y))?.ks ?? null;
const wasserstein = (x: readonly number[], y: readonly number[]) =>
  distances(sorted(x), sorted(y))?.wasserstein ?? null;
function cliffsDelta(x: readonly number[], y: readonly number[]): number | null {
  const found = rankTest(sorted(x), sorted(y));
  return found === null ? null : (2 * found.u) / (x.length * y.length) - 1;
}

type Table = readonly [readonly [number, number], readonly [number, number]];
const golden: {
  fisher_two_sided: { table: Table; p: number }[];
  wilson95: { k: number; n: number; lo: number; hi: number }[];
  newcombe95_diff: { k1: number; n1: number; k2: number; n2: number; lo: number; hi: number }[];
  ratings: Record<
    | 'mann_whitney_U_x'
    | 'p_asymptotic_continuity_ties'
    | 'p_asymptotic_no_continuity'
    | 'cliffs_delta'
    | 'vargha_delaney_A'
    | 'ks_D'
    | 'ks_p_exact'
    | 'wasserstein1',
    number
  > & {
    x: number[];
    y: number[];
  };
  exact_permutation_mean_diff: {
    a: number[];
    b: number[];
    extreme: number;
    total: number;
    p: number;
    mann_whitney_exact_p: number;
  };
  holm: { p: number[]; adjusted: number[] };
} = JSON.parse(readFileSync(new URL('../../../data/reference/reference_values.json', import.meta.url), 'utf8')).stats;

describe('golden values', () => {
  test.each(golden.fisher_two_sided)('Fisher $table', ({ table, p }) => expect(fisherExact(table)).toBeCloseTo(p, 9));
  test.each(golden.wilson95)('Wilson $k of $n', ({ k, n, lo, hi }) => {
    expect(wilson(k, n)![0]).toBeCloseTo(lo, 9);
    expect(wilson(k, n)![1]).toBeCloseTo(hi, 9);
  });
  test.each(golden.newcombe95_diff)('Newcombe $k1/$n1 − $k2/$n2', ({ k1, n1, k2, n2, lo, hi }) => {
    expect(newcombe(k1, n1, k2, n2)![0]).toBeCloseTo(lo, 6);
    expect(newcombe(k1, n1, k2, n2)![1]).toBeCloseTo(hi, 6);
  });
  test('ratings', () => {
    const { x, y } = golden.ratings;
    expect(mannWhitney(x, y)).toMatchObject({ u: golden.ratings.mann_whitney_U_x, exact: false });
    expect(mannWhitney(x, y)!.p).toBeCloseTo(golden.ratings.p_asymptotic_continuity_ties, 9);
    expect(cliffsDelta(x, y)).toBeCloseTo(golden.ratings.cliffs_delta, 12);
    expect(ksDistance(x, y)).toBeCloseTo(golden.ratings.ks_D, 12);
    expect(ksExactP(golden.ratings.ks_D, x.length, y.length)).toBeCloseTo(golden.ratings.ks_p_exact, 9);
    expect(wasserstein(x, y)).toBeCloseTo(golden.ratings.wasserstein1, 9);
    expect((cliffsDelta(x, y)! + 1) / 2).toBeCloseTo(golden.ratings.vargha_delaney_A, 12);
    const [n, m, { ties }] = [x.length, y.length, ranks([...x, ...y])];
    const sd = Math.sqrt(((n * m) / 12) * (n + m + 1 - ties / ((n + m) * (n + m - 1))));
    expect(2 * normalCdf((golden.ratings.mann_whitney_U_x - (n * m) / 2) / sd)).toBeCloseTo(
      golden.ratings.p_asymptotic_no_continuity,
      9,
    );
  });
  test('exact permutation and exact Mann–Whitney', () => {
    const { a, b, p, total, mann_whitney_exact_p } = golden.exact_permutation_mean_diff;
    const tested = permutationTest(a, b, meanDifference, rng(1))!;
    expect(tested).toMatchObject({ exact: true, splits: total });
    expect(tested.p).toBeCloseTo(p, 12);
    expect(mannWhitney(a, b)!.p).toBeCloseTo(mann_whitney_exact_p, 12);
  });
  test('Holm', () => holm(golden.holm.p).forEach((p, i) => expect(p).toBeCloseTo(golden.holm.adjusted[i]!, 12)));
  test('power: 56 points at 15 an arm, 40 at 30 (economics.md); the two rules meet; a larger other arm helps', () => {
    expect(detectableDifference(15)).toBe(0.56);
    expect(detectableDifference(30)).toBe(0.4);
    expect(detectableDifference(3)).toBe(1);
    expect(detectableDifference(1, 100_000)).toBeLessThanOrEqual(1);
    expect(Math.abs(detectableDifference(100) - detectableDifference(101))).toBeLessThan(0.03);
    expect(detectableDifference(10, 60)).toBeLessThan(detectableDifference(10));
    expect(detectableDifference(10, 60)).toBe(detectableDifference(60, 10));
  });
});

describe('against enumeration', () => {
  const small = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 6 });
  test('exact Mann–Whitney is the share of splits at least as far from the middle, also under ties', () =>
    fc.assert(
      fc.property(
        fc.oneof(...[1000, 3].map((max) => fc.array(fc.integer({ min: 0, max }), { minLength: 4, maxLength: 9 }))),
        fc.integer({ min: 1, max: 3 }),
        (all, n) => {
          const [x, y] = [all.slice(0, n), all.slice(n)];
          const u: (a: readonly number[], b: readonly number[]) => number = (a, b) =>
            a.reduce((s, v) => s + b.reduce((t, w) => t + (w < v ? 1 : w === v ? 0.5 : 0), 0), 0) - (n * y.length) / 2;
          expect(mannWhitney(x, y)!.p).toBeCloseTo(permutationTest(x, y, u, rng(1))!.p, 9);
        },
      ),
      { numRuns: 200 },
    ));
  test('exact KS is the share of orders at least as far apart', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 4, maxLength: 9 }),
        fc.integer({ min: 1, max: 3 }),
        (all, n) => {
          const [x, y] = [all.slice(0, n), all.slice(n)];
          expect(ksExactP(ksDistance(x, y)!, n, y.length)).toBeCloseTo(
            permutationTest(x, y, (a, b) => ksDistance(a, b)!, rng(1))!.p,
            9,
          );
        },
      ),
      { numRuns: 100 },
    ));
  test('exact signed ranks are the share of sign patterns, also under ties', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
        fc.nat(),
        (sizes, signs) => {
          const signed = sizes.map((size, i) => ((signs >> i) & 1 ? size : -size));
          const { ranks: order } = ranks(sizes);
          const w = (negative: (i: number) => boolean) => order.reduce((s, rank, i) => s + (negative(i) ? 0 : rank), 0);
          const middle = (sizes.length * (sizes.length + 1)) / 4;
          const far = Math.abs(w((i) => signed[i]! < 0) - middle);
          let extreme = 0;
          for (let pattern = 0; pattern < 2 ** sizes.length; pattern++)
            if (Math.abs(w((i) => ((pattern >> i) & 1) === 1) - middle) >= far) extreme++;
          expect(signedRank(signed)!.p).toBeCloseTo(extreme / 2 ** sizes.length, 9);
        },
      ),
      { numRuns: 100 },
    ));
  test("Fisher's exact test is the share of deals no more likely than this one", () =>
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: 4, maxLength: 4 }), ([a, b, c, d]) => {
        const [n, yes, row] = [a! + b! + c! + d!, a! + c!, a! + b!];
        const deals = new Map<number, number>();
        for (let deal = 0; deal < 2 ** n; deal++) {
          const bits = [...Array(n).keys()].filter((i) => (deal >> i) & 1);
          if (bits.length === yes) {
            const mine = bits.filter((i) => i < row).length;
            deals.set(mine, (deals.get(mine) ?? 0) + 1);
          }
        }
        const all = [...deals.values()];
        const rare = all.filter((count) => count <= deals.get(a!)!).reduce((s, count) => s + count, 0);
        const table = [
          [a!, b!],
          [c!, d!],
        ] as const;
        expect(fisherExact(table)).toBeCloseTo(rare / all.reduce((s, count) => s + count, 0), 9);
      }),
      { numRuns: 25 },
    ));
  test('Wasserstein is the mean gap of sorted samples of one size', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 })), {
          minLength: 1,
          maxLength: 9,
        }),
        (pairs) => {
          const [x, y] = [pairs.map((p) => p[0]), pairs.map((p) => p[1])];
          const by = (v: readonly number[]) => [...v].sort((a, b) => a - b);
          expect(wasserstein(x, y)).toBeCloseTo(mean(by(x).map((v, i) => Math.abs(v - by(y)[i]!))), 9);
        },
      ),
    ));
  test('no statistic gives NaN, whatever the samples', () =>
    fc.assert(
      fc.property(small, small, (x, y) => {
        const numbers = [
          mannWhitney(x, y)!.p,
          cliffsDelta(x, y)!,
          ksDistance(x, y)!,
          wasserstein(x, y)!,
          signedRank(x)?.p ?? 0,
        ];
        for (const number of numbers) expect(number).not.toBeNaN();
        for (const p of [numbers[0]!, numbers[4]!]) expect(p >= 0 && p <= 1).toBe(true);
      }),
    ));
  test('normal: quantile and distribution undo each other', () =>
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
        (p) => Math.abs(normalCdf(normalQuantile(p)) - p) < 1e-12,
      ),
    ));
});

describe('small and empty', () => {
  test('nothing known is null, never NaN', () => {
    expect([
      wilson(0, 0),
      newcombe(0, 0, 1, 2),
      mannWhitney([], [1]),
      ksDistance([1], []),
      signedRank([0, 0]),
      meanInterval(sampleOf(Float64Array.of(1))),
      permutationTest([], [1], meanDifference, rng(1)),
    ]).toEqual(Array(7).fill(null));
  });
  test('paired answers: Newcombe 1998, table II, example (36, 12, 2, 0): 0.0569 to 0.3404', () => {
    const [low, high] = newcombePaired(36, 12, 2, 0)!;
    expect(low).toBeCloseTo(0.0569, 4);
    expect(high).toBeCloseTo(0.3404, 4);
  });
  test('McNemar exact', () => expect(mcnemarExact(12, 2)).toBeCloseTo(0.012939, 6));
  test('verdicts follow the stated rules', () => {
    expect([
      verdict([0.1, 0.2], 'above'),
      verdict([-0.1, 0.2], 'above'),
      verdict([0.1, 0.2], 'below'),
      verdict(null, 'above'),
    ]).toEqual(['shown', 'not shown', 'contradicted', 'not shown']);
    expect([stable([-5, 5], [-7, 7], 10), stable([5, 15], [3, 17], 10), stable([12, 20], [11, 21], 10)]).toEqual([
      'shown',
      'not shown',
      'contradicted',
    ]);
  });
});

const PAIRED = [0, ...Array.from({ length: 28 }, (_, i) => (((i * 7) % 11) + 1) * (i % 3 === 0 ? -1 : 1))];

/** SciPy 1.17.1: binomtest, ks_2samp(method='exact'), wilcoxon(correction=True, method='asymptotic'), t.ppf; R 4.2.2 agrees. */
describe('more golden values', () => {
  test('McNemar exact: binomtest(3, 14)', () => expect(mcnemarExact(3, 11)).toBeCloseTo(0.057373046875, 9));
  test('signed ranks, with zeros left out and ties', () =>
    expect(signedRank(PAIRED)).toMatchObject({
      w: 249.0,
      n: 28,
      exact: false,
      p: expect.closeTo(0.2997009436412359, 9),
    }));
  test('signed ranks of few', () => {
    expect(signedRank([4, -1, 7, 9, -3, 12])!.p).toBeCloseTo(0.15625, 9);
    expect(signedRank([0, 5, -3, 8, 8, -3, 12, 0, 7, 5, -20, 15])).toMatchObject({
      w: 42,
      n: 10,
      exact: true,
      p: expect.closeTo(162 / 1024, 9),
    });
  });
  test('Student', () => {
    expect(studentQuantile(0.95, 4)).toBeCloseTo(2.7764451051977987, 9);
    expect(studentQuantile(0.95, 29)).toBeCloseTo(2.045229642132703, 9);
    expect(studentInside(1.7, 7)).toBeCloseTo(0.8670711032174447, 9);
  });
  test("Welch's freedom", () => {
    const [x, y] = [sampleOf(Float64Array.of(1, 2, 4, 9, 3)), sampleOf(Float64Array.of(20, 21, 40, 2, 9, 11, 30))];
    expect(welch(x, y)).toBeCloseTo(6.93053775658477, 9);
  });
  test('all patterns of signs: 8 of 64 as far', () =>
    expect(shuffledSigns(Float64Array.of(4, -1, 7, 9, -1, 12))).toEqual({ p: 8 / 64, exact: true }));
});

/** Ratings that lean on their ceiling: what small classes give. */
const leaning = (n: number, seed: number) => {
  const random = rng(seed, 'leaning');
  return sampleOf(
    Float64Array.from({ length: n }, () => Math.max(0, Math.min(100, Math.round(random.normal(70, 25))))),
  );
};

describe('bootstrap intervals', () => {
  const RUNS = 400;
  const truth = mean(Array.from(leaning(100_000, 0).values));
  /** How often, in percent, an interval holds the truth. */
  const held = (inside: (seed: number) => boolean): number =>
    (Array.from({ length: RUNS }, (_, i) => inside(i + 1)).filter(Boolean).length / RUNS) * 100;

  test.each([6, 10, 20])(
    'of a mean of %i ratings hold the truth nearly as often as they say; plain percentiles do not at 6',
    (n) => {
      const often = held((seed) => {
        const [low, high] = meanInterval(leaning(n, seed))!.interval;
        return low <= truth && truth <= high;
      });
      expect(often).toBeGreaterThan(91);
      expect(often).toBeLessThan(98);
    },
  );
  test('of a difference of 6 and 9', () => {
    const often = held((seed) => {
      const [low, high] = differenceInterval(leaning(6, seed), leaning(9, seed + RUNS))!.interval;
      return low <= 0 && 0 <= high;
    });
    expect(often).toBeGreaterThan(93);
    expect(often).toBeLessThan(99);
  });
  test('never leave the scale', () => {
    for (let seed = 1; seed < 50; seed++) expect(meanInterval(leaning(5, seed))!.interval[1]).toBeLessThanOrEqual(100);
  });
});
