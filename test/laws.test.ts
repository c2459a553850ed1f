/** The laws can tell: a small game that keeps them all, and one breach of each. */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { text } from '../src/core/blocks.ts';
import { defineGame } from '../src/core/define-game.ts';
import type { AnyGame, Decision, Game, Plans } from '../src/core/game.ts';
import { lawsOfGames, lawsOfMatches, playByLot } from '../src/laws/index.ts';

type Config = { rounds: number };
type State = { readonly rounds: number; readonly given: readonly string[] };
type View = { readonly round: number; readonly given: readonly string[] };

const question = (state: State, key: string): Decision => ({
  key,
  seat: 0,
  role: 'respondent',
  round: state.given.length / 2 + 1,
  practice: false,
  ask: `Tea or coffee (${key})?`,
  input: {
    kind: 'choice',
    options: [
      { value: 'tea', label: 'tea', key: 't' },
      { value: 'coffee', label: 'coffee', key: 'c' },
    ],
  },
});

const honest = defineGame<Config, State, View>({
  name: 'breakfast',
  version: 1,
  title: 'Breakfast',
  summary: 'Tea or coffee',
  sources: ['ours, for this test'],
  words: { en: { ask: 'Tea or coffee?' } },
  config: z.strictObject({ rounds: z.number().int().min(1).default(3).describe('how many mornings') }),
  presets: [{ name: 'weekend', sentence: 'Two mornings.', config: { rounds: 2 } }],
  presetsLabel: 'Mornings',
  roles: [{ name: 'respondent', sentence: 'You drink it.', seat: 0 }],
  lines: [{ label: 'Mornings', options: [{ label: 'three', sentence: 'Three mornings.', config: { rounds: 3 } }] }],
  seats: () => ({ least: 1, most: 1 }),
  minutes: () => 1,
  setup: ({ rounds }) => ({ rounds, given: [] }),
  pending: (state) =>
    state.given.length >= 2 * state.rounds ? [] : [question(state, 'first'), question(state, 'second')],
  apply: (state, moves) => ({ ...state, given: [...state.given, ...moves.map((move) => String(move.answer))] }),
  payoffs: (state) => [state.given.length],
  observe: ({ given }) => ({ round: given.length, given }),
  instructions: () => [text('Choose what you drink.')],
  heading: (view) => ({ about: 'breakfast', where: `morning ${view.round}` }),
  scene: () => [text('It is morning.')],
  result: (view) => [text(`You drank ${view.given.join(', ')}.`)],
  debrief: () => ({
    blocks: [text('That was breakfast.')],
    kappa: false,
    more: [{ key: 'a', label: 'all', blocks: [text('All of it.')] }],
  }),
  predict: () => ({ document: { tea: true }, blocks: [text('Tea.')] }),
  measures: [
    {
      name: 'tea',
      sentence: 'How often tea was drunk.',
      source: 'ours',
      scale: 'rate',
      values: ({ moves }) => moves.map((move) => Number(move.answer === 'tea')),
    },
  ],
});

async function breaches(game: AnyGame): Promise<readonly string[]> {
  const trace = playByLot({ game, config: game.config.parse({}), seed: 1, seats: 1 });
  const found: string[] = [];
  for (const law of lawsOfGames) found.push(...(await law.broken(game)));
  for (const law of lawsOfMatches) found.push(...(await law.broken(trace)));
  return found;
}

it('a game that keeps the laws is left in peace', async () => {
  expect(await breaches(honest)).toEqual([]);
});

it('so is one that says no more than it has to, without theory, stand-in, calculator and comparison', async () => {
  const { name, title, summary, sources, config, seats } = honest;
  const { setup, pending, apply, payoffs, observe, instructions, scene } = honest;
  const rules = { setup, pending, apply, payoffs, observe, instructions, scene };
  expect(await breaches(defineGame({ name, title, summary, sources, config, seats, ...rules }))).toEqual([]);
});

