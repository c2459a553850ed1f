/** A run and a match belong to one program at a time, which the operating system sees to. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished, expect, it, vi } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { placeOf } from '../model/running.ts';
import { answers, type Behaviour, serve, stalls } from '../model/server.ts';
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
  // It plays for as long as its model says nothing.
  let model: Behaviour = stalls;
  const server = await serve((res, asked) => model(res, asked));
  await using here = placeOf(server);
  const first = here.begin('run prisoners-dilemma --seats openai/small,economicus --matches 3 --session long');
  onTestFinished(() => void first.kill('SIGKILL'));
  await vi.waitUntil(() => server.journal.length > 0, 60_000);
  const code = /"code": ?"([a-z]{8})"/.exec((await here.homines('sessions --json')).out)?.[1] ?? '';
  const again = () => here.homines(`run --resume ${code}`);
  const refused = await again();
  expect(refused.code).toBe(2);
  expect(refused.err).toContain(`playing session ${code}`);
  first.kill('SIGKILL');
  await once(first, 'close');
  model = answers('C');
  expect((await again()).code).toBe(0);
});
