import { describe, expect, it } from 'vitest';
import { WRONG } from './app.ts';
import { openDoor } from './door.test-data.ts';

describe('coming in', () => {
  it('a code leads to its room however it is typed, and a link takes no seat', async () => {
    const { get, room } = openDoor();
    for (const typed of ['K7QF', 'k7qf', ' k7-qf '])
      expect((await get(`/?code=${encodeURIComponent(typed)}`)).headers.get('location')).toBe('/K7QF');
    expect((await get('/k7qf/play')).headers.get('location')).toBe('/K7QF/play');
    expect((await get('/k7%20qf?label=a%20b')).headers.get('location')).toBe('/K7QF?label=a%20b');
    const entrance = await get('/K7QF');
    expect(entrance.status).toBe(200);
    expect(await entrance.text()).toContain('data-told="true"');
    expect(room.done).toEqual([]);
    expect(entrance.headers.get('set-cookie')).toMatch(
      /^homines_K7QF=[\w-]{22}; Path=\/K7QF; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
    );
  });

  it('a tap takes a seat; a second tap takes none, and the browser is back where it was', async () => {
    const { get, post, room } = openDoor();
    const cookie = (await get('/K7QF')).headers.get('set-cookie')!.split(';')[0]!;
    for (let tap = 0; tap < 2; tap += 1) {
      const joined = await post('/K7QF/join', { label: ' A 1 ' }, { cookie });
      expect([joined.status, joined.headers.get('location')]).toEqual([303, '/K7QF/play']);
    }
    expect((await room.board()).lines).toHaveLength(2);
    expect(room.done[0]).toMatchObject({ did: 'joined', who: { label: 'A 1', language: 'en', told: true } });
    expect((await get('/K7QF', { headers: { cookie } })).headers.get('location')).toBe('/K7QF/play');
  });

  it('whose browser keeps no cookie takes no seat and reads why', async () => {
    const { post, get, room } = openDoor();
    const joined = await post('/K7QF/join', {}, {});
    expect(joined.headers.get('location')).toBe('/K7QF?again=1');
    expect(joined.headers.get('set-cookie')).toContain('homines_K7QF=');
    const sorry = await get('/K7QF?again=1');
    expect([sorry.status, await sorry.text()]).toEqual([403, expect.stringContaining('cookies off')]);
    expect(room.done).toEqual([]);
  });

  it('each refusal has its status', async () => {
    const { get, post, room } = openDoor({ roster: [{ label: 'A', treatment: null }] });
    const cookie = (await get('/K7QF')).headers.get('set-cookie')!.split(';')[0]!;
    const status = async (): Promise<number> => (await post('/K7QF/join', { label: 'x' }, { cookie })).status;
    for (const [refusal, expected] of [
      ['full', 409],
      ['ended', 410],
      ['not on the roster', 403],
      ['label needed', 422],
      ['label taken', 409],
      ['label unreadable', 422],
    ] as const) {
      room.refuse(refusal);
      expect(await status()).toBe(expected);
    }
    expect((await get('/K7QF')).status).toBe(200);
    room.setBoard({ state: 'ended' });
    expect((await get('/K7QF')).status).toBe(410);
    expect((await get('/K7QG')).status).toBe(404);
    expect((await get('/OLDLINK/play')).status).toBe(404);
  });

  it('one who keeps typing wrong codes keeps nobody out where somebody has a seat', async () => {
    const { get, mine, post } = openDoor();
    expect((await mine('/K7QF/play')).status).toBe(200);
    for (let i = 0; i < WRONG.most + 10; i += 1) await get(`/AB${i}C`);
    expect((await get('/ABCD')).status).toBe(429);
    expect((await get('/?code=k7qf')).headers.get('location')).toBe('/K7QF');
    const entrance = await get('/K7QF');
    expect(entrance.status).toBe(200);
    const cookie = entrance.headers.get('set-cookie')!.split(';')[0]!;
    expect((await post('/K7QF/join', {}, { cookie })).headers.get('location')).toBe('/K7QF/play');
  });

  it('whoever tries many codes waits, a class behind the same address plays on', async () => {
    const { get, mine } = openDoor();
    const statuses: number[] = [];
    for (let i = 0; i < WRONG.most + 10; i += 1) statuses.push((await get(`/AB${i}C`)).status);
    expect(statuses.slice(0, WRONG.most)).toEqual(Array(WRONG.most).fill(404));
    expect(statuses.at(-1)).toBe(429);
    const locked = await get('/K7QF');
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await mine('/K7QF/play')).status).toBe(200);
  });
});