/** Questions for a number from 0 to 100, with this grid. */
const onGrid = (...grid: readonly number[]) => ({
  pending: (state: State) =>
    honest.pending(state).map((d): Decision => ({
      ...d,
      input: { kind: 'number', min: 0, max: 100, step: 1, decimals: 0 },
      grid,
    })),
});

/** The same questions with paraphrases of their own, and another ask where one is given. */
const asking = (paraphrasesOf: (decision: Decision) => readonly string[], ask?: string) => ({
  pending: (state: State) =>
    honest
      .pending(state)
      .map((d): Decision => ({ ...d, paraphrases: paraphrasesOf(d), ...(ask === undefined ? {} : { ask }) })),
});

/** At which place an answer stood: what no rule may look at. */
const placeOf = (input: Decision['input'], answer: string | number): string =>
  input.kind === 'choice' ? String(input.options.findIndex(({ value }) => value === answer)) : '';

/** Two plans, of which tea pays more wherever it is answered; `at` says where that is. */
const poured = (at: NonNullable<Plans['at']>): Plans => ({
  names: ['tea', 'milk'],
  nodes: [{ key: 'cup', answer: 'tea' }],
  outcomes: (mine) => [[1, 2 - mine, 1]],
  answer: (plan) => (plan === 0 ? 'tea' : 'milk'),
  at,
});

