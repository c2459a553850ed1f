/** What several processes that use one store may rely on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openLog } from '../../../src/store/log-reader.ts';
import { openStore } from '../../../src/store/open.ts';
import { writer } from '../../database/child.ts';
import { begun, decision, match } from '../../database/sample.ts';

/** A database with one match that processes may answer in. */
export async function ready(file: string) {
  const store = await openStore(file);
  const { match: played, session, rows } = begun();
  await store.record(rows);
  return { file, store, match: played, session };
}

/**
 * `fresh` names an empty database, `sound` says "ok" of one that is whole; a writer is killed so often. `quiet` resolves when
 * nothing more comes of processes that are gone, and only the store of the test is open.
 */
export function processFacts(
  fresh: () => Promise<string>,
  sound: (file: string) => unknown,
  { kills, quiet = async () => undefined }: { readonly kills: number; readonly quiet?: () => Promise<void> },
): void {
  it('several processes write to one file, and nothing is lost or refused', async () => {
    const { file, store, match: played } = await ready(await fresh());
    const each = 300;
    const writers = [0, 1, 2, 3].map((seat) => writer(file, played.code, seat, 0, each));
    await Promise.all(writers.map(({ closed }) => closed));
    expect(writers.map((one) => one.last())).toEqual(['done', 'done', 'done', 'done']);
    const stored = await store.decisions(played.code);
    expect(stored).toHaveLength(4 * each);
    for (const seat of [0, 1, 2, 3])
      expect(stored.filter((row) => row.seat === seat).map(({ turn }) => turn)).toEqual([...Array(each).keys()]);
    store.close();
    expect(await sound(file)).toBe('ok');
  });

  it(`killed ${kills} times in the middle of writing, a process loses no row that it acknowledged`, async () => {
    const { file, store, match: played } = await ready(await fresh());
    let from = 0;
    for (let time = 0; time < kills; time++) {
      const child = writer(file, played.code, 0, from, Number.MAX_SAFE_INTEGER);
      await child.reached(3 + time * 4);
      child.process.kill('SIGKILL');
      await child.closed;
      await quiet();
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
    expect(await sound(file)).toBe('ok');
  });

  it('reads whole rows while another process writes', async () => {
    const { file, store, match: played } = await ready(await fresh());
    const reader = await openLog(file);
    const child = writer(file, played.code, 0, 0, Number.MAX_SAFE_INTEGER);
    const look = async (): Promise<number> => {
      const acknowledged = child.acknowledged().length;
      const rows = await reader.decisions(played.code);
      expect(rows.map(({ turn }) => turn)).toEqual([...rows.keys()]);
      expect(rows.length).toBeGreaterThanOrEqual(acknowledged);
      return rows.length;
    };
    // It writes until it was seen in the middle of it often enough.
    for (const seen = new Set<number>(); seen.size < 20; await sleep(2)) seen.add(await look());
    child.process.kill('SIGKILL');
    await child.closed;
    expect(await look()).toBeGreaterThan(20);
    for (const writing of ['record', 'openSession', 'openParticipant']) expect(reader).not.toHaveProperty(writing);
    reader.close();
    store.close();
  });

  it('only one of two processes that play the same match goes on', async () => {
    const { file, store, match: played } = await ready(await fresh());
    const children = [writer(file, played.code, 0, 0, 200), writer(file, played.code, 0, 0, 200)];
    await Promise.all(children.map(({ closed }) => closed));
    const last = children.map((child) => child.last()).toSorted();
    expect(last[1]).toBe('done');
    expect(last[0]).toContain(`The match ${played.code} is being played elsewhere`);
    expect(await store.decisions(played.code)).toHaveLength(200);
    store.close();
  });

  it('commits a batch of thousands together while others write', async () => {
    const { file, store, match: played, session } = await ready(await fresh());
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
  });
}
