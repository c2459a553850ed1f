/** Two programs that host one room over one database: whoever plays lands on either at any request, and one of them is killed. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { openStore } from '../../../src/store/open.ts';

const replied = z.object({
  id: z.number(),
  member: z.string().optional(),
  kind: z.string().optional(),
  took: z.string().nullable().optional(),
  failed: z.string().optional(),
});
type Reply = z.infer<typeof replied>;
type Asked = { readonly join: string } | { readonly member: string; readonly seed: number };

/** A program that hosts the room, and takes the steps of robots that it is asked for. */
async function host(database: string) {
  const child = fork(join(import.meta.dirname, '..', '..', 'database', 'room-host.ts'), [database, 'class']);
  onTestFinished(() => void child.kill('SIGKILL'));
  const pending = new Map<number, { done(reply: Reply): void; failed(error: Error): void }>();
  let [ids, alive] = [0, true];
  const ready = new Promise<void>((isReady) =>
    child.on('message', (message) => {
      const reply = replied.parse(message);
      if (reply.id === 0) return isReady();
      pending.get(reply.id)?.done(reply);
      pending.delete(reply.id);
    }),
  );
  child.on('exit', () => {
    alive = false;
    for (const { failed } of pending.values()) failed(new Error('it is gone'));
  });
  await ready;
  return {
    isAlive: () => alive,
    kill: () => void child.kill('SIGKILL'),
    ask: (asked: Asked): Promise<Reply> =>
      new Promise((done, failed) => {
        if (!alive || !child.connected) return failed(new Error('it is gone'));
        const id = ++ids;
        pending.set(id, { done, failed });
        // Killed, it is not told to be gone at once: until then what is sent breaks.
        child.send({ id, ...asked }, (error) => void (error && failed(error)));
      }),
  };
}

/** People in the class, who play in pairs, each in one match. */
const PEOPLE = 8;
const ANSWERS = 6;

export function twoHostsFacts(fresh: () => Promise<string>): void {
  it('people of one class are served by two programs; one is killed, the other goes on, nothing is lost and no match is played twice', async () => {
    const database = await fresh();
    const first = await host(database);
    const second = await host(database);
    const people = await Promise.all(
      Array.from({ length: PEOPLE }, async (_, n) => {
        const { member = '' } = await (n % 2 === 0 ? first : second).ask({ join: `p${n}` });
        return member;
      }),
    );
    expect(new Set(people).size).toBe(PEOPLE);
    let [acknowledged, killed] = [0, false];
    const back = new Set<string>();
    const trouble: string[] = [];
    await Promise.all(
      people.map(async (member, seed) => {
        // From one program to the other at every request.
        for (let turn = seed; ; turn++) {
          const program = turn % 2 === 0 && first.isAlive() ? first : second;
          const reply = await program.ask({ member, seed }).catch(() => null);
          if (reply === null) {
            // Nobody is left to be asked: to go on would take all turns of this process, until its memory is full.
            if (!second.isAlive()) throw new Error('Both programs are gone.');
            continue;
          }
          if (reply.failed !== undefined) trouble.push(reply.failed);
          const stored = reply.took === 'stored';
          if (stored && reply.kind === 'asked') acknowledged += 1;
          if (killed && (stored || reply.kind === 'done')) back.add(member);
          if (reply.kind === 'done') return;
          if (!stored) await sleep(25);
          if (acknowledged === 2 * PEOPLE && !killed) {
            killed = true;
            first.kill();
          }
        }
      }),
    );
    expect(trouble).toEqual([]);
    expect(back.size).toBe(PEOPLE);
    const store = await openStore(database);
    const matches = await store.matches({});
    const seated = matches.flatMap(({ seats }) => seats.map(({ participant }) => participant));
    expect([matches.length, new Set(seated)]).toEqual([PEOPLE / 2, new Set(people)]);
    expect(new Set(matches.map(({ ending }) => ending))).toEqual(new Set(['finished']));
    const rows = (await Promise.all(matches.map(({ code }) => store.decisions(code)))).flat();
    expect(rows).toHaveLength(PEOPLE * ANSWERS);
    expect(new Set(rows.map(({ match, turn, seat, key }) => `${match} ${turn} ${seat} ${key}`)).size).toBe(rows.length);
    // An answer whose acknowledgement died with its program is stored all the same.
    expect(rows.length - acknowledged).toBeLessThanOrEqual(PEOPLE);
    store.close();
  });
}
