/** Whether 95 % intervals hold the truth about 95 times in a hundred, and which ones do where players differ. */
import { describe, expect, test } from 'vitest';
import { rng } from '../../core/rng.ts';
import { sampleOf } from './cells.ts';
import { fit, type Model } from './fit.ts';
import { bootstrapFits, type IntervalEnds, percentileInterval, profileInterval } from './intervals.ts';
import type { Point } from './logit.ts';
import { endless, point, simulated } from '../../../test/simulated-choices.ts';
import { studentQuantile } from '../stats/student.ts';

const alike = [point(0.25, 0.15, 0.25, 5)];
/** Half are selfish, half have κ = .6. */
const twoKinds = [point(0, 0.15, 0.25, 5), point(0.6, 0.15, 0.25, 5)];

const SAMPLES = 100;

/** Among simulated samples the shares whose interval of κ holds what endless players of these kinds would give. */
function coverage(model: Model, kinds: readonly Point[], players: number, draws: number) {
  const limit = fit(endless(kinds), model).point[0];
  const holds = ({ low, high }: IntervalEnds): number =>
    (low ?? -Infinity) <= limit && limit <= (high ?? Infinity) ? 1 / SAMPLES : 0;
  let [profile, bootstrap] = [0, 0];
  for (let seed = 0; seed < SAMPLES; seed++) {
    const sample = sampleOf(simulated(players, kinds, rng(seed, 'coverage', players)));
    const top = fit(sample, model);
    profile += holds(profileInterval(sample, model, top, 0));
    if (draws > 0)
      bootstrap += holds(
        percentileInterval([...bootstrapFits(sample, model, top, rng(seed, 'again'), draws)], 0, sample, model),
      );
  }
  return { limit, profile, bootstrap };
}

// A true 95 % shows among a hundred samples as 90 to 99.
describe('coverage', () => {
  test('one source of independent draws: the profile', () => {
    const { limit, profile } = coverage('full', alike, 30, 0);
    expect(limit).toBeCloseTo(0.25, 6);
    expect(profile).toBeGreaterThanOrEqual(0.9);
    expect(profile).toBeLessThanOrEqual(0.99);
  });
  test('people who differ: the players’ bootstrap; a profile that takes their plans as independent is too narrow', () => {
    const { limit, profile, bootstrap } = coverage('kappa', twoKinds, 30, 120);
    expect(bootstrap).toBeGreaterThanOrEqual(0.9);
    expect(profile).toBeLessThan(0.8);
    // What is estimated from them is not their mean κ, .3, though it is near.
    expect(limit).toBeGreaterThan(0.31);
  });
  test('few people: the expanded percentiles', () => {
    expect(coverage('kappa', twoKinds, 8, 150).bootstrap).toBeGreaterThanOrEqual(0.9);
  });
});

test('Student’s t as in SciPy', () =>
  [
    [1, 12.706204736174694],
    [2, 4.302652729749462],
    [4, 2.7764451051977934],
    [9, 2.262157162798205],
    [29, 2.045229642132703],
  ].forEach(([freedom, t]) => expect(studentQuantile(0.95, freedom!)).toBeCloseTo(t!, 8)));
