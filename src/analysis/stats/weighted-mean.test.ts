/** Weighted means: the usual interval where weights are equal, and how often it holds the truth. */
import { expect, it } from 'vitest';
import { rng } from '../../core/rng.ts';
import { sampleOf } from './sample.ts';
import { studentQuantile } from './student.ts';
import { weightedMean } from './weighted-mean.ts';

it('is the usual interval of a mean where all weigh the same', () => {
  const values = [3, 5, 4, 9, 1];
  const { mean, sd, n } = sampleOf(Float64Array.from(values));
  const half = (studentQuantile(0.95, n - 1) * sd!) / Math.sqrt(n);
  const found = weightedMean(values, [2, 2, 2, 2, 2]);
  expect(found.mean).toBeCloseTo(mean, 12);
  expect(found.interval![0]).toBeCloseTo(mean - half, 9);
  expect(found.interval![1]).toBeCloseTo(mean + half, 9);
});

it('has no interval of one, or of equal ones', () => {
  expect(weightedMean([0.5], [3])).toEqual({ mean: 0.5, interval: null });
  expect(weightedMean([0.5, 0.5], [3, 1]).interval).toBeNull();
});

it.each([
  ['six situations that were met equally often', 6, () => 1],
  ['eighteen, some of them three times', 18, (i: number) => 1 + 2 * (i % 2)],
])('leaves out a true 0 about once in twenty times: %s', (_, n, weight) => {
  const runs = 2000;
  let held = 0;
  for (let seed = 0; seed < runs; seed++) {
    const chance = rng(seed, 'gaps');
    const gaps = Array.from({ length: n }, () => chance.normal(0, 0.1));
    const [low, high] = weightedMean(
      gaps,
      gaps.map((_gap, i) => weight(i)),
    ).interval!;
    if (low <= 0 && 0 <= high) held += 1;
  }
  expect(held / runs).toBeGreaterThan(0.93);
  expect(held / runs).toBeLessThan(0.97);
});
