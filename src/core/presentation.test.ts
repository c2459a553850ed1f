import { expect, it } from 'vitest';
import type { Decision } from './game.ts';
import { presented } from './presentation.ts';

const asked = (key: string, values: readonly string[], seat = 0): Decision => ({
  ...{ key, seat, role: 'player', round: 1, practice: false, ask: 'Which?', paraphrases: ['What do you take?'] },
  input: { kind: 'choice', options: values.map((value) => ({ value, label: value, key: value })) },
});
const orders = (list: readonly Decision[]) =>
  list.map(({ input }) => (input.kind === 'choice' ? input.options.map(({ value }) => value).join('') : ''));

it('changes nothing where the game decides', () => {
  const list = [asked('first', ['D', 'C'])];
  expect(presented(list, 3, null)).toBe(list);
});

it('gives each question each order once over as many matches as it has options, and mixes them within a match', () => {
  const list = [
    asked('one', ['D', 'C']),
    asked('two', ['C', 'D']),
    asked('three', ['b', 'c', 'a']),
    asked('mine', ['D', 'C'], 1),
  ];
  const seen = Array.from({ length: 6 }, (_, rotation) => orders(presented(list, 0, { rotation, phrasing: null })));
  expect(seen[0]).toEqual(['CD', 'DC', 'cab', 'CD']);
  for (const [i, options] of [2, 2, 3, 2].entries()) {
    const counts = Map.groupBy(seen, (match) => match[i]);
    expect([...counts.values()].map((some) => some.length)).toEqual(Array.from({ length: options }, () => 6 / options));
  }
});

it('puts the ask in its other wordings, and in its own where there is none', () => {
  const ask = (phrasing: number) => presented([asked('one', ['C', 'D'])], 0, { rotation: null, phrasing })[0]!.ask;
  expect([0, 1, 2].map(ask)).toEqual(['Which?', 'What do you take?', 'Which?']);
});
