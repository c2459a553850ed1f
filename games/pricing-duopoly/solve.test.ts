/** Every derived number of the market in the standard model, and 1,000 random markets against a grid written here. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { rng } from '../../src/rng.ts';
import { type Config, config, marketOf } from './config.ts';
import { type Market, profit, profits, quantities, shares, surplus } from './demand.ts';
import { predict } from './predict.ts';
import { priceIndex, profitGain } from './measures.ts';
import {
  type Aim,
  buyersThreshold,
  criticalDelta,
  fixedPoint,
  isEquilibrium,
  JOINT,
  reply,
  SELFISH,
  selfishReply,
  utility,
} from './solve.ts';
import { solved } from './solved.ts';

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
      beta100_points: z.array(z.object({ p: z.tuple([z.number(), z.number()]), q1: z.number(), pi1: z.number().optional() })),
      delta_profit_gain_symmetric: z.record(z.string(), z.number()),
      'delta_profit_gain_1.8_vs_1.9': z.object({ firm1: z.number(), firm2: z.number(), mean: z.number() }),
      kantian_symmetric_price_by_kappa: z.record(z.string(), z.number()),
      alpha_scaling: z.record(
        z.string(),
        z.object({ nash: z.number(), monopoly: z.number(), nash_profit_beta100: z.number(), monopoly_profit_beta100: z.number() }),
      ),
    }),
  })
  .parse(JSON.parse(readFileSync(new URL('../../data/reference/reference_values.json', import.meta.url), 'utf8'))).market_logit;

describe('the standard market', () => {
  it('agrees with the golden values of data/reference', () => {
    expect(nash[0]).toBeCloseTo(reference.nash_price, 5);
    expect(monopoly[0]).toBeCloseTo(reference.monopoly_price, 5);
    expect(profits(standard, ...nash)[0] / 100).toBeCloseTo(reference.nash_profit, 6);
    expect(profits(standard, ...monopoly)[1] / 100).toBeCloseTo(reference.monopoly_profit, 5);
    expect(shares(standard, ...nash)[0]).toBeCloseTo(reference.nash_share, 5);
    expect(shares(standard, ...monopoly)[0]).toBeCloseTo(reference.monopoly_share, 5);
    expect(criticalDelta(standard, nash, monopoly)).toBeCloseTo(reference.critical_delta_grim, 4);
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
    for (const [price, delta] of Object.entries(reference.delta_profit_gain_symmetric)) expect(gain(Number(price))).toBeCloseTo(delta, 3);
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
          1 - ((p[i] - unequal.c[i]) * (1 - s[i])) / unequal.mu + aim.kappa * (((p[j] - unequal.c[j]) * s[j]) / unequal.mu - aim.buyers);
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
    shares(unequal, ...apart).forEach((share, i) => expect(apart[i]! - unequal.c[i]!).toBeCloseTo(0.25 / (1 - share), 12));
  });

  it('needs more patience of the seller that gains less', () => {
    expect(criticalDelta(unequal, fixedPoint(unequal, SELFISH), fixedPoint(unequal, JOINT))).toBeGreaterThan(0.3931);
    const far = marketOf(config.parse({ a: [2.6, 1.6] }));
    expect(criticalDelta(far, fixedPoint(far, SELFISH), fixedPoint(far, JOINT))).toBeNull();
  });
});

describe('currency', () => {
  it.each(Object.entries(reference.alpha_scaling))('%s scales prices and profits and nothing else', (currency, golden) => {
    const { document } = predict(config.parse({ currency: Number(currency) }), { kappa: 0.5, belief: null, rival: 1.6 * Number(currency) });
    expect(document).toMatchObject({
      nash: { price: expect.closeTo(golden.nash, 4), profit: expect.closeTo(golden.nash_profit_beta100, 5) },
      monopoly: { price: expect.closeTo(golden.monopoly, 4), profit: expect.closeTo(golden.monopoly_profit_beta100, 4) },
      moralis: {
        sellers: { price: expect.closeTo(1.7106 * Number(currency), 2) },
        buyers: { price: expect.closeTo(1.4352 * Number(currency), 2) },
      },
      reply: { economicus: expect.closeTo(1.5277 * Number(currency), 3) },
    });
  });
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

/* ---------------------------------------------------------------------------------------------------------------- */

