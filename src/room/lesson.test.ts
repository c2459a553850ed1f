/** A lesson in a room: its stops are moved by the host, tables open for everybody, hands are counted as the lesson's figure counts them. */
import { afterEach, describe, expect, it } from 'vitest';
import { loadGames } from '../disk/games.ts';
import { classRows } from '../lab/lesson-course.ts';
import { memoryStore } from '../lab/memory-store.test-data.ts';
import { handsOn } from '../lessons/class-answers.ts';
import { tableNamed } from '../lessons/facts.ts';
import { loadLesson } from '../lessons/load-lesson.ts';
import { handsOf } from '../lessons/stops.ts';
import { continuedRoom, openRoom } from './open.ts';
import { planWith } from './plans.test-data.ts';
import { act, joined, robot } from './robots.test-data.ts';
import type { Place, Room } from './room.ts';

const games = await loadGames();
const lesson = await loadLesson('person-or-program');
const { stops } = lesson.lesson;
const place = (store: ReturnType<typeof memoryStore>) => ({ store, clock: Date.now, games, version: '1' });
const rooms: Room[] = [];
afterEach(async () => {
  for (const room of rooms.splice(0)) await room.close();
});
const atRest = (one: Place): boolean =>
  (one.kind === 'waiting' && one.for === 'host') || (one.kind === 'hands' && one.given !== null) || one.kind === 'done';

describe('a lesson in a room', () => {
  it('goes from stop to stop with everybody', async () => {
    const store = memoryStore();
    const room = await openRoom(place(store), planWith([], { lesson }), { name: 'class' });
    rooms.push(room);
    const members = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((one) => joined(room, one)));
    for (const [at, stop] of stops.entries()) {
      if (at > 0) await room.steer({ do: 'stop', stop: at });
      const pages = await Promise.all(members.map(({ code }, seed) => robot(room, code, seed + 10 * at, atRest)));
      const asked = handsOf(stop);
      for (const page of pages) expect(page.kind).toBe(asked === null ? 'waiting' : 'hands');
      // Who has raised a hand is not waited for any more.
      if (asked !== null) expect((await room.board()).counts).toMatchObject({ deciding: 0, waiting: members.length });
      expect((await room.board()).stop).toBe(at);
      if (stop.kind === 'play') {
        const here = store.of('event').filter((event) => event.kind === 'room match' && event.body.stop === at);
        const people = here.flatMap(({ match }) => store.of('match').find(({ code }) => code === match)?.seats ?? []);
        expect(people.filter(({ participant }) => participant !== null)).toHaveLength(members.length);
      }
    }
    await room.steer({ do: 'end' });
    const rows = await classRows(store, room.session);
    for (const stop of stops) {
      const asked = handsOf(stop);
      if (asked === null) continue;
      const table = tableNamed(asked.table, lesson.tables);
      const counted = asked.options.map(({ answer }) => handsOn(rows, table, asked.key, answer)?.count ?? 0);
      expect(counted.reduce((sum, count) => sum + count, 0)).toBe(members.length);
    }
    expect((await room.place(members[0]!.code)).place.kind).toBe('ended');
    await expect(room.steer({ do: 'stop', stop: 0 })).rejects.toThrow('ended');
  });

  it('ends no match that is played when a stop is moved, and stands there after a restart', async () => {
    const store = memoryStore();
    const first = stops.findIndex(({ kind }) => kind === 'play');
    const room = await openRoom(place(store), planWith([], { lesson }), { name: 'class' });
    const { code } = await joined(room, 'a');
    await room.steer({ do: 'stop', stop: first });
    const asked = await robot(room, code, 1, ({ kind }) => kind === 'asked');
    const next = stops.findIndex(({ kind }, at) => at > first && kind !== 'play');
    await room.steer({ do: 'stop', stop: next });
    expect((await room.place(code)).place.id).toBe(asked.id);
    await room.close();
    const again = await continuedRoom(place(store), { name: 'class' });
    if (again === null) throw new Error('the room is there');
    rooms.push(again);
    expect((await again.place(code)).place.id).toBe(asked.id);
    expect((await again.board()).stop).toBe(next);
    await robot(again, code, 1, atRest);
    expect(store.of('ending')).toHaveLength(1);
    await expect(again.steer({ do: 'stop', stop: 99 })).rejects.toThrow(`1 to ${stops.length}`);
  });

  it('waits while it is paused, and takes what was on its way', async () => {
    const store = memoryStore();
    const first = stops.findIndex(({ kind }) => kind === 'play');
    const room = await openRoom(place(store), planWith([], { lesson }), { name: 'class' });
    rooms.push(room);
    const { code } = await joined(room, 'a');
    await room.steer({ do: 'stop', stop: first });
    const asked = await robot(room, code, 1, ({ kind }) => kind === 'asked');
    await room.steer({ do: 'pause' });
    const paused = (await room.place(code)).place;
    expect(paused).toMatchObject({ kind: 'waiting', for: 'pause', scene: { seat: 0 } });
    expect(await act(room, code, asked, 1)).toEqual({ took: 'stored' });
    expect((await room.place(code)).place.id).toBe(paused.id);
    await room.steer({ do: 'go on' });
    expect((await room.place(code)).place.kind).not.toBe('waiting');
    expect((await room.board()).saved).toBe(1);
  });
});
