import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Place } from '../room/room.ts';
import { scriptedRoom } from '../room/scripted-room.test-data.ts';
import { WRONG } from './app.ts';
import { plainPages } from './plain-pages.test-data.ts';
import { newSecret } from './secrets.ts';
import { type ServedRoom, type ServeOptions, serveRoom } from './server.ts';
import type { SocketLimits } from './sockets.ts';
import { eventStreams } from './streams.ts';

const waiting = (id: string): Place => ({ kind: 'waiting', id, for: 'others', since: 0, scene: null });
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

/** A door on a socket of this computer, and people who have a seat. */
async function served(people: number, limits: Partial<SocketLimits> = {}, more: Partial<ServeOptions> = {}) {
  const room = scriptedRoom();
  const streams = eventStreams();
  const secrets = Array.from({ length: people }, newSecret);
  const members = secrets.map((secret) => room.member({}, secret));
  room.put(waiting('w1'));
  const door = await serveRoom({
    room,
    pages: plainPages,
    addresses: ['127.0.0.1'],
    port: 0,
    limits,
    streams,
    ...more,
  });
  open.push(door);
  return { room, door, streams, members, cookies: secrets.map((secret) => `homines_K7QF=${secret}`) };
}

type Raw = {
  readonly socket: Socket;
  readonly text: () => string;
  readonly closed: Promise<void>;
  until(what: string): Promise<void>;
};

