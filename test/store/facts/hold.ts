/** Who holds what, in any store. `fresh` names an empty database. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Hold } from '../../../src/core/log.ts';
import { openStore } from '../../../src/store/open.ts';

/** Another program that holds, or tries to. */
export async function holder(file: string, code: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', '..', 'database', 'holder.ts'), file, code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return { said: said.trim(), kill: () => (child.kill('SIGKILL'), once(child, 'close')) };
}

/** `left`: what lies about when nobody holds anything; `within`: so soon (milliseconds) what a dead program held is free. */
export function holdFacts(
  fresh: () => Promise<string>,
  { left, within }: { readonly left: (file: string) => readonly string[]; readonly within: number },
): void {
  it('one holds it, in this program and in others, until it is given back or the program dies', async () => {
    const file = await fresh();
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
    const freed = performance.now();
    const take = async (code: string): Promise<Hold | null> => {
      const mine = await store.hold(code);
      return mine === null && performance.now() - freed < within ? take(code) : mine;
    };
    const again = await Promise.all(['sessiona', 'sessionb'].map(take));
    expect(again).not.toContain(null);
    for (const hold of again) hold?.release();
    expect(left(file)).toEqual([]);
    store.close();
  });
}
