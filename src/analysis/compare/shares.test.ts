/** What models told instead of answering, compared: shares that hang on no draw, situations, ranges, and never a test. */
import { beforeAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { cooperating, playClass, type Class, type ClassPlan } from '../../../test/class.ts';
import { telling, type TellingAgent, type TellingRule } from '../../../test/telling-agent.ts';
import { blocksAsText, text } from '../../core/blocks.ts';
import { choiceRate } from '../../core/choice-rate.ts';
import { defineGame } from '../../core/define-game.ts';
import { type AnyGame, type Decision } from '../../core/game.ts';
import { loadGame } from '../../disk/games.ts';
import { sectionsOf } from '../report/sections.ts';
import { comparisonBlocks } from './blocks.ts';
import { newCollector } from './collect.ts';
import { compare } from './compare.ts';
import type { Comparison, Group } from './document.ts';

let dilemma: AnyGame;
let vehicles: AnyGame;
let duopoly: AnyGame;
beforeAll(async () => {
  [dilemma, vehicles, duopoly] = await Promise.all([
    loadGame('prisoners-dilemma'),
    loadGame('autonomous-vehicles'),
    loadGame('pricing-duopoly'),
  ]);
});

async function compared(classes: readonly Class[], games: readonly AnyGame[] = [dilemma]): Promise<Comparison> {
  const collector = newCollector(games);
  for (const { matches } of classes) for (const match of matches) collector.add(match);
  return compare(collector.observations(), {
    ...{ by: 'session', files: [], sessions: [], treatments: new Map(), rehearsals: 0, models: [], references: [] },
  });
}

const WHOLE = { method: 'strategy', roles: 'drawn' } as const;
/** How likely it is to cooperate at each node in either order, cooperation first and defection first. */
const CHANCES: Readonly<Record<string, readonly [number, number]>> = {
  first: [0.7, 0.5],
  after_C: [0.9, 0.9],
  after_D: [0.25, 0.05],
};
const byNode: TellingRule = ({ key }, rotation) => {
  const p = CHANCES[key]![rotation]!;
  return [p, 1 - p];
};
const told = (agent: Partial<TellingAgent> = {}, plan: Partial<ClassPlan> = {}) =>
  playClass({
    ...{ game: dilemma, name: 'run', kind: 'run', people: 12, against: 'moralis:0.5', config: WHOLE },
    ...{ choose: () => '', agent: telling({ rule: byNode, ...agent }) },
    ...plan,
  });
/** Of coffee, nothing and tea, in three orders. */
const ORDERS = [
  [0.5, 0.3, 0.2],
  [0.1, 0.6, 0.3],
  [0.3, 0.3, 0.4],
] as const;
const groupOf = (comparison: Comparison, label: string): Group =>
  comparison.treatments.flatMap(({ groups }) => groups).find((one) => one.label === label)!;
const measureOf = ({ measures }: Group, name: string) => measures.find(({ measure }) => measure === name)!;

describe('shares', () => {
  test('are of the probabilities and not of the draws: the same whatever was drawn, with a range over orders', async () => {
    const shares = async (seed: number, people: number) => {
      const group = groupOf(await compared([await told({}, { seed, people })]), 'local/tells (probabilities)');
      return ['cooperates first', 'cooperates after C', 'cooperates after D'].map((name) => measureOf(group, name));
    };
    const found = await shares(1, 12);
    expect(found).toMatchObject([
      { from: 'probabilities', n: 1, values: 12, interval: null, yes: null, method: null },
      { from: 'probabilities', n: 1, interval: null },
      { from: 'probabilities', n: 1, interval: null },
    ]);
    expect(found.map(({ mean }) => mean)).toEqual([0.6, 0.9, 0.15].map((p) => expect.closeTo(p, 12)));
    expect(found.map(({ range }) => range)).toEqual(
      [
        [0.5, 0.7],
        [0.9, 0.9],
        [0.05, 0.25],
      ].map((ends) => ends.map((p) => expect.closeTo(p, 12))),
    );
    const numbers = (all: typeof found) => all.map(({ mean, range, n }) => [mean, range, n].flat());
    const close = numbers(found).map((row) => row.map((value) => expect.closeTo(value!, 9)));
    expect(numbers(await shares(2, 12))).toEqual(close);
    expect(numbers(await shares(3, 1))).toEqual(close);
  });

  test('n is situations: in a match of several rounds what was read before each question', async () => {
    const rounds = { rounds: 4, method: 'direct', roles: 'alternating' };
    const classes = [await told({}, { config: rounds, people: 20 })];
    const group = groupOf(await compared(classes), 'local/tells (probabilities)');
    const read = new Map<string, Set<string>>();
    const decisions = { first: 0, after_C: 0, after_D: 0 };
    for (const { answers } of classes.flatMap(({ matches }) => matches)) {
      const history: string[] = [];
      for (const { seat, key, answer, turn } of answers) {
        if (seat === 0 && key in decisions) {
          decisions[key as keyof typeof decisions] += 1;
          read.set(key, (read.get(key) ?? new Set()).add(`${turn} ${history.join(' ')}`));
        }
        history.push(`${seat} ${key} ${answer}`);
      }
    }
    for (const [node, name] of [
      ['first', 'cooperates first'],
      ['after_C', 'cooperates after C'],
    ] as const)
      expect(measureOf(group, name)).toMatchObject({ n: read.get(node)!.size, values: decisions[node] });
    expect(measureOf(group, 'cooperates first').mean).toBeCloseTo(0.6, 12);
    expect(read.get('first')!.size).toBeLessThan(decisions.first);
    expect(group.units).toBe([...read.values()].reduce((sum, { size }) => sum + size, 0));
  });

  test('a range is over orders and wordings, each wording weighing the same however often it was asked', async () => {
    // The game's own wording twice as often as the other.
    const rule: TellingRule = ({ key, ask }, rotation) => {
      const asked = ask === own.get(key) ? 0.2 : 0;
      const p = CHANCES[key]![rotation]! - asked;
      return [p, 1 - p];
    };
    const own = new Map<string, string>();
    await told({
      rule: (decision, rotation, request) => {
        own.set(decision.key, decision.ask);
        return byNode(decision, rotation, request);
      },
    });
    const presentation = (who: number) => ({ rotation: null, phrasing: who % 3 === 2 ? 1 : 0 });
    const group = groupOf(await compared([await told({ rule }, { presentation })]), 'local/tells (probabilities)');
    const first = measureOf(group, 'cooperates first');
    expect(first.mean).toBeCloseTo((0.4 + 0.6) / 2, 12);
    expect(first.range).toEqual([expect.closeTo(0.3, 12), expect.closeTo(0.7, 12)]);
    expect(first.n).toBe(1);
    expect(group.instrument).toMatchObject({ wordings: 2, orders: [2, 2], situations: 3 });
  });

  test('what follows from several answers at once stays that of the matches as drawn, and is called so', async () => {
    const classes = [await told()];
    const group = groupOf(await compared(classes), 'local/tells (probabilities)');
    const points = classes[0]!.rows.flatMap((one) =>
      one.table === 'payoff' && one.row.seat === 0 ? [one.row.points] : [],
    );
    expect(measureOf(group, 'payoff')).toMatchObject({ from: 'drawn', n: 12, interval: null, range: null });
    expect(measureOf(group, 'payoff').mean).toBeCloseTo(points.reduce((a, b) => a + b, 0) / points.length, 9);
  });

  test('a measure of any game that says what an answer counts: three options, a number, and one that says nothing', async () => {
    const game = tea();
    const rule: TellingRule = ({ input }, rotation) =>
      input.kind === 'choice' ? ORDERS[rotation]! : [1, 2, 3, 4].map((w) => w + rotation);
    const plan = { game, against: '', config: {}, people: 3 };
    const comparison = await compared([await told({ rule, ask: 'grid' }, plan)], [game]);
    const group = groupOf(comparison, 'local/tells (probabilities on a grid)');
    // Of those who drink anything.
    const share = ([coffee, , tea]: readonly number[]) => tea! / (coffee! + tea!);
    const orders = ORDERS.map(share);
    const found = measureOf(group, 'tea');
    expect(found.mean).toBeCloseTo(share([0.3, 0.4, 0.3]), 12);
    expect(found.range).toEqual([expect.closeTo(Math.min(...orders), 12), expect.closeTo(Math.max(...orders), 12)]);
    const cups = [0, 1, 2, 3].map((turn) => {
      const weights = [1, 2, 3, 4].map((w) => w + turn);
      return weights.reduce((sum, w, i) => sum + w * i, 0) / weights.reduce((sum, w) => sum + w, 0);
    });
    expect(measureOf(group, 'cups').mean).toBeCloseTo(cups.reduce((a, b) => a + b, 0) / 4, 12);
    expect(measureOf(group, 'cups').range).toEqual([cups[3], cups[0]].map((one) => expect.closeTo(one!, 12)));
    expect(comparison.treatments[0]).toMatchObject({ told: 'on a grid of 4' });
  });

  test('a share lies in its range, and that between what its answers can count', () => {
    const chance = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    return fc.assert(
      fc.asyncProperty(fc.tuple(chance, chance, chance, chance), async ([a, b, c, d]) => {
        const rule: TellingRule = ({ key }, rotation) => {
          const p = [key === 'first' ? a : c, key === 'first' ? b : d][rotation]!;
          return [p, 1 - p];
        };
        const group = groupOf(await compared([await told({ rule }, { people: 2 })]), 'local/tells (probabilities)');
        for (const { mean, range, from } of group.measures)
          if (from === 'probabilities') {
            expect(mean).toBeGreaterThanOrEqual(range![0] - 1e-12);
            expect(mean).toBeLessThanOrEqual(range![1] + 1e-12);
            expect(range![0]).toBeGreaterThanOrEqual(0);
            expect(range![1]).toBeLessThanOrEqual(1);
          }
      }),
      { numRuns: 25 },
    );
  });
});

describe('beside people', () => {
  const people = () =>
    playClass({
      ...{
        game: dilemma,
        name: 'class',
        people: 30,
        against: 'moralis:0.5',
        config: WHOLE,
        choose: cooperating(0.6, 0.9, 0.1),
      },
    });
  test('they are never one side of a test, and intervals of people hold them or do not', async () => {
    const comparison = await compared([await people(), await told()]);
    const [condition] = comparison.treatments;
    expect(comparison.treatments).toHaveLength(1);
    expect(condition!.groups.map(({ label, unit }) => [label, unit])).toEqual([
      ['people', 'participant'],
      ['local/tells (probabilities)', 'situation'],
    ]);
    const sides = condition!.tests.flatMap(({ one, other }) => [one, other]);
    expect(sides.filter((side) => side.includes('local/tells'))).toEqual([]);
    expect(condition!.tests.map(({ kind }) => kind)).not.toContain('between groups');
    const held = condition!.groups[0]!.held.filter(({ agent }) => agent === 'local/tells (probabilities)');
    expect(held.map(({ measure, inside }) => [measure, inside])).toEqual([
      ['cooperates first', true],
      ['cooperates after C', true],
      ['cooperates after D', true],
    ]);
    expect(held[0]!.value).toBeCloseTo(0.6, 12);
    expect(condition!.groups[1]).toMatchObject({ held: [], contrasts: [] });
  });

  test('the tests among the others are what they were without it', async () => {
    const classes = [
      await people(),
      await playClass({
        ...{ game: dilemma, name: 'other', people: 30, against: 'moralis:0.5', config: WHOLE, seed: 5 },
        choose: cooperating(0.2, 0.5, 0.1),
      }),
    ];
    const without = await compared(classes);
    const beside = await compared([...classes, await told()]);
    expect(beside.treatments[0]!.tests).toEqual(without.treatments[0]!.tests);
  });

  test('asked for words, JSON or probabilities a model is another group each time, whatever its id says', async () => {
    const saying = (ask?: 'words') =>
      playClass({
        ...{
          game: dilemma,
          name: 'run',
          kind: 'run',
          people: 6,
          against: 'moralis:0.5',
          config: WHOLE,
          choose: () => '',
        },
        agent: {
          ...{ id: 'local/tells', label: 'local', kind: 'model', wording: 'w' },
          ...(ask === undefined ? {} : { ask }),
          choose: () => Promise.resolve({ answer: 'C', shownAt: 1 }),
        },
      });
    const classes = [
      await saying(),
      await saying('words'),
      await told(),
      await told({ id: 'local/tells?ask=decision' }),
    ];
    const { treatments } = await compared(classes);
    expect(treatments.flatMap(({ groups }) => groups.map(({ label, matches }) => [label, matches]))).toEqual([
      ['local/tells', 6],
      ['local/tells (bare words)', 6],
      ['local/tells (probabilities)', 24],
    ]);
  });
});

describe('on a grid', () => {
  test('ratings are another condition than free ones, with a title of its own, and expected ratings', async () => {
    const config = { items: '10/alone', questions: 'moral,buy-minimising' };
    // Weights by tens rise with the rating.
    const rule: TellingRule = ({ input, grid }) =>
      input.kind === 'choice' ? input.options.map((_, i) => i + 1) : grid!.map((_, i) => i);
    const plan = { game: vehicles, against: '', config, people: 4 };
    const free = await playClass({
      ...plan,
      name: 'class',
      choose: ({ input }) => (input.kind === 'number' ? 30 : 'swerve'),
    });
    const { treatments } = await compared([free, await told({ rule, ask: 'grid' }, plan)], [vehicles]);
    expect(treatments.map(({ told: words }) => words).toSorted()).toEqual(['', 'on a grid of 11']);
    const onGrid = treatments.find(({ told: words }) => words !== '')!;
    const rating = measureOf(onGrid.groups[0]!, 'buy minimising');
    const weights = Array.from({ length: 11 }, (_, i) => i);
    const all = weights.reduce((a, b) => a + b, 0);
    expect(rating.mean).toBeCloseTo(
      weights.reduce((sum, w) => sum + (w / all) * 10 * w, 0),
      9,
    );
    expect(onGrid.groups[0]!.instrument).toMatchObject({ ask: 'grid', grid: 11 });
  });

  test('prices: the expected price of each round, and a path of them', async () => {
    const rule: TellingRule = ({ grid }) => grid!.map((_, i) => (i < 2 ? 1 : 0));
    const grids = new Map<string, readonly number[]>();
    const noting: TellingRule = (decision, ...rest) => {
      grids.set(decision.key, decision.grid!);
      return rule(decision, ...rest);
    };
    const plan = { game: duopoly, config: { rounds: 3 }, people: 6, against: 'economicus' };
    const comparison = await compared([await told({ rule: noting, ask: 'grid' }, plan)], [duopoly]);
    const group = groupOf(comparison, 'local/tells (probabilities on a grid)');
    const [low, high] = grids.get('price')!;
    expect(measureOf(group, 'price').mean).toBeCloseTo((low! + high!) / 2, 9);
    expect(measureOf(group, 'profit')).toMatchObject({ from: 'drawn' });
    expect(group.path.map(({ mean, interval }) => [mean, interval])).toEqual(
      Array.from({ length: 3 }, () => [expect.closeTo((low! + high!) / 2, 9), null]),
    );
  });
});

describe('the instrument', () => {
  const wordsOf = async (agent: Partial<TellingAgent>) => {
    const comparison = await compared([await told(agent)]);
    return {
      group: groupOf(comparison, 'local/tells (probabilities)'),
      said: blocksAsText(comparisonBlocks(comparison)),
      comparison,
    };
  };
  test('dialect, orders, model as answered, mass outside and rounding stand beside the group', async () => {
    const { group, said } = await wordsOf({
      told: { dialect: 'first token', served: 'other-7b' },
      reading: { outside: 0.24, decimals: 2, sum: 0.99 },
    });
    expect(group.size).toBe('3 situations, from probabilities, no reasoning');
    expect(group.instrument).toMatchObject({
      ...{ dialects: ['first token'], orders: [2, 2], served: ['other-7b'], others: ['other-7b'], decimals: null },
      unseen: { readings: 72, below: 0.005 },
      ...{ outside: { largest: 0.24, readings: [72, 72] }, sums: [0.99, 0.99], answers: 36, sameInAllOrders: false },
    });
    for (const part of ['first token', 'other-7b', '.240', 'less than .005', '.99', 'no reasoning'])
      expect(said).toContain(part);
    expect(said).not.toContain('2 decimals');
    const typed = await wordsOf({ told: { dialect: 'decisions' }, reading: { decimals: 2 } });
    expect(typed.group.instrument).toMatchObject({ decimals: 2, unseen: null });
    expect(typed.said).toContain('2 decimals');
  });
  test('orders that different models answered: each is named, and that the mean mixes them', async () => {
    const { group, said } = await wordsOf({ told: { served: 'tells', servedToo: ['other-7b'] } });
    expect(group.instrument).toMatchObject({ served: ['other-7b', 'tells'], others: ['other-7b'], mixed: 36 });
    expect(said).toContain('were not answered by one model');
    expect((await wordsOf({ told: { served: 'tells' } })).group.instrument!.mixed).toBe(0);
  });
  test('the same to the last digit in every order: the order may not reach the model; all or nothing says nothing', async () => {
    const same = await wordsOf({ rule: () => [0.3, 0.7] });
    expect(same.group.instrument!.sameInAllOrders).toBe(true);
    expect(same.said).toContain('the order may not reach the model');
    const sure = await wordsOf({ rule: () => [1, 0] });
    expect(sure.group.instrument!.sameInAllOrders).toBe(false);
    expect((await wordsOf({})).group.instrument!.sameInAllOrders).toBe(false);
  });
  test('the report tells it in the section, the figure and the methods', async () => {
    const { comparison } = await wordsOf({ told: { dialect: 'decisions', served: null } });
    const made = { version: '0', node: '0', command: 'x', at: 'now', probes: {} };
    const sections = JSON.stringify(sectionsOf(comparison, made));
    for (const part of [
      'range over orders',
      'read by decisions',
      'which model answered is not told',
      'drawn from the mean',
    ])
      expect(sections).toContain(part);
  });
});

/** Tea, coffee or nothing, then how many cups: a measure that leaves nothing out, and one that is not of single answers. */
function tea(): AnyGame {
  type State = { readonly given: readonly (string | number)[] };
  const drink: Decision = {
    ...{ key: 'drink', seat: 0, role: 'guest', round: 1, practice: false, ask: 'Which?' },
    input: {
      kind: 'choice',
      options: ['tea', 'coffee', 'none'].map((value) => ({ value, label: value, key: value[0]! })),
    },
  };
  const cups: Decision = {
    ...{ key: 'cups', seat: 0, role: 'guest', round: 1, practice: false, ask: 'How many?', grid: [0, 1, 2, 3] },
    input: { kind: 'number', min: 0, max: 9, step: 1, decimals: 0 },
  };
  return defineGame<object, State, State>({
    ...{
      name: 'tea',
      version: 1,
      title: 'Tea',
      summary: 'Tea',
      sources: ['ours, for this test'],
      words: { en: { ask: 'Which?' } },
    },
    config: z.strictObject({}),
    presets: [{ name: 'plain', sentence: 'As it is.', config: {} }],
    presetsLabel: 'Kind',
    roles: [{ name: 'guest', sentence: 'You drink.', seat: 0 }],
    ...{ lines: [], seats: () => ({ least: 1, most: 1 }), minutes: () => 1, setup: () => ({ given: [] }) },
    pending: ({ given }) => (given.length === 0 ? [drink, cups] : []),
    apply: ({ given }, moves) => ({ given: [...given, ...moves.map(({ answer }) => answer)] }),
    ...{ payoffs: () => null, observe: (state) => state, instructions: () => [text('Drink.')] },
    ...{ heading: () => ({ about: 'tea', where: '' }), scene: () => [text('A table.')], result: () => [text('Done.')] },
    debrief: () => ({ blocks: [text('Done.')], kappa: false, more: [] }),
    predict: () => ({ document: {}, blocks: [text('Tea.')] }),
    measures: [
      choiceRate({
        ...{ name: 'tea', sentence: 'Tea of those who drink.', source: 'ours' },
        counts: ({ key }, answer) => (key !== 'drink' || answer === 'none' ? null : answer === 'tea' ? 1 : 0),
      }),
      {
        ...{ name: 'cups', sentence: 'Cups.', source: 'ours', scale: 'points' },
        counts: ({ key }, answer) => (key === 'cups' ? Number(answer) : null),
        values: ({ moves }) =>
          moves.flatMap(({ decision, answer }) => (decision.key === 'cups' ? [Number(answer)] : [])),
      },
    ],
  });
}
