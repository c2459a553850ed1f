import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readOfflineAgent } from '../../src/agents/offline.ts';
import type { AnyGame, PlayedMatch } from '../../src/core/game.ts';
import { playMatch } from '../../src/match/match.ts';
import { config } from './config.ts';
import { game } from './index.ts';
import type { View } from './rules.ts';

const any: AnyGame = game;

async function played(ids: readonly string[], set: ReturnType<typeof config.parse>): Promise<PlayedMatch<View>> {
  const agents = ids.map((id) => readOfflineAgent(id, any));
  const names = ids.map(() => ids);
  const signal = new AbortController().signal;
  let state = null as PlayedMatch<View> | null;
  for await (const event of playMatch({
    game: any,
    config: set,
    seed: 2,
    agents,
    names,
    disclosed: true,
    signal,
    stored: [],
  }))
    if (event.type === 'ended')
      state = { config: set, views: ids.map((_, seat) => viewOf(event.look(seat))), moves: [], payoffs: null };
  return state!;
}
const viewSchema = z.custom<View>((view) => typeof view === 'object' && view !== null && 'mine' in view);
const viewOf = (view: unknown): View => viewSchema.parse(view);

const values = (match: PlayedMatch<View>, name: string, seat = 0): readonly number[] => {
  const measure = game.measures.find((one) => one.name === name);
  if (measure === undefined) throw new Error(`no measure ${name}`);
  return measure.values(match, seat);
};
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

describe('measures', () => {
  test('an agent is at distance 0 from itself, and the agents are apart', async () => {
    const match = await played(['economicus', 'moralis:0.5', 'baseline'], config.parse({}));
    expect(mean(values(match, 'distance to economicus', 0))).toBe(0);
    expect(mean(values(match, 'distance to moralis', 1))).toBe(0);
    expect(mean(values(match, 'distance to baseline', 2))).toBe(0);
    expect(mean(values(match, 'distance to moralis', 0))).toBeGreaterThan(50);
  });

  test('the reported pattern: everybody saves more lives, economicus falls with kin aboard, moralis does not', async () => {
    const match = await played(['economicus', 'moralis:0.5', 'baseline'], config.parse({}));
    for (const seat of [0, 1, 2]) expect(values(match, 'swerve is more moral', seat)).toEqual([1, 1, 1, 1]);
    expect(values(match, 'fall with kin aboard', 0)[0]).toBeCloseTo((50 + 43) / 2 - (12 + 5) / 2, 9);
    expect(values(match, 'fall with kin aboard', 1)).toEqual([0]);
    // All call the minimising car more moral; economicus would rather buy the other one, moralis and baseline this one.
    expect([0, 1, 2].map((seat) => mean(values(match, 'social dilemma gap', seat)))).toEqual([100, 0, 0]);
    expect(values(match, 'buy minimising, child', 0)).toEqual([5]);
    expect(mean(values(match, 'protective over minimising', 0))).toBeGreaterThan(0);
    expect(mean(values(match, 'protective over minimising', 1))).toBeLessThan(0);
  });

  test('what was not asked, or left out, has no values; controls count nowhere', async () => {
    const skipped = await played([`script:${Array(24).fill('rather not say').join(':')}`], config.parse({}));
    const controls = await played(['economicus'], config.parse({ pedestrians: 1 }));
    for (const measure of game.measures) {
      expect(measure.values(skipped, 0)).toEqual([]);
      expect(measure.values(controls, 0)).toEqual([]);
    }
    expect(values(await played(['economicus'], config.parse({})), 'law')).toEqual([]);
  });

  test('the strength of a judgement is used for the gap where it was asked', async () => {
    const set = config.parse({ items: '10/alone', questions: 'moral,strength,buy-minimising', first: 'moral' });
    expect(values(await played(['script:swerve:80:35'], set), 'social dilemma gap')).toEqual([45]);
  });

  test('the gap compares like with like: a choice with which car would rather be bought, never with a slider', async () => {
    const set = config.parse({ items: '10/alone', questions: 'moral,buy-minimising,buy-protective', first: 'moral' });
    const gap = async (script: string) => values(await played([`script:${script}`], set), 'social dilemma gap');
    expect(await gap('swerve:89:16')).toEqual([0]);
    expect(await gap('swerve:16:89')).toEqual([100]);
    expect(await gap('swerve:50:50')).toEqual([50]);
    expect(await gap('keep:89:16')).toEqual([-100]);
    const without = config.parse({ items: '10/alone', questions: 'moral,buy-minimising', first: 'moral' });
    expect(values(await played(['script:swerve:16'], without), 'social dilemma gap')).toEqual([]);
  });

  test('what is computed of an agent is what it does: the differences too', async () => {
    for (const questions of ['moral,buy-minimising,buy-protective', 'moral,strength,buy-minimising'])
      for (const [id, mind] of [
        ['economicus', { kappa: 0 }],
        ['moralis:0.3', { kappa: 0.3 }],
        ['baseline', 'standin'],
      ] as const) {
        const set = config.parse({ questions, pedestrians: [3, 20] });
        const exact = game.comparison?.expected?.(set, mind, { seat: 0, other: null }) ?? {};
        const match = await played([id], set);
        const found = mean(values(match, 'social dilemma gap'));
        // Answers are whole numbers.
        if (id !== 'baseline')
          expect(Math.abs(found - exact['social dilemma gap']!), `${id} ${questions}`).toBeLessThan(0.5);
      }
  });
});

