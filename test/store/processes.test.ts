import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { UserError } from '../../src/core/user-error.ts';
import { connectReader, connectWriter } from '../../src/store/connect.ts';
import { openStore } from '../../src/store/open.ts';
import { decision, folder } from '../database/sample.ts';
import { processFacts, ready } from './facts/processes.ts';

const newFile = async (): Promise<string> => join(folder(), 'lab.sqlite');

const sound = (file: string): unknown => {
  const db = connectReader(file);
  const found = db.pragma('integrity_check', { simple: true });
  db.close();
  return found;
};

processFacts(newFile, sound, { kills: 20 });

it('waits for a lock without stopping the clock, keeps the order, and goes on when the lock is gone', async () => {
  const { file, store, match: played } = await ready(await newFile());
  const holder = connectWriter(file, false);
  holder.exec('begin immediate');
  let ticks = 0;
  const clock = setInterval(() => (ticks += 1), 1);
  const answers = [0, 1, 2].map((turn) => store.record([{ table: 'decision', row: decision(played.code, { turn }) }]));
  let done = 0;
  for (const answer of answers) void answer.then(() => (done += 1));
  await sleep(600);
  expect(done).toBe(0);
  expect(ticks).toBeGreaterThan(3);
  expect(await store.decisions(played.code)).toEqual([]);
  holder.exec('commit');
  await Promise.all(answers);
  clearInterval(clock);
  expect((await store.decisions(played.code)).map(({ turn }) => turn)).toEqual([0, 1, 2]);
  holder.close();
  store.close();
});

it('refuses in one sentence when a lock stays, and works again afterwards', async () => {
  const { file, store, match: played } = await ready(await newFile());
  store.close();
  const impatient = await openStore(file, { patience: 250 });
  const holder = connectWriter(file, false);
  holder.exec('begin exclusive');
  const refused = impatient.record([{ table: 'decision', row: decision(played.code) }]);
  await expect(refused).rejects.toThrow(UserError);
  await expect(refused).rejects.toThrow('is held by another program');
  holder.exec('rollback');
  await impatient.record([{ table: 'decision', row: decision(played.code) }]);
  expect(await impatient.decisions(played.code)).toHaveLength(1);
  holder.close();
  impatient.close();
});
