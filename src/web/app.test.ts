import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { UserError } from '../core/user-error.ts';
import type { Place } from '../room/room.ts';
import { scriptedRoom } from '../room/scripted-room.test-data.ts';
import { phoneDoor } from './app.ts';
import { plainPages } from './plain-pages.test-data.ts';
import { newSecret } from './secrets.ts';

const waiting = (id: string): Place => ({ kind: 'waiting', id, for: 'others', since: 0, scene: null });

/** A door over a room in memory, and a browser that has a seat in it. */
function open(plan: Parameters<typeof scriptedRoom>[0] = {}) {
  let now = 1_800_000_000_000;
  const room = scriptedRoom(plan);
  const troubles: string[] = [];
  const door = phoneDoor({
    ...{ room, pages: plainPages, ours: (host) => host === 'localhost', clock: () => now },
    trouble: (sentence) => troubles.push(sentence),
  });
  const secret = newSecret();
  const member = room.member({}, secret);
  type More = { readonly headers?: Record<string, string>; readonly method?: string; readonly body?: string };
  const get = (path: string, { headers, ...more }: More = {}) =>
    door.app.request(path, { ...more, headers: { host: 'localhost', ...headers } });
  const seated = { cookie: `homines_K7QF=${secret}` };
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = seated) =>
    get(path, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', ...headers },
    });
  const mine = (path: string, headers: Record<string, string> = {}) =>
    get(path, { headers: { ...seated, ...headers } });
  return {
    room,
    door,
    get,
    post,
    mine,
    member,
    seated,
    troubles,
    pass: (ms: number) => void (now += ms),
    now: () => now,
  };
}
const part = { accept: 'text/html; fragment' };

describe('coming in', () => {
  it('a code leads to its room however it is typed, and a link takes no seat', async () => {
    const { get, room } = open();
    for (const typed of ['K7QF', 'k7qf', ' k7-qf '])
      expect((await get(`/?code=${encodeURIComponent(typed)}`)).headers.get('location')).toBe('/K7QF');
    expect((await get('/k7qf/play')).headers.get('location')).toBe('/K7QF/play');
    const entrance = await get('/K7QF');
    expect(entrance.status).toBe(200);
    expect(await entrance.text()).toContain('data-told="true"');
    expect(room.done).toEqual([]);
    expect(entrance.headers.get('set-cookie')).toMatch(
      /^homines_K7QF=[\w-]{22}; Path=\/K7QF; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
    );
  });

  it('a tap takes a seat; a second tap takes none, and the browser is back where it was', async () => {
    const { get, post, room } = open();
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
    const { post, get, room } = open();
    const joined = await post('/K7QF/join', {}, {});
    expect(joined.headers.get('location')).toBe('/K7QF?again=1');
    expect(joined.headers.get('set-cookie')).toContain('homines_K7QF=');
    const sorry = await get('/K7QF?again=1');
    expect([sorry.status, await sorry.text()]).toEqual([403, expect.stringContaining('cookies off')]);
    expect(room.done).toEqual([]);
  });

  it('each refusal has its status', async () => {
    const { get, post, room } = open({ roster: [{ label: 'A', treatment: null }] });
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
    room.setBoard({ state: 'ended' });
    expect((await get('/K7QF')).status).toBe(410);
    expect((await get('/K7QG')).status).toBe(404);
    expect((await get('/OLDLINK/play')).status).toBe(404);
  });

  it('whoever tries many codes waits, a class behind the same address plays on', async () => {
    const { get, mine } = open();
    const statuses: number[] = [];
    for (let i = 0; i < 70; i += 1) statuses.push((await get(`/AB${i}C`)).status);
    expect(statuses.slice(0, 60)).toEqual(Array(60).fill(404));
    expect(statuses.at(-1)).toBe(429);
    const locked = await get('/K7QF');
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await mine('/K7QF/play')).status).toBe(200);
  });
});

