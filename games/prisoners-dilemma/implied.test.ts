/** Wherever a κ can be estimated beliefs are asked, unless somebody said otherwise. */
import { expect, test } from 'vitest';
import { readConfig } from '../../src/core/settings.ts';
import { loadGame } from '../../src/disk/games.ts';

const game = await loadGame('prisoners-dilemma');
const asked = (...sets: readonly string[]): unknown =>
  (readConfig(game, { sets }) as { readonly askBeliefs: boolean }).askBeliefs;

test('by the strategy method with drawn roles in a single round beliefs are asked', () => {
  expect(asked('method=strategy', 'roles=drawn')).toBe(true);
  expect(asked('method=strategy', 'roles=drawn', 'askBeliefs=no')).toBe(false);
});
test('where no κ can be estimated they are not, unless that is set', () => {
  for (const sets of [
    [],
    ['method=strategy'],
    ['roles=drawn'],
    ['method=strategy', 'roles=drawn', 'rounds=3'],
    ['method=strategy', 'roles=drawn', 'ending=indefinite'],
  ])
    expect(asked(...sets), sets.join(' ')).toBe(false);
  expect(asked('askBeliefs=yes')).toBe(true);
});
