/** What is expected of an agent is what it does: two agents are seated at a real match, and measured. */
import { describe, expect, it } from 'vitest';
import { readOfflineAgent } from '../../src/agents/offline.ts';
import type { Taste } from '../../src/core/game.ts';
import { rng } from '../../src/core/rng.ts';
import { playMatch } from '../../src/match/match.ts';
import { type Config, config } from './config.ts';
import { expected } from './expected.ts';
import { game } from './index.ts';
import { measures } from './measures.ts';
import { replay } from './replay.ts';
import type { View } from './rules.ts';
import { solved } from './solution.ts';
import { standinPrice, standinPrices } from './stand-in.ts';

const SEATS: Readonly<Record<string, Taste>> = {
  economicus: { kappa: 0 },
  'economicus:grim': { kappa: 0, variant: 'grim' },
  'moralis:0.5/sellers': { kappa: 0.5, variant: 'sellers' },
  'moralis:0.3/buyers': { kappa: 0.3, variant: 'buyers' },
  'moralis:1/sellers': { kappa: 1, variant: 'sellers' },
};

/** What each seat did by each measure in a match of the real loop. */
async function played(
  given: Config,
  ids: readonly string[],
  seed = 1,
): Promise<readonly [Readonly<Record<string, number>>, Readonly<Record<string, number>>]> {
  let views: readonly View[] = [];
  for await (const event of playMatch({
    game,
    config: given,
    seed,
    agents: ids.map((id) => readOfflineAgent(id, game)),
    names: [
      ['you', 'rival'],
      ['rival', 'you'],
    ],
    disclosed: true,
    signal: new AbortController().signal,
    stored: [],
  }))
    if (event.type === 'ended') views = [0, 1].map((seat) => event.look(seat) as View);
  const match = { config: given, views, moves: [], payoffs: null };
  const of = (seat: number) =>
    Object.fromEntries(
      measures.flatMap(({ name, values }) => values(match, seat).map((value) => [name, value] as const)),
    );
  return [of(0), of(1)];
}

function close(found: Readonly<Record<string, number>>, right: Readonly<Record<string, number>>, where: string): void {
  expect(Object.keys(found).toSorted(), where).toEqual(Object.keys(right).toSorted());
  for (const [name, value] of Object.entries(right))
    expect(Math.abs(found[name]! - value), `${name}, ${where}`).toBeLessThan(1e-8 * Math.max(1, Math.abs(value)));
}

function market(seed: number): Config {
  const draw = rng(seed, 'expected');
  const between = (low: number, high: number) => low + (high - low) * draw.unit();
  const own = (low: number, high: number): number | [number, number] =>
    draw.below(2) === 0 ? between(low, high) : [between(low, high), between(low, high)];
  const settings = {
    a: own(1.5, 3),
    c: own(0.5, 1.4),
    mu: between(0.05, 0.5),
    currency: draw.pick([1, 10]),
    rounds: draw.pick([1, 2, 3, 7, 10, 20]),
    practice: draw.pick([0, 0, 2]),
    window: draw.pick([3, 100]),
    expects: draw.pick(['last', 'average', 'nash'] as const),
    k: draw.pick([1, 3]),
  };
  const free = config.parse(settings);
  const { nash, monopoly, market: m } = solved(free);
  const least = free.currency * Math.max(...m.c);
  const ceiling = draw.pick([0, between(least, Math.max(least, ...monopoly.prices)), Math.max(least, ...nash.prices)]);
  return config.parse({
    ...settings,
    ceiling: ceiling === 0 ? 0 : Number((Math.ceil(100 * ceiling) / 100).toFixed(2)),
    step: draw.pick([0.01, 0.1, 0.5]) * (free.currency === 1 ? 0.1 : 1),
  });
}

