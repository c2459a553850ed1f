import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { rng } from '../core/rng.ts';
import { isEvaluated } from './evaluation-settings.ts';
import { trainableGames } from './trainable-games.ts';

const games = await trainableGames();
const [dilemma, trust, ultimatum, publicGoods] = games;

describe('settings of an evaluation', () => {
  it.each(games.map((game) => [game.name, game] as const))('every preset of %s is one', (_, game) => {
    expect(game.presets.length).toBeGreaterThan(5);
    for (const { config } of game.presets) expect(isEvaluated(game, game.config.parse(config))).toBe(true);
  });

  it('so is a preset in other units, in every form and with any words', () => {
    const gentle = { T: 160, R: 150, P: 60, S: 40 };
    for (const form of [
      {},
      { timing: 'together' },
      { told: 'nothing' },
      { labels: 'neutral', rounds: 5, method: 'strategy' },
    ])
      expect(isEvaluated(dilemma!, dilemma!.config.parse({ ...gentle, ...form }))).toBe(true);
  });

  it('whatever the unit and the zero', () => {
    const fallen = [dilemma!, trust!, ultimatum!].flatMap((game) =>
      game.presets.map(({ config }) => ({ game, config: config as Readonly<Record<string, unknown>> })),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...fallen),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: -50, max: 200 }),
        (one, unit, zero) => {
          const points = Object.entries(one.config).map(([key, value]) => [
            key,
            typeof value === 'number' && key.length === 1 ? (value * unit) / 4 + zero : value,
          ]);
          expect(isEvaluated(one.game, one.game.config.parse(Object.fromEntries(points)))).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('so is every public good whose own points are those of a preset in another unit, worked out by hand', () => {
    const game = publicGoods!;
    /** What one's own points come to where one gives a share x and each of the others y, least 0 and most 1: kept, and paid back. */
    const ownPoints = (config: unknown): string => {
      const { players: n, endowment: e, m } = points.parse(config);
      const shares = [0, 0.5, 1];
      const own = shares.flatMap((x) => shares.map((y) => e - x * e + m * (x * e + (n - 1) * y * e)));
      const [least, most] = [Math.min(...own), Math.max(...own)];
      return own.map((one) => ((one - least) / (most - least)).toFixed(6)).join(' ');
    };
    const points = z.object({ players: z.number(), endowment: z.number(), m: z.number() });
    const evaluated = new Set(game.presets.map(({ config }) => ownPoints(game.config.parse(config))));
    const sampled = Array.from({ length: 12 }, (_, seed) => [...game.scenarios!(rng(seed, 'own points'))]).flat();
    const images = sampled.filter((config) => evaluated.has(ownPoints(config)));
    expect(images.length).toBeGreaterThan(200);
    expect(new Set(images.map((config) => points.parse(config).endowment)).size).toBeGreaterThan(3);
    expect(images.filter((config) => !isEvaluated(game, config))).toEqual([]);
  });

  it('a point more or less is another game', () => {
    expect(isEvaluated(dilemma!, dilemma!.config.parse({ T: 81, R: 75, P: 30, S: 20 }))).toBe(false);
    expect(isEvaluated(trust!, trust!.config.parse({ T: 80, R: 71, P: 30, S: 20 }))).toBe(false);
    expect(isEvaluated(ultimatum!, ultimatum!.config.parse({ T: 80, E: 55, S: 20, N: 10 }))).toBe(false);
  });

  it('games declare enough that is none', () => {
    for (const game of games) {
      const sampled = [...game.scenarios!(rng(7, 'scenarios'))].slice(0, 300);
      expect(sampled.filter((config) => !isEvaluated(game, config)).length).toBeGreaterThan(250);
    }
  });
});
