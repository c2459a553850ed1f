import { expect, it } from 'vitest';
import { memoryStore } from '../terminal/memory-store.test-data.ts';
import { GO_ON_WITHIN, openParticipants } from './participants.ts';

const now = 1_700_000_000_000;

it('goes on with the latest lab session, unless it is older than twelve hours or a headless run', async () => {
  const store = memoryStore();
  const first = await openParticipants(store, '1', now);
  const { before: rows } = await first.sitDown(2, now);
  expect(rows.map((r) => r.table)).toEqual(['session', 'participant', 'participant']);
  await store.record(rows);
  first.written(rows);
  expect((await first.sitDown(2, now)).before).toEqual([]);
  await store.record([
    { table: 'session', row: { code: 'headless', kind: 'run', seed: 1, version: '1', startedAt: now + 5 } },
  ]);

  const soon = await openParticipants(store, '1', now + GO_ON_WITHIN - 1);
  expect(soon.current.code).toBe(first.current.code);
  expect(soon.current.people).not.toEqual(first.current.people);
  expect((await soon.sitDown(1, now)).before.map((r) => r.table)).toEqual(['participant']);
  const late = await openParticipants(store, '1', now + GO_ON_WITHIN + 1);
  expect(late.current.code).not.toBe(first.current.code);
});

it('starts afresh with new codes, and forgets nothing', async () => {
  const store = memoryStore();
  const one = await openParticipants(store, '1', now);
  const before = one.current;
  one.startAfresh(now + 1);
  expect(one.current.code).not.toBe(before.code);
  expect(one.current.people[0].code).not.toBe(before.people[0]);
  expect(one.current.name).toBeNull();
  expect(one.nextPerson().code).toBe(one.current.code);
});
