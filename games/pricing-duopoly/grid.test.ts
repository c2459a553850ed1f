/** 1,000 random markets, and markets with two peaks, against a search by grids that is written here from the model alone. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { rng } from '../../src/core/rng.ts';
import { type Config, config, marketOf } from './config.ts';
import { predictIn } from './predict.ts';
import { type Aim, fixedPoint, isEquilibrium, reply, SELFISH, utility } from './solve.ts';
import { words } from './words.en.ts';

const { predict } = predictIn(words);

const sellers = (kappa: number): Aim => ({ kappa, buyers: 0 });
const buyers = (kappa: number): Aim => ({ kappa, buyers: 1 });

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
const steps = (low: number, high: number, count: number) =>
  Array.from({ length: count + 1 }, (_, i) => low + ((high - low) * i) / count);

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
        const document = Document.parse(
          predict(given, { kappa, belief: null, rival: rival * given.currency }).document,
        );
        const units = (value: unknown) => pairOf(value).map((price) => price / given.currency) as [number, number];
        const where = `seed ${seed}, ${JSON.stringify(given)}, κ ${kappa}, rival ${rival}`;
        const tolerance = 1e-9;

        const n = units(document.nash.price);
        const j = units(document.monopoly.price);
        const top = Math.max(...j) + 1;
        const grid = steps(Math.min(...m.c), top, 150);
        // The model's profits, in money, are the document's.
        expect(plainProfit(m, 0, n) * given.scale * given.currency, where).toBeCloseTo(
          pairOf(document.nash.profit)[0],
          6,
        );

        for (const i of [0, 1]) {
          const at = plainProfit(m, i, n);
          for (const p of grid)
            if (!(plainProfit(m, i, i === 0 ? [p, n[1]] : [n[0], p]) <= at + tolerance))
              throw new Error(`Nash: ${where}`);
        }
        const joint = plainProfit(m, 0, j) + plainProfit(m, 1, j);
        const coarse = steps(Math.min(...m.c), top, 30);
        for (const p of coarse)
          for (const q of coarse)
            if (plainProfit(m, 0, [p, q]) + plainProfit(m, 1, [p, q]) > joint + tolerance)
              throw new Error(`monopoly: ${where}`);

        const { economicus, ...replies } = document.reply;
        const best = plainProfit(m, 0, [economicus / given.currency, rival]);
        for (const p of grid)
          if (plainProfit(m, 0, [p, rival]) > best + tolerance) throw new Error(`economicus: ${where}`);

        const y: [number, number] = [m.c[0]! + rival - m.c[1]!, rival];
        const spread = steps(0, top, 18);
        const fine = steps(0, top, 400);
        for (const [reading, L] of [
          ['sellers', 0],
          ['buyers', 1],
        ] as const) {
          const own = replies[reading] / given.currency;
          const gained = alike
            ? Math.max(...fine.map((p) => plainUtility(m, kappa, L, [p, p], y))) -
              plainUtility(m, kappa, L, [own, own], y)
            : Math.max(...spread.flatMap((p) => spread.map((q) => plainUtility(m, kappa, L, [p, q], y)))) -
              highest((q) => plainUtility(m, kappa, L, [own, q], y), 0, top);
          expect(gained, `${reading} reply: ${where}`).toBeLessThan(alike ? tolerance : 1e-6);

          const fixed = units(document.moralis[reading].price);
          const here = plainUtility(m, kappa, L, fixed, fixed);
          const found = alike
            ? Math.max(...fine.map((p) => plainUtility(m, kappa, L, [p, p], fixed)))
            : Math.max(...spread.flatMap((p) => spread.map((q) => plainUtility(m, kappa, L, [p, q], fixed))));
          if (document.moralis[reading].equilibrium)
            expect(found - here, `${reading} equilibrium: ${where}`).toBeLessThan(1e-7);
          if (!document.moralis[reading].equilibrium && alike)
            expect(found - here, `${reading} no equilibrium: ${where}`).toBeGreaterThan(0);
        }
      }
    },
    120_000,
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
    expect(utility(peaked, 0, sellers(0.5), best, prices)).toBeGreaterThan(
      utility(peaked, 0, sellers(0.5), prices[0], prices) + 1,
    );
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
      const found = Math.max(
        ...(alike ? grid.map((p) => value(p, p)) : grid.flatMap((p) => grid.map((q) => value(p, q)))),
      );
      const equilibrium = isEquilibrium(market, sellers(kappa), at);
      if (found > value(...at) + 1e-6) expect(equilibrium, `seed ${seed}`).toBe(false);
      else expect(equilibrium, `seed ${seed}`).toBe(true);
      seen.add(equilibrium);
    }
    expect(seen.size).toBe(2);
  });
});
