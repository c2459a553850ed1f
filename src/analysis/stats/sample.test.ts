/** One pass over sorted samples gives what the plain functions give. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distances } from './distributions.ts';
import { mannWhitney, rankTest } from './ranks.ts';
import { mean, sampleOf } from './sample.ts';

/** The empirical distribution function of a sample. */
const share = (of: readonly number[], upTo: number): number => of.filter((v) => v <= upTo).length / of.length;
const gaps = (x: readonly number[], y: readonly number[]) => {
  const at = [...new Set([...x, ...y])].sort((a, b) => a - b);
  return at.map((v, i) => ({ gap: Math.abs(share(x, v) - share(y, v)), width: (at[i + 1] ?? v) - v }));
};
const ksDistance = (x: readonly number[], y: readonly number[]): number =>
  Math.max(...gaps(x, y).map(({ gap }) => gap));
const wasserstein = (x: readonly number[], y: readonly number[]): number =>
  gaps(x, y).reduce((sum, { gap, width }) => sum + gap * width, 0);
const cliffsDelta = (x: readonly number[], y: readonly number[]): number =>
  mean(x.flatMap((a) => y.map((b) => Math.sign(a - b))));

const values = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 30 });
const sample = (of: readonly number[]) => sampleOf(Float64Array.from(of));

test('means, spread, equality', () => {
  fc.assert(
    fc.property(values, (x) => {
      const { mean: middle, sd, equal, n } = sample(x);
      expect(middle).toBeCloseTo(mean(x), 9);
      expect(n).toBe(x.length);
      expect(equal).toBe(new Set(x).size === 1);
      if (x.length > 1)
        expect(sd).toBeCloseTo(Math.sqrt(x.reduce((sum, v) => sum + (v - mean(x)) ** 2, 0) / (x.length - 1)), 9);
    }),
  );
});
test('Mann–Whitney, Cliff, Kolmogorov–Smirnov and Wasserstein', () => {
  fc.assert(
    fc.property(values, values, (x, y) => {
      const found = rankTest(sample(x), sample(y))!;
      const plain = mannWhitney(x, y)!;
      expect(found.u).toBeCloseTo(plain.u, 9);
      if (!plain.exact) expect(found.p).toBeCloseTo(plain.p, 9);
      expect((2 * found.u) / (x.length * y.length) - 1).toBeCloseTo(cliffsDelta(x, y), 9);
      const apart = distances(sample(x), sample(y))!;
      expect(apart.ks).toBeCloseTo(ksDistance(x, y), 12);
      expect(apart.wasserstein).toBeCloseTo(wasserstein(x, y), 9);
    }),
  );
});
test('nothing is compared with nothing', () => {
  expect(rankTest(sample([]), sample([1]))).toBeNull();
  expect(distances(sample([1]), sample([]))).toBeNull();
});
