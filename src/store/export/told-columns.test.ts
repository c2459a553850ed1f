/** Answers that were drawn from probabilities, in every format: the probabilities stand beside them, and a warning before anything is counted. */
import { openAsBlob, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { readCsv } from '../../../test/database/csv.ts';
import { lessonFile, stored } from '../../../test/database/lesson.ts';
import { begun, decision, folder, match, seats, session } from '../../../test/database/sample.ts';
import type { Distribution } from '../../core/distribution.ts';
import type { CallRow, LogRow, SeatRow } from '../../core/log.ts';
import { exportTables } from '../export.ts';
import { openStore } from '../open.ts';
import { FORMATS } from './formats.ts';

const reading = { sum: 0.99, outside: 0.24, decimals: 2 };
const chances: Distribution = {
  ...{ options: ['C', 'D'], mean: [0.6, 0.4], dialect: 'first token', served: 'qwen3-8b' },
  orders: [
    { ...reading, rotation: 0, probabilities: [0.7, 0.3] },
    { ...reading, rotation: 1, probabilities: [0.5, 0.5], outside: 0.1 },
  ],
};
const prices: Distribution = {
  ...{ options: ['10', '20'], mean: [0.25, 0.75], dialect: 'systemone', served: null, grid: true },
  orders: [{ rotation: 0, probabilities: [0.25, 0.75], sum: 1, outside: null, decimals: null }],
};
const seat = (id: string, ask: 'decision' | 'grid'): SeatRow => ({
  ...{ label: 'local', kind: 'model', id, shown: 'local', participant: null, ask },
});
const call = (of: string, rotation: number, state: string): LogRow => ({
  table: 'call',
  row: {
    ...{
      match: of,
      turn: 0,
      seat: 0,
      key: 'first',
      attempt: rotation,
      provider: 'local',
      model: 'qwen3',
      served: 'qwen3-8b',
    },
    ...{
      request: JSON.stringify({ model: 'qwen3', state, questions: { choice: rotation } }),
      response: '{}',
      outcome: 'answered',
    },
    ...{ reading: 'probabilities', rotation, leftOut: [], tokensIn: 1, tokensOut: 1, cost: null, ms: 1, at: 1 },
  } satisfies CallRow,
});

async function told() {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  const mine = session({ kind: 'run' });
  const [one, two, three] = [
    match(mine.code, {
      seats: [seat('local/qwen3?ask=decision', 'decision'), seats[1]!],
      presentation: { rotation: 1, phrasing: 2 },
    }),
    match(mine.code, {
      seats: [{ ...seat('local/qwen3?ask=grid', 'grid'), expects: true as const }, seats[1]!],
      game: 'pricing-duopoly',
    }),
    match(mine.code, { seats }),
  ];
  const asked = { shownAt: null, ms: null, marks: null };
  const store = await openStore(file);
  await store.record([
    { table: 'session', row: mine },
    ...[one, two, three].map((row): LogRow => ({ table: 'match', row })),
    // The second order answered first.
    ...[1, 0].map((rotation) => call(one.code, rotation, `turned by ${rotation}`)),
    stored(decision(one.code, { ...asked, answer: 'D', distribution: chances })),
    stored(decision(two.code, { ...asked, key: 'price', answer: 20, options: null, distribution: prices })),
    stored(decision(three.code)),
    ...[one, two, three].map((row): LogRow => ({ table: 'ending', row: { match: row.code, how: 'finished', at: 2 } })),
  ]);
  store.close();
  return { place, file };
}

it('long: the probability of what was drawn, all of them, and with what they were read; empty elsewhere', async () => {
  const { place, file } = await told();
  await exportTables({ files: [file], out: join(place, 'out.csv'), all: true });
  const [choice, price, person] = readCsv(readFileSync(join(place, 'out.csv'), 'utf8'));
  expect(choice).toMatchObject({
    ...{ answer: 'D', 'agent.ask': 'decision', 'match.rotation': '1', 'match.phrasing': '2' },
    ...{ 'distribution.chosen': '0.4', 'distribution.mean': '{"C":0.6,"D":0.4}', 'distribution.expected': '' },
    ...{ 'distribution.outside': '0.24', 'distribution.decimals': '2', 'distribution.dialect': 'first token' },
    ...{
      'distribution.served': 'qwen3-8b',
      'distribution.grid': '0',
      'call.count': '2',
      'call.reading': 'probabilities',
    },
  });
  expect(JSON.parse(choice!['distribution.orders']!)).toEqual(chances.orders);
  expect(price).toMatchObject({
    ...{ answer: '20', 'agent.ask': 'grid', 'match.rotation': '', 'distribution.mean': '{"10":0.25,"20":0.75}' },
    ...{
      'distribution.expected': '17.5',
      'distribution.outside': '',
      'distribution.decimals': '',
      'distribution.grid': '1',
    },
  });
  const names = Object.keys(person!).filter((name) => name.startsWith('distribution.'));
  expect(names).toHaveLength(9);
  expect(names.map((name) => person![name])).toEqual(names.map(() => ''));
  expect(person).toMatchObject({ 'agent.ask': '', 'match.rotation': '' });
  // Who was told what to expect, who was not, and whom nobody could tell.
  expect([choice, price, person].map((row) => row!['agent.expects'])).toEqual(['0', '1', '']);
});

it('the hash of a prompt is of the options in canonical order, whichever order was answered first, and of no model', async () => {
  const { place, file } = await told();
  await exportTables({ files: [file], out: join(place, 'out.csv'), all: true });
  const [choice] = readCsv(readFileSync(join(place, 'out.csv'), 'utf8'));
  const store = await openStore(file);
  const again = begun({ kind: 'run' });
  const asked = call(again.match.code, 0, 'turned by 0');
  if (asked.table !== 'call') throw new Error('no call');
  const row = { ...asked.row, request: asked.row.request.replace('qwen3', 'another') };
  await store.record([
    ...again.rows,
    { table: 'call', row },
    stored(decision(again.match.code, { distribution: chances })),
  ]);
  store.close();
  await exportTables({ files: [file], out: join(place, 'more.csv'), all: true });
  const hashes = readCsv(readFileSync(join(place, 'more.csv'), 'utf8')).map((one) => one['prompt.hash']);
  expect(hashes).toEqual([choice!['prompt.hash'], '', '', choice!['prompt.hash']]);
  expect(choice!['prompt.hash']).toMatch(/^[0-9a-f]{12}$/);
});

it('Parquet and JSON lines hold the same', async () => {
  const { place, file } = await told();
  await exportTables({ files: [file], out: join(place, 'out.parquet'), all: true });
  const rows = await parquetReadObjects({ file: await (await openAsBlob(join(place, 'out.parquet'))).arrayBuffer() });
  expect(rows.map((row) => [row['distribution.chosen'], row['distribution.mean'], row['distribution.grid']])).toEqual([
    [0.4, '{"C":0.6,"D":0.4}', false],
    [0.75, '{"10":0.25,"20":0.75}', true],
    [null, null, null],
  ]);
  await exportTables({ files: [file], out: join(place, 'out.jsonl'), all: true });
  const line = z.object({ table: z.string(), row: z.looseObject({ distribution: z.unknown() }).partial() });
  const lines = readFileSync(join(place, 'out.jsonl'), 'utf8').trim().split('\n');
  const found = lines.map((one) => line.parse(JSON.parse(one))).filter(({ table }) => table === 'decision');
  expect(found.map(({ row }) => row.distribution)).toEqual([chances, prices, null]);
});

it.each(['wide', 'otree'] as const)(
  '%s: a column of probabilities a question, where a model was asked for them',
  async (format) => {
    const { place, file } = await told();
    const { files } = await exportTables({ files: [file], out: join(place, 'out.csv'), format, all: true });
    const rows = files.filter((one) => one.endsWith('.csv')).flatMap((one) => readCsv(readFileSync(one, 'utf8')));
    const cells = rows.flatMap((row) =>
      Object.entries(row).filter(([name, value]) => name.endsWith('_probabilities') && value !== ''),
    );
    expect(new Set(cells.map(([name, value]) => `${name.replace(/^.*player/, 'player')} ${value}`))).toEqual(
      new Set(['player.first_probabilities {"C":0.6,"D":0.4}', 'player.price_probabilities {"10":0.25,"20":0.75}']),
    );
  },
);

it.each(FORMATS)(
  '%s: that no draw is to be counted stands before anything is counted, and only where there is one',
  async (format) => {
    const { place, file } = await told();
    const first = (files: readonly string[]) =>
      readFileSync(
        files.find((one) => /read.?me/i.test(one))!,
        'utf8',
      );
    const { files } = await exportTables({ files: [file], out: join(place, 'out.csv'), format, all: true });
    expect(first(files)).toMatch(
      /2 choices are drawn from probabilities .* no draw is to be counted as an observation/,
    );
    const without = await lessonFile();
    const { tables, ...rest } = await exportTables({
      files: [without.file],
      out: join(without.place, 'out.csv'),
      format,
    });
    expect(first(rest.files)).not.toContain('drawn from probabilities');
    const names = tables.flatMap(({ columns }) => columns.map(({ name }) => name));
    expect(names.filter((name) => name.endsWith('_probabilities'))).toEqual([]);
  },
);

it('scripts beside a log without probabilities are what they were', async () => {
  const { place, file } = await lessonFile();
  await exportTables({ files: [file], out: join(place, 'out.csv') });
  for (const ending of ['R', 'py'])
    expect(readFileSync(join(place, `out.analysis.${ending}`), 'utf8')).not.toMatch(/probabilities|told/);
});
