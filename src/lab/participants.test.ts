import { describe, expect, it } from 'vitest';
import { memoryStore, type MemoryStore } from './memory-store.test-data.ts';
import { GO_ON_WITHIN, openParticipants, readLabel } from './participants.ts';

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

it('goes on with no session of a room, unless it is named', async () => {
  const store = memoryStore();
  const keyboard = await openParticipants(store, '1', now, 'keyboard');
  const room = await openParticipants(store, '1', now + 1, 'room');
  const { code } = room.current;
  await store.record([
    {
      table: 'event',
      row: {
        ...{ session: code, match: null, participant: null, kind: 'hosted', at: now + 2 },
        body: {
          ...{ code: 'ABCDE', tables: [], lesson: null, start: 'at once', language: null, patience: 60_000 },
          ...{ instead: null, roster: null, most: 300 },
        },
      },
    },
  ]);
  expect((await openParticipants(store, '1', now + 3)).current.code).toBe(keyboard.current.code);
  expect((await openParticipants(store, '1', now + 3, 'room')).current.code).toBe(code);
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

describe('a label', () => {
  /** Somebody who has sat down and has rows. */
  const seated = async (store: MemoryStore, label: string | null, treatment: string | null) => {
    const here = await openParticipants(store, '1', now, 'class');
    await here.introduce(0, { label, treatment });
    const { codes, before } = await here.sitDown(1, now);
    await store.record(before);
    here.written(before);
    return { here, code: codes[0]! };
  };

  it('and a treatment stand in the row of the participant, who goes on under that label', async () => {
    const store = memoryStore();
    const { code } = await seated(store, 'p07', 'control');
    expect(store.of('participant')).toMatchObject([{ code, label: 'p07', treatment: 'control' }]);
    const again = await seated(store, 'p07', null);
    expect(again.code).toBe(code);
    expect(again.here.current.people[0]).toEqual({ code, label: 'p07', treatment: 'control' });
    const other = await seated(store, 'p08', 'control');
    expect(other.code).not.toBe(code);
    expect(store.of('session')).toHaveLength(1);
    expect(store.of('participant')).toHaveLength(2);
  });

  it('keeps its treatment: another one is refused, whether it is known at once or only when the match begins', async () => {
    const store = memoryStore();
    await seated(store, 'p07', 'control');
    await seated(store, 'p08', null);
    await expect(seated(store, 'p07', 'told')).rejects.toThrow(/p07 .*treatment control, not under told/);
    await expect(seated(store, 'p08', 'told')).rejects.toThrow(/p08 .*without a treatment, not under told/);
    const one = await openParticipants(store, '1', now, 'b');
    const two = await openParticipants(store, '1', now, 'b');
    await one.introduce(0, { label: 'p09', treatment: 'control' });
    await two.introduce(0, { label: 'p09', treatment: 'told' });
    await one.sitDown(1, now);
    await expect(two.sitDown(1, now)).rejects.toThrow(/p09 .*control, not under told/);
  });

  it('names one person: not two at one keyboard, and a new one begins a new code', async () => {
    const store = memoryStore();
    const { here, code } = await seated(store, null, null);
    await here.introduce(1, { label: 'p02', treatment: null });
    await expect(here.introduce(0, { label: 'p02', treatment: null })).rejects.toThrow(/p02 sits at this keyboard/);
    await expect(here.introduce(0, { label: null, treatment: 'told' })).rejects.toThrow(/without a treatment/);
    expect((await here.introduce(0, { label: 'p01', treatment: 'told' })).code).not.toBe(code);
    const { codes } = await here.sitDown(3, now);
    expect(new Set(codes).size).toBe(3);
  });
});

it.each([
  ['  p07 ', 'p07'],
  ['group  A', 'group A'],
  ['', null],
  ['  ', null],
  ['Übung 3/4', 'Übung 3/4'],
])('reads %j as %j', (typed, read) => expect(readLabel(typed, 'label')).toBe(read));

it.each(['a'.repeat(41), 'a,b', 'a\u0007b', '\u001b[31mred', 'a\u202eb'])('refuses %j in a sentence', (typed) => {
  expect(() => readLabel(typed, 'treatment')).toThrow(/^A treatment has 1 to 40 .*; got "/);
});
