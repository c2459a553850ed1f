import { gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { UserError } from '../core/user-error.ts';
import { WRONG } from './app.ts';
import { openDoor, waitingPlace } from './door.test-data.ts';
import type { DoorEnv } from './replies.ts';

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
    const { room, door, seated } = openDoor();
    room.put(waitingPlace('w1'));
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
    const { mine, get } = openDoor();
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
    const { mine } = openDoor();
    expect((await mine(path)).status).toBe(404);
  });

  it('a body without a length that grows too large', async () => {
    const { door } = openDoor();
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
    const { room, post, mine, troubles, pass } = openDoor();
    room.put(waitingPlace('w1'));
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
    const { mine, get, post } = openDoor();
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
    const { mine, room } = openDoor();
    room.say('x'.repeat(4000));
    room.put(waitingPlace('w1'));
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
    const { get, post, room } = openDoor();
    const cookie = (await get('/K7QF')).headers.get('set-cookie')!.split(';')[0]!;
    await post('/K7QF/join', {}, { cookie, 'accept-language': 'fr-FR, en;q=0.5, de-AT;q=0.8' });
    expect(room.done.at(-1)).toMatchObject({ who: { language: 'de' } });
  });
});

describe('the host’s pages', () => {
  const hostPages = new Hono<DoorEnv>();
  hostPages.get('/h/:secret/board', (c) => (c.req.param('secret') === 'right' ? c.html('board') : c.notFound()));
  hostPages.post('/h/:secret/steer', (c) => c.text(c.get('fields').get('do') ?? ''));

  it('go out without a trace of their address, and open to nobody who only tries', async () => {
    const { get } = openDoor({}, { hostPages });
    const board = await get('/h/right/board');
    expect([board.status, board.headers.get('referrer-policy')]).toEqual([200, 'no-referrer']);
    expect(board.headers.get('content-security-policy')).toContain("default-src 'none'");
    const wrong: number[] = [];
    for (let i = 0; i <= WRONG.most; i += 1) wrong.push((await get(`/h/wrong${i}/board`)).status);
    expect([wrong[0], wrong.at(-1)]).toEqual([404, 429]);
    expect((await get('/h/right/board')).status).toBe(200);
  });

  it('steer from their own forms alone', async () => {
    const { post } = openDoor({}, { hostPages });
    const old = { 'sec-fetch-site': '', origin: 'null' };
    expect(await (await post('/h/right/steer', { do: 'start' }, old)).text()).toBe('start');
    expect((await post('/h/right/steer', { do: 'start' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post('/K7QF/join', {}, old)).status).toBe(403);
  });
});