describe('predictions', () => {
  const predicted = (set: unknown, kappa = 0.5) => game.predict(config.parse(set), { kappa, belief: null });

  test('one document with the settings in force and every item, exactly', () => {
    const { document } = predicted({ pedestrians: [3, 20] });
    expect(Object.keys(document)).toEqual(['game', 'config', 'kappa', 'items']);
    expect(document).toMatchObject({
      game: 'autonomous-vehicles',
      kappa: 0.5,
      config: { pedestrians: [3, 20], laws: ['none'] },
    });
    expect(document.items).toHaveLength(8);
    const items = z
      .array(z.looseObject({ pedestrians: z.number(), riders: z.string(), law: z.string() }))
      .parse(document.items);
    expect(items.find((item) => item.pedestrians === 3 && item.riders === 'family')).toEqual({
      pedestrians: 3,
      riders: 'family',
      law: 'none',
      agents: {
        economicus: {
          moral: expect.closeTo(60, 9),
          choice: 'swerve',
          programmed: expect.closeTo(60, 9),
          buyMinimising: expect.closeTo(100 / (1 + Math.exp(2)), 9),
          buyProtective: expect.closeTo(100 / (1 + Math.exp(-4)), 9),
          law: expect.closeTo(100 / (1 + Math.exp(-1.5)), 9),
        },
        moralis: {
          moral: expect.closeTo(60, 9),
          choice: 'swerve',
          programmed: expect.closeTo(60, 9),
          buyMinimising: expect.closeTo(100 / (1 + Math.exp(-0.25)), 9),
          buyProtective: expect.closeTo(100 / (1 + Math.exp(-1.75)), 9),
          law: expect.closeTo(100 / (1 + Math.exp(-1.5)), 9),
        },
        baseline: {
          moral: expect.closeTo(60, 9),
          choice: 'swerve',
          programmed: expect.closeTo(60, 9),
          buyMinimising: expect.closeTo(100 / (1 + Math.exp(-2.2)), 9),
          buyProtective: expect.closeTo(100 / (1 + Math.exp(0.2)), 9),
          law: expect.closeTo(100 / (1 + Math.exp(-2.2)), 9),
        },
      },
    });
  });

  test('under the law nobody buys the protective car', () => {
    const text = JSON.stringify(predicted({ laws: 'none,required' }).document);
    expect(text.match(/"buyProtective":null/g)).toHaveLength(8 * 3);
    expect(text).not.toContain('NaN');
  });

  test('the full set has 56 items', () => {
    expect(predicted(game.presets.find(({ name }) => name === 'full')?.config).document.items).toHaveLength(56);
  });
});
