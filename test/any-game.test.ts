/** A game that declares nothing for comparing, and has neither theory nor stand-in: all its measures are shown, and every test is exploratory. */
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Class, playClass } from './class.ts';
import { blocksAsText } from '../src/core/blocks.ts';
import { figuresByScale } from '../src/core/comparison-spec.ts';
import { defineGame } from '../src/core/define-game.ts';
import type { AnyGame, Decision, Measure, Move } from '../src/core/game.ts';
import { textOfAll } from '../src/show/line.ts';
import { compareLines } from '../src/terminal/compare/draw.ts';
import { newView, withComparison } from '../src/terminal/compare/view.ts';
import { sectionsOf } from '../src/analysis/report/sections.ts';
import { comparisonBlocks } from '../src/analysis/compare/blocks.ts';
import { newCollector } from '../src/analysis/compare/collect.ts';
import { compare } from '../src/analysis/compare/compare.ts';
import type { Comparison } from '../src/analysis/compare/document.ts';

/** Ultimatum: one offers 0 to 10, the other accepts or not and rates how fair that was; the first is asked what it expected. */
type State = { readonly moves: readonly Move[] };
const question = (seat: number, key: string, input: Decision['input']): Decision => ({
  ...{ seat, key, input, role: seat === 0 ? 'first' : 'second', round: 1, practice: false, ask: `${key}?` },
});
const offer = question(0, 'offer', { kind: 'number', min: 0, max: 10, step: 1, decimals: 0 });
const replies = [
  question(1, 'accept', {
    kind: 'choice',
    options: [
      { value: 'yes', label: 'yes', key: 'y' },
      { value: 'no', label: 'no', key: 'n' },
    ],
  }),
  question(1, 'fair', { kind: 'number', min: 0, max: 100, step: 1, decimals: 0 }),
];
const measure = (
  name: string,
  scale: Measure<State>['scale'],
  seat: number,
  value: (answer: string | number) => number,
): Measure<State> => ({
  ...{ name, scale, sentence: `How much ${name}.`, source: 'ours' },
  values: ({ moves }, mine) =>
    mine === seat ? moves.flatMap(({ decision, answer }) => (name.includes(decision.key) ? [value(answer)] : [])) : [],
});
const ultimatum = defineGame<Record<string, never>, State, State>({
  name: 'ultimatum',
  title: 'Ultimatum',
  summary: '',
  sources: [],
  config: z.strictObject({}) as z.ZodType<Record<string, never>>,
  seats: () => ({ least: 2, most: 2 }),
  setup: () => ({ moves: [] }),
  pending: ({ moves }) => (moves.length === 0 ? [offer] : moves.length === 1 ? replies : []),
  apply: ({ moves }, made) => ({ moves: [...moves, ...made] }),
  payoffs: () => null,
  observe: (state) => state,
  instructions: () => [],
  scene: () => [],
  measures: [
    measure('offer', 'points', 0, Number),
    measure('accepts', 'rate', 1, (answer) => (answer === 'yes' ? 1 : 0)),
    measure('fairness', 'rating', 1, Number),
  ],
});
const game: AnyGame = ultimatum;

async function compared(classes: readonly Class[]): Promise<Comparison> {
  const collector = newCollector([game]);
  for (const { matches } of classes) for (const match of matches) collector.add(match);
  return compare(collector.observations(), {
    ...{ by: 'session', files: [], sessions: [], treatments: new Map() },
    ...{ rehearsals: 0, models: [], references: [], preferences: true },
  });
}
const proposers = (name: string, middle: number, people = 12) =>
  playClass({ game, name, people, against: 'random', choose: (_, chance) => middle + chance.below(3), seed: middle });
const responders = (name: string, chance: number, people = 12) =>
  playClass({
    ...{ game, name, people, against: 'random', second: true, seed: people },
    choose: ({ key }, draw) => (key === 'fair' ? 20 + draw.below(60) : draw.unit() < chance ? 'yes' : 'no'),
  });