describe('what is expected of an agent', () => {
  it('is what two agents do in a real match: random markets, every seat, mind and other', async () => {
    const ids = Object.keys(SEATS);
    for (let seed = 0; seed < 60; seed++) {
      const given = market(seed);
      const draw = rng(seed, 'seated');
      const pair = [draw.pick(ids), draw.pick(ids)] as const;
      const found = await played(given, pair);
      for (const seat of [0, 1] as const) {
        const [mind, other] = [SEATS[pair[seat]]!, SEATS[pair[1 - seat]!]!];
        const where = `seed ${seed}, seat ${seat}, ${pair.join(' and ')}: ${JSON.stringify(given)}`;
        close(expected(given, mind, { seat, other }), found[seat]!, where);
      }
      const alone = draw.pick(ids);
      const both = await played(given, [alone, alone]);
      for (const seat of [0, 1])
        close(expected(given, SEATS[alone]!, { seat, other: null }), both[seat]!, `both ${alone}, seed ${seed}`);
    }
  }, 60_000);

  it('moralis of sellers against economicus: 16.9, 232 a round, gain .45; where both are so 17.1, 307, .73', () => {
    const given = config.parse({});
    const mind = SEATS['moralis:0.5/sellers']!;
    const against = expected(given, mind, { seat: 0, other: { kappa: 0 } });
    expect(against['price']).toBeCloseTo(16.93, 6);
    expect(against['profit']).toBeCloseTo(232, 0);
    expect(against['profit-gain']).toBeCloseTo(0.45, 2);
    const alike = expected(given, mind, { seat: 0, other: null });
    expect(alike['price']).toBeCloseTo(17.1, 9);
    expect(alike['profit']).toBeCloseTo(307, 0);
    expect(alike['profit-gain']).toBeCloseTo(0.73, 2);
  });

  it('stands in its own seat: seller 2 of costs 1 and 1.6 has its Nash price at 19.20, seller 1 at 16.60', () => {
    const given = config.parse({ c: [1, 1.6] });
    const { comparison } = game;
    for (const [seat, nash] of [
      [0, 16.6],
      [1, 19.2],
    ] as const) {
      expect(expected(given, { kappa: 0 }, { seat, other: null })['price']).toBeCloseTo(nash, 9);
      expect(expected(given, { kappa: 0 }, { seat, other: null })['price-index']).toBeCloseTo(0, 2);
      expect(comparison?.path?.(given, seat)?.levels[0]?.at).toBeCloseTo(nash, 1);
      const [figure] = comparison?.figures?.(given, seat) ?? [];
      expect(figure?.notes?.[0]?.at).toBeCloseTo(nash, 1);
      expect(figure?.min).toBe(seat === 0 ? 10 : 16);
    }
    expect(game.seatsDiffer?.(given)).toBe(true);
    expect(game.seatsDiffer?.(config.parse({}))).toBe(false);
    expect(game.seatsDiffer?.(config.parse({ a: [2, 2.1] }))).toBe(true);
  });

  it('of a horizon that is drawn is the mean over lengths', async () => {
    const given = config.parse({ horizon: 'indefinite', delta: 0.6, expects: 'average', k: 2 });
    const ids = ['moralis:0.5/sellers', 'economicus'];
    const runs = 4000;
    const lengths = new Map<number, number>();
    for (let seed = 0; seed < runs; seed++) {
      const { length } = game.setup(given, rng(seed, 'setup'), 2) as { length: number };
      lengths.set(length, (lengths.get(length) ?? 0) + 1);
    }
    const mind = SEATS['moralis:0.5/sellers']!;
    const right = expected(given, mind, { seat: 0, other: { kappa: 0 } });
    const sums: Record<string, number> = {};
    for (const [length, times] of lengths) {
      const finite = config.parse({ rounds: length, expects: 'average', k: 2 });
      const [found] = await played(finite, ids);
      for (const [name, value] of Object.entries(found)) sums[name] = (sums[name] ?? 0) + (value * times) / runs;
    }
    for (const [name, value] of Object.entries(right))
      expect(Math.abs(sums[name]! - value), name).toBeLessThan(0.01 * Math.max(1, Math.abs(value)));
  });

  it.each([
    [{}],
    [{ framing: 'competitive' }],
    [{ ceiling: 17 }],
    [{ c: [1, 1.204], ceiling: 16.2, step: 0.5 }],
    [{ c: 1.004, framing: 'competitive' }],
  ])('of the stand-in is the mean over its draws: %j', (settings) => {
    const given = config.parse(settings);
    const lab = solved(given);
    for (const firm of [0, 1] as const) {
      const prices = standinPrices(lab, given, firm);
      expect(prices.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 9);
      const { mean, sd } = 'framing' in settings ? { mean: -0.854, sd: 0.102 } : { mean: 0.92, sd: 0.453 };
      const drawn = Array.from({ length: 20_000 }, (_, seed) =>
        standinPrice(lab, firm, rng(seed, 'x').normal(mean, sd)),
      );
      const average = drawn.reduce((sum, price) => sum + price, 0) / drawn.length;
      const spread = Math.sqrt(drawn.reduce((sum, price) => sum + (price - average) ** 2, 0) / drawn.length);
      const right = expected(given, 'standin', { seat: firm, other: { kappa: 0 } });
      expect(Math.abs(right['price']! - average)).toBeLessThan((4 * spread) / Math.sqrt(drawn.length) + 1e-9);
      expect(new Set(prices.map(({ price }) => price)), 'what it draws').toEqual(
        new Set([...prices.map(({ price }) => price), ...drawn]),
      );
      const profit = prices.reduce((sum, { price, chance }) => {
        const rounds = replay(given, firm === 0 ? [price, { kappa: 0 }] : [{ kappa: 0 }, price], given.rounds);
        return sum + (chance * rounds.reduce((all, pair) => all + lab.profits(pair)[firm], 0)) / given.rounds;
      }, 0);
      expect(right['profit']).toBeCloseTo(profit, 6);
    }
  });

  it('says beside a mark whom it faces', () => {
    const words = (other: Taste | null) => game.comparison?.believing?.(config.parse({}), { seat: 0, other });
    expect(words(null)).toBe('where both are so');
    expect(words({ kappa: 0 })).toBe('against economicus');
    expect(words({ kappa: 0.5, variant: 'sellers' })).toBe('against moralis:0.5/sellers');
  });
});
