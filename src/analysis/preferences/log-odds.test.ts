/** What is averaged and what rounding leaves open, by hand. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estimatedProbabilities, logsOf, meanLogs, probabilitiesOf, probabilityEnds } from './log-odds.ts';

const order = (probabilities: readonly number[], decimals: number | null = null, sum = 1) => ({
  ...{ rotation: 0, probabilities, sum, outside: null, decimals },
});
const logit = (p: number): number => Math.log(p / (1 - p));

describe('the mean over orders', () => {
  test('of two options: the mean of the log-odds', () =>
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (one, other) => {
          const [p] = estimatedProbabilities({ orders: [order([one, 1 - one]), order([other, 1 - other])] });
          expect(logit(p!)).toBeCloseTo((logit(one) + logit(other)) / 2, 9);
        },
      ),
    ));
  test('of three: probabilities in proportion to their geometric means', () => {
    const found = estimatedProbabilities({
      orders: [order([0.5, 0.3, 0.2]), order([0.2, 0.3, 0.5]), order([0.1, 0.8, 0.1])],
    });
    const roots = [0.5 * 0.2 * 0.1, 0.3 * 0.3 * 0.8, 0.2 * 0.5 * 0.1].map(Math.cbrt);
    const total = roots.reduce((sum, one) => sum + one, 0);
    found.forEach((p, i) => expect(p).toBeCloseTo(roots[i]! / total, 12));
  });
});

describe('0 and 1 with all digits', () => {
  test('certain in one order is certain in the mean; certain of either in turn is even', () => {
    expect(estimatedProbabilities({ orders: [order([1, 0]), order([0.5, 0.5])] })[0]).toBeCloseTo(1, 12);
    expect(estimatedProbabilities({ orders: [order([1, 0]), order([0, 1])] })).toEqual([0.5, 0.5]);
    for (const p of [0, 1]) {
      const found = estimatedProbabilities({ orders: [order([p, 1 - p]), order([p, 1 - p])] });
      expect(found[0]).toBeCloseTo(p, 12);
      for (const end of logsOf(order([p, 1 - p])).logs) expect(Number.isFinite(end)).toBe(true);
    }
  });
});

describe('two decimals', () => {
  const ends = (p: number, sum = 1) => probabilityEnds(logsOf(order([p, 1 - p], 2, sum)))[0]!;
  test('.70 is .695 to .705, .00 is 0 to .005 and stands for .0025, 1.00 is .995 to 1', () => {
    [ends(0.7), ends(0), ends(1)].forEach(([low, high], i) => {
      expect(low).toBeCloseTo([0.695, 0, 0.995][i]!, 12);
      expect(high).toBeCloseTo([0.705, 0.005, 1][i]!, 12);
    });
    expect(estimatedProbabilities({ orders: [order([0, 1], 2)] })[0]).toBeCloseTo(0.0025, 12);
    expect(estimatedProbabilities({ orders: [order([0.7, 0.3], 2)] })[0]).toBeCloseTo(0.7, 12);
  });
  test('told .33 and .66: what they sum to is no part of them', () => {
    const [low, high] = probabilityEnds(logsOf(order([0.33 / 0.99, 0.66 / 0.99], 2, 0.99)))[0]!;
    expect(low).toBeCloseTo(0.325 / (0.325 + 0.665), 12);
    expect(high).toBeCloseTo(0.335 / (0.335 + 0.655), 12);
  });
  test('the ends hold whatever was rounded, over both orders too', () =>
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }), (all) => {
        const rounded = all.map((p) => logsOf(order([Math.round(100 * p) / 100, Math.round(100 * (1 - p)) / 100], 2)));
        const [low, high] = probabilityEnds(meanLogs(rounded))[0]!;
        const exact = probabilitiesOf(meanLogs(all.map((p) => logsOf(order([p, 1 - p])))).logs)[0]!;
        expect(low - 1e-9).toBeLessThanOrEqual(exact);
        expect(exact).toBeLessThanOrEqual(high + 1e-9);
      }),
    ));
});
