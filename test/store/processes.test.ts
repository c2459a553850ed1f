import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { UserError } from '../../src/core/user-error.ts';
import { connectReader, connectWriter } from '../../src/store/connect.ts';
import { openLog } from '../../src/store/log-reader.ts';
import { openStore } from '../../src/store/open.ts';
import { writer } from '../database/child.ts';
import { begun, decision, folder, match } from '../database/sample.ts';

/** A file with one match that processes may answer in. */
async function ready() {
  const file = join(folder(), 'lab.sqlite');
  const store = await openStore(file);
  const { match: played, session, rows } = begun();
  await store.record(rows);
  return { file, store, match: played, session };
}

const sound = (file: string): unknown => {
  const db = connectReader(file);
  const found = db.pragma('integrity_check', { simple: true });
  db.close();
  return found;
};

it('several processes write to one file, and nothing is lost or refused', async () => {
  const { file, store, match: played } = await ready();
  const each = 300;
  const writers = [0, 1, 2, 3].map((seat) => writer(file, played.code, seat, 0, each));
  await Promise.all(writers.map(({ closed }) => closed));
  expect(writers.map((one) => one.last())).toEqual(['done', 'done', 'done', 'done']);
  const stored = await store.decisions(played.code);
  expect(stored).toHaveLength(4 * each);
  for (const seat of [0, 1, 2, 3])
    expect(stored.filter((row) => row.seat === seat).map(({ turn }) => turn)).toEqual([...Array(each).keys()]);
  store.close();
  expect(sound(file)).toBe('ok');
}, 60_000);

it('killed twenty times in the middle of writing, a process loses no row that it acknowledged', async () => {
  const { file, store, match: played } = await ready();
  let from = 0;
  for (let time = 0; time < 20; time++) {
    const child = writer(file, played.code, 0, from, Number.MAX_SAFE_INTEGER);
    await child.reached(3 + time * 4);
    child.process.kill('SIGKILL');
    await child.closed;
    const acknowledged = child.acknowledged();
    expect(acknowledged.length).toBeGreaterThanOrEqual(3 + time * 4);
    const stored = (await store.decisions(played.code)).map(({ turn }) => turn);
    expect(stored.slice(from, from + acknowledged.length)).toEqual(acknowledged);
    // At most the one row that was committed but not yet acknowledged is more.
    expect(stored.length - from - acknowledged.length).toBeLessThanOrEqual(1);
    expect(stored).toEqual([...stored.keys()]);
    from = stored.length;
  }
  store.close();
  expect(sound(file)).toBe('ok');
}, 120_000);

it('reads whole rows while another process writes', async () => {
  const { file, store, match: played } = await ready();
  const reader = await openLog(file);
  const child = writer(file, played.code, 0, 0, 400);
  const seen: number[] = [];
  let running = true;
  void child.closed.then(() => (running = false));
  while (running) {
    const acknowledged = child.acknowledged().length;
    const rows = await reader.decisions(played.code);
    expect(rows.map(({ turn }) => turn)).toEqual([...rows.keys()]);
    expect(rows.length).toBeGreaterThanOrEqual(acknowledged);
    seen.push(rows.length);
    await sleep(2);
  }
  expect(child.last()).toBe('done');
  expect(new Set(seen).size).toBeGreaterThan(3);
  expect(await reader.decisions(played.code)).toHaveLength(400);
  for (const writing of ['record', 'openSession', 'openParticipant']) expect(reader).not.toHaveProperty(writing);
  reader.close();
  store.close();
}, 60_000);

it('only one of two processes that play the same match goes on', async () => {
  const { file, store, match: played } = await ready();
  const children = [writer(file, played.code, 0, 0, 200), writer(file, played.code, 0, 0, 200)];
  await Promise.all(children.map(({ closed }) => closed));
  const last = children.map((child) => child.last()).toSorted();
  expect(last[1]).toBe('done');
  expect(last[0]).toContain(`The match ${played.code} is being played elsewhere`);
  expect(await store.decisions(played.code)).toHaveLength(200);
  store.close();
}, 60_000);

it('waits for a lock without stopping the clock, keeps the order, and goes on when the lock is gone', async () => {
  const { file, store, match: played } = await ready();
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
  const { file, store, match: played } = await ready();
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

it('commits a batch of thousands together while others write', async () => {
  const { file, store, match: played, session } = await ready();
  const child = writer(file, played.code, 0, 0, 300);
  await child.reached(1);
  for (let batch = 0; batch < 10; batch++) {
    const matches = Array.from({ length: 300 }, () => match(session.code));
    await store.record(
      matches.flatMap((row) => [
        { table: 'match', row },
        { table: 'decision', row: decision(row.code) },
      ]),
    );
  }
  await child.closed;
  expect(child.last()).toBe('done');
  expect(await store.session(session.code)).toMatchObject({ matches: 3001, decisions: 3300 });
  store.close();
}, 60_000);
