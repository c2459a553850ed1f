/** A run and a match belong to one program at a time, which the operating system sees to. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { begin, homines } from '../program.ts';
import { folder } from '../database/sample.ts';
import { holder, holdFacts } from './facts/hold.ts';

const locksIn = (place: string) => readdirSync(place).filter((name) => name.endsWith('.lock'));

holdFacts(async () => join(folder(), 'lab.sqlite'), { left: (file) => locksIn(dirname(file)), within: 0 });

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
