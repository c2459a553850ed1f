/** An export in parts by session, read as one table by a program that knows nothing of us. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import type { LogRow } from '../../core/log.ts';
import { connectReader } from '../connect.ts';
import { exportTables } from '../export.ts';
import { openStore } from '../open.ts';
import { stored } from '../../../test/database/lesson.ts';
import { begun, decision, folder, match } from '../../../test/database/sample.ts';

/** Four sessions, one of them a rehearsal and one without an answer. */
async function fourSessions() {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  const store = await openStore(file);
  const sessions = ['Monday', 'Tuesday', 'silent', undefined].map((name) => begun({}, name));
  for (const [at, { session, rows }] of sessions.entries()) {
    const played = match(session.code);
    const answers = Array.from({ length: at === 2 ? 0 : 30 + at }, (_, turn): LogRow =>
      stored(decision(played.code, { turn, seat: turn % 2, answer: turn % 3 === 0 ? turn / 4 : 'C' })),
    );
    await store.record([...rows, { table: 'match', row: played }, ...answers]);
  }
  store.close();
  return { place, file, out: join(place, 'choices/'), codes: sessions.map(({ session }) => session.code) };
}

const partsIn = (out: string): readonly string[] =>
  readdirSync(join(out, 'data'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.parquet'))
    .sort();

async function ask(sql: string): Promise<readonly unknown[]> {
  const db = await DuckDBInstance.create(':memory:');
  const connection = await db.connect();
  const rows = (await connection.runAndReadAll(sql)).getRowsJson();
  connection.closeSync();
  return rows;
}

it('is one table for DuckDB, with the counts and sums of the database', async () => {
  const { file, out, codes } = await fourSessions();
  const exported = await exportTables({ files: [file], out, format: 'parquet', all: true });
  const mine = [codes[0]!, codes[1]!, codes[3]!].sort();
  expect(partsIn(out)).toEqual(mine.map((code) => join(`session=${code}`, 'part-0.parquet')));
  expect(exported.decisions).toBe(30 + 31 + 33);
  const db = connectReader(file);
  const expected = db
    .prepare(
      `select s.code, count(*), sum(case when typeof(d.answer) = 'real' or typeof(d.answer) = 'integer' then d.answer end)
       from session s join match m on m.session = s.id join decision d on d.match = m.id group by s.code order by s.code`,
    )
    .raw()
    .all();
  db.close();
  expect(
    await ask(
      `select session, count(*)::int, sum("answer.number")::double from read_parquet('${out}data/*/*.parquet')
       where session = "session.code" group by session order by session`,
    ),
  ).toEqual(expected);
  // Only the parts stand where Spark would take every file for one.
  expect(readdirSync(join(out, 'data')).sort()).toEqual(mine.map((code) => `session=${code}`));
  expect(readdirSync(out).sort()).toEqual(['README.txt', 'data', 'dataset_description.json', 'documentation']);
});

it('leaves parts of an earlier export alone, and says so before anything is read', async () => {
  const { file, out } = await fourSessions();
  await exportTables({ files: [file], out, format: 'parquet' });
  const before = partsIn(out);
  await expect(exportTables({ files: [file], out, format: 'parquet' })).rejects.toThrow('part of an earlier export');
  await expect(exportTables({ files: [join(out, 'none.sqlite')], out, format: 'parquet' })).rejects.toThrow(
    'part of an earlier export',
  );
  expect(partsIn(out)).toEqual(before);
});

it('stopped, it leaves no part and no folder', async () => {
  const { file, out } = await fourSessions();
  const stop = new AbortController();
  let told = 0;
  const exporting = exportTables({
    ...{ files: [file], out, format: 'parquet', all: true, stop: stop.signal },
    describe: {
      question: () => {
        told += 1;
        stop.abort();
        return null;
      },
      setting: () => null,
    },
  });
  await expect(exporting).rejects.toThrow();
  // When it was stopped the parts were written, under names that no pattern for parts finds.
  expect(told).toBeGreaterThan(0);
  expect(existsSync(out)).toBe(false);
});

it('does not take what somebody else put there for its own', async () => {
  const { file, out } = await fourSessions();
  mkdirSync(out);
  writeFileSync(join(out, 'README.txt'), 'mine');
  await expect(exportTables({ files: [file], out, format: 'parquet' })).rejects.toThrow('README.txt');
  expect(readdirSync(out)).toEqual(['README.txt']);
});
