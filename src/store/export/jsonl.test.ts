/** Every row of every table, as it is stored. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Row } from '../../log.ts';
import { exportTables } from '../export.ts';
import { openStore } from '../open.ts';
import { lessonFile } from '../testing/lesson.ts';

const linesOf = (file: string): readonly Row[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): Row => JSON.parse(line));

it('holds exactly the rows that were handed in', async () => {
  const { place, file, rows } = await lessonFile();
  await exportTables({ files: [file], out: join(place, 'events.jsonl') });
  const lines = linesOf(join(place, 'events.jsonl'));
  expect(lines).toHaveLength(rows.length);
  expect(lines).toEqual(expect.arrayContaining([...rows]));
});

it('is in an order in which a store takes it again, and then exports the same', async () => {
  const { place, file } = await lessonFile();
  const [first, second] = [join(place, 'first.jsonl'), join(place, 'second.jsonl')];
  await exportTables({ files: [file], out: first });
  const copy = join(place, 'copy.sqlite');
  const store = await openStore(copy);
  for (const row of linesOf(first)) await store.record([row]);
  store.close();
  await exportTables({ files: [copy], out: second });
  expect(readFileSync(second, 'utf8')).toBe(readFileSync(first, 'utf8'));
});

it('tells within a match what happened in its order: calls before the answer that they led to', async () => {
  const { place, file, matches } = await lessonFile();
  await exportTables({ files: [file], out: join(place, 'events.jsonl') });
  const of = (code: string) =>
    linesOf(join(place, 'events.jsonl')).flatMap(({ table, row }) => ('match' in row && row.match === code ? [table] : []));
  expect(of(matches.prices)).toEqual(['call', 'call', ...Array.from({ length: 6 }, () => 'decision'), 'ending', 'payoff']);
  expect(of(matches.first)).toEqual(['decision', 'decision', 'decision', 'ending', 'payoff', 'payoff', 'event']);
});

it('documents every field', async () => {
  const { place, file } = await lessonFile();
  const { tables } = await exportTables({ files: [file], out: join(place, 'events.jsonl') });
  const documented = new Map(tables.map(({ name, columns }) => [name, columns.map((column) => column.name)]));
  for (const { table, row } of linesOf(join(place, 'events.jsonl'))) expect(Object.keys(row)).toEqual(documented.get(table));
  expect(Object.fromEntries(tables.map(({ name, rows }) => [name, rows]))).toEqual({
    session: 1,
    participant: 2,
    match: 4,
    decision: 12,
    call: 2,
    ending: 3,
    payoff: 5,
    event: 3,
  });
});
