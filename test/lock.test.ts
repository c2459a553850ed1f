/** A lock in a folder: one of many takes it, a dead holder's counts for nothing, and one that was killed before it wrote its name blocks nobody. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tryLock, whileLocked } from '../src/trainer/lock.ts';

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

it('several programs that find a dead holder at once come in one after the other', { timeout: 120_000 }, async () => {
  writeFileSync(join(folder, 'making.1'), DEAD);
  const lock = pathToFileURL(join(import.meta.dirname, '..', 'src', 'trainer', 'lock.ts')).href;
  const log = join(folder, 'log');
  const program = `
    import { appendFileSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    const { whileLocked } = await import(${JSON.stringify(lock)});
    await sleep(Math.max(0, Number(process.argv[1]) - Date.now()));
    for (let n = 0; n < 3; n++)
      await whileLocked(${JSON.stringify(folder)}, 'making', () => undefined, async () => {
        appendFileSync(${JSON.stringify(log)}, 'in ' + process.pid + '\\n');
        await sleep(20);
        appendFileSync(${JSON.stringify(log)}, 'out ' + process.pid + '\\n');
      });
  `;
  const at = String(Date.now() + 3000);
  const ended = Array.from({ length: 5 }, () => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program, at], { stdio: 'inherit' });
    return new Promise((done) => child.once('close', done));
  });
  expect(await Promise.all(ended)).toEqual([0, 0, 0, 0, 0]);
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  expect(lines).toHaveLength(30);
  for (let n = 0; n < lines.length; n += 2) expect(lines[n + 1]).toBe(lines[n]?.replace('in', 'out'));
  expect(readdirSync(folder).filter((name) => name.startsWith('making.'))).toHaveLength(1);
});
