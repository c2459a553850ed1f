/** What is found or made where it is missing, in any store. `empty` names an empty database. */
import { expect, it } from 'vitest';
import { newCode } from '../../../src/core/ids.ts';
import type { SessionRow } from '../../../src/core/log.ts';
import { openStore } from '../../../src/store/open.ts';

const fresh = (kind: SessionRow['kind'] = 'lab'): SessionRow => ({
  code: newCode(),
  kind,
  seed: 1,
  version: '1',
  startedAt: 1_700_000_000_000,
});

export function findFacts(empty: () => Promise<string>): void {
  it('finds the lab session that goes by a name now, or makes it with its name', async () => {
    const store = await openStore(await empty());
    const run = fresh('run');
    const named = (session: string, name: string) =>
      ({ session, match: null, participant: null, kind: 'named', body: { name }, at: 1 }) as const;
    await store.record([
      { table: 'session', row: run },
      { table: 'event', row: named(run.code, 'class') },
    ]);
    const first = await store.openSession('class', fresh());
    expect(first).not.toBe(run.code);
    expect(await store.openSession('class', fresh())).toBe(first);
    expect((await store.session(first))?.name).toBe('class');
    await store.record([{ table: 'event', row: named(first, 'morning') }]);
    expect(await store.openSession('morning', fresh())).toBe(first);
    expect(await store.openSession('class', fresh())).not.toBe(first);
    store.close();
  });

  it('finds a participant by the label, within one session', async () => {
    const file = await empty();
    const [one, two] = await Promise.all([openStore(file), openStore(file)]);
    const [a, b] = [await one.openSession('a', fresh()), await two.openSession('b', fresh())];
    const person = (session: string, treatment: string | null) =>
      ({ code: newCode(), session, label: 'p07', treatment, joinedAt: 2 }) as const;
    const stored = await one.openParticipant(person(a, 'control'));
    expect(await two.openParticipant(person(a, null))).toEqual(stored);
    expect((await two.openParticipant(person(b, null))).code).not.toBe(stored.code);
    expect(await one.participants(a)).toEqual([stored]);
    one.close();
    two.close();
  });
}
