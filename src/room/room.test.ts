/** A class of robots in a room, over every game: against agents, in pairs, in groups; what is stored is what was answered. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Wire } from '../core/wire.ts';
import { loadGames } from '../disk/games.ts';
import { UserError } from '../core/user-error.ts';
import { type MemoryStore, memoryStore } from '../lab/memory-store.test-data.ts';
import { continuedRoom, openRoom, type RoomPlace } from './open.ts';
import { mortal, planWith, tableWith } from './plans.test-data.ts';
import { act, answerTo, change, joined, robot } from './robots.test-data.ts';
import type { Place, Room, RoomPlan } from './room.ts';

const games = await loadGames();
const gameOf = (name: string) => games.find((game) => game.name === name)!;
const names = games.map(({ name }) => name);
const dilemma = gameOf('prisoners-dilemma');
const trust = gameOf('trust');
const together = tableWith(dilemma, { against: 'human', settings: { timing: 'together', rounds: 2 } });

const rooms: Room[] = [];
afterEach(async () => {
  for (const room of rooms.splice(0)) await room.close();
});
const placeIn = (store: RoomPlace['store']): RoomPlace => ({ store, clock: Date.now, games, version: '1' });
async function opened(store: RoomPlace['store'], plan: RoomPlan): Promise<Room> {
  const room = await openRoom(placeIn(store), plan, { name: 'class' });
  rooms.push(room);
  return room;
}

/** The choices of people, each with whose it is. */
function choices(store: MemoryStore) {
  const matches = new Map(store.of('match').map((match) => [match.code, match]));
  return store.of('decision').flatMap((row) => {
    const participant = matches.get(row.match)?.seats[row.seat]?.participant ?? null;
    return participant === null || row.source === 'substituted' ? [] : [{ ...row, participant }];
  });
}
/** No question was answered twice, and nobody played at one table twice. */
function soundRows(store: MemoryStore): void {
  const answers = store
    .of('decision')
    .map(({ match, turn, seat, key, revision }) => `${match} ${turn} ${seat} ${key} ${revision}`);
  expect(answers.toSorted()).toEqual([...new Set(answers)].toSorted());
  const endings = store.of('ending').map(({ match }) => match);
  expect(endings.length).toBe(new Set(endings).size);
  const seats = store.of('event').flatMap((event) => {
    if (event.kind !== 'room match') return [];
    const row = store.of('match').find(({ code }) => code === event.match);
    return (row?.seats ?? []).flatMap(({ participant }) =>
      participant === null ? [] : [`${participant} ${event.body.table} ${event.body.stop}`],
    );
  });
  expect(seats.toSorted()).toEqual([...new Set(seats)].toSorted());
}

async function classIn(room: Room, size: number): Promise<readonly string[]> {
  const members = await Promise.all(Array.from({ length: size }, (_, i) => joined(room, `p${i}`)));
  return members.map(({ code }) => code);
}
const play = (room: Room, members: readonly string[], saw?: (place: Place) => void): Promise<readonly Place[]> =>
  Promise.all(members.map((code, seed) => robot(room, code, seed, undefined, saw)));

