/** Any distribution that could be stored, for tests of whatever keeps or reads one. */
import fc from 'fast-check';
import { DECISION_DIALECTS, type Distribution, meanOverOrders, rotationsOf } from '../src/core/distribution.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true }).map((p) => p || 0);

export const anyDistribution: fc.Arbitrary<Distribution> = fc
  .integer({ min: 2, max: 11 })
  .chain((n) =>
    fc.record({
      options: fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: n, maxLength: n }),
      orders: fc.tuple(
        ...rotationsOf(n).map((rotation) =>
          fc.record({
            rotation: fc.constant(rotation),
            probabilities: fc.array(share, { minLength: n, maxLength: n }).map((ps) => {
              const sum = ps.reduce((all, p) => all + p, 0);
              return ps.map((p) => (sum > 0 ? p / sum : 1 / n) || 0);
            }),
            sum: fc.double({ min: 0.98, max: 1.02, noNaN: true }),
            outside: fc.option(share, { nil: null }),
            decimals: fc.option(fc.constantFrom(2, 4), { nil: null }),
          }),
        ),
      ),
      dialect: fc.constantFrom(...DECISION_DIALECTS),
      served: fc.option(fc.string({ unit: 'grapheme' }), { nil: null }),
    }),
  )
  .map((told) => ({ ...told, mean: meanOverOrders(told.orders) }));
