/** The menu of prices for one who can only be asked to choose: what stands on it, in the published market and in any. */
import { expect, it } from 'vitest';
import { rng } from '../../src/core/rng.ts';
import { config } from './config.ts';
import { priceMenu } from './price-menu.ts';
import { solved } from './solution.ts';
import { JOINT, SELFISH } from './solve.ts';

const menu = (given: object, firm: 0 | 1 = 0): readonly number[] => priceMenu(solved(config.parse(given)), firm);

it('of the standard market has cost, both readings of moralis, Nash, the joint monopoly and the ceiling among 15 prices', () => {
  const prices = menu({});
  expect(prices).toHaveLength(15);
  expect(prices).toEqual(expect.arrayContaining([10, 14.4, 14.7, 17.1, 19.2, 30]));
  // Below the joint monopoly no neighbours are farther apart than a fifth of the price index (Nash 14.73 to monopoly 19.25).
  const steps = prices.slice(1).map((price, i) => ({ price, step: price - prices[i]! }));
  const apart = 0.2 * (19.25 - 14.73) + 0.05;
  expect(steps.filter(({ price, step }) => price <= 19.2 && step > apart)).toEqual([]);
  expect(menu({ currency: 1 })).toEqual(prices.map((price) => Number((price / 10).toFixed(2))));
});

it('of firms that differ each has its own', () => {
  const unequal = { c: [1, 1.2] };
  expect(menu(unequal)).toEqual(expect.arrayContaining([10, 15.3, 18.7]));
  expect(menu(unequal, 1)).toEqual(expect.arrayContaining([12, 16.1, 20.7]));
});

it('ends at a ceiling that binds, has every price where there are few, and the prices below cost where there is none above', () => {
  expect(menu({ ceiling: 16 }).at(-1)).toBe(16);
  expect(menu({ step: 5 })).toEqual([10, 15, 20, 25, 30]);
  expect(menu({ ceiling: 10 })).toEqual(expect.arrayContaining([0, 10]));
});

it('of 200 random markets keeps to the list of prices, ascends, and has what theory asks', () => {
  const draw = rng(11, 'menus');
  const between = (low: number, high: number): number => Number((low + (high - low) * draw.unit()).toFixed(3));
  for (let i = 0; i < 200; i++) {
    const cost = between(0, 2);
    const set = config.parse({
      a: [cost + between(0.2, 2), cost + between(0.2, 2)],
      c: draw.below(2) === 0 ? cost : [cost, between(0, cost)],
      mu: between(0.1, 1),
      currency: draw.pick([1, 3.2, 10]),
      ceiling: draw.below(2) === 0 ? 0 : between(1.01 * 10 * cost + 0.5, 40),
    });
    const lab = solved(set);
    for (const firm of [0, 1] as const) {
      const prices = priceMenu(lab, firm);
      const where = JSON.stringify({ set, firm, prices });
      expect(prices.length >= 2 && prices.length <= 15, where).toBe(true);
      expect(prices, where).toEqual([...new Set(prices)].sort((a, b) => a - b));
      expect(prices.map(lab.snap), where).toEqual(prices);
      for (const aim of [SELFISH, JOINT]) expect(prices, where).toContain(lab.seller(firm, aim).likeMinded.price);
      expect(prices.at(-1), where).toBe(lab.top);
    }
  }
});
