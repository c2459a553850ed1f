/**
 * The scripts beside an export, run as they stand there: they must give the numbers of the comparison.
 * R and Python are needed: `.ci/run` installs them and lets no run pass without; elsewhere a run without them says so.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codebookSource } from '../src/commands/shared/codebook-source.ts';
import { loadGame, loadGames } from '../src/disk/games.ts';
import { liveComparison } from '../src/comparing/live-comparison.ts';
import type { LogRow } from '../src/core/log.ts';
import { exportTables } from '../src/store/export.ts';
import { openStore } from '../src/store/open.ts';
import type { Rng } from '../src/core/rng.ts';
import { type Class, cooperating, keep, playClass, rating } from './class.ts';
import { able } from './able.ts';
import { telling } from './telling-agent.ts';

const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
const inReadme = (language: string): readonly string[] =>
  (new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'm').exec(readme)?.[1] ?? '').trim().split('\n');

const rscript = able([process.env['RSCRIPT'] ?? 'Rscript'], '--version');
const python = able(
  process.env['PYTHON'] === undefined ? ['python3', 'python', '/usr/bin/python3'] : [process.env['PYTHON']],
  ...['-c', 'import pandas, matplotlib'],
);
/** Where every test must run, a script that cannot run is a failure. */
const all = process.env['HOMINES_TEST_ALL'] === '1';

type Expected = {
  readonly group: string;
  readonly key: string;
  readonly n: number;
  readonly mean: number;
  readonly interval: readonly [number, number] | null;
};
/** The measures that are a question's answers, and the question. */
const KEYS = {
  'cooperates first': 'first',
  'cooperates after C': 'after_C',
  'cooperates after D': 'after_D',
  price: 'price',
  // Of an endowment of 1 a share is the number.
  'puts in': 'contribute',
} as const;

/** A folder with an export as long and as wide table, and every rate of the first treatment as the comparison has it. */
type Exported = { readonly place: string; readonly expected: readonly Expected[] };

let mixed: Exported;
let pairs: Exported;
/** Vehicles and prices, of people who met and of agents. */
let others: Exported;
/** Sellers who differ, one of two seats each. */
let seats: Exported;
/** Groups of people, and people in groups of which the others sit in any order. */
let groups: Exported;
/** People beside a model that tells probabilities, in two wordings; and sellers on a grid of prices. */
let chances: Exported;

