/** Published people: the numbers that data/reference/README.md prints, computed from the files, and where they are shown. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { bandOf, peopleBeside } from '../src/analysis/published-people.ts';
import { newCollector } from '../src/analysis/compare/collect.ts';
import { compare } from '../src/analysis/compare/compare.ts';
import { comparisonBlocks } from '../src/analysis/compare/blocks.ts';
import type { Comparison } from '../src/analysis/compare/document.ts';
import { blocksAsText } from '../src/core/blocks.ts';
import type { AnyGame } from '../src/core/game.ts';
import { confidenceOf, type Others, type PublishedPeople } from '../src/core/published-figures.ts';
import { loadGame } from '../src/disk/games.ts';
import { referenceTable as table } from '../src/disk/reference-files.ts';
import { reportAsHtml } from '../src/page/report.ts';
import { cooperating, playClass } from './class.ts';

let dilemma: AnyGame;
let ultimatum: AnyGame;
beforeAll(async () => {
  [dilemma, ultimatum] = await Promise.all([loadGame('prisoners-dilemma'), loadGame('ultimatum')]);
});

/** Cells of a file, line by line, read here by itself: not by the code that is tested. */
const lines = (file: string): readonly (readonly string[])[] =>
  readFileSync(new URL(`../data/reference/${file}`, import.meta.url), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));

/** Wilson's score interval, written out (JASA 22, 1927). */
function wilsonHere(k: number, n: number): readonly [number, number] {
  const z = 1.959963984540054;
  const [p, d] = [k / n, 1 + z ** 2 / n];
  const half = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  return [(p + z ** 2 / (2 * n) - half) / d, (p + z ** 2 / (2 * n) + half) / d];
}

const beside = (game: AnyGame, set: object, others: Others): readonly PublishedPeople[] =>
  peopleBeside(game, game.config.parse(set), table, others);
const named = (found: readonly PublishedPeople[], author: string): PublishedPeople =>
  found.find(({ source }) => source.startsWith(author))!;
const band = ({ bands }: PublishedPeople, measure: string) => bands.find((one) => one.measure === measure)!;