let calls = 0;
const broken: readonly (readonly [breach: RegExp, game: Partial<Game<Config, State, View>>])[] = [
  [/not kebab-case/, { name: 'Breakfast' }],
  [/no sources/, { sources: [] }],
  [/"rounds":0.* is refused/, { presets: [{ name: 'none', sentence: 'No mornings.', config: { rounds: 0 } }] }],
  [/two presets are called weekend/, { presets: [...honest.presets, ...honest.presets] }],
  [/the setting rounds has no description/, { config: z.strictObject({ rounds: z.number().default(3) }) }],
  [/unknown setting is accepted/, { config: z.object({ rounds: z.number().default(3).describe('how many') }) }],
  [/2 to 1 seats/, { seats: () => ({ least: 2, most: 1 }) }],
  [/no words in "en"/, { words: {} }],
  [/document\.tea is NaN/, { predict: () => ({ document: { tea: NaN }, blocks: [text('Tea.')] }) }],
  [
    /weights sum to 0\.5/,
    { plans: () => ({ names: ['tea'], nodes: [], outcomes: () => [[0.5, 1, 1]], answer: () => 'tea' }) },
  ],
  [/tea against milk at cup: an outcome that is none of all/, { plans: () => poured(() => [[0.5, 9, 1]]) }],
  [/milk against milk at cup: what comes about elsewhere hangs on tea/, { plans: () => poured(() => []) }],
  [/"first": "tea, surely" names no number/, { plans: () => poured(() => []), expectation: () => 'tea, surely' }],
  [
    /"first": "tea with 50 %", however likely tea is at cup/,
    { plans: () => poured(() => []), expectation: () => 'tea with 50 %' },
  ],
  [/played twice, the steps differ/, { observe: ({ given }) => ({ round: calls++, given }) }],
  [
    /in another order the same answers end otherwise/,
    {
      apply: (state, moves) => ({
        ...state,
        given: [...state.given, ...moves.map(({ decision: { input }, answer }) => placeOf(input, answer))],
      }),
    },
  ],
  [
    /the scene of first with its options in another order/,
    { scene: (_, { input }) => [text(input.kind === 'choice' && input.options[0]?.value === 'coffee' ? '' : 'Tea?')] },
  ],
  [/resumed after .* ends otherwise/, { payoffs: () => [calls++] }],
  [
    /fewer than two options/,
    {
      pending: (s) =>
        honest
          .pending(s)
          .map((d) => ({ ...d, input: { kind: 'choice', options: [{ value: 'tea', label: 'tea', key: 't' }] } })),
    },
  ],
  [
    /the letter of tea is "q"/,
    {
      pending: (s) =>
        honest.pending(s).map((d) => ({
          ...d,
          input: {
            kind: 'choice',
            options: [
              { value: 'tea', label: 'tea', key: 'q' },
              { value: 'c', label: 'c', key: 'c' },
            ],
          },
        })),
    },
  ],
  [
    /a step of 0\.5 is finer than 0 decimals/,
    {
      pending: (s) =>
        honest.pending(s).map((d) => ({ ...d, input: { kind: 'number', min: 0, max: 3, step: 0.5, decimals: 0 } })),
    },
  ],
  [/: 1 paraphrases/, asking((d) => [`Coffee or tea (${d.key})?`])],
  [/"Tea or coffee \(first\)\?" twice/, asking((d) => [d.ask, 'coffee or tea'])],
  [
    /"Or tea\?" names tea, "coffee, tea\?" names coffee, tea/,
    asking(() => ['Tea, coffee?', 'Or tea?'], 'coffee, tea?'),
  ],
  [/names 2, tea, "tea\?" names tea/, asking(() => ['tea!', '2 tea?'], 'tea?')],
  [/letters long, "tea\?" 4/, asking(() => ['tea!', 'tea, or what?'], 'tea?')],
  [/1 numbers on the grid/, onGrid(50)],
  [/16 numbers on the grid/, onGrid(...Array.from({ length: 16 }, (_, i) => i))],
  [/101 is on the grid and cannot be answered/, onGrid(0, 101)],
  [/0\.5 is on the grid and cannot be answered/, onGrid(0.5, 1)],
  [/10 stands above 20 on the grid/, onGrid(20, 10)],
  [/a grid where no number is asked/, { pending: (s) => honest.pending(s).map((d) => ({ ...d, grid: [0, 1] })) }],
  [/asks first of seat 1 twice/, { pending: (s) => honest.pending(s).map((d) => ({ ...d, key: 'first' })) }],
  [
    /the view of seat 1\.round is undefined/,
    { observe: ({ given }) => ({ round: undefined as unknown as number, given }) },
  ],
  [/the result of seat 1 says "NaN"/, { result: () => [text(`You earned ${NaN}.`)] }],
  [/the scene of .* says "\{name\}"/, { scene: () => [text('Hello {name}.')] }],
  [
    /row 1 of a table has 1 cells for 2 columns/,
    { result: () => [{ kind: 'table', columns: [{ head: 'a' }, { head: 'b' }], rows: [[{ text: '1' }]] }] },
  ],
  [
    /2 lies outside its scale/,
    {
      result: () => [
        {
          kind: 'scale',
          min: 0,
          max: 1,
          ends: ['0', '1'],
          rows: [{ label: 'κ', marks: [{ at: 2, who: { seat: 0 } }] }],
        },
      ],
    },
  ],
  [
    /page of the debrief has the letter q/,
    {
      debrief: () => ({ blocks: [text('That was it.')], kappa: false, more: [{ key: 'q', label: 'all', blocks: [] }] }),
    },
  ],
  [/the heading says "undefined"/, { heading: () => ({ about: 'undefined', where: '' }) }],
  [/payoffs NaN for 1 seats/, { payoffs: () => [NaN] }],
  [/tea of seat 1 is 2 \(a rate\)/, { measures: [{ ...honest.measures[0]!, values: () => [2] }] }],
  [/two roles are called respondent/, { roles: [...honest.roles, ...honest.roles] }],
];

it.each(broken)('%s is noticed', async (breach, changed) => {
  expect((await breaches({ ...honest, ...changed })).filter((one) => breach.test(one))).not.toEqual([]);
});

it('rules that change a state in place, or never end, fail at once', async () => {
  const inPlace: AnyGame = {
    ...honest,
    apply: (state, moves) => (
      Array.prototype.push.apply(
        state.given,
        moves.map((move) => move.answer),
      ),
      { ...state }
    ),
  } as Game<Config, State, View>;
  await expect(breaches(inPlace)).rejects.toThrow(TypeError);
  await expect(breaches({ ...honest, apply: (state) => state } as Game<Config, State, View>)).rejects.toThrow(
    /still asks after/,
  );
});