beforeAll(async () => {
  const game = await loadGame('prisoners-dilemma');
  const lesson = { game, people: 24, against: 'moralis:0.5' };
  const small = (id: string, wordings: readonly string[], seed: number) =>
    playClass({ ...lesson, name: id, people: 30, choose: cooperating(0.4, 0.7, 0.2), seed, model: { id, wordings } });
  mixed = await exported([
    // More rows than all the others, and yet fewer matches: another treatment.
    await playClass({
      ...lesson,
      name: 'repeated',
      people: 12,
      choose: cooperating(0.9, 0.9, 0.9),
      seed: 5,
      config: { rounds: 30 },
    }),
    await playClass({ ...lesson, name: 'morning', choose: cooperating(0.6, 0.8, 0.2) }),
    await playClass({ ...lesson, name: 'NA', people: 31, choose: cooperating(0.4, 0.7, 0.2), seed: 2 }),
    await playClass({
      ...lesson,
      name: 'second',
      people: 20,
      second: true,
      choose: cooperating(0.4, 0.7, 0.2),
      seed: 3,
    }),
    await playClass({ ...lesson, name: 'four', people: 4, choose: cooperating(0.5, 0.7, 0.2), seed: 4 }),
    await playClass({ ...lesson, name: null, people: 9, choose: cooperating(0.5, 0.7, 0.2), seed: 6 }),
    await playClass({ ...lesson, name: 'left', people: 3, choose: cooperating(0.5, 0.7, 0.2), seed: 7, leftAfter: 1 }),
    await small('local/one', ['w1'], 8),
    await small('local/six', ['w1', 'w2', 'w3', 'w4', 'w5', 'w6'], 9),
    stoodIn(await small('local/mute', ['w1'], 10)),
  ]);
  const paired = (name: string, people: number) =>
    playClass({
      ...{ ...lesson, against: 'human', name, people, choose: cooperating(0.5, 0.7, 0.2), seed: people },
      config: { rounds: 5, roles: 'alternating' },
    });
  pairs = await exported([await paired('pairs', 24), await paired('more pairs', 18)]);
  const [vehicles, duopoly] = await Promise.all([loadGame('autonomous-vehicles'), loadGame('pricing-duopoly')]);
  const selling = { game: duopoly, choose: (_: unknown, chance: Rng) => 15 + chance.below(40) / 10 };
  others = await exported([
    await playClass({ game: vehicles, name: 'drivers', people: 9, against: '', choose: rating(40), seed: 11 }),
    await playClass({ ...selling, name: 'sellers', people: 12, against: 'human', seed: 12 }),
    await playClass({ ...selling, name: 'more sellers', people: 10, against: 'human', seed: 13 }),
    await playClass({ ...selling, name: 'lone sellers', people: 7, against: 'moralis:0.5', seed: 14 }),
  ]);
  // Sellers with unlike costs, more of them in the second seat; two of these play again.
  const unlike = { ...selling, config: { c: [1, 1.6], rounds: 2 }, against: 'economicus' } as const;
  seats = await exported([
    await playClass({ ...unlike, name: 'first seat', people: 7, seed: 15 }),
    againBy(2, await playClass({ ...unlike, name: 'second seat', people: 9, second: true, seed: 16 })),
    await playClass({ ...unlike, name: 'second seat too', people: 6, second: true, seed: 17 }),
  ]);
  const project = {
    game: await loadGame('public-goods'),
    config: { players: 4, endowment: 1, step: 0.1, rounds: 2 },
    against: '',
    choose: (_: unknown, chance: Rng) => chance.below(11) / 10,
  };
  const two = ['human', 'human', 'moralis:0.5', 'economicus'];
  groups = await exported([
    await playClass({
      ...project,
      name: 'fours',
      people: 24,
      tables: [['human', 'human', 'human', 'human']],
      seed: 25,
    }),
    await playClass({ ...project, name: 'twos', people: 26, tables: [two, two.toReversed()], seed: 26 }),
    await playClass({ ...project, name: 'more twos', people: 12, tables: [two.toSorted()], seed: 27 }),
  ]);
  const node: Readonly<Record<string, readonly [number, number]>> = {
    first: [0.7, 0.5],
    after_C: [0.9, 0.8],
    after_D: [0.1, 0.2],
  };
  // In another wording than it was first asked in it cooperates half as often.
  const own: Record<string, string> = {};
  const tells = telling({
    rule: ({ key, input, grid, ask }, rotation) => {
      if (input.kind === 'number') return grid!.map((_, i) => 1 + i * (1 + rotation));
      const p = node[key]![rotation]! / (ask === (own[key] ??= ask) ? 1 : 2);
      return [p, 1 - p];
    },
  });
  const whole = { ...lesson, config: { method: 'strategy', roles: 'drawn' } };
  chances = await exported([
    await playClass({ ...whole, name: 'beside', choose: cooperating(0.6, 0.8, 0.2), seed: 18 }),
    await playClass({ ...whole, name: 'beside too', people: 9, choose: cooperating(0.6, 0.7, 0.4), seed: 24 }),
    await playClass({
      ...{ ...whole, name: 'told', kind: 'run', people: 12, choose: () => '', seed: 19, agent: tells },
      presentation: (who) => ({ rotation: who, phrasing: who % 2 }),
    }),
    await playClass({
      ...whole,
      name: 'said',
      people: 6,
      choose: cooperating(0.5, 0.5, 0.5),
      seed: 20,
      model: { id: 'local/says', wordings: ['w'] },
    }),
    await playClass({ ...selling, name: 'free', config: { rounds: 1 }, people: 5, against: 'economicus', seed: 21 }),
    await playClass({
      ...{ ...selling, name: 'grid', kind: 'run', config: { rounds: 1 }, people: 7, against: 'economicus', seed: 22 },
      agent: { ...tells, id: 'local/tells?ask=grid', ask: 'grid' },
    }),
  ]);
});
afterAll(() =>
  [mixed, pairs, others, seats, groups, chances].forEach(({ place }) =>
    rmSync(place, { recursive: true, force: true }),
  ),
);

