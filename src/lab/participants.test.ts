import { expect, it } from 'vitest';
import { memoryStore } from '../terminal/memory-store.test-data.ts';
import { GO_ON_WITHIN, openLedger } from './participants.ts';

const now = 1_700_000_000_000;

it('goes on with the latest lab session, unless it is older than twelve hours or a headless run', async () => {
  const store = memoryStore();
  const first = await openLedger(store, '1', now);
  const rows = first.pending(now, 2);
  expect(rows.map((r) => r.table)).toEqual(['session', 'participant', 'participant']);
  await store.record(rows);
  first.written(rows);
  expect(first.pending(now, 2)).toEqual([]);
  await store.record([
    { table: 'session', row: { code: 'headless', kind: 'run', seed: 1, version: '1', startedAt: now + 5 } },
  ]);

  const soon = await openLedger(store, '1', now + GO_ON_WITHIN - 1);
  expect(soon.whose.session).toBe(first.whose.session);
  expect(soon.whose.people).not.toEqual(first.whose.people);
  expect(soon.pending(now, 1).map((r) => r.table)).toEqual(['participant']);
  const late = await openLedger(store, '1', now + GO_ON_WITHIN + 1);
  expect(late.whose.session).not.toBe(first.whose.session);
});

it('starts afresh with new codes, and forgets nothing', async () => {
  const store = memoryStore();
  const one = await openLedger(store, '1', now);
  const before = one.whose;
  one.startAfresh(now + 1);
  expect(one.whose.session).not.toBe(before.session);
  expect(one.whose.people[0]).not.toBe(before.people[0]);
  expect(one.whose.name).toBeNull();
  expect(one.nextPerson().session).toBe(one.whose.session);
});