describe('a seat', () => {
  it('shows its page, and asks nothing where it is the same', async () => {
    const { room, mine } = open();
    room.put(waiting('w1'));
    expect(await (await mine('/K7QF/play')).text()).toContain('data-page="w1"');
    expect((await mine('/K7QF/since?page=w1&said=0', part)).status).toBe(204);
    room.say('Soon.');
    const said = await mine('/K7QF/since?page=w1&said=0', part);
    expect([said.status, await said.text()]).toEqual([200, expect.stringMatching(/^<main [\s\S]*Soon\./)]);
    room.put(waiting('w2'));
    expect((await mine('/K7QF/since?page=w1', part)).status).toBe(200);
  });

  it('hands in what is on the form: by 303, or as the new main', async () => {
    const { room, post, member, pass, mine, now, seated } = open();
    room.put(waiting('w1'));
    await mine('/K7QF/play');
    pass(5000);
    const plain = await post('/K7QF/answer', { page: 'w1', answer: 'C' });
    expect([plain.status, plain.headers.get('location'), plain.headers.get('took')]).toEqual([
      303,
      '/K7QF/play',
      'stored',
    ]);
    expect(room.done.at(-1)).toEqual({
      ...{ did: 'answer', member },
      given: { page: 'w1', answer: 'C', shownAt: now() - 5000, marks: [] },
    });
    const marks = JSON.stringify([[12.4, 'tap C']]);
    const script = await post(
      '/K7QF/answer',
      { page: 'w1', answer: 'C', shown_ms: '2000', marks },
      { ...seated, ...part },
    );
    expect([script.status, await script.text()]).toEqual([200, expect.stringMatching(/^<main /)]);
    expect(room.done.at(-1)).toMatchObject({ given: { shownAt: now() - 2000, marks: [[12, 'tap C']] } });
  });

  it.each([
    ['marks that are none', { marks: '{"a":1' }, [], 0],
    ['times that cannot be', { shown_ms: '-5', marks: '[["x","tap"]]' }, [], 0],
    ['a page shown before it was sent', { shown_ms: '99999999' }, [], 0],
    ['a time of its own', { shown_at: '99999999999999' }, [], 0],
  ] as const)('believes a phone nothing that cannot be: %s', async (_, fields, marks, late) => {
    const { room, post, mine, now } = open();
    room.put(waiting('w1'));
    await mine('/K7QF/play');
    await post('/K7QF/answer', { page: 'w1', answer: 'C', ...fields });
    expect(room.done.at(-1)).toMatchObject({ given: { shownAt: now() - late, marks } });
  });

  it('says of a page that is over that it is, and of a problem what it is, with what was typed', async () => {
    const { room, post, seated } = open();
    room.put(waiting('w2'));
    const past = await post('/K7QF/answer', { page: 'w1', answer: 'C' });
    expect([past.headers.get('location'), past.headers.get('took')]).toEqual(['/K7QF/play?past=1', 'past']);
    room.reply(() => ({ took: 'problem', problem: 'Type <a> number.' }));
    for (const headers of [seated, { ...seated, ...part }]) {
      const problem = await post('/K7QF/answer', { page: 'w2', answer: '1,"5' }, headers);
      const text = await problem.text();
      expect([problem.status, problem.headers.get('took')]).toEqual([422, 'problem']);
      expect(text).toContain('Type &lt;a&gt; number.');
      expect(text).toContain('value="1,&quot;5"');
    }
  });

  it.each([
    ['back', { page: 'w1' }, { did: 'back', page: 'w1' }],
    ['on', { page: 'w1' }, { did: 'on', page: 'w1' }],
    ['guess', { page: 'w1', guess: 'baseline', confidence: '70' }, { did: 'guess', guess: 'baseline', confidence: 70 }],
    ['hand', { page: 'w1', answer: 'yes' }, { did: 'hand', answer: 'yes' }],
    ['answer', { page: 'w1', answer: 'C', skip: 'x' }, { did: 'answer', given: { answer: 'x' } }],
  ] as const)('takes %s', async (name, fields, done) => {
    const { room, post, mine } = open();
    room.put(waiting('w1'));
    expect((await post(`/K7QF/${name}`, fields)).headers.get('took')).toBe('stored');
    expect(room.done.at(-1)).toMatchObject(done);
    const before = room.done.length;
    expect((await post(`/K7QF/${name}`, {})).headers.get('took')).toBe('past');
    expect((await mine(`/K7QF/${name}`)).headers.get('location')).toBe('/K7QF/play');
    expect(room.done.slice(before).filter(({ did }) => did !== 'seen')).toEqual([]);
  });

  it('is nobody else’s: without its secret there is the entrance, for a script 403', async () => {
    const { room, post, get } = open();
    room.put(waiting('w1'));
    const cookie = `homines_K7QF=${newSecret()}; homines_K7QF=x; homines_ABCD=${newSecret()}`;
    expect((await get('/K7QF/play', { headers: { cookie } })).headers.get('location')).toBe('/K7QF');
    expect((await post('/K7QF/answer', { page: 'w1', answer: 'C' }, { cookie })).headers.get('location')).toBe('/K7QF');
    expect((await post('/K7QF/answer', { page: 'w1', answer: 'C' }, { cookie, ...part })).status).toBe(403);
    expect((await get('/K7QF/events', { headers: { cookie } })).status).toBe(403);
    expect(room.done).toEqual([]);
  });

  it('that hands in faster than anybody taps waits a moment', async () => {
    const { room, post } = open();
    room.put(waiting('w1'));
    const all = await Promise.all(Array.from({ length: 200 }, () => post('/K7QF/answer', { page: 'w1', answer: 'C' })));
    expect(all.filter(({ status }) => status === 303).length).toBeGreaterThanOrEqual(120);
    expect(all.at(-1)?.status).toBe(429);
  });
});