describe('who plays with whom', () => {
  it.each(names)('three people against an agent play %s to the end', async (name) => {
    const store = memoryStore();
    const room = await opened(store, planWith([tableWith(gameOf(name))]));
    const members = await classIn(room, 3);
    await play(room, members);
    expect(store.of('match')).toHaveLength(3);
    expect(store.of('ending').map(({ how }) => how)).toEqual(['finished', 'finished', 'finished']);
    const board = await room.board();
    expect(board.counts.finished).toBe(3);
    expect(board.saved).toBe(choices(store).length);
    soundRows(store);
  });

  it.each(names.filter((name) => name !== 'public-goods'))('pairs play %s to the end', async (name) => {
    const store = memoryStore();
    const room = await opened(store, planWith([tableWith(gameOf(name), { against: 'human' })]));
    const members = await classIn(room, 4);
    await play(room, members);
    expect(store.of('match').map(({ seats }) => seats.filter(({ kind }) => kind === 'human').length)).toEqual([2, 2]);
    expect(store.of('ending').map(({ how }) => how)).toEqual(['finished', 'finished']);
    soundRows(store);
  });

  it('groups of four play a public good, and the odd ones sit down with agents that are named', async () => {
    const store = memoryStore();
    const table = tableWith(gameOf('public-goods'), { against: 'human', further: ['human', 'human'] });
    expect(table.against).toEqual(['human', 'human', 'human']);
    const room = await opened(store, planWith([table]));
    const members = await classIn(room, 6);
    await play(room, members);
    const kinds = store.of('match').map(({ seats }) => seats.map(({ kind }) => kind).join(' '));
    expect(kinds).toEqual(['human human human human', 'human human standin standin']);
    soundRows(store);
  });

  it('half of a class moves first at each table, and nobody meets the same person twice as long as somebody else is left', async () => {
    const store = memoryStore();
    const table = tableWith(trust, { against: 'human' });
    const room = await opened(store, planWith([table, table], { patience: 5000 }));
    const members = await classIn(room, 8);
    await play(room, members);
    const seats = store.of('match').map((match) => match.seats.map(({ participant }) => participant ?? ''));
    expect(seats).toHaveLength(8);
    expect(new Set(seats.slice(0, 4).flat()).size).toBe(8);
    expect(new Set(seats.slice(4).flat()).size).toBe(8);
    // Who is ready when is chance: two who have met may be the last two that are left, and nobody else.
    const pairs = seats.map((pair) => pair.toSorted().join(' '));
    expect(new Set(pairs.slice(0, -1)).size).toBe(7);
  });

  it('an odd one plays the agent after a while, and who comes late plays too', async () => {
    const store = memoryStore();
    const room = await opened(store, planWith([tableWith(dilemma, { against: 'human' })]));
    const members = await classIn(room, 3);
    await play(room, members);
    expect(store.of('match').map(({ seats }) => seats.filter(({ kind }) => kind === 'human').length)).toEqual([2, 1]);
    const late = await joined(room, 'late');
    await robot(room, late.code, 9);
    expect(store.of('ending')).toHaveLength(3);
  });

  it('an odd one waits no longer because the board is looked at meanwhile, which says how long it has waited', async () => {
    const store = memoryStore();
    const room = await opened(store, planWith([tableWith(dilemma, { against: 'human' })], { patience: 300 }));
    const [code = ''] = await classIn(room, 1);
    const began = Date.now();
    await robot(room, code, 1, ({ kind }) => kind === 'waiting');
    const waited: number[] = [];
    while (store.of('match').length === 0 && Date.now() - began < 60_000) {
      const { lines } = await room.board();
      waited.push(...lines.flatMap(({ doing, since }) => (doing === 'waiting' ? [Date.now() - since] : [])));
      await new Promise((soon) => setImmediate(soon));
    }
    expect(store.of('match')).toHaveLength(1);
    expect(Math.max(...waited)).toBeGreaterThan(200);
  });

  it('without an agent an odd one is told that nobody came, and goes on', async () => {
    const store = memoryStore();
    const table = tableWith(dilemma, { against: 'human' });
    const room = await opened(store, planWith([table, tableWith(dilemma)], { instead: null }));
    const [code = ''] = await classIn(room, 1);
    const seen: string[] = [];
    await robot(room, code, 1, undefined, (place) => seen.push(place.kind === 'unpaid' ? place.why : place.kind));
    expect(seen).toContain('gone');
    expect(store.of('match')).toHaveLength(1);
  });

  it('waits for the start where everybody begins together, and pairs by lots', async () => {
    const store = memoryStore();
    const room = await opened(store, planWith([tableWith(dilemma, { against: 'human' })], { start: 'together' }));
    const members = await classIn(room, 4);
    const { place } = await room.place(members[0]!);
    expect(place).toMatchObject({ kind: 'waiting', for: 'start' });
    await room.steer({ do: 'start' });
    expect((await room.place(members[0]!)).place.kind).toBe('reading');
    await expect(room.steer({ do: 'start' })).rejects.toThrow('started already');
    await play(room, members);
    expect(store.of('match')).toHaveLength(2);
  });
});