async function exported(classes: readonly Class[]): Promise<Exported> {
  const place = mkdtempSync(join(tmpdir(), 'homines-figures-'));
  const file = join(place, 'lab.sqlite');
  const store = await openStore(file);
  await keep(store, classes);
  store.close();
  const describe = await codebookSource();
  await exportTables({ files: [file], out: join(place, 'choices.csv'), describe });
  await exportTables({ files: [file], out: join(place, 'wide.csv'), format: 'wide', describe });
  await exportTables({ files: [file], out: `${join(place, 'dataset')}/`, describe });
  const open = await liveComparison([file], await loadGames(), { session: null, rehearsals: false, game: null });
  const { treatments } = await open.update('session');
  open.close();
  const first = treatments.filter(({ game }, i) => treatments.findIndex((one) => one.game === game) === i);
  const expected = first
    .flatMap(({ groups }) => groups)
    .flatMap(({ label, kind, measures }) =>
      Object.entries(KEYS).flatMap(([measure, key]): readonly Expected[] => {
        const found = measures.find((one) => one.measure === measure);
        if (found === undefined || found.n === 0) return [];
        const { n, dots, method } = found;
        const mean = found.mean ?? dots.reduce((sum, one) => sum + one, 0) / dots.length;
        // The scripts know Wilson's intervals only.
        const interval = method?.startsWith('Wilson') === true ? found.interval : null;
        return [{ group: kind === 'people' ? `people, ${label}` : label, key, n, mean, interval }];
      }),
    );
  return { place, expected };
}

/** The first so many people play once more, and ask more: their match is copied under another code, later. */
function againBy(many: number, played: Class): Class {
  const later = played.matches.slice(0, many).map(({ code }) => code);
  const rows = played.rows.flatMap((row): readonly LogRow[] => {
    if (row.table === 'match' && later.includes(row.row.code))
      return [{ ...row, row: { ...row.row, code: `zz${row.row.code.slice(2)}`, startedAt: row.row.startedAt + 9000 } }];
    if (!('match' in row.row) || row.row.match === null || !later.includes(row.row.match)) return [];
    const match = `zz${row.row.match.slice(2)}`;
    if (row.table === 'decision')
      return [{ ...row, row: { ...row.row, match, ...(row.row.seat === 1 ? { answer: 29 } : {}) } }];
    return row.table === 'ending' ? [{ ...row, row: { ...row.row, match } }] : [];
  });
  return { ...played, rows: [...played.rows, ...rows] };
}

/** A stand-in had to answer for the model in two matches of three. */
function stoodIn({ rows, matches, ...played }: Class): Class {
  const mute = new Set(matches.filter((_, i) => i % 3 > 0).map(({ code }) => code));
  const answered = (row: LogRow): LogRow =>
    row.table === 'decision' && row.row.seat === 0 && mute.has(row.row.match)
      ? { ...row, row: { ...row.row, source: 'substituted' } }
      : row;
  return { ...played, matches, rows: rows.map(answered) };
}

/** What a script printed of a group: n, rate, and interval where there is one. */
function told(printed: string, { group, key }: Expected): readonly number[] {
  const line = printed.split('\n').find((one) => one.includes(`${group} `) && one.includes(`${key} `)) ?? '';
  return [...line.matchAll(/(?<=\s)\d+(\.\d+)?(?=\s|$)/g)].map((found) => Number(found[0]));
}

/** The lines that a script printed, without their spaces and in no order. */
const linesOf = (printed: string): readonly string[] =>
  printed
    .trim()
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .toSorted();

/** What a script prints is what the comparison says, of every group and no other. */
function check(printed: string, expected: readonly Expected[], noOther = true): void {
  for (const one of expected) {
    const wanted = [one.mean, one.n, ...(one.interval ?? [])];
    const numbers = told(printed, one);
    expect(numbers, `${one.group} ${one.key} in\n${printed}`).toHaveLength(wanted.length);
    numbers.forEach((number, i) => expect(number).toBeCloseTo(wanted[i]!, 5));
  }
  if (noOther) expect(printed.trim().split('\n')).toHaveLength(1 + expected.length);
}

it('name their table, its games, questions and sessions; the README shows lines of them', () => {
  for (const [language, ending] of [
    ['r', 'R'],
    ['python', 'py'],
  ] as const) {
    const script = readFileSync(join(mixed.place, `choices.analysis.${ending}`), 'utf8');
    for (const words of ['"choices.csv"', '"prisoners-dilemma after_C"', '"morning"', 'people who met']) {
      expect(script).toContain(words);
      expect(readFileSync(join(mixed.place, `wide.analysis.${ending}`), 'utf8')).toContain(
        words.replace('choices', 'wide'),
      );
    }
    expect(inReadme(language)).toHaveLength(3);
    for (const line of inReadme(language)) expect(script.split('\n')).toContain(line);
  }
});