/** The model again, as plainly as it can be written, and searched by grids only. */
type Plain = { readonly a: readonly number[]; readonly c: readonly number[]; readonly a0: number; readonly mu: number };
const plainShares = (m: Plain, p: number[]) => {
  const weights = p.map((price, i) => Math.exp((m.a[i]! - price) / m.mu));
  const all = weights[0]! + weights[1]! + Math.exp(m.a0 / m.mu);
  return [weights[0]! / all, weights[1]! / all, all] as const;
};
const plainProfit = (m: Plain, i: number, p: number[]) => (p[i]! - m.c[i]!) * plainShares(m, p)[i]!;
const plainSurplus = (m: Plain, p: number[]) => m.mu * (Math.log(plainShares(m, p)[2]) - m.a0 / m.mu);
/** The objective over prices for both positions against prices y, halved. */
const plainUtility = (m: Plain, kappa: number, L: number, [one, two]: [number, number], y: [number, number]) => {
  const apart = plainProfit(m, 0, [one, y[1]]) + plainProfit(m, 1, [y[0], two]);
  const both = plainProfit(m, 0, [one, two]) + plainProfit(m, 1, [one, two]) + L * plainSurplus(m, [one, two]);
  return ((1 - kappa) * apart + kappa * both) / 2;
};
const steps = (low: number, high: number, count: number) => Array.from({ length: count + 1 }, (_, i) => low + ((high - low) * i) / count);

/** The highest value of a grid that is laid three times, each time around the best of the one before. */
function highest(f: (x: number) => number, low: number, high: number): number {
  let [from, to, best] = [low, high, -Infinity];
  for (let round = 0; round < 4; round++) {
    const points = steps(from, to, round === 0 ? 60 : 10);
    const values = points.map(f);
    best = Math.max(...values);
    const at = points[values.indexOf(best)]!;
    const step = points[1]! - points[0]!;
    [from, to] = [Math.max(low, at - step), Math.min(high, at + step)];
  }
  return best;
}

function randomConfig(seed: number, alike: boolean): Config {
  const draw = rng(seed, 'market');
  const between = (low: number, high: number) => low + (high - low) * draw.unit();
  const own = <T>(make: () => T): T | [T, T] => (alike ? make() : [make(), make()]);
  return config.parse({
    a: own(() => between(1.2, 3.2)),
    c: own(() => between(0.4, 1.6)),
    a0: between(-0.8, 0.8),
    mu: between(0.12, 0.7),
    currency: draw.pick([1, 3.2, 10, between(0.1, 50)]),
    scale: draw.pick([1, 100, between(1, 1000)]),
  });
}

const pairOf = (value: unknown): [number, number] =>
  z.union([z.number().transform((n): [number, number] => [n, n]), z.tuple([z.number(), z.number()])]).parse(value);
const Side = z.object({ price: z.unknown(), equilibrium: z.boolean() });
const Document = z.object({
  nash: z.object({ price: z.unknown(), profit: z.unknown() }),
  monopoly: z.object({ price: z.unknown(), profit: z.unknown() }),
  moralis: z.object({ sellers: Side, buyers: Side }),
  reply: z.object({ economicus: z.number(), sellers: z.number(), buyers: z.number() }),
});

