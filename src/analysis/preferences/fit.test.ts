/** Fits against SciPy 1.17 (Nelder–Mead on an independent formula), from many starts, in other units. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plans } from '../../core/game.ts';
import { rng } from '../../core/rng.ts';
import { independent, surely, uniform } from '../../core/theory.ts';
import { cellOf, featuresOf, sampleOf } from './cells.ts';
import { newtonMaximum } from './newton.ts';
import { boundsOf, type Counted, fit } from './fit.ts';
import { profileInterval } from './intervals.ts';
import { likelihood } from './likelihood.ts';
import { classProbabilities, planProbabilities, type Point } from './logit.ts';
import { dilemmas, endless, point, simulated } from '../../../test/simulated-choices.ts';

/** How often each plan was chosen in each dilemma, in the order of `dilemmas` and PLANS. */
const CHOSEN = [
  [19, 8, 2, 3, 3, 1, 3, 1],
  [19, 6, 3, 4, 4, 2, 6, 4],
  [14, 9, 6, 7, 7, 5, 5, 4],
  [11, 4, 5, 5, 5, 2, 5, 4],
  [7, 3, 9, 7, 7, 3, 5, 6],
  [5, 3, 15, 8, 8, 5, 4, 7],
];
/** Of 30, 14 and 15 at the three nodes so many cooperate. */
const COOPERATE = [
  [22, 11, 8],
  [19, 9, 8],
  [18, 8, 9],
  [15, 6, 10],
  [11, 5, 10],
  [10, 3, 12],
];

const whole: Counted = { ...endless([point(0, 0, 0, 1)]), counts: Float64Array.from(CHOSEN.flat()) };
const partCells = dilemmas.flatMap(({ name, plans }, i) =>
  plans.nodes.map(({ key }, n) => cellOf(name, plans, [key], uniform(plans), 6 * i + 2 * n)),
);
const parts: Counted = {
  cells: partCells,
  counts: Float64Array.from(
    partCells.flatMap(({ places }, i) => {
      const yes = COOPERATE.flat()[i]!;
      const no = [30, 14, 15][i % 3]! - yes;
      return places.get('C') === 0 ? [yes, no] : [no, yes];
    }),
  ),
  span: 80,
};

describe('against SciPy', () => {
  test('κ, α, β, λ from full plans, with the profile interval of κ', () => {
    const found = fit(whole, 'full');
    [0.22757255, 0.1304566, 0.28054052].forEach((value, i) => expect(found.point[i]).toBeCloseTo(value, 6));
    expect(Math.exp(found.point[3])).toBeCloseTo(5.74843626, 5);
    expect(found.slope.value).toBeCloseTo(-550.43031933, 7);
    const { low, high } = profileInterval(whole, 'full', found, 0);
    expect(low).toBeCloseTo(0.11365079, 3);
    expect(high).toBeCloseTo(0.44744239, 3);
  });
  test('κ and λ from full plans', () => {
    const found = fit(whole, 'kappa');
    expect(found.point.slice(0, 3)).toEqual([expect.closeTo(0.40248126, 6), 0, 0]);
    expect(Math.exp(found.point[3])).toBeCloseTo(10.66747189, 5);
    expect(found.slope.value).toBeCloseTo(-571.63606823, 7);
    const { low, high } = profileInterval(whole, 'kappa', found, 0);
    expect(low).toBeCloseTo(0.32663782, 3);
    expect(high).toBeCloseTo(0.51463432, 3);
  });
  test('κ and λ from direct responses', () => {
    const found = fit(parts, 'kappa');
    expect(found.point[0]).toBeCloseTo(0.36789215, 5);
    expect(Math.exp(found.point[3])).toBeCloseTo(5.85432673, 4);
    expect(found.slope.value).toBeCloseTo(-227.07539685, 7);
  });
});

test('full plans have one top: every start within the bounds climbs to it', () =>
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const random = rng(seed);
      const bounds = boundsOf(80, 'full');
      const start = bounds.map(([low, high]) => low + random.unit() * (high - low));
      const top = newtonMaximum(
        (x) => likelihood(whole.cells, whole.counts, [x[0]!, x[1]!, x[2]!, x[3]!]),
        start,
        bounds,
      );
      expect(top.reached).toBe(true);
      expect(top.slope.value).toBeCloseTo(-550.43031933, 6);
    }),
    { numRuns: 60 },
  ));

