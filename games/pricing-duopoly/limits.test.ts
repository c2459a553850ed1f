/** What a market cannot tell is said where it cannot, and nowhere else. */
import { expect, it } from 'vitest';
import { config } from './config.ts';
import { game } from './index.ts';

it.each([
  [{}, 0, /^$/],
  [{ ceiling: 20 }, 0, /^$/],
  [{ rounds: 1 }, 1, /In one round nobody can answer/],
  [{ rounds: 1, horizon: 'indefinite' }, 0, /^$/],
  [{ ceiling: 16 }, 1, /ceiling of 16\.0 lies below the joint-monopoly price/],
  [{ ceiling: 13.5 }, 1, /Nash and the joint monopoly both stand at the ceiling of 13\.5/],
  [{ c: [1, 1.6], ceiling: 18 }, 1, /ceiling/],
  [{ ceiling: 17, step: 9 }, 2, /agents can only lose/],
] as const)('%j', (settings, count, says) => {
  const limits = game.limits?.(config.parse(settings)) ?? [];
  expect(limits).toHaveLength(count);
  expect(limits[0] ?? '').toMatch(says);
});

it('a name that tells nothing is the neutral switch', () => {
  expect(game.neutral?.(config.parse({ neutral: true }))).toBe(true);
  expect(game.neutral?.(config.parse({}))).toBe(false);
});
