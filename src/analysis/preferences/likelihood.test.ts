/** The likelihood as mathematics: slopes, curvature, and what it must not depend on. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plansOf } from '../../../games/prisoners-dilemma/plans.ts';
import type { Plans } from '../../core/game.ts';
import { rng } from '../../core/rng.ts';
import { independent, uniform } from '../../core/theory.ts';
import { type ChoiceCell, cellOf, featuresOf } from './cells.ts';
import { likelihood } from './likelihood.ts';
import { classProbabilities, planProbabilities, type Point } from './logit.ts';
import { dilemmas, eighteen, point } from '../../../test/simulated-choices.ts';

const NODES = [['first'], ['after_C'], ['after_D'], ['after_C', 'after_D'], ['first', 'after_C', 'after_D']];

/** Any games, nodes, beliefs and counts. */
function drawn(seed: number, nodeSets: readonly (readonly string[])[] = NODES) {
  const random = rng(seed);
  const cells: ChoiceCell[] = [];
  let size = 0;
  for (let i = 0; i < 4; i++) {
    const { name, plans } = random.pick(dilemmas);
    const weights = independent(plans, [random.unit(), random.unit(), random.unit()]);
    const cell = cellOf(name, plans, random.pick(nodeSets), weights, size);
    cells.push(cell);
    size += cell.classes;
  }
  return { cells, counts: Float64Array.from({ length: size }, () => random.below(6)) };
}

const anyPoint = fc
  .tuple(
    fc.double({ min: -1.5, max: 2.5, noNaN: true }),
    fc.double({ min: -2, max: 2, noNaN: true }),
    fc.double({ min: -2, max: 2, noNaN: true }),
    fc.double({ min: Math.log(2), max: Math.log(200), noNaN: true }),
  )
  .map((p): Point => p);
const seeds = fc.nat();

const moved = (p: Point, i: number, by: number): Point => [
  p[0] + (i === 0 ? by : 0),
  p[1] + (i === 1 ? by : 0),
  p[2] + (i === 2 ? by : 0),
  p[3] + (i === 3 ? by : 0),
];

describe('slopes', () => {
  test('the gradient is the numerical one, full plans and sums over unseen nodes', () =>
    fc.assert(
      fc.property(seeds, anyPoint, (seed, at) => {
        const { cells, counts } = drawn(seed);
        const { value, gradient } = likelihood(cells, counts, at);
        for (let i = 0; i < 4; i++) {
          const h = 1e-5;
          const slope =
            (likelihood(cells, counts, moved(at, i, h)).value - likelihood(cells, counts, moved(at, i, -h)).value) /
            (2 * h);
          expect(Math.abs(slope - gradient[i]!)).toBeLessThan(1e-4 * (1 + Math.abs(slope) + Math.abs(value)));
        }
      }),
      { numRuns: 60 },
    ));

  test('the curvature is the numerical one', () =>
    fc.assert(
      fc.property(seeds, anyPoint, (seed, at) => {
        const { cells, counts } = drawn(seed);
        const { curvature } = likelihood(cells, counts, at);
        for (let i = 0; i < 4; i++) {
          const h = 1e-5;
          const [up, down] = [
            likelihood(cells, counts, moved(at, i, h)).gradient,
            likelihood(cells, counts, moved(at, i, -h)).gradient,
          ];
          curvature[i]!.forEach((value, j) => {
            const slope = -(up[j]! - down[j]!) / (2 * h);
            expect(Math.abs(slope - value)).toBeLessThan(1e-3 * (1 + Math.abs(slope)));
          });
        }
      }),
      { numRuns: 60 },
    ));

  test('the information is the expected product of slopes, by enumeration', () =>
    fc.assert(
      fc.property(seeds, anyPoint, fc.constantFrom(...NODES), (seed, at, nodes) => {
        const random = rng(seed);
        const { name, plans } = random.pick(dilemmas);
        const cell = cellOf(name, plans, nodes, uniform(plans), 0);
        const one = (c: number) =>
          likelihood(
            [cell],
            Float64Array.from({ length: cell.classes }, (_, k) => (k === c ? 1 : 0)),
            at,
          );
        const probabilities = classProbabilities(cell, at);
        const expected = [0, 1, 2, 3].map((i) =>
          [0, 1, 2, 3].map((j) =>
            probabilities.reduce((sum, p, c) => sum + p * one(c).gradient[i]! * one(c).gradient[j]!, 0),
          ),
        );
        one(0).information.forEach((row, i) =>
          row.forEach((value, j) => expect(value).toBeCloseTo(expected[i]![j]!, 6)),
        );
      }),
      { numRuns: 40 },
    ));

  test('probabilities of full plans are the logit of theory’s utilities; partial answers are their sums', () => {
    const { plans, name } = dilemmas[2]!;
    const at = point(0.3, 0.1, 0.2, 7);
    const whole = planProbabilities(featuresOf(plans, uniform(plans)), at);
    for (const nodes of NODES) {
      const cell = cellOf(name, plans, nodes, uniform(plans), 0);
      classProbabilities(cell, at).forEach((p, c) =>
        expect(p).toBeCloseTo(
          whole.reduce((sum, q, x) => sum + (cell.classOf[x] === c ? q : 0), 0),
          12,
        ),
      );
    }
  });
});

