/** What cannot be asked of one who can only choose is found before anybody is asked, by name of question and seat. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { unaskable } from '../core/askable.ts';
import { text } from '../core/blocks.ts';
import { defineGame } from '../core/define-game.ts';
import type { AnyGame, Option } from '../core/game.ts';
import { loadGame } from '../disk/games.ts';
import { refuseUnaskable, unaskableHere } from './askable-seats.ts';

const deciding = (onGrid: boolean, mostOptions = 26) => ({
  unaskable: (decision: Parameters<typeof unaskable>[0]) => unaskable(decision, { onGrid, mostOptions }),
});
const byDecision = deciding(false);
const onGrid = deciding(true);

const dilemma = await loadGame('prisoners-dilemma');
const pricing = await loadGame('pricing-duopoly');
const vehicles = await loadGame('autonomous-vehicles');
const refusal = (game: AnyGame, set: object, ...agents: Parameters<typeof unaskableHere>[2]) =>
  unaskableHere(game, game.config.parse(set), agents);

describe('a number', () => {
  test('is no choice: the question, the seat and the grid are named, and nothing where a grid was declared', () => {
    const sentence = refusal(pricing, {}, {}, byDecision);
    for (const part of ['pricing-duopoly', 'seat 2', '(price)', '?ask=json', '?ask=grid', '15 numbers'])
      expect(sentence).toContain(part);
    expect(refusal(pricing, {}, onGrid, onGrid)).toBeNull();
    expect(refusal(vehicles, {}, byDecision)).toMatch(/buy-minimising.* 11 numbers/);
    expect(refusal(vehicles, {}, onGrid)).toBeNull();
  });
  test('that is asked besides choices is found too: beliefs, but not where they are not asked', () => {
    expect(refusal(dilemma, {}, byDecision, byDecision)).toBeNull();
    const sentence = refusal(dilemma, { askBeliefs: true, method: 'strategy' }, {}, byDecision);
    expect(sentence).toMatch(/seat 2 .*belief_first.* 11 numbers/);
  });
  test('of somebody else at the table is nobody’s affair', () => {
    expect(refusal(pricing, {}, {}, {})).toBeNull();
    expect(() => refuseUnaskable(pricing, pricing.config.parse({}), [{}, byDecision])).toThrow(/seat 2/);
  });
});

/** The second question is asked only of those who gave the last answer to the first. */
const asking = (second: readonly Option[] | number) =>
  defineGame<object, { readonly given: readonly unknown[] }, object>({
    ...{
      name: 'two-questions',
      title: 'Two questions',
      summary: 'One after the other',
      sources: ['ours, for this test'],
    },
    config: z.strictObject({}),
    seats: () => ({ least: 1, most: 1 }),
    setup: () => ({ given: [] }),
    pending: ({ given }) => {
      const about = { seat: 0, role: 'respondent', round: 1, practice: false, ask: 'Which?' };
      if (given.length === 0) return [{ ...about, key: 'first', input: { kind: 'choice', options: options(6) } }];
      if (given.length > 1 || given[0] !== 'o5') return [];
      if (typeof second !== 'number') return [{ ...about, key: 'second', input: { kind: 'choice', options: second } }];
      return [{ ...about, key: 'second', input: { kind: 'number', min: 0, max: second, step: 1, decimals: 0 } }];
    },
    apply: ({ given }, moves) => ({ given: [...given, ...moves.map(({ answer }) => answer)] }),
    payoffs: () => null,
    observe: () => ({}),
    instructions: () => [text('Answer.')],
    scene: () => [text('Answer.')],
  });
const options = (count: number): readonly Option[] =>
  Array.from({ length: count }, (_, i) => ({ value: `o${i}`, label: `option ${i}`, key: 'a' }));
const read = (second: readonly Option[] | number, agent = byDecision) => unaskableHere(asking(second), {}, [agent]);

test('a question that only some answers lead to is looked at', () => {
  expect(read(10)).toContain('(second)');
  expect(read(options(4))).toBeNull();
});

test('a number without a grid has none offered, however it was declared', () => {
  for (const agent of [byDecision, onGrid]) {
    const sentence = read(10, agent);
    expect(sentence).toContain('?ask=json');
    expect(sentence).not.toContain('?ask=grid');
  }
});

test('more options than the server takes are counted', () => {
  expect(read(options(27))).toMatch(/27 options \(second\).* 26/);
  expect(read(options(26))).toBeNull();
  expect(read(options(5), deciding(false, 4))).toMatch(/6 options \(first\).* 4/);
});

test('labels that are the same without the blanks around them, or but for their case, are named', () => {
  const [one, two] = options(2);
  expect(read([one!, { ...two!, label: ' option 0' }])).toMatch(/"option 0" \(second\)/);
  expect(read([one!, { ...two!, label: 'Option 0' }])).toMatch(/"Option 0" \(second\)/);
});
