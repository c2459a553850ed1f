/** What a report says of a comparison: only what was done, with counts that add up. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type ClassPlan, cooperating, playClass, rating } from '../../../test/class.ts';
import type { AnyGame } from '../../core/game.ts';
import { loadGame } from '../../disk/games.ts';
import { newCollector } from '../compare/collect.ts';
import { compare } from '../compare/compare.ts';
import type { Comparison } from '../compare/document.ts';
import type { CallCount } from '../../core/stored-rows.ts';
import { picturesOf } from './figures.ts';
import { exclusionBlocks } from './exclusions.ts';
import { methodsParagraphs } from './methods.ts';
import { modelBlocks } from './models.ts';
import { decimalsOf, figureOf, numbersRow, testsTable } from './tables.ts';

let dilemma: AnyGame;
let duopoly: AnyGame;
let vehicles: AnyGame;
beforeAll(async () => {
  [dilemma, duopoly, vehicles] = await Promise.all([
    loadGame('prisoners-dilemma'),
    loadGame('pricing-duopoly'),
    loadGame('autonomous-vehicles'),
  ]);
});

async function comparisonOf(plans: readonly ClassPlan[], models: readonly CallCount[] = []): Promise<Comparison> {
  const collector = newCollector([dilemma, duopoly, vehicles]);
  for (const plan of plans) for (const match of (await playClass(plan)).matches) collector.add(match);
  const ask = {
    by: 'session',
    files: [],
    sessions: [],
    treatments: new Map(),
    rehearsals: 2,
    models,
    references: [],
  } as const;
  return compare(collector.observations(), ask);
}
const strategy = (name: string, people: number, seed: number): ClassPlan => ({
  ...{ game: dilemma, name, people, seed, against: 'moralis:0.5', config: { method: 'strategy', roles: 'drawn' } },
  choose: cooperating(0.5, 0.8, 0.2),
});
const prices = (name: string, people: number, seed: number): ClassPlan => ({
  ...{ game: duopoly, name, people, seed, against: 'human', config: { rounds: 3 } },
  choose: (_, chance) => 15 + chance.below(40) / 10,
});

describe('the methods', () => {
  const methods = async (...plans: readonly ClassPlan[]): Promise<string> =>
    methodsParagraphs(await comparisonOf(plans), '1.2.3').join(' ');

  test('name a statistic where it was used, and only there', async () => {
    const rates = await methods(strategy('a', 12, 1), strategy('b', 14, 2));
    for (const used of ['Wilson', "Fisher's exact", 'Newcombe', 'McNemar', 'Holm', 'Hesterberg', 'participant'])
      expect(rates).toContain(used);
    expect(rates).not.toMatch(/matching group|language model|price paths|fewer than 5/i);
    const market = await methods(prices('a', 12, 1), prices('b', 14, 2));
    for (const used of ['Mann & Whitney', 'Hesterberg', 'Welch', 'matching group', 'Bands around price paths'])
      expect(market).toContain(used);
    expect(market).not.toMatch(/Wilson|Fisher|McNemar|Wilcoxon/);
    const few = await methods(prices('a', 4, 1));
    expect(few).toContain('fewer than 5 observations');
    expect(few).not.toMatch(/Hesterberg|Holm|tested two-sided|Intervals are at/);
  });
  test('name the contrasts of one group', async () => {
    const cars = await methods({ game: vehicles, name: 'cars', people: 8, against: '', choose: rating(40) });
    expect(cars).toContain('social dilemma gap');
    expect(cars).toContain('permutation of signs');
    expect(await methods(strategy('a', 12, 1))).not.toContain('Within one group');
  });
  test('give sizes, settings once and what was left out', async () => {
    const said = await methods(strategy('a', 12, 1), {
      ...strategy('b', 9, 2),
      config: { T: 90, S: 10, method: 'strategy', roles: 'drawn' },
    });
    expect(said).toContain('Excluded: 2 matches of rehearsals.');
    expect(said).toMatch(
      /settings of all conditions: R 75, P 30, method strategy, roles drawn,.* 2 conditions: \(1\) .*\(T 80, S 20\): .*12 people, 12 matches\. \(2\) .*\(T 90, S 10\): .*9 people/,
    );
  });
  test('say with which version choices were recorded', async () => {
    const found = await comparisonOf([strategy('a', 6, 1)]);
    const session = { code: 'abcdefgh', kind: 'lab', seed: 1, version: '1.0.0', name: 'a' } as const;
    expect(methodsParagraphs({ ...found, sessions: [session] }, '1.0.0')[0]).toMatch(
      /^Choices were recorded and analysed with homines 1\.0\.0\./,
    );
    expect(methodsParagraphs({ ...found, sessions: [session] }, '1.2.0')[0]).toMatch(
      /^Choices were recorded with homines 1\.0\.0 and analysed with homines 1\.2\.0\./,
    );
  });
});

const model: CallCount = {
  ...{ agent: 'local/m', provider: 'local', model: 'm', calls: 13, tokensIn: 4000, tokensOut: 300, cost: null },
  ...{ served: ['m'], leftOut: [] },
  outcomes: { answered: 6, repaired: 2, refused: 1, 'timed out': 1 },
  settings: { temperature: 0, seed: 7 },
};

test('models: questions are counted, not calls, and a setting stands beside what the probe saw of it', () => {
  const probed = { at: '2026-01-01 00:00', found: { seed: 'no', schema: 'yes' }, ms: 12, shutdown: null };
  const said = JSON.stringify(modelBlocks([model], { 'local/m': probed }));
  expect(said).toContain(
    'of 10 questions 8 (80 %) have an answer of the model, 2 at the second try; 2 have none: 1 refused, 1 timed out.',
  );
  for (const share of ['6 (60 %)', '2 (20 %)', '1 (10 %)']) expect(said).toContain(share);
  expect(said).toContain('temperature 0, seed 7 (ignored when probed)');
  expect(said).toContain('13 calls, 4,000 tokens in, 300 out, price not known');
  expect(JSON.stringify(modelBlocks([model], {}))).toContain('not probed from this folder');
});

test('matches that were looked at add up', async () => {
  const found = await comparisonOf([strategy('a', 6, 1), { ...strategy('b', 3, 2), leftAfter: 1 }]);
  const counts = { ...found.counts, matches: 9, left: 3 };
  const [facts] = exclusionBlocks({ ...found, counts });
  expect(facts).toMatchObject({
    kind: 'facts',
    facts: [{ value: '6 matches of 9 looked at' }, { value: '3 matches' }, { value: '2 matches' }],
  });
});

describe('digits', () => {
  test('two of the interval’s width, and no exponents', () => {
    const shown = (width: number, value: number) => figureOf('points', value, decimalsOf('points', width, [value]));
    expect([shown(23, 58.31), shown(0.31, 16.951), shown(1e-16, 1.08e-16), shown(0, 0)]).toEqual([
      '58',
      '16.95',
      '0',
      '0',
    ]);
    expect(figureOf('rate', -0.0001, 0)).toBe('0 %');
  });
  test('a difference never loses the side of 0 on which its interval ends', async () => {
    const { treatments } = await comparisonOf([prices('a', 20, 1), prices('b', 24, 2)]);
    const tests = treatments[0]!.tests.map((one) => ({ ...one, difference: 11.1, interval: [-0.253, 22.8] as const }));
    expect(JSON.stringify(testsTable(treatments[0]!, '', tests, ({ measure }) => measure))).toContain('−0.3 to 22.8');
  });
  test('of under five observations every value is written', async () => {
    const { treatments } = await comparisonOf([prices('a', 6, 1)]);
    const [row] = treatments[0]!.groups[0]!.measures.map(numbersRow);
    expect(row!.map(({ text }) => text)).toEqual([
      'price',
      '3',
      expect.stringMatching(/^[\d.]+, [\d.]+, [\d.]+$/),
      'too few',
      '',
    ]);
  });
});

describe('pictures', () => {
  test('every group is in some piece, and no piece is longer than a page', async () => {
    const { treatments } = await comparisonOf(
      Array.from({ length: 15 }, (_, i) => prices(`class ${i}`, 2 * (1 + (i % 6)), i + 1)),
    );
    const [scale, paths] = picturesOf(treatments[0]!);
    const rows = scale?.kind === 'scale' ? scale.pieces.map((piece) => piece.rows) : [];
    expect(Math.max(...rows.map(({ length }) => length))).toBeLessThanOrEqual(13);
    for (let i = 0; i < 15; i++) expect(rows.flat().filter(({ label }) => label === `  class ${i}`)).toHaveLength(2);
    const panels = paths?.kind === 'paths' ? paths.panels : [];
    expect(panels).toHaveLength(15);
    for (const { block, each, band, n } of panels) {
      const units = Number(/\d+/.exec(n)![0]);
      // Under five observations their own lines; from five on the mean, its band, and their lines thin behind it.
      expect(block.lines).toHaveLength(units < 5 ? units : 1);
      expect(each).toHaveLength(units < 5 ? 0 : units);
      expect(band.filter((range) => range !== null)).toHaveLength(units < 5 ? 0 : 3);
    }
  });
  test('a line reaches as far as the values on it', async () => {
    const { treatments } = await comparisonOf([{ ...prices('low', 12, 1), choose: () => 4 }]);
    const [scale] = picturesOf(treatments[0]!);
    expect(scale).toMatchObject({ kind: 'scale', pieces: [{ min: 4, ends: ['4.0', expect.any(String)] }] });
  });
});
