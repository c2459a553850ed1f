/** Parquet read back by two programs that know nothing of each other, and compared with the CSV cell by cell. */
import { openAsBlob, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { expect, it } from 'vitest';
import type { LogRow } from '../../core/log.ts';
import { exportTables } from '../export.ts';
import { openStore } from '../open.ts';
import { readCsv } from '../../../test/database/csv.ts';
import { lessonFile, stored } from '../../../test/database/lesson.ts';
import { decision, match } from '../../../test/database/sample.ts';
import { longColumns } from './long-columns.ts';

/** The same database as CSV and as Parquet. */
async function both(more: readonly LogRow[] = []) {
  const made = await lessonFile();
  const { place, file } = made;
  const store = await openStore(file);
  await store.record(
    more.map((row) => (row.table === 'match' ? { ...row, row: { ...row.row, session: made.lab.code } } : row)),
  );
  store.close();
  await exportTables({ files: [file], out: join(place, 'long.csv') });
  await exportTables({ files: [file], out: join(place, 'long.parquet') });
  const blob = await openAsBlob(join(place, 'long.parquet'));
  return {
    ...made,
    csv: readCsv(readFileSync(join(place, 'long.csv'), 'utf8')),
    parquet: await blob.arrayBuffer(),
    path: join(place, 'long.parquet'),
  };
}

/** A value of Parquet as the cell of CSV says it. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'boolean') return value ? '1' : '0';
  return String(value).replace(/[\r\n]+/g, ' ');
}

it('holds the cells of the long table, typed', async () => {
  const { csv, parquet } = await both();
  const rows = await parquetReadObjects({ file: parquet });
  expect(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cellOf(value)]))),
  ).toEqual(csv);
  expect(rows[0]).toMatchObject({
    'match.seed': 2n ** 40n,
    'session.is_demo': false,
    'agent.kappa': null,
    'answer.number': null,
    revision: 0,
    replaced: true,
    because: 'he said:\n"go", and I went',
    time_shown: new Date(1_700_000_002_000),
  });
  expect(rows.find((row) => row['call.count'] !== null)).toMatchObject({
    'call.count': 2,
    'call.tokens_in': 40,
    'call.cost': 0.25,
    'call.outcome': 'timed out',
  });
});

it('takes what is beyond 32 bits: a laptop that slept for a month between question and answer', async () => {
  const played = match('');
  const month = 31 * 86_400_000;
  const { csv, parquet } = await both([{ table: 'match', row: played }, stored(decision(played.code, { ms: month }))]);
  expect(csv.at(-1)!['ms']).toBe(`${month}`);
  expect((await parquetReadObjects({ file: parquet })).at(-1)!['ms']).toBe(BigInt(month));
});

it('is read by DuckDB over several groups of rows', async () => {
  const played = match('', { game: 'pricing-duopoly' });
  const many = Array.from({ length: 23_456 }, (_, turn) =>
    stored(
      decision(played.code, {
        turn,
        key: 'price',
        answer: turn / 4,
        ms: turn % 7 === 0 ? null : turn,
        because: turn % 5 === 0 ? 'κ; "so"' : null,
      }),
    ),
  );
  const { csv, parquet, path } = await both([{ table: 'match', row: played }, ...many]);
  expect(
    (await parquetMetadataAsync({ slice: (from, to) => parquet.slice(from, to), byteLength: parquet.byteLength }))
      .row_groups.length,
  ).toBeGreaterThan(1);
  const db = await DuckDBInstance.create(':memory:');
  const connection = await db.connect();
  // Times are moments, wherever they are read.
  await connection.run("set timezone = 'Europe/Zurich'");
  const ask = async (sql: string) =>
    (await connection.runAndReadAll(sql.replace('$', `read_parquet('${path}')`))).getRowsJson()[0];
  expect(
    await ask(
      'select count(*)::int, count(distinct "match.code")::int, count(ms)::int, sum("answer.number")::double from $',
    ),
  ).toEqual([
    csv.length,
    new Set(csv.map((row) => row['match.code'])).size,
    csv.filter((row) => row['ms'] !== '').length,
    csv.reduce((sum, row) => sum + Number(row['answer.number']), 0),
  ]);
  const types = await connection.runAndReadAll(
    `select column_name, column_type from (describe select * from read_parquet('${path}'))`,
  );
  const typed = {
    text: 'VARCHAR',
    JSON: 'VARCHAR',
    number: 'DOUBLE',
    'yes or no': 'BOOLEAN',
    time: 'TIMESTAMP WITH TIME ZONE',
  };
  expect(types.getRows()).toEqual(
    longColumns.map(({ name, type, large }) => [
      name,
      type === 'whole number' ? (large === true ? 'BIGINT' : 'INTEGER') : typed[type],
    ]),
  );
  // Every cell of every row, told by DuckDB.
  const words = longColumns.map(({ name, type }) =>
    type === 'time'
      ? `coalesce(strftime("${name}" at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ'), '')`
      : type === 'yes or no'
        ? `coalesce(("${name}"::int)::varchar, '')`
        : type === 'number'
          ? `coalesce(regexp_replace("${name}"::varchar, '\\.0$', ''), '')`
          : `coalesce(regexp_replace("${name}"::varchar, '[\\r\\n]+', ' ', 'g'), '')`,
  );
  const told = await connection.runAndReadAll(`select ${words.join(', ')} from read_parquet('${path}')`);
  const text = (row: readonly unknown[]): string => JSON.stringify(row);
  expect(told.getRows().map(text)).toEqual(csv.map((row) => text(longColumns.map(({ name }) => row[name]))));
  connection.closeSync();
});
