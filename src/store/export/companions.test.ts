/** What stands beside the tables: every column documented, the counts right, the description as Psych-DS wants it. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { LogRow } from '../../core/log.ts';
import { exportTables } from '../export.ts';
import { openStore } from '../open.ts';
import { readCsv } from '../../../test/database/csv.ts';
import { lessonFile, stored } from '../../../test/database/lesson.ts';
import { begun, decision, match } from '../../../test/database/sample.ts';
import type { Describe } from './contents.ts';
import { FORMATS } from './formats.ts';

const headOf = (file: string): readonly string[] => readFileSync(file, 'utf8').split(/\r?\n/, 1)[0]!.split(',');

/** The fields that Psych-DS requires (psychds-docs.readthedocs.io, rules and conventions). */
const description = z.object({
  '@context': z.literal('https://schema.org/'),
  '@type': z.literal('Dataset'),
  name: z.string().min(1),
  description: z.string().min(1),
  variableMeasured: z.array(
    z.object({ '@type': z.literal('PropertyValue'), name: z.string(), description: z.string().min(5) }),
  ),
});

it.each(FORMATS)('%s: the codebook has a line for every column, with a type and a meaning', async (format) => {
  const { place, file } = await lessonFile();
  const { files, tables } = await exportTables({ files: [file], out: join(place, 'out.csv'), format });
  const beside = (name: string) => (format === 'otree' ? join(place, 'out', name) : join(place, `out.${name}`));
  const book = readCsv(readFileSync(beside('codebook.csv'), 'utf8'));
  for (const { name, columns } of tables)
    expect(book.filter((entry) => entry['table'] === name).map((entry) => entry['column'])).toEqual(
      columns.map((column) => column.name),
    );
  for (const entry of book) {
    expect(entry['type']).not.toBe('');
    expect(entry['meaning']).toMatch(/\.$|\?$/);
  }
  expect(book.filter((entry) => entry['table'] === 'questions').map((entry) => entry['column'])).toEqual([
    'prisoners-dilemma: first',
    'prisoners-dilemma: after_D',
    'prisoners-dilemma: after_C',
    'pricing-duopoly: price',
  ]);
  const measured = description
    .parse(JSON.parse(readFileSync(beside('dataset_description.json'), 'utf8')))
    .variableMeasured.map((one) => one.name);
  expect(new Set(measured).size).toBe(measured.length);
  if (format === 'long' || format === 'wide' || format === 'otree')
    for (const path of files.slice(0, tables.length))
      expect(measured).toEqual(expect.arrayContaining([...headOf(path)]));
});

it('Parquet has yes and no of its own, and says so', async () => {
  const { place, file } = await lessonFile();
  await exportTables({ files: [file], out: join(place, 'out.parquet') });
  const book = readCsv(readFileSync(join(place, 'out.codebook.csv'), 'utf8'));
  expect(new Set(book.flatMap(({ type, range }) => (type === 'yes or no' ? [range] : [])))).toEqual(
    new Set(['true, false']),
  );
  expect(readFileSync(join(place, 'out.read-me-first.txt'), 'utf8')).toMatch(
    /\(replaced = true\)[^]*arrow::read_parquet\("out\.parquet"\)/,
  );
});

it('questions and settings are told in the words of the games', async () => {
  const { place, file } = await lessonFile();
  const describe: Describe = {
    question: ({ game, key, config, seats }) => ({
      says: `${game} ${key} of ${seats}, ${JSON.stringify(config).length > 10}?`,
      type: 'choice',
      range: 'C; D',
    }),
    setting: (game, name) => (name === 'T' ? { says: `Temptation in ${game}.`, unit: 'points' } : null),
  };
  await exportTables({ files: [file], out: join(place, 'out.csv'), format: 'wide', describe });
  const book = readCsv(readFileSync(join(place, 'out.codebook.csv'), 'utf8'));
  const entry = (column: string) => book.find((one) => one['column'] === column);
  expect(entry('prisoners_dilemma.1.player.first')).toMatchObject({
    type: 'choice',
    range: 'C; D',
    meaning: 'prisoners-dilemma first of 2, true?',
  });
  expect(entry('session.config.prisoners_dilemma.T')).toMatchObject({
    unit: 'points',
    meaning: 'Temptation in prisoners-dilemma.',
  });
  expect(entry('prisoners-dilemma: T')).toMatchObject({ meaning: 'Temptation in prisoners-dilemma.' });
});

it('the text to read first counts what is in, and says what is out and why', async () => {
  const { place, file, matches } = await lessonFile();
  const store = await openStore(file);
  const [rehearsal, other] = [begun(), begun({}, 'Tuesday')];
  for (const { rows, match } of [rehearsal, other]) await store.record([...rows, stored(decision(match.code))]);
  await store.record([silence(matches.left)]);
  store.close();
  await exportTables({
    files: [file],
    out: join(place, 'out.csv'),
    command: 'homines export --out out.csv',
    version: '9.9.9',
  });
  const all = readFileSync(join(place, 'out.read-me-first.txt'), 'utf8');
  for (const said of [
    '13 choices in 5 matches of prisoners-dilemma, pricing-duopoly, from 2 sessions.',
    'out.csv: 13 rows; a row is a decision.',
    '9 choices by people (agent.kind = human)',
    '1 choice by theory',
    '3 choices by language models (agent.kind = model)',
    '2 people with a code',
    '1 rehearsal (1 match): sessions at a keyboard that nobody gave a name. --all exports rehearsals too.',
    '1 answer was replaced by a later one to the same question (replaced = 1)',
    "1 choice is a stand-in's, for an agent that had no answer (source = substituted): not that agent's own, and to be left out.",
    '1 question to a model ended without an answer and has no row here; --format jsonl has the calls.',
    '2 counts of raised hands are kept beside the choices, and not here; --format jsonl has them.',
    '2 choices are practice and count for nothing.',
    '2 matches are not finished',
    'read.csv("out.csv", na.strings = "", encoding = "UTF-8")',
    'homines 9.9.9, format long',
    '  homines export --out out.csv\n',
    'from lab.sqlite, as it was committed at 20',
    'rules of pricing-duopoly: version 1',
  ])
    expect(all).toContain(said);
  await exportTables({ files: [file], out: join(place, 'out.csv'), sessions: ['Monday'], excel: true });
  const one = readFileSync(join(place, 'out.read-me-first.txt'), 'utf8');
  expect(one).toContain('2 other sessions (2 matches): not asked for with --session.');
  expect(one).toContain('for Excel');
});