describe('what is handed in', () => {
  it('is stored once, however often and however quickly it comes', async () => {
    const store = memoryStore();
    const room = await opened(store, planWith([tableWith(gameOf('autonomous-vehicles'))]));
    const [code = ''] = await classIn(room, 1);
    const until = (kind: Place['kind']) => (place: Place) => place.kind === kind;
    await robot(room, code, 1, until('reading'));
    const reading = (await room.place(code)).place;
    const went = await Promise.all([room.goOn(code, reading.id), room.goOn(code, reading.id)]);
    expect(went).toEqual([{ took: 'stored' }, { took: 'stored' }]);
    expect(store.of('match')).toHaveLength(1);
    const asked = await robot(room, code, 1, until('asked'));
    const twice = await Promise.all([act(room, code, asked, 1), act(room, code, asked, 1)]);
    expect(twice).toEqual([{ took: 'stored' }, { took: 'stored' }]);
    expect(choices(store)).toHaveLength(1);
    // Another tab that says something else is told that it came too late.
    if (asked.kind !== 'asked') throw new Error(asked.kind);
    const { input } = asked.question.decision;
    const said = choices(store)[0]!.answer;
    const other =
      input.kind === 'choice'
        ? input.options.find(({ value }) => value !== said)!.value
        : said === input.min
          ? input.max
          : input.min;
    const late = { page: asked.id, answer: other, shownAt: null, marks: [] };
    expect(await room.answer(code, late)).toEqual({ took: 'past' });
    expect(await act(room, code, asked, 1)).toEqual({ took: 'stored' });
    expect(choices(store)).toHaveLength(1);
    expect(await room.answer(code, { page: `${asked.id}x`, answer: 1, shownAt: null, marks: [] })).toEqual({
      took: 'past',
    });
    const next = (await room.place(code)).place;
    if (next.kind !== 'asked') throw new Error(next.kind);
    const wrong = await room.answer(code, { page: next.id, answer: 'nonsense', shownAt: null, marks: [] });
    expect(wrong.took).toBe('problem');
    expect(next.back).toBe(true);
    expect(await room.back(code, next.id)).toEqual({ took: 'stored' });
    const again = (await room.place(code)).place;
    expect(again).toMatchObject({ kind: 'asked', given: choices(store)[0]!.answer });
    expect(await act(room, code, again, 1)).toEqual({ took: 'stored' });
    expect(choices(store).map(({ revision }) => revision)).toEqual([0, 1]);
    await play(room, [code]);
    expect(await act(room, code, again, 1)).toEqual({ took: 'stored' });
    expect(await room.answer(code, late)).toEqual({ took: 'past' });
    soundRows(store);
  });

  it('is one answer where two tabs say different things in the same moment', async () => {
    const store = memoryStore();
    const room = await opened(store, planWith([tableWith(dilemma, { settings: { rounds: 2 } })]));
    const [code = ''] = await classIn(room, 1);
    const { id: page } = await robot(room, code, 1, ({ kind }) => kind === 'asked');
    const say = (answer: string) => room.answer(code, { page, answer, shownAt: null, marks: [] });
    expect(await Promise.all([say('C'), say('D'), say('c')])).toEqual([
      { took: 'stored' },
      { took: 'past' },
      { took: 'stored' },
    ]);
    expect(choices(store).map(({ answer }) => answer)).toEqual(['C']);
  });

  it('shows nobody what another seat may see alone', async () => {
    const store = memoryStore();
    const room = await opened(store, planWith([together]));
    const members = await classIn(room, 2);
    const pages = await Promise.all(
      members.map((code, seed) => robot(room, code, seed, ({ kind }) => kind === 'asked')),
    );
    const [mine, other] = pages;
    if (mine?.kind !== 'asked' || other?.kind !== 'asked') throw new Error('both are asked');
    expect(mine.scene.seat).not.toBe(other.scene.seat);
    for (const page of [mine, other]) expect(page.scene.view).toEqual(page.question.view);
    // Both are asked the same, so their pages have one name: what one hands in under it is one's own answer, never the other's.
    expect(other.id).toBe(mine.id);
    const given = { page: other.id, answer: 'C', shownAt: null, marks: [] };
    expect(await room.answer(members[0]!, given)).toEqual({ took: 'stored' });
    expect(store.of('decision').map(({ seat }) => seat)).toEqual([mine.scene.seat]);
    expect((await room.place(members[1]!)).place).toMatchObject({ kind: 'asked', id: other.id, given: null });
  });

  it('keeps the same seat under the same secret, and no more than there is room for', async () => {
    const store = memoryStore();
    const roster = [
      { label: 'p01', treatment: 'told' },
      { label: 'p02', treatment: null },
    ];
    const room = await opened(store, planWith([tableWith(dilemma)], { roster }));
    const who = { label: 'P01', language: 'de-CH', secret: 's1', told: true };
    const [one, two] = await Promise.all([room.join(who), room.join(who)]);
    expect(one).toEqual(two);
    expect(one).toMatchObject({ member: { label: 'p01', treatment: 'told', language: 'de', number: 1 } });
    expect(await room.whose('s1')).toMatchObject({ label: 'p01' });
    expect(await room.whose('other')).toBeNull();
    const refused = async (label: string | null, secret: string) => {
      const result = await room.join({ ...who, label, secret });
      return 'refused' in result ? result.refused : null;
    };
    expect(await refused('p01', 's2')).toBe('label taken');
    expect(await refused(null, 's2')).toBe('label needed');
    expect(await refused('p09', 's2')).toBe('not on the roster');
    expect(await refused('a,b', 's2')).toBe('label unreadable');
    const full = await opened(store, planWith([tableWith(dilemma)], { most: 1 }));
    await joined(full, 'one');
    expect(await full.join({ ...who, secret: 's3' })).toEqual({ refused: 'full' });
    await full.steer({ do: 'end' });
    expect(await full.join({ ...who, secret: 's4' })).toEqual({ refused: 'ended' });
    expect(JSON.stringify(store.rows)).not.toContain('"s1"');
  });
});