describe('the dilemma', () => {
  test('Andreozzi, period 1, n = 134: .291 [.221, .373] first, .455 [.373, .540] after all, .030 after nothing', () => {
    const rows = lines('andreozzi2020_sequential_dilemma.csv').filter(([, , period]) => period === '1');
    expect(rows).toHaveLength(134);
    const counts = { first: 0, afterAll: 0, nothing: 0, afterNothing: 0 };
    for (const [, , , , , , uc, ccL, , ccH] of rows) {
      counts.first += Number(uc === '100');
      counts.afterAll += Number(ccH === '100');
      counts.nothing += Number(ccH === '0');
      counts.afterNothing += Number(ccL !== '0');
    }
    expect(counts.nothing / 134).toBeCloseTo(0.336, 3);
    const people = named(beside(dilemma, {}, 'people'), 'Andreozzi');
    for (const [measure, k, at, interval] of [
      ['cooperates first', counts.first, 0.291, [0.221, 0.373]],
      ['cooperates after C', counts.afterAll, 0.455, [0.373, 0.54]],
      ['cooperates after D', counts.afterNothing, 0.03, null],
    ] as const) {
      const found = band(people, measure);
      expect(found).toMatchObject({ n: 134, of: 'people', by: 'Wilson over people' });
      expect(found.at).toBeCloseTo(k / 134, 12);
      expect(found.at).toBeCloseTo(at, 3);
      expect(found.interval[0]).toBeCloseTo(wilsonHere(k, 134)[0], 9);
      expect(found.interval[1]).toBeCloseTo(wilsonHere(k, 134)[1], 9);
      if (interval !== null) expect(found.interval.map((end) => Number(end.toFixed(3)))).toEqual(interval);
    }
  });

  test('Heffner, n = 306: everything after everything .639, nothing .124; each person is one observation', () => {
    const rows = lines('heffner2022_sequential_dilemma.csv').filter(([, , gave]) => Number(gave) === 1);
    expect(rows.filter((row) => Number(row[3]) === 1).length / rows.length).toBeCloseTo(0.639, 3);
    expect(rows.filter((row) => Number(row[3]) === 0).length / rows.length).toBeCloseTo(0.124, 3);
    const found = band(named(beside(dilemma, {}, 'people'), 'Heffner'), 'cooperates after C');
    expect(found).toMatchObject({ n: 306, of: 'people', by: 'bootstrap over people' });
    expect(found.at).toBeCloseTo(0.639, 3);
    // Of each person the mean of two answers; a normal interval over those means is about the same.
    const means = [...Map.groupBy(rows, ([subject]) => subject).values()].map(
      (mine) => mine.filter((row) => Number(row[3]) === 1).length / mine.length,
    );
    const half = 1.96 * Math.sqrt(means.reduce((sum, one) => sum + (one - found.at) ** 2, 0) / 305 / 306);
    expect(means).toHaveLength(306);
    expect(found.interval[0]).toBeCloseTo(found.at - half, 2);
    expect(found.interval[1]).toBeCloseTo(found.at + half, 2);
  });

  test('Shafir & Tversky: 14 of 444 told that the other competed, 73 of 444 that it cooperated, 164 of 444 told nothing', () => {
    expect(lines('shafir_tversky1992_disjunction.csv')).toEqual([
      ['other competed', '14', '444'],
      ['other cooperated', '73', '444'],
      ['nothing', '164', '444'],
    ]);
    const people = named(beside(dilemma, { T: 85, R: 75, P: 30, S: 25 }, 'people'), 'Shafir');
    for (const [measure, k] of [
      ['cooperates after C', 73],
      ['cooperates after D', 14],
    ] as const) {
      expect(band(people, measure)).toMatchObject({ at: k / 444, n: 444, of: 'answers', by: 'Wilson over answers' });
      expect(band(people, measure).interval[1]).toBeCloseTo(wilsonHere(k, 444)[1], 9);
    }
  });

  test('with three steps everything is counted as it was asked: all .455 and nothing .336 after all, shares by person', () => {
    const rows = lines('andreozzi2020_sequential_dilemma.csv').filter(([, , period]) => period === '1');
    const set = { T: 400, R: 300, P: 100, S: 0, steps: 3, method: 'strategy', roles: 'drawn' };
    const [people] = beside(dilemma, set, 'people');
    expect(people).toMatchObject({ source: expect.stringMatching(/^Andreozzi/), confidence: 'high' });
    expect(people!.differs).toBe('first of ten periods with strangers, for money');
    expect(beside(dilemma, set, 'programs')[0]).toMatchObject({ confidence: 'middling' });
    expect(beside(dilemma, { ...set, T: 500 }, 'people')[0]).toMatchObject({ confidence: 'middling' });
    expect(band(people!, 'sends all after all').at).toBeCloseTo(0.455, 3);
    expect(band(people!, 'sends nothing after all').at).toBeCloseTo(0.336, 3);
    expect(band(people!, 'sends anything after nothing').at).toBeCloseTo(0.03, 3);
    for (const [measure, column] of [
      ['share sent first', 6],
      ['share sent after nothing', 7],
      ['share sent after half', 8],
      ['share sent after all', 9],
    ] as const) {
      const mean = rows.reduce((sum, row) => sum + Number(row[column]) / 100, 0) / 134;
      expect(band(people!, measure)).toMatchObject({ n: 134, by: 'bootstrap over people' });
      expect(band(people!, measure).at).toBeCloseTo(mean, 9);
    }
    // Every measure that is told is one of the game's.
    const names = dilemma.measures.map(({ name }) => name);
    for (const one of [{}, set, { timing: 'together' }].flatMap((given) => beside(dilemma, given, 'people')))
      for (const { measure } of one.bands) expect(names).toContain(measure);
  });

  test('where nothing is known of the other: Shafir & Tversky alone, 164 of 444', () => {
    const payoffs = { T: 85, R: 75, P: 30, S: 25 };
    const at = (set: object) => beside(dilemma, { ...payoffs, ...set }, 'people');
    const [only, ...others] = at({ timing: 'together' });
    expect(others).toEqual([]);
    expect(only).toMatchObject({ confidence: 'high', bands: [{ measure: 'cooperates', at: 164 / 444, n: 444 }] });
    expect(at({ told: 'nothing' })[0]).toMatchObject({ confidence: 'high' });
    expect(at({ told: 'already-chosen' })[0]).toMatchObject({ confidence: 'low' });
    // Told, as the reply of a second mover: the very payoffs stand first, and it is said to be another form.
    expect(at({})[0]).toMatchObject({ source: expect.stringMatching(/^Shafir/), confidence: 'low' });
    expect(at({})[0]!.differs).toMatch(/both chose at once/);
  });

  test('says what differs from the settings at hand, and no more', () => {
    const said = (set: object, others: Others) => named(beside(dilemma, set, others), 'Andreozzi').differs;
    expect(said({}, 'programs')).toMatch(/half could be sent.*payoffs 400, 300, 100, 0 \(κ\* 0\.33, here 0\.09\)/s);
    expect(said({}, 'programs')).toMatch(/the other was a person \(here a program\)/);
    expect(said({}, 'people')).not.toMatch(/program/);
    expect(said({ method: 'strategy', roles: 'drawn' }, 'people')).not.toMatch(/beforehand|both places/);
    expect(said({ T: 40, R: 30, P: 10, S: 0 }, 'people')).not.toMatch(/payoffs/);
    // A reply is given beforehand in both or in none, and who moves directly has one place.
    expect(said({ roles: 'drawn' }, 'people')).toMatch(/beforehand.*both places/);
    const seen = (author: string, set: object) => named(beside(dilemma, set, 'people'), author).differs;
    for (const author of ['Heffner', 'Shafir']) {
      expect(seen(author, {})).not.toMatch(/beforehand/);
      expect(seen(author, { method: 'strategy', roles: 'drawn' })).toMatch(/no reply was given beforehand/);
    }
    // κ* is that of the form at hand, as `homines theory` says it: (T − R)/(T − P) where nothing is known, of 81 plans in three steps.
    expect(seen('Shafir', { timing: 'together' })).toMatch(/\(κ\* 0\.18, here 0\.10\)/);
    expect(said({ T: 90, R: 55, P: 20, S: 10, steps: 3 }, 'people')).toMatch(/\(κ\* 0\.33, here 0\.83\)/);
    expect(said({ T: 90, R: 55, P: 20, S: 10 }, 'people')).toMatch(/\(κ\* 0\.33, here 0\.78\)/);
  });
});

