/** Models that play a rule exactly: what they prefer comes back from their probabilities, whatever place they lean to. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meanOverOrders } from '../../core/distribution.ts';
import { dilemmas, point } from '../../../test/simulated-choices.ts';
import { choosingAnswers, choosingPlans, type Told, toldRounds } from '../../../test/told-choices.ts';
import { fittingAnswers, fittingPlans } from './choice-rule.ts';
import { likelihood } from './likelihood.ts';
import type { Point } from './logit.ts';
import type { Observation } from './observation.ts';
import { countsIn, situationsOf } from './situation.ts';

const anyKappa = fc.double({ min: -0.5, max: 1.5, noNaN: true });
/** In points, of dilemmas that span 80: from all but certain to far from it. */
const anyLambda = fc.double({ min: 1, max: 60, noNaN: true });
/** With four parameters what is all but certain has too few digits left: at λ 1 some are off by a hair more than a thousandth. */
const lambdaOfFour = fc.double({ min: 2, max: 60, noNaN: true });
const social = fc.double({ min: -0.4, max: 0.8, noNaN: true });
const biases = fc.double({ min: -1.5, max: 1.5, noNaN: true });

function found(
  observations: readonly Observation[],
  rule: 'plans' | 'answers',
  model: 'kappa' | 'full' = 'kappa',
): Point {
  const { situations, span } = situationsOf(observations);
  const fitting = rule === 'plans' ? fittingPlans(situations, span, model) : fittingAnswers(situations, span)!;
  return fitting(countsIn(situations)).fitted.point;
}

/** κ, α, β and λ (as a part of itself) within a thousandth. */
function near(at: Point, truth: Point): void {
  for (const [i, value] of at.entries()) expect(Math.abs(value - truth[i]!), `${at} for ${truth}`).toBeLessThan(1e-3);
}

describe('recovered to a thousandth', () => {
  test('κ and λ where plans are chosen with noise, in all dilemmas together and with two hundred preferences', () =>
    fc.assert(
      fc.property(anyKappa, anyLambda, biases, (kappa, lambda, bias) => {
        const truth = point(kappa, 0, 0, lambda);
        near(found(toldRounds(choosingPlans(truth), { bias }), 'plans'), truth);
      }),
      { numRuns: 200 },
    ));
  test('κ, α, β and λ in the full fit', () =>
    fc.assert(
      fc.property(anyKappa, social, social, lambdaOfFour, biases, (kappa, alpha, beta, lambda, bias) => {
        const truth = point(kappa, alpha, beta, lambda);
        near(found(toldRounds(choosingPlans(truth), { bias }), 'plans', 'full'), truth);
      }),
      { numRuns: 200 },
    ));
  test('κ and λ where single answers are chosen with noise around the best plan', () =>
    fc.assert(
      fc.property(anyKappa, anyLambda, biases, (kappa, lambda, bias) => {
        const truth = point(kappa, 0, 0, lambda);
        near(found(toldRounds(choosingAnswers(truth), { bias }), 'answers'), truth);
      }),
      { numRuns: 200 },
    ));
  test('from each set of payoffs alone, where its three nodes tell κ and λ apart', () => {
    for (const game of dilemmas)
      for (const [kappa, lambda] of [
        [0, 8],
        [0.3, 20],
        [0.7, 5],
      ] as const) {
        const truth = point(kappa, 0, 0, lambda);
        near(found(toldRounds(choosingPlans(truth), { bias: 1 }, [game]), 'plans'), truth);
      }
  });
});

describe('what is averaged', () => {
  const truth = point(1, 0, 0, 15);
  const biased = toldRounds(choosingPlans(truth), { bias: 1 });

  test('a bias of place is out of κ in the mean of log-odds, and not in the mean of probabilities', () => {
    near(found(biased, 'plans'), truth);
    // The same distributions, read as their mean probabilities in one order.
    const naive = biased.map((one): Observation => ({
      ...one,
      told: Object.fromEntries(
        Object.entries(one.told ?? {}).map(([node, told]) => [
          node,
          { ...told, orders: [{ ...told.orders[0]!, probabilities: meanOverOrders(told.orders) }] },
        ]),
      ),
    }));
    const [kappa, , , logLambda] = found(naive, 'plans');
    expect(kappa).toBeLessThan(0.96);
    expect(Math.exp(logLambda)).toBeGreaterThan(17);
    // One order alone is further off still.
    const one = biased.map((each): Observation => ({
      ...each,
      told: Object.fromEntries(
        Object.entries(each.told ?? {}).map(([node, told]) => [node, { ...told, orders: [told.orders[0]!] }]),
      ),
    }));
    expect(Math.abs(found(one, 'plans')[0] - 1)).toBeGreaterThan(0.2);
  });
  test('.69 and .80: log-odds 1 with a bias of 1', () => {
    const told: Told = (_plans, _node, options) => options.map((_, at) => (at === 0 ? Math.E : 1));
    const { situations } = situationsOf(toldRounds(told, { bias: 1 }));
    const counts = countsIn(situations);
    const [first] = situations[0]!.answers[0] === 'C' ? counts : [counts[1]!];
    expect(Math.log(first! / (1 - first!))).toBeCloseTo(1, 12);
    const drawn = toldRounds(told, { bias: 1 })[0]!.told!['first']!.mean[0]!;
    expect(drawn).toBeCloseTo(0.69, 2);
    expect(Math.log(drawn / (1 - drawn))).toBeCloseTo(0.8, 2);
  });
  test('a situation that was met a hundred times is one, whichever answers were drawn', () => {
    const once = situationsOf(biased);
    const often = situationsOf(
      Array.from({ length: 100 }, (_, i) =>
        toldRounds(choosingPlans(truth), { bias: 1 }, dilemmas, () => i % 8),
      ).flat(),
    );
    expect(often.situations).toHaveLength(18);
    [...countsIn(often.situations)].forEach((count, i) => expect(count).toBeCloseTo(countsIn(once.situations)[i]!, 12));
  });
  test('an answer that was given and not drawn counts as one, beside fractions', () => {
    const mixed = biased.map((one): Observation => {
      const { first: _, ...told } = one.told!;
      return { ...one, told };
    });
    const { situations } = situationsOf(mixed);
    const first = situations.filter(({ node }) => node === 'first');
    expect(first.map(({ said, readings }) => [said.reduce((sum, n) => sum + n, 0), readings.length])).toEqual(
      first.map(() => [1, 0]),
    );
    const { cells } = fittingPlans(situations, 80, 'kappa')(countsIn(situations));
    expect(likelihood(cells, countsIn(situations), truth).value).toBeLessThan(0);
  });
});