it('have in the comparison what they must give', () => {
  expect(mixed.expected.map(({ group, key }) => `${group} ${key}`)).toEqual(
    expect.arrayContaining(['people, morning first', 'people, NA first', 'people, four first', 'local/six first']),
  );
  expect(mixed.expected.filter(({ interval }) => interval === null).map(({ group }) => group)).toEqual([
    'people, four',
    'local/six',
  ]);
  expect(seats.expected, 'the seat that most have played').toMatchObject([
    { group: 'people, second seat', n: 9 },
    { group: 'people, second seat too', n: 6 },
  ]);
  expect(chances.expected.map(({ group, n }) => `${group} ${n}`)).toEqual(
    expect.arrayContaining([
      'people, beside 24',
      'local/tells (probabilities) 1',
      'local/tells (probabilities on a grid) 1',
    ]),
  );
  // 24 people in six groups are fewer than 26 and 12, who met in pairs beside the same two agents in whatever order.
  expect(groups.expected, 'a group is one observation').toMatchObject([
    { group: 'people, twos', key: 'contribute', n: 13 },
    { group: 'people, more twos', key: 'contribute', n: 6 },
  ]);
  const firsts = pairs.expected.filter(({ key }) => key === 'first');
  expect(firsts, 'a pair is one observation').toMatchObject([
    { group: 'people, pairs', n: 12 },
    { group: 'people, more pairs', n: 9 },
  ]);
});

/** Runs scripts as they are, each in its folder, in one process: what each printed. Warnings of R are failures, and no line is broken. */
function ran(language: 'R' | 'py', scripts: readonly string[]): readonly string[] {
  const files = JSON.stringify(scripts.map((script) => `${script}.${language}`));
  const printed =
    language === 'R'
      ? execFileSync(
          rscript!,
          [
            '--vanilla',
            '-e',
            `options(warn = 2, width = 200); for (f in c(${files.slice(1, -1)})) { cat("#\n"); source(f, chdir = TRUE) }`,
          ],
          { encoding: 'utf8' },
        )
      : execFileSync(
          python!,
          [
            '-c',
            `import os, runpy\nfor f in ${files}:\n    print("#"); os.chdir(os.path.dirname(f)); runpy.run_path(f)`,
          ],
          { encoding: 'utf8', env: { ...process.env, MPLBACKEND: 'Agg' } },
        );
  return printed.split('#\n').slice(1);
}

function runsIn(language: 'R' | 'py', picture: 'svg' | 'png'): void {
  const all = [mixed, pairs, others, seats, chances, groups];
  const scripts = ['choices.analysis', 'wide.analysis', 'dataset/analysis'];
  // In one process: its packages take longer to load than a script to run.
  const printed = ran(
    language,
    scripts.flatMap((script) => all.map(({ place }) => join(place, script))),
  );
  const [long, wide, dataset] = scripts.map((_, i) => printed.slice(i * all.length, (i + 1) * all.length));
  all.forEach(({ place, expected }, i) => {
    check(long![i]!, expected, place !== others.place);
    expect(statSync(join(place, `choices.analysis.${picture}`)).size).toBeGreaterThan(1000);
    // The wide table knows no wordings: of a model that read several it counts matches, of one that told, probabilities.
    const without = (printed: string): string =>
      printed
        .split('\n')
        .filter((line) => !line.includes('local/six'))
        .join('\n');
    check(
      without(wide![i]!),
      expected
        .filter(({ group }) => group !== 'local/six')
        .map((one) => (one.group === 'local/tells (probabilities)' ? { ...one, n: 2 } : one)),
      place !== others.place,
    );
    // A dataset in a folder finds its table under data/.
    expect(dataset![i]).toBe(long![i]);
  });
  for (const words of ['share of keep', 'buy-minimising/20/child/none', 'mean']) expect(long![2]).toContain(words);
  expect(linesOf(wide![2]!)).toEqual(linesOf(long![2]!));
}

it.skipIf(python === null && !all)('Python (needs pandas and matplotlib; PYTHON names another python3)', () => {
  if (python === null)
    throw new Error('No Python with pandas and matplotlib: apt-get install python3-pandas python3-matplotlib');
  runsIn('py', 'png');
});

it.skipIf(rscript === null && !all)('R (needs Rscript; RSCRIPT names another one)', () => {
  if (rscript === null) throw new Error('No Rscript: apt-get install r-base-core');
  runsIn('R', 'svg');
});