describe('the ultimatum', () => {
  test('Heffner, n = 715: rejections .009 .042 .210 .415 .601 .717 at .5 .6 .7 .8 .9 .95', () => {
    const rows = lines('heffner2022_ultimatum.csv');
    for (const [share, rejected] of [
      [0.5, 0.009],
      [0.6, 0.042],
      [0.7, 0.21],
      [0.8, 0.415],
      [0.9, 0.601],
      [0.95, 0.717],
    ] as const) {
      const mine = rows.filter((row) => Number(row[2]) === share);
      expect(mine.filter((row) => row[3] === '1').length / mine.length).toBeCloseTo(rejected, 3);
      // The game asks for falling T > E > S > N: at one half there is no unequal split.
      if (share === 0.5) continue;
      const set = { T: 100 * share, E: 50, S: 100 - 100 * share, N: 1 };
      const found = band(beside(ultimatum, set, 'people')[0]!, 'accepts');
      expect(found).toMatchObject({ n: 715, of: 'people', by: 'normal approximation over people' });
      expect(found.at).toBeCloseTo(1 - rejected, 3);
      expect(found.interval[0]).toBeLessThan(found.at);
      expect(found.interval[1] - found.interval[0]).toBeLessThan(0.08);
    }
  });

  test('every published split of the game was asked there; one between two of them has no band', () => {
    for (const T of [60, 65, 70, 75, 80, 85]) expect(beside(ultimatum, { T, S: 100 - T }, 'people')).toHaveLength(1);
    expect(beside(ultimatum, { T: 72, S: 28 }, 'people')).toEqual([]);
  });
});

test('every number in the tables of data/reference/README.md is what comes out of the files', () => {
  const readme = readFileSync(new URL('../data/reference/README.md', import.meta.url), 'utf8');
  const three = { steps: 3, method: 'strategy', roles: 'drawn' };
  const sections = readme.slice(readme.indexOf('## Published people')).split('### `').slice(1);
  const printed = sections.flatMap((section) =>
    [
      ...section.matchAll(
        /^\| (two steps|three steps|together|\d+-\d+) \| (.+?) \| (\S+) \| \[(\S+), (\S+)\] \| (\d+) \| (.+?) \|$/gm,
      ),
    ].map(([, settings = '', measure = '', ...cells]) => ({
      file: section.slice(0, section.indexOf('`')),
      settings,
      measure,
      cells,
    })),
  );
  expect(printed).toHaveLength(28);
  const author = (file: string): string => `${file[0]!.toUpperCase()}${file.slice(1, 4)}`;
  for (const { file, settings, measure, cells } of printed) {
    const [T, S] = settings.split('-').map(Number);
    const set = { 'two steps': {}, 'three steps': three, together: { timing: 'together' } }[settings] ?? { T, S };
    const game = file.includes('ultimatum') ? ultimatum : dilemma;
    const { at, interval, n, by } = band(named(beside(game, set, 'people'), author(file)), measure);
    const digits = [at, ...interval].map((value) => value.toFixed(3).replace(/^0/, ''));
    expect([file, measure, ...cells]).toEqual([file, measure, ...digits, String(n), by]);
  }
  // Nothing that is shown is missing from them.
  for (const [set, count] of [
    [{}, 7],
    [three, 14],
    [{ timing: 'together' }, 1],
  ] as const)
    expect(beside(dilemma, set, 'people').flatMap(({ bands }) => bands)).toHaveLength(count);
});

