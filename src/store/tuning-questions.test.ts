import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folder } from '../../test/database/sample.ts';
import { tunedFacts, tunedRow } from '../../test/store/facts/tuned.ts';
import { connectWriter } from './connect.ts';
import { openLog } from './log-reader.ts';
import { migrate } from './migrate.ts';
import { openStore } from './open.ts';
import { steps } from './schema.ts';

tunedFacts(async () => join(folder(), 'lab.sqlite'));

it('a file of version 3 gets the table, and has no tuned model', async () => {
  const file = join(folder(), 'lab.sqlite');
  const db = connectWriter(file, true);
  await migrate(db, file, { steps: steps.slice(0, 3) });
  db.close();
  const log = await openLog(file);
  expect(await log.tunings()).toEqual([]);
  log.close();
  const store = await openStore(file);
  await store.record([{ table: 'tuning', row: tunedRow }]);
  expect(await store.tunings()).toEqual([tunedRow]);
  store.close();
});