describe('shape', () => {
  /** ((1 − κ), κ, α, β)/λ, in which utility is linear. */
  const natural = ([kappa, alpha, beta, logLambda]: Point) =>
    [1 - kappa, kappa, alpha, beta].map((x) => x / Math.exp(logLambda));
  const back = ([a = 0, b = 0, c = 0, d = 0]: readonly number[]): Point => [
    b / (a + b),
    c / (a + b),
    d / (a + b),
    -Math.log(a + b),
  ];

  test('concave in ((1 − κ), κ, α, β)/λ for full plans', () =>
    fc.assert(
      fc.property(seeds, anyPoint, anyPoint, fc.double({ min: 0, max: 1, noNaN: true }), (seed, one, other, part) => {
        const { cells, counts } = drawn(seed, [NODES[4]!]);
        const between = back(natural(one).map((x, i) => part * x + (1 - part) * natural(other)[i]!));
        const ends = part * likelihood(cells, counts, one).value + (1 - part) * likelihood(cells, counts, other).value;
        expect(likelihood(cells, counts, between).value).toBeGreaterThanOrEqual(ends - 1e-9 * (1 + Math.abs(ends)));
      }),
      { numRuns: 200 },
    ));

  test('not so where unseen nodes are summed over: several starts are needed there', () => {
    let broken = 0;
    for (let seed = 0; seed < 300; seed++) {
      const random = rng(seed);
      const { cells, counts } = drawn(seed, NODES.slice(0, 3));
      const any = (): Point => point(4 * random.unit() - 1.5, 0, 0, 2 + 20 * random.unit());
      const [one, other] = [any(), any()];
      const middle = back(natural(one).map((x, i) => (x + natural(other)[i]!) / 2));
      const ends = (likelihood(cells, counts, one).value + likelihood(cells, counts, other).value) / 2;
      if (likelihood(cells, counts, middle).value < ends - 1e-6) broken++;
    }
    expect(broken).toBeGreaterThan(0);
  });
});

describe('what it must not depend on', () => {
  const changed = (plans: Plans, f: (points: number) => number): Plans => ({
    ...plans,
    outcomes: (x, y) => plans.outcomes(x, y).map(([weight, mine, others]) => [weight, f(mine), f(others)] as const),
  });
  const value = (plans: Plans, at: Point, counts: readonly number[]) =>
    likelihood(
      [
        cellOf(
          'any',
          plans,
          plans.nodes.map(({ key }) => key),
          uniform(plans),
          0,
        ),
      ],
      counts,
      at,
    ).value;

  test('a constant added to all points; the unit of points, when noise is in the same unit', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...eighteen),
        anyPoint,
        fc.double({ min: -100, max: 100, noNaN: true }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        ({ plans }, at, constant, unit) => {
          const counts = plans.names.map((_, x) => (x * 7 + 3) % 5);
          const before = value(plans, at, counts);
          const near = 1e-7 * (1 + Math.abs(before));
          expect(
            Math.abs(
              value(
                changed(plans, (x) => x + constant),
                at,
                counts,
              ) - before,
            ),
          ).toBeLessThan(near);
          expect(
            Math.abs(
              value(
                changed(plans, (x) => x * unit),
                moved(at, 3, Math.log(unit)),
                counts,
              ) - before,
            ),
          ).toBeLessThan(near);
        },
      ),
      { numRuns: 100 },
    ));

  test('no number is NaN or infinite, however small the noise', () =>
    fc.assert(
      fc.property(seeds, anyPoint, fc.double({ min: -3, max: 12, noNaN: true }), (seed, at, logLambda) => {
        const { cells, counts } = drawn(seed);
        const all = likelihood(cells, counts, [at[0], at[1], at[2], logLambda]);
        for (const number of [all.value, ...all.gradient, ...all.information.flat(), ...all.curvature.flat()])
          expect(Number.isFinite(number)).toBe(true);
      }),
      { numRuns: 200 },
    ));

  test('own payoffs of the published games enter as economics.md has them', () => {
    const gentle = plansOf({ T: 80, R: 75, P: 30, S: 20 });
    const { own, kant } = featuresOf(gentle, uniform(gentle));
    const [CCD, DDD] = [gentle.names.indexOf('CCD'), gentle.names.indexOf('DDD')];
    // π against one half everywhere, and π(x, x): 75 and 30.
    expect(own[DDD]! + kant[DDD]!).toBe(30);
    expect(own[CCD]! + kant[CCD]!).toBe(75);
    expect(own[CCD]).toBeCloseTo(0.5 * (75 + 20) * 0.5 + 0.5 * (0.5 * 75 + 0.5 * 30), 12);
  });
});