describe('what a door refuses', () => {
  it.each([
    ['another host', { host: 'evil.example' }, 421],
    ['no host', { host: '' }, 421],
    ['a form of another page', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a form of a neighbour', { 'sec-fetch-site': 'same-site' }, 403],
    ['a form of an old browser from elsewhere', { 'sec-fetch-site': undefined, origin: 'http://evil.example' }, 403],
    ['a form of no page', { 'sec-fetch-site': undefined, origin: 'null' }, 403],
    ['a form of another port', { 'sec-fetch-site': undefined, origin: 'http://localhost:81' }, 403],
    ['a form of an old browser', { 'sec-fetch-site': undefined, origin: 'http://localhost' }, 303],
    ['a form of no browser', { 'sec-fetch-site': undefined }, 303],
    ['a length that is too large', { 'content-length': '20000' }, 413],
  ])('%s', async (_, headers, status) => {
    const { room, door, seated } = open();
    room.put(waiting('w1'));
    const all = {
      host: 'localhost',
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
    };
    const given = Object.entries({ ...all, ...seated, ...headers }).filter(([, value]) => value !== undefined);
    const answer = await door.app.request('/K7QF/answer', {
      ...{ method: 'POST', body: 'page=w1&answer=C', headers: given.map(([name, value]) => [name, String(value)]) },
    });
    expect(answer.status).toBe(status);
    expect(room.done.some(({ did }) => did === 'answer')).toBe(status === 303);
  });

  it.each(['PUT', 'DELETE', 'OPTIONS', 'PATCH', 'PROPFIND'])('%s', async (method) => {
    const { mine, get } = open();
    expect((await get('/K7QF/play', { method })).status).toBe(405);
    expect((await mine('/K7QF/play')).status).toBe(200);
  });

  it.each([
    '/assets/x/door.js',
    '/assets/..%2f..%2fpackage.json',
    '/K7QF/../../etc/passwd',
    '/K7QF/nothing',
    '/h/x/board',
    '/%00',
    '/..%5c',
    '/K7QF/events/x',
  ])('%s', async (path) => {
    const { mine } = open();
    expect((await mine(path)).status).toBe(404);
  });

  it('a body without a length that grows too large', async () => {
    const { door } = open();
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 4096;
        controller.enqueue(new Uint8Array(4096).fill(97));
      },
    });
    const answer = await door.app.request('/K7QF/answer', {
      ...{ method: 'POST', body, duplex: 'half' },
      headers: { host: 'localhost', 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answer.status).toBe(413);
    expect(sent).toBeLessThan(64 * 1024);
  });
});