let two: Comparison;
beforeAll(async () => {
  two = await compared([
    await proposers('A', 2),
    await proposers('B', 6),
    await responders('A', 0.9),
    await responders('B', 0.2),
  ]);
});
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('a game that declares nothing', () => {
  test('shows every measure that has values, by its scale', () => {
    expect(two.treatments.flatMap(({ figures }) => figures.map(({ title, rows }) => [title, rows.length]))).toEqual(
      expect.arrayContaining([
        ['points', 1],
        ['rates', 1],
        ['ratings', 1],
      ]),
    );
    const page = flat(blocksAsText(comparisonBlocks(two)));
    for (const words of ['offer', 'accepts', 'fairness', 'exploratory', 'nothing is declared beforehand'])
      expect(page).toContain(words);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });
  test('tests are exploratory, and none is adjusted or shown', () => {
    const tests = two.treatments.flatMap((one) => one.tests);
    expect(tests.length).toBeGreaterThan(0);
    for (const { family, adjusted, verdict } of tests)
      expect({ family, adjusted, verdict }).toEqual({
        family: 'exploratory',
        adjusted: null,
        verdict: 'exploratory',
      });
    const offered = tests.find((one) => one.measure === 'offer')!;
    expect(offered.difference).toBeLessThan(-3);
    expect(two.treatments.flatMap(({ conclusions }) => conclusions).join(' ')).toMatch(
      /offer: A minus B is −\d\.\d \(95 % .*exploratory: it shows nothing by itself/,
    );
  });
  test('a rate of yes and no is counted', () => {
    const accepts = two.treatments.flatMap(({ groups }) =>
      groups.flatMap(({ measures }) => measures.filter((one) => one.measure === 'accepts' && one.n > 0)),
    );
    expect(accepts.map(({ method }) => method)).toEqual(['Wilson', 'Wilson']);
  });
  test('agents stand beside samples by what they have played; there is no line of theory', () => {
    const lines = two.treatments.flatMap((one) => one.lines);
    expect(new Set(lines.map(({ agent }) => agent))).toEqual(new Set(['random']));
    expect(new Set(lines.map(({ from }) => from))).toEqual(new Set(['played']));
  });
  test('on the screen, in --json and in the report', () => {
    const screen = textOfAll(compareLines(withComparison(newView(true), two), 80, 40));
    expect(screen).toMatch(/offer|accepts/);
    expect(JSON.parse(JSON.stringify(two))).toEqual(two);
    const made = { version: '1', node: 'v24', command: 'homines report', at: '2026-01-01T00:00', probes: {} };
    const report = JSON.stringify(sectionsOf(two, made));
    for (const words of ['offer', 'accepts', 'fairness', 'exploratory']) expect(report).toContain(words);
    expect(report).not.toMatch(/NaN|undefined|Infinity/);
  });
  test('few people are dots, and nobody is nothing', async () => {
    const few = await compared([await proposers('A', 2, 3)]);
    expect(blocksAsText(comparisonBlocks(few))).toMatch(/Fewer than 5 observations/);
    expect((await compared([])).treatments).toEqual([]);
  });
});

test('figures by scale: ends are round, and nothing lies outside', () => {
  const [points, rates, prices] = figuresByScale([
    { name: 'gives', scale: 'points', drawn: [3, 7.5] },
    { name: 'efficiency', scale: 'rate', drawn: [-0.12, 0.8] },
    { name: 'never', scale: 'rating', drawn: [] },
    { name: 'price', scale: 'price', drawn: [1.42, 1.97] },
    { name: 'profit', scale: 'points', drawn: [0.5] },
  ]);
  expect(points).toMatchObject({ min: 0, max: 8, ends: ['0', '8'], decimals: 1 });
  expect(points!.rows.map(({ measure: name }) => name)).toEqual(['gives', 'profit']);
  expect(rates!.min).toBeLessThanOrEqual(-0.12);
  expect(rates).toMatchObject({ max: 1, written: 'percent' });
  expect(prices!.min).toBeLessThanOrEqual(1.42);
  expect(prices!.max).toBeGreaterThanOrEqual(1.97);
  expect(prices!.min).toBeGreaterThan(1);
  for (const drawn of [[0], [5], [-3], [1e-6], [0, 0], [1e9]])
    for (const { min, max, ends } of figuresByScale([{ name: 'x', scale: 'price', drawn }])) {
      expect(max).toBeGreaterThan(min);
      for (const value of drawn) expect(min <= value && value <= max).toBe(true);
      expect(ends.join(' ')).not.toMatch(/NaN|e-?\d|Infinity/);
    }
});