describe('somebody who goes away', () => {
  const asked = (place: Place): boolean => place.kind === 'asked';

  it('is gone in the middle of a match, and has finished at the last result or when the room has ended', async () => {
    const room = await opened(memoryStore(), planWith([tableWith(dilemma)], { patience: 50 }));
    const [read = '', left = ''] = await classIn(room, 2);
    await Promise.all([robot(room, read, 1, ({ kind }) => kind === 'result'), robot(room, left, 2, asked)]);
    for (const member of [read, left]) room.seen(member, false);
    const doing = async () => (await room.board()).lines.map((one) => one.doing);
    await vi.waitUntil(async () => (await doing())[1] === 'gone', 60_000);
    expect(await doing()).toEqual(['finished', 'gone']);
    await room.steer({ do: 'end' });
    expect(await doing()).toEqual(['finished', 'finished']);
  });

  it('is replaced while another waits, is told so, and goes on with the next table', async () => {
    const store = memoryStore();
    const room = await opened(store, planWith([together, tableWith(trust)]));
    const [stays = '', goes = ''] = await classIn(room, 2);
    await Promise.all([robot(room, stays, 1, asked), robot(room, goes, 2, asked)]);
    room.seen(goes, false);
    const staying = robot(room, stays, 1);
    const seen: Place[] = [];
    await staying;
    await robot(room, goes, 2, undefined, (place) => seen.push(place));
    const first = seen[0];
    expect(first).toMatchObject({ kind: 'unpaid', why: 'replaced', more: true });
    const replaced = store.of('event').find(({ kind }) => kind === 'replaced');
    expect(replaced).toMatchObject({ participant: goes, body: { agent: 'baseline' } });
    const sources = store.of('decision').map(({ source }) => source);
    expect(sources).toContain('substituted');
    expect(store.of('ending').every(({ how }) => how === 'finished')).toBe(true);
    soundRows(store);
  });

  it('has the match still where nobody waited', async () => {
    const store = memoryStore();
    const room = await opened(store, planWith([together], { patience: 50 }));
    const [one = '', two = ''] = await classIn(room, 2);
    const pages = await Promise.all([robot(room, one, 1, asked), robot(room, two, 2, asked)]);
    for (const code of [one, two]) room.seen(code, false);
    await new Promise((later) => setTimeout(later, 200));
    expect((await room.board()).counts.gone).toBe(2);
    expect(store.of('event').filter(({ kind }) => kind === 'replaced')).toEqual([]);
    for (const code of [one, two]) room.seen(code, true);
    expect((await room.place(one)).place.id).toBe(pages[0].id);
    await play(room, [one, two]);
    soundRows(store);
  });

  it('ends the match without an agent, and the host may say that nobody waits any longer', async () => {
    const store = memoryStore();
    const room = await opened(store, planWith([together], { instead: null, patience: 60_000 }));
    const [stays = '', goes = ''] = await classIn(room, 2);
    await Promise.all([robot(room, stays, 1, asked), robot(room, goes, 2, asked)]);
    await room.steer({ do: 'replace', member: goes });
    const seen: string[] = [];
    await robot(room, stays, 1, undefined, (place) => seen.push(place.kind === 'unpaid' ? place.why : place.kind));
    expect(seen).toContain('gone');
    expect(store.of('ending').map(({ how }) => how)).toEqual(['unpaid']);
    await expect(room.steer({ do: 'replace', member: goes })).rejects.toThrow('no match');
  });
});