test('trust: nothing published that may be shown, and no table is no band', async () => {
  const trust = await loadGame('trust');
  expect(trust.people).toBeUndefined();
  expect(beside(trust, {}, 'people')).toEqual([]);
  expect(peopleBeside(dilemma, dilemma.config.parse({}), () => [], 'people')).toEqual([]);
});

test('in German what differs is said in German', async () => {
  for (const game of [dilemma, ultimatum]) {
    const german = await game.translations!['de']!();
    for (const { who, differs } of beside(german, {}, 'programs')) {
      expect(differs).toMatch(/hier/);
      expect(`${who} ${differs}`).not.toMatch(/\{|there|people/);
    }
  }
});

test('confidence: the form, the incentives, and whom people met', () => {
  const rule = (form: boolean, incentives: boolean, others: boolean) => confidenceOf({ form, incentives, others });
  expect([rule(true, true, true), rule(true, false, true), rule(false, true, true)]).toEqual([
    'high',
    'middling',
    'low',
  ]);
  expect([rule(true, true, false), rule(true, false, false), rule(false, false, false)]).toEqual([
    'middling',
    'low',
    'low',
  ]);
});

test('a band that nothing tells the spread of is none', () => {
  expect(bandOf({ kind: 'counts', yes: 0, of: 0 })).toBeNull();
  expect(bandOf({ kind: 'people', shares: [], each: 1 })).toBeNull();
});

describe('beside a class', () => {
  let comparison: Comparison;
  beforeAll(async () => {
    const collector = newCollector([dilemma]);
    const config = { method: 'strategy', roles: 'drawn' };
    const { matches } = await playClass({
      ...{ game: dilemma, name: 'class', people: 24, against: 'moralis:0.5', config },
      choose: cooperating(0.6, 0.8, 0.1),
    });
    for (const match of matches) collector.add(match);
    comparison = await compare(collector.observations(0), {
      ...{ by: 'session', files: [], sessions: [], treatments: new Map(), rehearsals: 0, models: [], references: [] },
      table,
    });
  });

  test('stands in the document, on no side of a test', () => {
    const [condition] = comparison.treatments;
    expect(condition!.people.map(({ source }) => source.split(/[ ,]/)[0])).toEqual(['Andreozzi', 'Heffner', 'Shafir']);
    expect(condition!.groups).toHaveLength(1);
    expect(JSON.stringify(condition!.tests)).not.toMatch(/Trento|Andreozzi/);
  });

  test('stands in the figure, and is read in words', () => {
    const blocks = comparisonBlocks(comparison);
    const scale = blocks.find((block) => block.kind === 'scale')!;
    expect(scale.kind === 'scale' && scale.rows.map(({ band: one }) => one?.n)).toEqual(['n 134', 'n 134', 'n 134']);
    const words = blocksAsText(blocks);
    expect(words).toContain('published 134 people in Trento 0.29, 0.22 to 0.37, n 134');
    expect(words).toContain('░\u00a0134 people in Trento, published: 95 % interval, ▒ mean, never tested');
    expect(words).toContain('answers cooperation | 64 % | 58 % to 69 % | 306 | bootstrap over people');
    expect(words).toMatch(/Data: CC BY 4\.0\.[\s\S]*Data: MIT\./);
    expect(words).toMatch(/Published: Andreozzi.*There: half could be sent too.*Confidence low\./);
  });

  test('stands in the report: grey, with licence, what differs and the rule of confidence', async () => {
    const made = { version: '0.0.0', node: '24', at: '2026-11-29 12:00', command: 'homines report', probes: {} };
    const html = await reportAsHtml(comparison, made, 'Report');
    expect(html.match(/fill="#dededa"/g)?.length).toBe(3);
    expect(html).toMatch(
      /<span style="color:#dededa">█<\/span>\s134 people in Trento, published: 95 % interval, │ mean/,
    );
    expect(html).toContain('Published people, drawn as grey bands');
    expect(html).toMatch(/134 people in Trento 29 %, 22 % to 37 %, n 134/);
    expect(html).toMatch(/Data: CC BY 4\.0/);
    expect(html).toMatch(/Grey bands are people of published experiments.*on no side of a test/);
  });
});
