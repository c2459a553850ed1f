/** A lock in a folder: one of many takes it, a dead holder's counts for nothing, and one that was killed before it wrote its name blocks nobody. */
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FolderLock, tryLock, whileLocked } from '../src/trainer/lock.ts';
import { livesStill } from '../src/trainer/running-program.ts';

/** Takes it while others do something between the look at a holder and what comes of it. */
function tryWhile(others: () => void): FolderLock | null {
  let now = others;
  return tryLock(folder, 'making', (mark) => {
    const lives = livesStill(mark);
    const done = now;
    now = () => undefined;
    done();
    return lives;
  });
}

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'homines-lock-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** No process has this number. */
const DEAD = `held ${hostname()} 999999999 1`;

it('is held by one until it is let go', async () => {
  const first = tryLock(folder, 'making');
  expect(first).not.toBeNull();
  expect(tryLock(folder, 'making')).toBeNull();
  expect(tryLock(folder, 'other')).not.toBeNull();
  first?.free();
  let waited = 0;
  expect(
    await whileLocked(
      folder,
      'making',
      () => (waited += 1),
      async () => tryLock(folder, 'making'),
    ),
  ).toBeNull();
  expect(waited).toBe(0);
});

it('whoever is killed before its name is written blocks nobody for longer than a moment', () => {
  writeFileSync(join(folder, 'making.1'), '');
  expect(tryLock(folder, 'making')).toBeNull();
  const before = new Date(Date.now() - 60_000);
  utimesSync(join(folder, 'making.1'), before, before);
  expect(tryLock(folder, 'making')).not.toBeNull();
});

it('who holds it on another computer is not taken for dead', () => {
  writeFileSync(join(folder, 'making.1'), DEAD.replace(hostname(), `not-${hostname()}`));
  expect(() => tryLock(folder, 'making')).toThrow(join(folder, 'making.1'));
});

/** Both held at once would be two programs at the same work. */
it('of two that find a dead holder at the same moment one comes in', () => {
  writeFileSync(join(folder, 'making.1'), DEAD);
  const got: (FolderLock | null)[] = [];
  const last = tryWhile(() => got.push(tryLock(folder, 'making')));
  got.push(last);
  expect(got.map((lock) => lock !== null)).toEqual([true, false]);
  expect(tryLock(folder, 'making')).toBeNull();
});

it('whoever looked before others came and went lets the one go on that holds it now', () => {
  writeFileSync(join(folder, 'making.1'), DEAD);
  const got: (FolderLock | null)[] = [];
  const last = tryWhile(() => {
    tryLock(folder, 'making')?.free();
    tryLock(folder, 'making')?.free();
    got.push(tryLock(folder, 'making'));
  });
  got.push(last);
  expect(got.map((lock) => lock !== null)).toEqual([true, false]);
  got[0]?.free();
  expect(tryLock(folder, 'making')).not.toBeNull();
  expect(readdirSync(folder)).toHaveLength(1);
});