describe('1,000 random markets against a grid of prices', () => {
  it.each([
    ['like firms', true],
    ['firms that differ', false],
  ])(
    '500 of %s',
    (_, alike) => {
      for (let seed = 0; seed < 500; seed++) {
        const given = randomConfig(seed, alike);
        const m: Plain = marketOf(given);
        const draw = rng(seed, 'rival');
        const kappa = draw.pick([0.1, 0.25, 0.5, 0.75, 0.9, draw.unit()]);
        const rival = Math.min((0.999 * given.ceiling) / given.currency, Math.min(...m.c) + 2 * draw.unit());
        const document = Document.parse(predict(given, { kappa, belief: null, rival: rival * given.currency }).document);
        const units = (value: unknown) => pairOf(value).map((price) => price / given.currency) as [number, number];
        const where = `seed ${seed}, ${JSON.stringify(given)}, κ ${kappa}, rival ${rival}`;
        const tolerance = 1e-9;

        const n = units(document.nash.price);
        const j = units(document.monopoly.price);
        const top = Math.max(...j) + 1;
        const grid = steps(Math.min(...m.c), top, 150);
        // The model's profits, in money, are the document's.
        expect(plainProfit(m, 0, n) * given.scale * given.currency, where).toBeCloseTo(pairOf(document.nash.profit)[0], 6);

        for (const i of [0, 1]) {
          const at = plainProfit(m, i, n);
          for (const p of grid) expect(plainProfit(m, i, i === 0 ? [p, n[1]] : [n[0], p]) <= at + tolerance, `Nash: ${where}`).toBe(true);
        }
        const joint = plainProfit(m, 0, j) + plainProfit(m, 1, j);
        const coarse = steps(Math.min(...m.c), top, 30);
        for (const p of coarse)
          for (const q of coarse)
            if (plainProfit(m, 0, [p, q]) + plainProfit(m, 1, [p, q]) > joint + tolerance) throw new Error(`monopoly: ${where}`);

        const { economicus, ...replies } = document.reply;
        const best = plainProfit(m, 0, [economicus / given.currency, rival]);
        for (const p of grid) if (plainProfit(m, 0, [p, rival]) > best + tolerance) throw new Error(`economicus: ${where}`);

        const y: [number, number] = [m.c[0]! + rival - m.c[1]!, rival];
        const spread = steps(0, top, 18);
        const fine = steps(0, top, 400);
        for (const [reading, L] of [
          ['sellers', 0],
          ['buyers', 1],
        ] as const) {
          const own = replies[reading] / given.currency;
          const gained = alike
            ? Math.max(...fine.map((p) => plainUtility(m, kappa, L, [p, p], y))) - plainUtility(m, kappa, L, [own, own], y)
            : Math.max(...spread.flatMap((p) => spread.map((q) => plainUtility(m, kappa, L, [p, q], y)))) -
              highest((q) => plainUtility(m, kappa, L, [own, q], y), 0, top);
          expect(gained, `${reading} reply: ${where}`).toBeLessThan(alike ? tolerance : 1e-6);

          const fixed = units(document.moralis[reading].price);
          const here = plainUtility(m, kappa, L, fixed, fixed);
          const found = alike
            ? Math.max(...fine.map((p) => plainUtility(m, kappa, L, [p, p], fixed)))
            : Math.max(...spread.flatMap((p) => spread.map((q) => plainUtility(m, kappa, L, [p, q], fixed))));
          if (document.moralis[reading].equilibrium) expect(found - here, `${reading} equilibrium: ${where}`).toBeLessThan(1e-7);
          if (!document.moralis[reading].equilibrium && alike)
            expect(found - here, `${reading} no equilibrium: ${where}`).toBeGreaterThan(0);
        }
      }
    },
    30_000,
  );
});

describe('two peaks', () => {
  const peaked = marketOf(config.parse({ a: 4, mu: 0.1 }));
  const prices = fixedPoint(peaked, sellers(0.5));

  it('says where the fixed point is no equilibrium: sharing the monopoly beats matching a low price', () => {
    expect(prices[0]).toBeCloseTo(1.4, 3);
    expect(isEquilibrium(peaked, sellers(0.5), prices)).toBe(false);
    expect(isEquilibrium(peaked, buyers(0.5), fixedPoint(peaked, buyers(0.5)))).toBe(true);
    expect(isEquilibrium(peaked, SELFISH, fixedPoint(peaked, SELFISH))).toBe(true);
  });

  it('replies at the higher of the two', () => {
    const best = reply(peaked, 0, sellers(0.5), prices[0]);
    const values = steps(1, 4, 3000).map((p) => plainUtility(peaked, 0.5, 0, [p, p], prices as [number, number]));
    expect(best).toBeCloseTo(1 + (3 * values.indexOf(Math.max(...values))) / 3000, 2);
    expect(utility(peaked, 0, sellers(0.5), best, prices)).toBeGreaterThan(utility(peaked, 0, sellers(0.5), prices[0], prices) + 1);
  });

  it('tells an equilibrium from none as a grid does, where products are good and alike', () => {
    const seen = new Set<boolean>();
    for (let seed = 0; seed < 60; seed++) {
      const draw = rng(seed, 'peaks');
      const alike = draw.below(2) === 0;
      const [good, kappa, mu] = [2 + 3 * draw.unit(), draw.unit(), 0.06 + 0.2 * draw.unit()];
      const market = marketOf(config.parse({ a: alike ? good : [good, good + 0.3], c: alike ? 1 : [1, 1.1], mu }));
      const at = fixedPoint(market, sellers(kappa));
      const grid = steps(1, good, alike ? 3000 : 120);
      const value = (p: number, q: number) => plainUtility(market, kappa, 0, [p, q], [at[0], at[1]]);
      const found = Math.max(...(alike ? grid.map((p) => value(p, p)) : grid.flatMap((p) => grid.map((q) => value(p, q)))));
      const equilibrium = isEquilibrium(market, sellers(kappa), at);
      if (found > value(...at) + 1e-6) expect(equilibrium, `seed ${seed}`).toBe(false);
      else expect(equilibrium, `seed ${seed}`).toBe(true);
      seen.add(equilibrium);
    }
    expect(seen.size).toBe(2);
  });
});
