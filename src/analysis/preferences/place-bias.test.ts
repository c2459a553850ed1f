/** A bias of place that was planted is found, whatever was preferred, and only it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toldOf } from '../../../test/told-choices.ts';
import { placeBias } from './place-bias.ts';

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
