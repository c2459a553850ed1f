/**
 * Estimates from probabilities against SciPy 1.17: payoffs, utilities, logit and likelihood written there anew from their
 * formulas, maximised by Nelder–Mead from fifteen starts to 1e-13 (the kinked rule over a grid of κ by .002, then Brent);
 * orders, situations and all else by fitting the same way again. Rounding: every corner that one situation at a time
 * improves, from eight random corners.
 */
import { describe, expect, test } from 'vitest';
import { meanOverOrders, type Distribution } from '../../core/distribution.ts';
import { point } from '../../../test/simulated-choices.ts';
import { choosingPlans, toldRounds } from '../../../test/told-choices.ts';
import type { Observation } from './observation.ts';
import { type ProbabilityFit, probabilityFit, type RangeOver } from './probability-estimate.ts';
import { situationsOf } from './situation.ts';

/** The probability of cooperating, by dilemma and node: where cooperating stood first, and where defecting did; two decimals. */
const TOLD = [
  [
    [0.87, 0.65],
    [0.83, 0.64],
    [0.52, 0.29],
  ],
  [
    [0.84, 0.55],
    [0.8, 0.58],
    [0.6, 0.29],
  ],
  [
    [0.78, 0.57],
    [0.77, 0.47],
    [0.52, 0.26],
  ],
  [
    [0.53, 0.31],
    [0.57, 0.29],
    [0.5, 0.22],
  ],
  [
    [0.66, 0.38],
    [0.36, 0.16],
    [0.69, 0.39],
  ],
  [
    [0.42, 0.19],
    [0.39, 0.18],
    [0.81, 0.6],
  ],
] as const;

const distributionOf = (shares: readonly number[]): Distribution => {
  const orders = shares.map((p, rotation) => ({
    ...{ rotation, probabilities: [p, 1 - p], sum: 1, outside: null, decimals: 2 },
  }));
  return { options: ['C', 'D'], orders, mean: meanOverOrders(orders), dialect: 'systemone', served: 'tiny' };
};

const observations: readonly Observation[] = toldRounds(choosingPlans(point(0, 0, 0, 1))).map((one, game) => ({
  ...one,
  told: Object.fromEntries(one.plans.nodes.map(({ key }, node) => [key, distributionOf(TOLD[game]![node]!)])),
}));

function fitted(
  of: readonly Observation[],
  rule: 'plans' | 'answers' = 'plans',
  model: 'kappa' | 'full' = 'kappa',
): ProbabilityFit {
  const { situations, span } = situationsOf(of);
  const steps = probabilityFit(situations, span, rule, model);
  for (;;) {
    const { done, value } = steps.next();
    if (!done) continue;
    if (value === null) throw new Error('no fit');
    return value;
  }
}
const range = ({ estimates }: ProbabilityFit, over: RangeOver, parameter = 0) =>
  estimates[parameter]!.ranges.find((one) => one.over === over);
const values = ({ estimates }: ProbabilityFit): readonly number[] => estimates.map(({ value }) => value!);
const close = (found: readonly (number | null | undefined)[], wanted: readonly number[], digits = 5): void =>
  wanted.forEach((value, i) => expect(found[i]).toBeCloseTo(value, digits));

describe('against SciPy', () => {
  const kappa = fitted(observations);

  test('κ and λ with noise over plans, how well they give back what was told', () => {
    close(values(kappa), [0.40298454, 6.31191501]);
    close([kappa.logLikelihood, kappa.misfit], [-11.711912749, 0.07981653], 7);
  });
  test('κ, α, β and λ', () => {
    const full = fitted(observations, 'plans', 'full');
    close(values(full), [0.45481967, 0.23169415, 0.02553822, 6.06510108]);
    close([full.logLikelihood], [-11.545239162], 7);
  });
  test('κ and λ with noise of single answers', () => {
    const answers = fitted(observations, 'answers');
    close(values(answers), [1 / 3, 12.20402996], 4);
    close([answers.logLikelihood], [-11.731820462], 7);
  });
  test('each order alone', () => {
    const orders = range(kappa, 'orders')!;
    expect(orders.each.map(({ name }) => name)).toEqual(['C first', 'D first']);
    close(
      orders.each.map(({ value }) => value),
      [0.58448016, 0.15997077],
    );
    close([orders.low, orders.high], [0.15997077, 0.58448016]);
    close(
      range(kappa, 'orders', 1)!.each.map(({ value }) => value),
      [6.87953853, 7.36765347],
    );
  });
  test('two decimals: the least and the largest κ and λ that they leave open', () => {
    const [ofKappa, ofLambda] = [range(kappa, 'rounding')!, range(kappa, 'rounding', 1)!];
    expect(ofKappa.n).toBe(18);
    close([ofKappa.low, ofKappa.high], [0.39464643, 0.41145807]);
    close([ofLambda.low, ofLambda.high], [6.10145574, 6.5357126]);
  });
  test('without each situation, and the jackknife', () => {
    const situations = range(kappa, 'situations')!;
    expect(situations.n).toBe(18);
    close([situations.low, situations.high], [0.38848745, 0.4247008]);
    close(
      kappa.estimates.map(({ jackknife }) => jackknife),
      [0.03400308, 0.75441511],
    );
  });
});

test('nothing is claimed that only a sample has', () => {
  const text = JSON.stringify(fitted(observations));
  expect(text).not.toContain('95 %');
  expect(text).not.toContain('"interval":[');
  expect(range(fitted(observations), 'wordings')).toBeUndefined();
});
