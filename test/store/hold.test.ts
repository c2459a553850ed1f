/** A run and a match belong to one program at a time, which the operating system sees to. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { begin, homines } from '../program.ts';
import { folder } from '../database/sample.ts';

const locksIn = (place: string) => readdirSync(place).filter((name) => name.endsWith('.lock'));

/** Another program that holds, or tries to. */
async function holder(file: string, code: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'database', 'holder.ts'), file, code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return { said: said.trim(), kill: () => (child.kill('SIGKILL'), once(child, 'close')) };
}

it('one holds it, in this program and in others, until it is given back or the program dies', async () => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  const store = await openStore(file);
  const mine = (await store.hold('sessiona'))!;
  expect(await store.hold('sessiona')).toBeNull();
  expect((await holder(file, 'sessiona')).said).toBe('refused');
  const other = await holder(file, 'sessionb');
  expect(other.said).toBe('held');
  expect(await store.hold('sessionb')).toBeNull();
  mine.release();
  mine.release();
  const next = await holder(file, 'sessiona');
  expect(next.said).toBe('held');
  await Promise.all([other.kill(), next.kill()]);
  // Killed without a word: free at once, whatever programs have its number now.
  const again = await Promise.all(['sessiona', 'sessionb'].map((code) => store.hold(code)));
  expect(again).not.toContain(null);
  for (const hold of again) hold?.release();
  expect(locksIn(place)).toEqual([]);
  store.close();
});

it('however many want it, and sweep, at once: one has it', async () => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  const found = await Promise.all(
    [1, 2, 3].map(
      () =>
        new Promise<string>((resolve) =>
          execFile(
            process.execPath,
            [join(import.meta.dirname, '..', 'database', 'contender.ts'), file, join(place, 'mark')],
            (error, out, err) => resolve(error === null ? out.trim() : err),
          ),
        ),
    ),
  );
  expect(found).toEqual([1, 2, 3].map(() => '{"held":true,"shared":0}'));
  expect(locksIn(place)).toEqual([]);
});

it('what a killed program left is taken away when the database is opened next, and nothing that is held', async () => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  (await openStore(file)).close();
  const [dead, alive] = [await holder(file, 'sessiona'), await holder(file, 'sessionb')];
  await dead.kill();
  expect(locksIn(place)).toHaveLength(2);
  (await openStore(file)).close();
  expect(locksIn(place)).toEqual(['.lab.sqlite.sessionb.lock']);
  await alive.kill();
});

it('a run is played by one program: another one that would go on with it is refused, and goes on when the first is killed', async () => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  const run = 'run prisoners-dilemma --seats economicus,moralis:0.5 --matches 20000 --session long --db'.split(' ');
  const first = begin([...run, file], { cwd: place });
  onTestFinished(() => void first.kill('SIGKILL'));
  let [code] = [''];
  while (code === '') {
    const found = await homines(['sessions', '--json', '--db', file], { cwd: place });
    code = /"code": ?"([a-z]{8})"/.exec(found.out)?.[1] ?? '';
  }
  const again = () => homines(['run', '--resume', code, '--db', file], { cwd: place });
  const refused = await again();
  expect(refused.code).toBe(2);
  expect(refused.err).toContain(`playing session ${code}`);
  first.kill('SIGKILL');
  await once(first, 'close');
  expect((await again()).code).toBe(0);
}, 60_000);
