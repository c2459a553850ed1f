import { expect, it } from 'vitest';
import fc from 'fast-check';
import {
  canonical,
  decimalsOver,
  type Distribution,
  drawnFrom,
  meanOverOrders,
  rotationsOf,
  turned,
} from './distribution.ts';
import { anyDistribution } from '../../test/any-distribution.ts';
import { rng } from './rng.ts';

it('asks every order up to four options, then four that lie evenly apart', () => {
  expect([1, 2, 3, 4, 5, 11].map((n) => rotationsOf(n))).toEqual([
    [0],
    [0, 1],
    [0, 1, 2],
    [0, 1, 2, 3],
    [0, 1, 2, 3],
    [0, 2, 5, 8],
  ]);
});

it('has one canonical order however options are shown: numbers ascending, words by their letters', () => {
  const of = (...values: readonly string[]) => canonical(values.map((value) => ({ value }))).map(({ value }) => value);
  expect(of('D', 'C')).toEqual(['C', 'D']);
  expect(of('100', '20', '0')).toEqual(['0', '20', '100']);
  expect(turned(['a', 'b', 'c'], 1)).toEqual(['b', 'c', 'a']);
  expect(turned(['a', 'b', 'c'], -1)).toEqual(['c', 'a', 'b']);
});

it('draws each answer as often as its mean says, and never one of probability 0', () => {
  fc.assert(
    fc.property(anyDistribution, fc.nat(), (distribution, seed) => {
      expect(distribution.mean.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
      const drawn = String(drawnFrom(distribution, rng(seed, 'answer')));
      expect(distribution.mean[distribution.options.indexOf(drawn)]).toBeGreaterThan(0);
    }),
  );
  const told = [
    { rotation: 0, probabilities: [0.9, 0.1], sum: 1, outside: null, decimals: null },
    { rotation: 1, probabilities: [0.5, 0.5], sum: 1, outside: null, decimals: null },
  ];
  const mean: Distribution = {
    ...{ options: ['C', 'D'], orders: told, mean: meanOverOrders(told), dialect: 'systemone', served: null },
  };
  const draws = Array.from({ length: 4000 }, (_, seed) => drawnFrom(mean, rng(seed, 'answer')));
  // Binomial with p = .7: four standard errors are .029.
  expect(Math.abs(draws.filter((one) => one === 'C').length / 4000 - 0.7)).toBeLessThan(0.03);
  expect(drawnFrom({ ...mean, options: ['10', '20'], grid: true }, { unit: () => 0.69 })).toBe(10);
  expect(drawnFrom({ ...mean, options: ['10', '20'], grid: true }, { unit: () => 0.71 })).toBe(20);
});

it('takes decimals for the instrument’s, except of first tokens, of which an answer has its own', () => {
  const answer = (dialect: Distribution['dialect'], ...decimals: readonly (number | null)[]) => ({
    dialect,
    orders: decimals.map((seen, rotation) => ({
      ...{ rotation, probabilities: [0.5, 0.5], sum: 1, outside: null, decimals: seen },
    })),
  });
  const over = (...told: readonly ReturnType<typeof answer>[]) =>
    told.flatMap(({ dialect, orders }) => orders.map((order) => decimalsOver(told)(dialect, order)));
  expect(over(answer('systemone', 2, 4), answer('systemone', 2, 2))).toEqual([4, 4, 4, 4]);
  expect(over(answer('decisions', 2, null), answer('decisions', 2, 2))).toEqual([null, null, null, null]);
  expect(over(answer('first token', 3, null), answer('first token', null, null))).toEqual([3, null, null, null]);
});