/** A connection on which anything may be written. */
function raw({ port }: ServedRoom, write = ''): Raw {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  const waits: (() => void)[] = [];
  socket.on('data', (part) => {
    text += part.toString('latin1');
    waits.forEach((look) => look());
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((done) => socket.once('close', () => done()));
  open.push({ close: () => socket.destroy() });
  if (write !== '') socket.write(write);
  return {
    ...{ socket, text: () => text, closed },
    until: (what) =>
      new Promise((done) => {
        const look = (): void => void (text.includes(what) && done());
        waits.push(look);
        look();
      }),
  };
}
const stream = (cookie: string): string => `GET /K7QF/events HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\n\r\n`;
const form = (cookie: string, body: string): string =>
  `POST /K7QF/answer HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

describe('clients that misbehave', () => {
  it('a head that does not come to its end', async () => {
    const { door } = await served(0, { head: 200 });
    const slow = raw(door, 'GET / HTTP/1.1\r\nHost: localhost\r\nX-');
    await slow.closed;
    expect(slow.text()).toContain('408');
  });

  it('nothing at all', async () => {
    const { door } = await served(0, { idle: 200 });
    await raw(door).closed;
  });

  it('a body that does not come to its end', async () => {
    const { door, cookies, room } = await served(1, { request: 300, head: 200 });
    const slow = raw(door, form(cookies[0]!, 'page=w1&answer=C').slice(0, -4));
    await slow.closed;
    expect(room.done.some(({ did }) => did === 'answer')).toBe(false);
  });

  it('a body that is huge, and one that says so and never sends it', async () => {
    const { door, cookies, room } = await served(1);
    const huge = raw(door, form(cookies[0]!, `page=w1&answer=${'x'.repeat(10_000_000)}`));
    const empty = raw(door, form(cookies[0]!, '').replace('Content-Length: 0', 'Content-Length: 99999999'));
    for (const one of [huge, empty]) {
      await one.until('\r\n\r\n');
      expect(one.text()).toMatch(/^HTTP\/1\.1 413 /);
      await one.closed;
    }
    expect(room.done.some(({ did }) => did === 'answer')).toBe(false);
  });

  it.each([
    ['a head that is too large', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['no HTTP', 'hello\r\n\r\n', 400],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
    ],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['another host in the line', 'GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n', 421],
    ['a way up', 'GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n', 404],
    [
      'a way up that is written otherwise',
      'GET /assets/%2e%2e/%2e%2e/package.json HTTP/1.1\r\nHost: localhost\r\n\r\n',
      404,
    ],
    ['a broken escape', 'GET /%zz%ff HTTP/1.1\r\nHost: localhost\r\n\r\n', 404],
    ['a tunnel', 'TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n', 405],
  ])('%s', async (_, text, status) => {
    const { door } = await served(0);
    const one = raw(door, text);
    await one.until('\r\n');
    expect(one.text()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(one.text()).not.toMatch(/at .*\.ts|node:/);
    const after = await fetch(door.url);
    expect(after.status).toBe(200);
  });

  it('more connections than one address may have', async () => {
    const { door } = await served(0, { fromOne: 20 });
    const many = Array.from({ length: 20 }, () => raw(door, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'));
    await Promise.all(many.map((one) => one.until('</html>')));
    const more = raw(door);
    await more.closed;
    expect(more.text()).toContain('503');
    many[0]!.socket.destroy();
    await many[0]!.closed;
    await expect.poll(async () => (await head(door)).status).toBe(200);
  });

  it('connections that say nothing keep nobody out behind the same address', async () => {
    const { door } = await served(0, { fromOne: 20 });
    const asking = raw(door, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await asking.until('</html>');
    const many = Array.from({ length: 60 }, () => raw(door, 'GET / HTTP/1.1\r\nHost: localhost\r\nX-'));
    await Promise.all(many.slice(0, 40).map((one) => one.closed));
    expect((await head(door)).status).toBe(200);
    expect(asking.socket.destroyed).toBe(false);
  });
});

/** Asks for the entrance on a connection of its own; 0: there was no answer. */
const head = (door: ServedRoom): Promise<{ readonly status: number }> =>
  new Promise((done) => {
    request(door.url, { agent: false }, (answer) => {
      answer.resume();
      done({ status: answer.statusCode ?? 0 });
    })
      .on('error', () => done({ status: 0 }))
      .end();
  });

describe('a class', () => {
  it('300 pages hear of the next one, and closing the door lets go of all of them at once', async () => {
    const { door, room, cookies, streams } = await served(300);
    const all = cookies.map((cookie) => raw(door, stream(cookie)));
    await Promise.all(all.map((one) => one.until('id: w1')));
    expect(streams.size).toBe(300);
    room.put(waiting('w2'));
    await Promise.all(all.map((one) => one.until('id: w2')));
    // Nobody is cut off by the clock, which stands still.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    await door.close();
    vi.useRealTimers();
    await Promise.all(all.map((one) => one.closed));
    expect(streams.size).toBe(0);
    expect(all[0]!.text()).toContain('retry: 1000');
  });

  it('a page that vanished is noticed when its connection breaks, and no page holds more than three streams', async () => {
    const { door, cookies, streams } = await served(1);
    const pages = Array.from({ length: 3 }, () => raw(door, stream(cookies[0]!)));
    await Promise.all(pages.map((one) => one.until('id: w1')));
    const fourth = raw(door, stream(cookies[0]!));
    await fourth.until('id: w1');
    await pages[0]!.until('retry: 3600000');
    await expect.poll(() => streams.size).toBe(3);
    for (const one of [...pages, fourth]) one.socket.destroy();
    await expect.poll(() => streams.size).toBe(0);
  });

  it('one connection carries many answers', async () => {
    const { door, cookies, room } = await served(1);
    const one = raw(door);
    for (let i = 0; i < 50; i += 1) one.socket.write(form(cookies[0]!, `page=w1&answer=${i}`));
    await expect.poll(() => one.text().split('HTTP/1.1 303').length - 1).toBe(50);
    expect(room.done.filter(({ did }) => did === 'answer')).toHaveLength(50);
  });
});

describe('where it listens', () => {
  it('says in a sentence what is wrong with a port or an address', async () => {
    const { door, room } = await served(0);
    const again = (addresses: readonly string[], port: number) =>
      serveRoom({ room, pages: plainPages, addresses, port });
    await expect(again(['127.0.0.1'], door.port)).rejects.toMatchObject({ name: 'UserError' });
    await expect(again(['192.0.2.77'], 0)).rejects.toMatchObject({ name: 'UserError' });
  });

  it('moves to other addresses on its port, and stays where it was if it cannot', async () => {
    const { door } = await served(0);
    const kept = raw(door, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await kept.until('</html>');
    const { port, url } = door;
    await expect(door.listenOn(['192.0.2.77'])).rejects.toMatchObject({ name: 'UserError' });
    expect([door.url, (await head(door)).status]).toEqual([url, 200]);
    await door.listenOn(['127.0.0.2']);
    expect([door.port, door.url]).toEqual([port, `http://127.0.0.2:${port}`]);
    await kept.closed;
    expect((await head(door)).status).toBe(421);
    await door.listenOn(['0.0.0.0', '::']);
    for (const address of ['127.0.0.1', '[::1]']) expect((await fetch(`http://${address}:${port}/`)).status).toBe(200);
  });
});

describe('behind a proxy', () => {
  it.each([
    ['of ours whoever asks is who it says', ['127.0.0.1'], 404, true],
    ['of somebody else nobody is believed', [], 429, false],
  ] as const)('%s', async (_, proxies, status, secure) => {
    const { door } = await served(0, {}, { proxies, steady: () => 0 });
    const ask = (path: string, from: string): Promise<Response> =>
      fetch(`${door.url}${path}`, {
        headers: { 'x-forwarded-for': `${from}, 127.0.0.1`, 'x-forwarded-proto': 'https' },
      });
    const entrance = await ask('/K7QF', '10.0.0.3');
    expect(entrance.headers.get('set-cookie')?.includes('; Secure')).toBe(secure);
    await Promise.all(Array.from({ length: WRONG.most + 20 }, (__, i) => ask(`/AB${i}C`, '9.9.9.9, 10.0.0.1')));
    expect((await ask('/ABCD', '10.0.0.2')).status).toBe(status);
    expect((await ask('/ABCD', '10.0.0.1')).status).toBe(429);
  });
});
