import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rng } from '../core/rng.ts';
import { isEvaluated } from './evaluation-settings.ts';
import { trainableGames } from './trainable-games.ts';

const games = await trainableGames();
const [dilemma, trust, ultimatum] = games;

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
