/** Every derived number of the market, and what demand must obey. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { config, marketOf } from './config.ts';
import { type Market, profit, profits, quantities, shares, surplus } from './demand.ts';
import { predictIn } from './predict.ts';
import { priceIndex, profitGain } from './measures.ts';
import { criticalDelta } from './critical-delta.ts';
import { type Aim, buyersThreshold, fixedPoint, JOINT, reply, SELFISH, selfishReply } from './solve.ts';
import { solved } from './solution.ts';
import { words } from './words.en.ts';

const { predict } = predictIn(words);

const sellers = (kappa: number): Aim => ({ kappa, buyers: 0 });
const buyers = (kappa: number): Aim => ({ kappa, buyers: 1 });
const standard = marketOf(config.parse({}));
const unequal = marketOf(config.parse({ c: [1, 1.2] }));
const nash = fixedPoint(standard, SELFISH);
const monopoly = fixedPoint(standard, JOINT);

const reference = z
  .object({
    market_logit: z.object({
      nash_price: z.number(),
      monopoly_price: z.number(),
      nash_profit: z.number(),
      monopoly_profit: z.number(),
      nash_share: z.number(),
      monopoly_share: z.number(),
      best_deviation_from_monopoly: z.object({ price: z.number(), profit: z.number(), rival_profit: z.number() }),
      critical_delta_grim: z.number(),
      single_product_monopoly: z.object({ price: z.number(), profit: z.number() }),
      'grid15_xi0.1': z.array(z.number()),
      beta100_points: z.array(
        z.object({ p: z.tuple([z.number(), z.number()]), q1: z.number(), pi1: z.number().optional() }),
      ),
      delta_profit_gain_symmetric: z.record(z.string(), z.number()),
      'delta_profit_gain_1.8_vs_1.9': z.object({ firm1: z.number(), firm2: z.number(), mean: z.number() }),
      kantian_symmetric_price_by_kappa: z.record(z.string(), z.number()),
      alpha_scaling: z.record(
        z.string(),
        z.object({
          nash: z.number(),
          monopoly: z.number(),
          nash_profit_beta100: z.number(),
          monopoly_profit_beta100: z.number(),
        }),
      ),
    }),
  })
  .parse(
    JSON.parse(readFileSync(new URL('../../data/reference/reference_values.json', import.meta.url), 'utf8')),
  ).market_logit;

describe('the standard market', () => {
  it('agrees with the golden values of data/reference', () => {
    expect(nash[0]).toBeCloseTo(reference.nash_price, 5);
    expect(monopoly[0]).toBeCloseTo(reference.monopoly_price, 5);
    expect(profits(standard, ...nash)[0] / 100).toBeCloseTo(reference.nash_profit, 6);
    expect(profits(standard, ...monopoly)[1] / 100).toBeCloseTo(reference.monopoly_profit, 5);
    expect(shares(standard, ...nash)[0]).toBeCloseTo(reference.nash_share, 5);
    expect(shares(standard, ...monopoly)[0]).toBeCloseTo(reference.monopoly_share, 5);
    expect(criticalDelta(standard)).toBeCloseTo(reference.critical_delta_grim, 4);
    const deviation = selfishReply(standard, 0, monopoly[1]);
    expect(deviation).toBeCloseTo(reference.best_deviation_from_monopoly.price, 4);
    const [cheat, cheated] = profits(standard, deviation, monopoly[1]);
    expect(cheat / 100).toBeCloseTo(reference.best_deviation_from_monopoly.profit, 5);
    expect(cheated / 100).toBeCloseTo(reference.best_deviation_from_monopoly.rival_profit, 5);
    const alone = selfishReply(standard, 0, 1000);
    expect(alone).toBeCloseTo(reference.single_product_monopoly.price, 3);
    expect(profit(standard, 0, alone, 1000) / 100).toBeCloseTo(reference.single_product_monopoly.profit, 3);
    reference['grid15_xi0.1'].forEach((price, i) => {
      const [low, high] = [nash[0] - 0.1 * (monopoly[0] - nash[0]), monopoly[0] + 0.1 * (monopoly[0] - nash[0])];
      expect(low + ((high - low) * i) / 14).toBeCloseTo(price, 3);
    });
    for (const { p, q1, pi1 } of reference.beta100_points) {
      expect(quantities(standard, ...p)[0]).toBeCloseTo(q1, 5);
      if (pi1 !== undefined) expect(profits(standard, ...p)[0]).toBeCloseTo(pi1, 5);
    }
    for (const [kappa, price] of Object.entries(reference.kantian_symmetric_price_by_kappa))
      expect(fixedPoint(standard, sellers(Number(kappa)))[0]).toBeCloseTo(price, 3.9);
  });

  it('has the profit and the surplus of its worlds', () => {
    const world = (aim: Aim) => {
      const prices = fixedPoint(standard, aim);
      return [profits(standard, ...prices)[0], surplus(standard, ...prices)].map((value) => Number(value.toFixed(1)));
    };
    expect(world(SELFISH)).toEqual([22.3, 71.5]);
    expect(world(sellers(0.5))).toEqual([30.7, 49.9]);
    expect(world(buyers(0.5))).toEqual([20.7, 75.1]);
    expect(world(JOINT)).toEqual([33.7, 32.7]);
    expect(profits(standard, ...nash)[0]).toBeCloseTo(22.293, 3);
    expect(surplus(standard, ...nash)).toBeCloseTo(71.51, 2);
    expect(profits(standard, ...monopoly)[0]).toBeCloseTo(33.749, 3);
    expect(surplus(standard, ...monopoly)).toBeCloseTo(32.71, 2);
  });

  it.each([
    [0, 1.4729, 1.4729],
    [0.25, 1.5829, 1.4586],
    [0.5, 1.7106, 1.4352],
    [0.75, 1.8293, 1.3877],
    [1, 1.925, 1],
  ])('moralis at κ = %s: sellers only %s, buyers counted %s', (kappa, alone, counted) => {
    expect(fixedPoint(standard, sellers(kappa))[0].toFixed(4)).toBe(alone.toFixed(4));
    expect(fixedPoint(standard, buyers(kappa))[0].toFixed(4)).toBe(counted.toFixed(4));
  });

  it.each([
    [1.0, 1.3186, 1.8767, 1.2997],
    [1.2, 1.3711, 1.8126, 1.3529],
    [nash[0], 1.4729, 1.6966, 1.4498],
    [1.6, 1.5277, 1.695, 1.5001],
    [1.8, 1.6136, 1.7283, 1.5765],
    [monopoly[0], 1.6617, 1.7548, 1.6181],
    [2.5, 1.7803, 1.8291, 1.7164],
  ])('best replies to %s: economicus %s, moralis .5 sellers %s, buyers %s', (rival, selfish, alone, counted) => {
    const found = [SELFISH, sellers(0.5), buyers(0.5)].map((aim) => reply(standard, 0, aim, rival).toFixed(4));
    expect(found).toEqual([selfish, alone, counted].map((price) => price.toFixed(4)));
    // Solved as a price for either position, like firms come to the same; and firm 2 replies as firm 1 does.
    const apart: Market = { ...standard, symmetric: false };
    expect(reply(apart, 0, buyers(0.5), rival)).toBeCloseTo(counted, 3.9);
    expect(reply(apart, 1, sellers(0.5), rival)).toBeCloseTo(alone, 3.9);
  });

  it('prices below Nash only where buyers weigh more than s/(1 − s)', () => {
    expect(buyersThreshold(standard, nash)).toBeCloseTo(0.8917, 4);
    for (const kappa of [0.1, 0.5, 0.9]) {
      expect(fixedPoint(standard, buyers(kappa))[0]).toBeLessThan(nash[0]);
      expect(fixedPoint(standard, sellers(kappa))[0]).toBeGreaterThan(nash[0]);
    }
  });

  it('has a profit gain that is not monotone in price, and an index that is', () => {
    const lab = solved(config.parse({ currency: 1 }));
    const gain = (first: number, second = first) => {
      const [one, two] = profits(standard, first, second);
      return profitGain(lab, one + two);
    };
    for (const [price, delta] of Object.entries(reference.delta_profit_gain_symmetric))
      expect(gain(Number(price))).toBeCloseTo(delta, 3);
    expect(gain(1.6)).toBeCloseTo(0.433, 3);
    expect(gain(1.8)).toBeCloseTo(0.905, 3);
    expect(gain(2.2)).toBeCloseTo(0.533, 3);
    expect(gain(1.8, 1.9)).toBeCloseTo(reference['delta_profit_gain_1.8_vs_1.9'].mean, 3);
    expect([1.6, 1.8, 2.2].map((price) => priceIndex(lab, 0, price))).toEqual(
      [1.6, 1.8, 2.2].map((p) => (p - nash[0]) / (monopoly[0] - nash[0])),
    );
  });

  it('rewards one constant price most against each rule', () => {
    const best = (aim: Aim) => solved(config.parse({ currency: 1 })).bestAgainst(0, aim);
    expect(best(SELFISH).price).toBeCloseTo(1.638, 3);
    expect(best(SELFISH).profit).toBeCloseTo(23.72, 2);
    expect(best(buyers(0.5)).price).toBeCloseTo(1.61, 2);
    expect(best(buyers(0.5)).profit).toBeCloseTo(22.28, 2);
    expect(best(sellers(0.5)).price).toBeCloseTo(1.58, 2);
    expect(best(sellers(0.5)).profit).toBeCloseTo(31.84, 2);
  });
});

describe('firms that differ: costs 1 and 1.2', () => {
  const prices = (aim: Aim) => fixedPoint(unequal, aim).map((price) => price.toFixed(4));

  it('has the derived prices', () => {
    expect(prices(SELFISH)).toEqual(['1.5317', '1.6090']);
    expect(prices(JOINT)).toEqual(['1.8669', '2.0669']);
    expect(prices(sellers(0.5))).toEqual(['1.7217', '1.8392']);
    expect(prices(buyers(0.5))).toEqual(['1.4678', '1.5999']);
  });

  it('fulfils the first-order condition of both positions', () => {
    for (const aim of [SELFISH, JOINT, sellers(0.3), buyers(0.5), buyers(0.9)]) {
      const p = fixedPoint(unequal, aim);
      const s = shares(unequal, ...p);
      for (const [i, j] of [
        [0, 1],
        [1, 0],
      ] as const) {
        const rest =
          1 -
          ((p[i] - unequal.c[i]) * (1 - s[i])) / unequal.mu +
          aim.kappa * (((p[j] - unequal.c[j]) * s[j]) / unequal.mu - aim.buyers);
        expect(Math.abs(rest)).toBeLessThan(1e-10);
      }
    }
  });

  it('asks equal markups in the joint monopoly, μ/(1 − both shares), and μ/(1 − own share) at Nash', () => {
    const joint = fixedPoint(unequal, JOINT);
    const [s1, s2] = shares(unequal, ...joint);
    expect(joint[0] - 1).toBeCloseTo(joint[1] - 1.2, 12);
    expect(joint[0] - 1).toBeCloseTo(0.25 / (1 - s1 - s2), 12);
    const apart = fixedPoint(unequal, SELFISH);
    shares(unequal, ...apart).forEach((share, i) =>
      expect(apart[i]! - unequal.c[i]!).toBeCloseTo(0.25 / (1 - share), 12),
    );
  });

  it('needs more patience of the seller that gains less', () => {
    expect(criticalDelta(unequal)).toBeGreaterThan(0.3931);
    const far = marketOf(config.parse({ a: [2.6, 1.6] }));
    expect(criticalDelta(far)).toBeNull();
  });
});

describe('currency', () => {
  it.each(Object.entries(reference.alpha_scaling))(
    '%s scales prices and profits and nothing else',
    (currency, golden) => {
      const { document } = predict(config.parse({ currency: Number(currency) }), {
        kappa: 0.5,
        belief: null,
        rival: 1.6 * Number(currency),
      });
      expect(document).toMatchObject({
        nash: { price: expect.closeTo(golden.nash, 4), profit: expect.closeTo(golden.nash_profit_beta100, 5) },
        monopoly: {
          price: expect.closeTo(golden.monopoly, 4),
          profit: expect.closeTo(golden.monopoly_profit_beta100, 4),
        },
        moralis: {
          sellers: { price: expect.closeTo(1.7106 * Number(currency), 2) },
          buyers: { price: expect.closeTo(1.4352 * Number(currency), 2) },
        },
        reply: { economicus: expect.closeTo(1.5277 * Number(currency), 3) },
      });
    },
  );
});

describe('demand', () => {
  const markets = fc.record({
    a: fc.tuple(fc.double({ min: -2, max: 8, noNaN: true }), fc.double({ min: -2, max: 8, noNaN: true })),
    c: fc.tuple(fc.double({ min: 0, max: 2, noNaN: true }), fc.double({ min: 0, max: 2, noNaN: true })),
    a0: fc.double({ min: -2, max: 2, noNaN: true }),
    mu: fc.double({ min: 0.05, max: 2, noNaN: true }),
    scale: fc.double({ min: 0.1, max: 1000, noNaN: true }),
    symmetric: fc.constant(false),
  });
  const price = fc.double({ min: 0, max: 6, noNaN: true });

  it('shares are positive and leave room for the outside good; the dearer a product, the less is sold', () => {
    fc.assert(
      fc.property(markets, price, price, fc.double({ min: 0.01, max: 2, noNaN: true }), (market, one, two, more) => {
        const [first, second] = shares(market, one, two);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(first + second).toBeLessThanOrEqual(1 + 1e-12);
        const dearer = shares(market, one + more, two);
        expect(dearer[0]).toBeLessThanOrEqual(first);
        expect(dearer[1]).toBeGreaterThanOrEqual(second);
      }),
    );
  });

  it("buyers' surplus falls by what they buy: its slope is minus the quantity", () => {
    fc.assert(
      fc.property(markets, price, price, (market, one, two) => {
        const h = 1e-5;
        const slope = (surplus(market, one + h, two) - surplus(market, one - h, two)) / (2 * h);
        expect(Math.abs(slope + quantities(market, one, two)[0])).toBeLessThan(1e-4 * market.scale);
      }),
    );
  });

  it('does not overflow where a product is worth far more than the rest', () => {
    const market: Market = { a: [200, 200], c: [1, 1], a0: 0, mu: 0.7, scale: 100, symmetric: true };
    expect(shares(market, 1, 1)).toEqual([0.5, 0.5]);
    expect(Number.isFinite(surplus(market, 1, 1))).toBe(true);
    expect(fixedPoint(market, SELFISH)[0]).toBeCloseTo(1 + 2 * 0.7, 6);
  });
});
