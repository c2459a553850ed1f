import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { backup } from '../../src/store/backup.ts';
import { health } from '../../src/store/health.ts';
import { openStore } from '../../src/store/open.ts';
import { writer } from '../database/child.ts';
import { begun, decision, folder } from '../database/sample.ts';

it('copies what is committed while others write, and begins only once', async () => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  const store = await openStore(file);
  const { match, rows } = begun();
  await store.record(rows);
  // More than is copied in one go, so that rows arrive in the middle.
  for (let part = 0; part < 3; part++)
    await store.record(
      Array.from({ length: 2000 }, (_, n) => ({
        table: 'decision' as const,
        row: decision(match.code, { turn: part * 2000 + n, key: 'price', because: 'x'.repeat(3000) }),
      })),
    );
  const child = writer(file, match.code, 0, 6000, Number.MAX_SAFE_INTEGER);
  await child.reached(10);
  const acknowledged = 6000 + child.acknowledged().length;
  const copies = ['one.sqlite', 'two.sqlite'].map((name) => join(place, 'copies', name));
  for (const copy of copies) await backup(file, copy);
  const afterwards = (await store.decisions(match.code)).length;
  child.process.kill();
  await child.closed;
  expect(readdirSync(join(place, 'copies')).sort()).toEqual(['one.sqlite', 'two.sqlite']);
  for (const copy of copies) {
    expect(await health(copy)).toMatchObject({ sessions: 1, damage: null });
    const opened = await openStore(copy);
    const turns = (await opened.decisions(match.code)).map(({ turn }) => turn);
    expect(turns).toEqual([...turns.keys()]);
    expect(turns.length).toBeGreaterThanOrEqual(acknowledged);
    expect(turns.length).toBeLessThanOrEqual(afterwards);
    await opened.record([{ table: 'decision', row: decision(match.code, { turn: 1_000_000 }) }]);
    opened.close();
  }
  store.close();
});

it('never overwrites', async () => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  (await openStore(file)).close();
  const target = join(place, 'copy.sqlite');
  writeFileSync(target, 'precious');
  mkdirSync(join(place, 'folder'));
  for (const taken of [target, file, join(place, 'folder')])
    await expect(backup(file, taken)).rejects.toThrow(`${taken} exists already and is not overwritten`);
  expect(readFileSync(target, 'utf8')).toBe('precious');
  expect(readdirSync(place).filter((name) => name.endsWith('.part'))).toEqual([]);
});

it('refuses a place where nothing can be written, and leaves nothing', async () => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  (await openStore(file)).close();
  await expect(backup(file, join(file, 'copy.sqlite'))).rejects.toThrow('cannot be written');
  expect(readdirSync(place).filter((name) => name.includes('copy'))).toEqual([]);
});

it('tells how far it is, and leaves nothing where it is stopped between two pieces', async () => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  const store = await openStore(file);
  const { match, rows } = begun();
  await store.record(rows);
  await store.record(
    Array.from({ length: 4000 }, (_, turn) => ({
      table: 'decision' as const,
      row: decision(match.code, { turn, key: 'price', because: 'x'.repeat(3000) }),
    })),
  );
  const pieces: number[] = [];
  await backup(file, join(place, 'whole.sqlite'), { far: (copied, of) => void pieces.push(copied / of) });
  expect(pieces.length).toBeGreaterThan(0);
  expect(pieces).toEqual(pieces.toSorted((a, b) => a - b));
  const before = readdirSync(place).toSorted();
  const stopping = new AbortController();
  const copy = backup(file, join(place, 'half.sqlite'), {
    far: () => stopping.abort(new Error('enough')),
    stop: stopping.signal,
  });
  await expect(copy).rejects.toThrow('enough');
  expect(readdirSync(place).toSorted()).toEqual(before);
  store.close();
});