describe('a program that is killed', () => {
  /** A class plays, its program is killed at this commit, and it goes on from the rows. */
  async function killedAt(at: number, lost: boolean, plan: RoomPlan, size: number): Promise<boolean> {
    const store = memoryStore();
    const first = mortal(store, at, lost);
    const acknowledged: string[] = [];
    const answered = new Map<string, string | number>();
    const run = async (): Promise<void> => {
      const room = await openRoom(placeIn(first.store), plan, { name: 'class' });
      const members = await classIn(room, size);
      await Promise.all(
        members.map((code, seed) =>
          (async () => {
            for (;;) {
              const changed = change(room);
              const { place } = await room.place(code);
              if (place.kind === 'done') return;
              const took = await act(room, code, place, seed);
              if (took === null) await changed;
              else if (took.took === 'stored') {
                acknowledged.push(`${code} ${place.id}`);
                if (place.kind === 'asked')
                  answered.set(`${code} ${place.id}`, answerTo(place.question.decision.input, seed, place.id));
              }
            }
          })(),
        ),
      );
      await room.close();
    };
    const over = await Promise.race([run().then(() => true), first.killed.then(() => false)]);
    if (over) return true;
    const room =
      (await continuedRoom(placeIn(store), { name: 'class' })) ??
      (await openRoom(placeIn(store), plan, { name: 'class' }));
    rooms.push(room);
    const members = await classIn(room, size);
    for (const one of acknowledged) {
      const [code = '', page = ''] = one.split(/ (.*)/);
      const kind = page[0];
      if (kind === 'q') {
        const answer = answered.get(one);
        expect(await room.answer(code, { page, answer, shownAt: null, marks: [] })).toEqual({ took: 'stored' });
        expect(await room.answer(code, { page, answer: 'x', shownAt: null, marks: [] })).toEqual({ took: 'past' });
      } else if (kind === 'r' || kind === 'f') expect(await room.goOn(code, page)).toEqual({ took: 'stored' });
    }
    await play(room, members);
    soundRows(store);
    expect(store.of('ending').every(({ how }) => how === 'finished')).toBe(true);
    expect(store.of('ending')).toHaveLength(store.of('match').length);
    return false;
  }

  it.each([
    ['against agents', [tableWith(dilemma), tableWith(trust)], 2],
    ['in pairs', [tableWith(trust, { against: 'human' }), tableWith(dilemma, { against: 'human' })], 2],
  ] as const)(
    'loses nothing that was acknowledged and plays nothing twice, %s',
    { timeout: 60_000 },
    async (_, tables, size) => {
      for (const lost of [true, false])
        for (let at = 1; ; at++) if (await killedAt(at, lost, planWith(tables, { patience: 5000 }), size)) break;
    },
  );
});

