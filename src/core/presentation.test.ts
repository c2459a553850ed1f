import { describe, expect, it } from 'vitest';
import { loadGame } from '../disk/games.ts';
import type { AnyGame, Decision } from './game.ts';
import { type BalancedTable, orderBalance, presenter, rotations } from './presentation.ts';
import { readConfig } from './settings.ts';
import { rng } from './rng.ts';

const asked = (key: string, values: readonly string[], seat = 0): Decision => ({
  ...{ key, seat, role: 'player', round: 1, practice: false, ask: 'Which?', paraphrases: ['What do you take?'] },
  input: { kind: 'choice', options: values.map((value) => ({ value, label: value, key: value })) },
});
const order = ({ input }: Decision): string =>
  input.kind === 'choice' ? input.options.map(({ value }) => value).join('') : '';
const list = [
  asked('one', ['D', 'C']),
  asked('two', ['C', 'D']),
  asked('three', ['b', 'c', 'a']),
  asked('mine', ['D', 'C'], 1),
];

it('changes nothing where the game decides', () => {
  expect(presenter(null)(list)).toBe(list);
});

it('gives each question each order equally often over as many matches as options divide, in whatever turn it is asked', () => {
  const matches = Array.from({ length: 6 }, (_, rotation) => {
    const present = presenter({ rotation, phrasing: null });
    // Two rounds of the same, the second backwards: as lots might have it.
    return [
      ...present(list),
      ...present(rotation % 2 === 0 ? list.toReversed() : list).toSorted(
        (a, b) => list.findIndex(({ key }) => key === a.key) - list.findIndex(({ key }) => key === b.key),
      ),
    ].map(order);
  });
  for (const [i, options] of [2, 2, 3, 2, 2, 2, 3, 2].entries()) {
    const counts = Map.groupBy(matches, (match) => match[i]);
    expect([...counts.values()].map((some) => some.length)).toEqual(Array.from({ length: options }, () => 6 / options));
  }
  // The same question once more has the next order.
  expect(matches.every((match) => match[0] !== match[4])).toBe(true);
});

it('puts the ask in its other wordings, and in its own where there is none', () => {
  const ask = (phrasing: number) => presenter({ rotation: null, phrasing })([asked('one', ['C', 'D'])])[0]!.ask;
  expect([0, 1, 2].map(ask)).toEqual(['Which?', 'What do you take?', 'Which?']);
});

describe('rotations of the matches of one condition', () => {
  const seeds = (n: number): readonly number[] =>
    Array.from({ length: n }, (_, i) => rng(7, 'match', i).below(2 ** 31));
  const tableOf = (game: AnyGame, sets: readonly string[], models = [0]): BalancedTable => ({
    ...{ game, config: readConfig(game, { sets }), seats: game.seats(readConfig(game, { sets })).least, models },
  });

  it('are 0, 1, 0, 1 where everybody is asked the same, and exactly balanced at each multiple', async () => {
    const table = tableOf(await loadGame('prisoners-dilemma'), []);
    expect([...rotations(table, seeds(5))]).toEqual([0, 1, 0, 1, 0]);
    expect(orderBalance(table, seeds(40))).toEqual({ orders: 2, most: 0 });
    expect(orderBalance(table, seeds(41))).toEqual({ orders: 2, most: 1 });
  });

  it('keep each question even where lots deal the roles, or the order of items', async () => {
    const roles = tableOf(await loadGame('prisoners-dilemma'), ['roles=drawn']);
    expect(orderBalance(roles, seeds(40)).most).toBeLessThanOrEqual(1);
    const items = tableOf(await loadGame('autonomous-vehicles'), []);
    expect(orderBalance(items, seeds(36)).most).toBe(0);
  });

  it('turn nothing where nothing is chosen', async () => {
    const table = tableOf(await loadGame('pricing-duopoly'), []);
    expect(orderBalance(table, seeds(3))).toEqual({ orders: 1, most: 0 });
    expect([...rotations(table, seeds(3))]).toEqual([0, 0, 0]);
  });
});
