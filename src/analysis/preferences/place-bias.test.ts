/** A bias of place that was planted is found, whatever was preferred, and only it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { point } from '../../../test/simulated-choices.ts';
import { choosingAnswers, choosingPlans, toldOf, toldRounds } from '../../../test/told-choices.ts';
import { placeBias } from './place-bias.ts';
import { countsIn, situationsOf } from './situation.ts';

const odds = (n: number) => fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: n, maxLength: n });
const anyOdds = fc.integer({ min: 2, max: 11 }).chain(odds);

test('what is added to the log-odds of the first option, to the last digits; with two decimals near it', () => {
  fc.assert(
    fc.property(anyOdds, fc.double({ min: -2, max: 2, noNaN: true }), (preferred, bias) => {
      const options = preferred.map((_, at) => `option ${at}`);
      expect(placeBias(toldOf(options, preferred, { bias }))).toBeCloseTo(bias, 9);
    }),
  );
  // True log-odds 1 and a bias of 1: .88 and .50 of the first option in canonical order, as two decimals say it.
  expect(placeBias(toldOf(['C', 'D'], [Math.E, 1], { bias: 1, decimals: 2 }))).toBeCloseTo(1, 1);
});

test('one order tells nothing of it', () => {
  const one = toldOf(['C', 'D'], [3, 1]);
  expect(placeBias({ ...one, orders: one.orders.slice(0, 1) })).toBeNull();
});

test('of 100 random agents a planted bias is found, and nothing of it is left in what κ is estimated from', () =>
  fc.assert(
    fc.property(
      fc.double({ min: -1, max: 2, noNaN: true }),
      fc.double({ min: 4, max: 60, noNaN: true }),
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.constantFrom(choosingPlans, choosingAnswers),
      (kappa, lambda, bias, rule) => {
        const agent = rule(point(kappa, 0, 0, lambda));
        const [biased, without] = [{ bias }, {}].map((how) => situationsOf(toldRounds(agent, how)).situations);
        for (const { placeBias: found } of biased!) expect(Math.abs(found! - bias)).toBeLessThan(1e-6);
        countsIn(biased!).forEach((count, at) => expect(count).toBeCloseTo(countsIn(without!)[at]!, 9));
      },
    ),
    { numRuns: 100 },
  ));