describe('two programs on one log', () => {
  const two = async (store: MemoryStore, plan: RoomPlan): Promise<readonly [Room, Room]> => {
    const one = await opened(store, plan);
    const other = await continuedRoom(placeIn(store), { name: 'class' });
    if (other === null) throw new Error('the room is there');
    rooms.push(other);
    return [one, other];
  };
  /** A robot whose every request lands on one of the rooms by lots. */
  const roaming = async (both: readonly [Room, Room], code: string, seed: number): Promise<void> => {
    for (let step = 0; ; step++) {
      const room = both[(seed + step * 7) % 3 === 0 ? 0 : 1];
      const changed = Promise.race([change(both[0]), change(both[1])]);
      const { place } = await room.place(code);
      if (place.kind === 'done') return;
      const took = await act(both[(seed + step) % 2]!, code, place, seed);
      if (took === null) await changed;
    }
  };

  it.each([
    ['against agents', [tableWith(dilemma), tableWith(gameOf('autonomous-vehicles'))]],
    ['in pairs', [together, tableWith(trust, { against: 'human' })]],
    ['in groups', [tableWith(gameOf('public-goods'), { against: 'human', further: ['human', 'human'] })]],
  ] as const)('whoever lands on either plays to the end, %s', async (_, tables) => {
    const store = memoryStore();
    const both = await two(store, planWith(tables, { patience: 3000 }));
    const members = await Promise.all(Array.from({ length: 8 }, (__, i) => joined(both[i % 2]!, `p${i}`)));
    expect(members.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    await Promise.all(members.map(({ code }, seed) => roaming(both, code, seed)));
    soundRows(store);
    expect(store.of('ending').every(({ how }) => how === 'finished')).toBe(true);
    expect(store.of('event').filter(({ kind }) => kind === 'replaced')).toEqual([]);
  });

  it('answers a word that comes before it has begun to listen', async () => {
    const store = memoryStore();
    const said: unknown[] = [];
    const wire: Wire = {
      tell: async (_, text) => void said.push(JSON.parse(text)),
      async hear(_, heard) {
        heard(JSON.stringify({ say: 'hello', from: 'another' }));
        return () => undefined;
      },
    };
    await opened({ ...store, wire }, planWith([together]));
    expect(said).toMatchObject([{ say: 'here' }, { say: 'hello' }]);
  });

  it('tells the host why what another has stored cannot be read, in the sentence alone', async () => {
    const store = memoryStore();
    let broken = false;
    const events: MemoryStore['events'] = (session) =>
      broken ? Promise.reject(new UserError('The log cannot be read.')) : store.events(session);
    const room = await opened({ ...store, events }, planWith([together]));
    const [{ session } = { session: '' }] = store.of('event');
    broken = true;
    await store.wire.tell(`room ${session}`, JSON.stringify({ say: 'read', from: 'another' }));
    await expect.poll(async () => (await room.board()).troubles).toEqual(['The log cannot be read.']);
  });

  it('an answer that cannot be read is refused in the same words at both', async () => {
    const [one, other] = await two(memoryStore(), planWith([tableWith(dilemma)]));
    const { code } = await joined(one, 'a', { language: 'de' });
    const { id: page } = await robot(one, code, 1, ({ kind }) => kind === 'asked');
    const refused = (room: Room) => room.answer(code, { page, answer: 'nonsense', shownAt: null, marks: [] });
    const here = await refused(one);
    expect(here).toMatchObject({ took: 'problem', problem: expect.stringContaining('Wählen Sie') });
    await expect.poll(() => refused(other)).toEqual(here);
  });

  it('shows who waits what it answered last, here and elsewhere, and after a restart', async () => {
    const store = memoryStore();
    const [one, other] = await two(store, planWith([together], { patience: 60_000 }));
    const members = [await joined(one, 'a'), await joined(one, 'b')];
    const asked = (place: Place): boolean => place.kind === 'asked';
    const [mine] = await Promise.all(members.map(({ code }, seed) => robot(one, code, seed, asked)));
    await act(one, members[0]!.code, mine!, 1);
    const answer = choices(store)[0]!.answer;
    const waits = async (room: Room) => {
      const { place } = await room.place(members[0]!.code);
      return place.kind === 'waiting' ? [place.for, place.scene?.last?.answer] : [place.kind];
    };
    expect(await waits(one)).toEqual(['others', answer]);
    await expect.poll(() => waits(other)).toEqual(['others', answer]);
    await one.close();
    await expect.poll(() => waits(other)).toEqual(['others', answer]);
    await play(
      other,
      members.map(({ code }) => code),
    );
    soundRows(store);
  });

  it('when one of them dies the other goes on with its matches', async () => {
    const store = memoryStore();
    const first = mortal(store);
    const dying = await openRoom(placeIn(first.store), planWith([together], { patience: 20_000 }), { name: 'class' });
    const other = await continuedRoom(placeIn(store), { name: 'class' });
    if (other === null) throw new Error('the room is there');
    rooms.push(other);
    const members = await Promise.all(Array.from({ length: 4 }, (_, i) => joined(dying, `p${i}`)));
    await Promise.all(members.map(({ code }, seed) => robot(dying, code, seed, ({ kind }) => kind === 'asked')));
    first.kill();
    await Promise.all(members.map(({ code }, seed) => robot(other, code, seed)));
    soundRows(store);
    expect(store.of('ending')).toHaveLength(2);
  });

  it('what the host does at one is done at both', async () => {
    const store = memoryStore();
    const [one, other] = await two(store, planWith([together], { start: 'together' }));
    const member = await joined(one, 'a');
    expect(await other.whose('secret of a')).toEqual(member);
    await other.steer({ do: 'start' });
    await other.steer({ do: 'say', text: 'Hello.' });
    await expect.poll(async () => (await one.place(member.code)).message).toBe('Hello.');
    expect((await one.place(member.code)).place).toMatchObject({ kind: 'waiting', for: 'partner' });
    await one.steer({ do: 'end' });
    await expect.poll(async () => (await other.place(member.code)).place.kind).toBe('ended');
  });
});
