import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { TuningRow } from '../core/log.ts';
import { begun, folder } from '../../test/database/sample.ts';
import { connectWriter } from './connect.ts';
import { openLog } from './log-reader.ts';
import { migrate } from './migrate.ts';
import { openStore } from './open.ts';
import { steps } from './schema.ts';

const row: TuningRow = {
  ...{ data: 'd', run: 'econ', adapter: null, provider: 'tuned', model: 'econ', agent: 'economicus' },
  ...{ standing: 'not a tuned model: alive failed', proven: false, at: 1 },
};

it('keeps where a tuned model came from, and finds the sessions in which it sat, however it was asked', async () => {
  const store = await openStore(join(folder(), 'lab.sqlite'));
  const codes: string[] = [];
  for (const id of ['tuned/econ', 'tuned/econ?ask=decision', 'tuned/econ+moralis:0.5', 'tuned/econ-2', 'tuned/e*on']) {
    const { session, match, rows } = begun();
    codes.push(session.code);
    const seats = match.seats.map((seat, at) => (at === 0 ? { ...seat, id } : seat));
    await store.record(rows.map((one) => (one.table === 'match' ? { ...one, row: { ...one.row, seats } } : one)));
  }
  await store.record([{ table: 'tuning', row }]);
  await store.record([{ table: 'tuning', row: { ...row, adapter: 'a'.repeat(64), proven: true, at: 2 } }]);
  expect(await store.tunings()).toEqual([row, { ...row, adapter: 'a'.repeat(64), proven: true, at: 2 }]);
  expect(await store.sessionsOfModel('tuned/econ', 0, Number.MAX_SAFE_INTEGER)).toEqual(codes.slice(0, 3));
  expect(await store.sessionsOfModel('tuned/econ', 0, 1)).toEqual([]);
  store.close();
});

it('a file of version 3 gets the table, and has no tuned model', async () => {
  const file = join(folder(), 'lab.sqlite');
  const db = connectWriter(file, true);
  migrate(db, file, steps.slice(0, 3));
  db.close();
  const log = await openLog(file);
  expect(await log.tunings()).toEqual([]);
  log.close();
  const store = await openStore(file);
  await store.record([{ table: 'tuning', row }]);
  expect(await store.tunings()).toEqual([row]);
  store.close();
});