/** A model that gave no answer. */
const silence = (match: string): LogRow => ({
  table: 'call',
  row: {
    ...{
      match,
      turn: 1,
      seat: 1,
      key: 'after_C',
      attempt: 0,
      provider: 'local',
      model: 'base',
      request: '{}',
      response: '',
    },
    ...{
      outcome: 'timed out',
      served: null,
      reading: null,
      leftOut: [],
      rotation: null,
      tokensIn: null,
      tokensOut: null,
      cost: null,
      ms: 2000,
      at: 1_700_000_006_000,
    },
  },
});

it('a question that was put under other settings, too, is told with all of them; settings of several versions once', async () => {
  const { place, file, lab } = await lessonFile();
  const store = await openStore(file);
  for (const [version, labels] of [
    [1, 'neutral'],
    [2, 'neutral'],
    [2, 'coloured'],
  ] as const) {
    const other = match(lab.code, { version, config: { labels, ['since 2']: version } });
    await store.record([{ table: 'match', row: other }, stored(decision(other.code))]);
  }
  store.close();
  const describe: Describe = {
    question: ({ config }) => ({
      says: 'Your move:',
      type: 'choice',
      range: JSON.stringify(config).includes('coloured') ? 'red' : 'C; D',
    }),
    setting: () => null,
  };
  await exportTables({ files: [file], out: join(place, 'out.csv'), describe });
  const book = readCsv(readFileSync(join(place, 'out.codebook.csv'), 'utf8'));
  expect(book.filter(({ column }) => column === 'prisoners-dilemma: first')).toEqual([
    expect.objectContaining({ range: 'C; D (under other settings: red)', meaning: 'Your move:' }),
  ]);
  const settings = book.flatMap(({ table, column }) => (table === 'settings' ? [column] : []));
  expect(settings).toContain('prisoners-dilemma: since 2');
  expect(new Set(settings).size).toBe(settings.length);
});

describe('a folder', () => {
  it('becomes a Psych-DS dataset', async () => {
    const { place, file } = await lessonFile();
    for (const [format, tables] of [
      ['long', ['description-long_data.csv']],
      ['wide', ['description-wide_data.csv']],
    ] as const) {
      const out = join(mkdtempSync(join(place, 'd-')), 'dataset');
      await exportTables({ files: [file], out: `${out}${sep}`, format });
      expect(readdirSync(out).sort()).toEqual([
        'README.txt',
        'analysis.R',
        'analysis.py',
        'data',
        'dataset_description.json',
        'documentation',
      ]);
      expect(readdirSync(join(out, 'data')).sort()).toEqual(tables);
      for (const name of tables) expect(name).toMatch(/^([a-z]+-[a-zA-Z0-9]+_)+data\.csv$/);
      const { variableMeasured } = description.parse(
        JSON.parse(readFileSync(join(out, 'dataset_description.json'), 'utf8')),
      );
      const measured = variableMeasured.map(({ name }) => name);
      for (const name of tables) expect(measured).toEqual(expect.arrayContaining([...headOf(join(out, 'data', name))]));
      expect(existsSync(join(out, 'documentation', 'codebook.csv'))).toBe(true);
    }
  });

  it('is one export: neither tables of another one nor texts of somebody else are mixed with it', async () => {
    const { place, file } = await lessonFile();
    const out = `${join(place, 'dataset')}${sep}`;
    await exportTables({ files: [file], out });
    await exportTables({ files: [file], out });
    await expect(exportTables({ files: [file], out, format: 'wide' })).rejects.toThrow(
      `${join(out, 'data', 'description-long_data.csv')} is there already and is no table of this export; take it away, or name another folder.`,
    );
    expect(readdirSync(join(out, 'data'))).toEqual(['description-long_data.csv']);
    for (const name of ['README.txt', 'dataset_description.json']) {
      const own = mkdtempSync(join(place, 'own-'));
      writeFileSync(join(own, name), 'mine');
      await expect(exportTables({ files: [file], out: `${own}${sep}` })).rejects.toThrow(
        `${join(own, name)} is there already and no export`,
      );
      expect(readFileSync(join(own, name), 'utf8')).toBe('mine');
    }
  });

  it('takes CSV only', async () => {
    const { place, file } = await lessonFile();
    await expect(
      exportTables({ files: [file], out: `${join(place, 'dataset')}${sep}`, format: 'jsonl' }),
    ).rejects.toThrow('A dataset in a folder is made of CSV tables');
    expect(existsSync(join(place, 'dataset'))).toBe(false);
  });
});