describe('when the log cannot be written', () => {
  it('a phone reads that it should wait and sends the same again; whoever hosts hears why, once', async () => {
    const { room, post, mine, troubles, pass } = open();
    room.put(waiting('w1'));
    room.fail(new UserError('The disk is full.'));
    for (let i = 0; i < 3; i += 1) {
      const sorry = await post('/K7QF/answer', { page: 'w1', answer: 'a"b' });
      expect([sorry.status, sorry.headers.get('retry-after'), sorry.headers.get('refresh')]).toEqual([503, '3', null]);
      expect(await sorry.text()).toContain('name="answer" value="a&quot;b"');
    }
    expect((await mine('/K7QF/play')).headers.get('refresh')).toBe('3');
    expect(troubles).toEqual(['The disk is full.']);
    room.fail(new Error('at Object.<anonymous> (/secret/place.ts)'));
    pass(11_000);
    const worse = await mine('/K7QF/play');
    expect([worse.status, await worse.text()]).toEqual([503, expect.not.stringContaining('secret')]);
    expect(troubles).toHaveLength(2);
  });
});

describe('every answer', () => {
  it('goes out under a strict policy', async () => {
    const { mine, get, post } = open();
    for (const answer of [
      await mine('/K7QF/play'),
      await get('/x/y'),
      await post('/K7QF/answer', {}),
      await get('/'),
    ]) {
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('is packed where that pays, and its script and style are kept for ever', async () => {
    const { mine, room } = open();
    room.say('x'.repeat(4000));
    room.put(waiting('w1'));
    const page = await mine('/K7QF/play', { 'accept-encoding': 'br, gzip' });
    expect(page.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(await page.arrayBuffer()).toString()).toContain('data-page="w1"');
    expect((await mine('/K7QF/play', { 'accept-encoding': 'gzip;q=0' })).headers.get('content-encoding')).toBe(null);
    const text = await (await mine('/K7QF/play')).text();
    for (const address of [/src="([^"]+)"/, /href="([^"]+)"/].map((found) => found.exec(text)![1]!)) {
      const asset = await mine(address);
      expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
      expect(asset.headers.get('content-type')).toMatch(/^text\/(javascript|css)/);
    }
  });

  it('speaks the language of the room, else of the browser', async () => {
    const { get, post, room } = open();
    const cookie = (await get('/K7QF')).headers.get('set-cookie')!.split(';')[0]!;
    await post('/K7QF/join', {}, { cookie, 'accept-language': 'fr-FR, en;q=0.5, de-AT;q=0.8' });
    expect(room.done.at(-1)).toMatchObject({ who: { language: 'de' } });
  });
});

describe('calculator and debrief', () => {
  it('are parts for a script and whole pages without one, whose numbers are kept for the answer', async () => {
    const { room, post, mine, pass, seated } = open();
    room.put(waiting('w1'));
    await mine('/K7QF/play');
    expect((await post('/K7QF/whatif', { page: 'w1', whatif: '1,5' }, { ...seated, ...part })).status).toBe(404);
    pass(700);
    const page = await post('/K7QF/whatif', { page: 'w1', whatif: '1,5' });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('1,5')]);
    await post('/K7QF/answer', { page: 'w1', answer: '2' });
    expect(room.done.at(-1)).toMatchObject({ given: { marks: [[700, 'what-if 1.5']] } });
    expect(await (await mine('/K7QF/debrief?kappa=0.4')).text()).toContain('0.4');
    expect((await mine('/K7QF/debrief?kappa=7')).status).toBe(200);
  });
});