test('the fit moves with the unit of points and not with a constant', () => {
  const changed = (f: (points: number) => number, factor: number): Counted => ({
    cells: dilemmas.map(({ name, plans }, i) => {
      const other: Plans = {
        ...plans,
        outcomes: (x, y) => plans.outcomes(x, y).map(([w, m, o]) => [w, f(m), f(o)] as const),
      };
      return cellOf(
        name,
        other,
        plans.nodes.map(({ key }) => key),
        uniform(plans),
        8 * i,
      );
    }),
    counts: whole.counts,
    span: 80 * factor,
  });
  const before = fit(whole, 'full').point;
  const added = fit(
    changed((x) => x + 40, 1),
    'full',
  ).point;
  const scaled = fit(
    changed((x) => x * 0.1, 0.1),
    'full',
  ).point;
  before.forEach((value, i) => {
    expect(added[i]).toBeCloseTo(value, 5);
    expect(scaled[i]).toBeCloseTo(i === 3 ? value + Math.log(0.1) : value, 5);
  });
});

test('ten thousand simulated players give back what they are made of, whole plans and direct responses', () => {
  const of = point(0.3, 0, 0, 6);
  const observations = simulated(10_000, [of], rng(5));
  expect(fit(sampleOf(observations), 'full').point[0]).toBeCloseTo(0.3, 1);
  const direct = observations.map((one, i) => {
    const node = ['first', 'after_C', 'after_D'][i % 3]!;
    return { ...one, method: 'direct' as const, answers: { [node]: one.answers[node]! } };
  });
  const { point: found } = fit(sampleOf(direct), 'kappa');
  expect(found[0]).toBeCloseTo(0.3, 1);
  expect(Math.exp(found[3])).toBeGreaterThan(5.6);
  expect(Math.exp(found[3])).toBeLessThan(6.4);
});

describe('beliefs decide (economics, section 9)', () => {
  /** Selfish players, λ = 5, who expect this; their expected choices, fitted under another belief. */
  const fitted = (
    expects: (plans: Plans) => readonly number[],
    assumed: (plans: Plans) => readonly number[],
  ): Point => {
    const at = (plans: Plans, belief: (plans: Plans) => readonly number[]) => featuresOf(plans, belief(plans));
    const counts = dilemmas.flatMap(({ plans }) =>
      planProbabilities(at(plans, expects), point(0, 0, 0, 5)).map((p) => 1000 * p),
    );
    const cells = dilemmas.map(({ name, plans }, i) =>
      cellOf(
        name,
        plans,
        plans.nodes.map(({ key }) => key),
        assumed(plans),
        8 * i,
      ),
    );
    return fit({ cells, counts: Float64Array.from(counts), span: 80 }, 'kappa').point;
  };
  // economics.md does not name this belief; first .6, after C .7, after D .2 gives its number.
  const trusting = (plans: Plans) => independent(plans, [0.6, 0.7, 0.2]);
  const facingMoralis = (plans: Plans) => surely(plans, plans.names.indexOf('CCD'));

  test('a selfish player who expects cooperation, fitted as uniform: κ̂ = .32', () =>
    expect(fitted(trusting, uniform)[0]).toBeCloseTo(0.32, 2));
  test('one facing a disclosed moralis that plays CCD: κ̂ = 1.47', () =>
    expect(fitted(facingMoralis, uniform)[0]).toBeCloseTo(1.47, 2));
  test('under their own beliefs both are selfish', () => {
    for (const belief of [trusting, facingMoralis]) {
      const found = fitted(belief, belief);
      expect(found[0]).toBeCloseTo(0, 5);
      expect(Math.exp(found[3])).toBeCloseTo(5, 4);
    }
  });
});

test('social preferences look like κ to the fit that leaves them out: .25 appears as .39', () => {
  const others = endless([point(0.25, 0.15, 0.25, 5)]);
  expect(fit(others, 'full').point[0]).toBeCloseTo(0.25, 6);
  expect(fit(others, 'kappa').point[0]).toBeCloseTo(0.39, 2);
});

test('class probabilities of a sample sum to one, so that expected counts are counts', () =>
  whole.cells.forEach((cell) =>
    expect(classProbabilities(cell, point(0.3, 0.1, 0.2, 4)).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12),
  ));
