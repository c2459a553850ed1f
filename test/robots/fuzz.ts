/**
 * A fuzzer on the participants' door: requests that no phone would send, over raw sockets, some with a seat's real cookie and
 * page. What it asks of the door: every whole request gets an answer, none of them a fault of ours, none with a stack in it,
 * and the room is open afterwards. Whether a row is no legal choice is asked of the log, by whoever holds it.
 */
import { connect } from 'node:net';
import { type Rng, rng } from '../../src/core/rng.ts';
import { byLot } from './policy.ts';
import { Robot } from './robot.ts';

export type Fuzzing = {
  readonly origin: string;
  readonly room: string;
  readonly seed: number;
  readonly ms: number;
  /** Paths of the host's door, without which its routes would not be tried: secrets may be wrong. */
  readonly more?: readonly string[];
};

export type Fuzzed = {
  readonly requests: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** What should not have been: the request's beginning and what came back. */
  readonly findings: readonly string[];
  /** Seats that joined, with what the door has acknowledged of them. */
  readonly seats: readonly Robot[];
};

const SEATS = 4;
const AT_ONCE = 8;
const PATIENCE = 60_000;
/** What a page must never say: a place in our sources, a word of the database. */
const INSIDES =
  /\bat [^\n<]*\(?(?:file:|node:|\/)[^\n<]*:\d+:\d+|SqliteError|SQLITE_|ZodError|PostgresError|node_modules/;

const METHODS = [
  'GET',
  'POST',
  'POST',
  'POST',
  'PUT',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'TRACE',
  'CONNECT',
  'get',
  'X',
];
const VERBS = [
  'join',
  'play',
  'answer',
  'back',
  'on',
  'guess',
  'hand',
  'seen',
  'since',
  'events',
  'whatif',
  'debrief',
  '',
];
const ODD = [
  ...[
    '',
    ' ',
    '0',
    '-1',
    '1e999',
    'NaN',
    '9'.repeat(30),
    '0x10',
    '１２',
    '1,5',
    '٣',
    '__proto__',
    'constructor',
    'null',
    '[]',
    '{}',
  ],
  ...[
    'C',
    'D',
    'c',
    'C\u0000',
    "' OR 1=1 --",
    '<script>alert(1)</script>',
    '\u001b[31m',
    '\u202e',
    '😀'.repeat(50),
    '%00',
    '../../etc/passwd',
  ],
  ...['a'.repeat(5000), '\r\nset-cookie: a=b', '${7*7}', 'true', '50.0000001', '1e2'],
];
const PATHS = [
  ...[
    '/',
    '//',
    '/..',
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/',
    '/assets/x/y',
    '/assets/../../package.json',
    '/favicon.ico',
  ],
  ...[
    '/%',
    '/%ff',
    '/%c0%ae',
    '/\u0000',
    `/${'a'.repeat(9000)}`,
    '/robots.txt',
    '/h/',
    '/h/x/board',
    '/h/x/steer',
    '/h/x/events',
    '/p/x',
    '/?code=',
    '*',
  ],
];
const TYPES = [
  ...['application/x-www-form-urlencoded', 'application/x-www-form-urlencoded', 'application/json', 'text/plain'],
  ...['multipart/form-data; boundary=x', 'multipart/form-data', '', 'application/x-www-form-urlencoded; charset=utf-7'],
];

/** Plays havoc for so long. Resolves when all answers are in; rejects where no seat can be taken at all. */
export async function fuzz({ origin, room, seed, ms, more = [] }: Fuzzing): Promise<Fuzzed> {
  const url = new URL(origin);
  const seats = Array.from(
    { length: SEATS },
    (_, i) => new Robot({ origin, room, number: i + 1, policy: byLot(seed, i), way: 'plain', label: `fuzz ${i + 1}` }),
  );
  for (const seat of seats) await seat.join();
  const statuses: Record<string, number> = {};
  const findings: string[] = [];
  const until = performance.now() + ms;
  let requests = 0;
  const worker = async (nth: number): Promise<void> => {
    for (let round = 0; performance.now() < until; round++) {
      const chance = rng(seed, 'fuzz', nth, round);
      // Now and then a seat moves on, so that the pages that are attacked change.
      if (nth < SEATS && round % 40 === 39) await movedOn(seats[nth]!);
      const { text, whole } = attempt(chance, url.host, room, seats, more);
      requests += 1;
      const reply = await exchanged(url, text, whole, chance);
      for (const status of reply.statuses) statuses[status] = (statuses[status] ?? 0) + 1;
      const told = (what: string): void =>
        void findings.push(
          `${what}: ${JSON.stringify(text.toString('latin1').slice(0, 300))} → ${reply.body.slice(0, 300)}`,
        );
      if (reply.statuses.some((status) => status >= 500 && status !== 503 && status !== 501 && status !== 505))
        told('a fault of ours');
      if (INSIDES.test(reply.body)) told('insides');
      if (whole && reply.statuses.length === 0 && !reply.closed) told('no answer');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, nth) => worker(nth)));
  const last = await seats[0]!.client
    .follow(`/${room}`)
    .catch((error: unknown) => ({ status: 0, body: String(error) }));
  if (last.status !== 200 && last.status !== 429)
    findings.push(`the room is no longer there: ${last.status} ${last.body.slice(0, 200)}`);
  return { requests, statuses, findings, seats };
}

async function movedOn(seat: Robot): Promise<void> {
  try {
    await seat.reload();
    if (seat.todo !== null) await seat.act();
  } catch {
    // It was refused, or told to slow down: what it was acknowledged is what counts.
  }
}

/** One attempt: bytes for a socket, and whether they are a whole request, which must be answered. */
function attempt(
  chance: Rng,
  host: string,
  room: string,
  seats: readonly Robot[],
  more: readonly string[],
): { readonly text: Buffer; readonly whole: boolean } {
  const sort = chance.below(20);
  const seat = chance.pick(seats);
  if (sort === 0)
    return { text: Buffer.from(Array.from({ length: 1 + chance.below(400) }, () => chance.below(256))), whole: false };
  const request = wordedRequest(chance, host, room, seat, more);
  if (sort === 1) return { text: request.subarray(0, chance.below(request.length)), whole: false };
  if (sort === 2) {
    const garbage = Buffer.from(chance.pick(ODD.filter((text) => text.length < 2000)));
    return { text: Buffer.concat([request, garbage, request]), whole: false };
  }
  if (sort === 3) {
    const bytes = Buffer.from(request);
    for (let i = 0; i < 3; i++) bytes[chance.below(bytes.length)] = chance.below(256);
    return { text: bytes, whole: false };
  }
  return { text: request, whole: true };
}

function wordedRequest(chance: Rng, host: string, room: string, seat: Robot, more: readonly string[]): Buffer {
  const code =
    chance.below(8) === 0
      ? chance.pick(['AAAA', 'ZZZZZZ', room.toLowerCase(), `${room}x`, ...ODD.map(encodeURIComponent)])
      : room;
  const verb = chance.pick(VERBS);
  const path = chance.below(6) === 0 ? chance.pick([...PATHS, ...more]) : `/${code}${verb === '' ? '' : `/${verb}`}`;
  const method =
    chance.below(3) === 0
      ? chance.pick(METHODS)
      : ['play', 'since', 'events', 'debrief', ''].includes(verb)
        ? 'GET'
        : 'POST';
  const fields = new Map<string, string>();
  const offered = seat.todo?.form.fields ?? [];
  for (const { name, value } of offered) fields.set(name, value);
  fields.set('page', chance.below(4) === 0 ? chance.pick(ODD) : (seat.page.id ?? ''));
  // It may be a legal one: then a legal row comes of it.
  fields.set('answer', chance.pick(ODD));
  for (const name of [
    'shown_ms',
    'marks',
    'confidence',
    'guess',
    'label',
    'here',
    'said',
    'whatif',
    'kappa',
    '__proto__',
  ])
    if (chance.below(3) === 0)
      fields.set(name, chance.pick([...ODD, '[[1,"tap C"]]', '[[1e9,"x"],["y",2]]', '100', '1']));
  const form = new URLSearchParams([...fields]);
  if (chance.below(6) === 0) form.append('answer', chance.pick(ODD));
  const type = chance.pick(TYPES);
  const body =
    method === 'GET' || method === 'HEAD'
      ? ''
      : type === 'application/json'
        ? JSON.stringify(Object.fromEntries(fields))
        : chance.below(40) === 0
          ? 'x'.repeat(300_000)
          : chance.below(12) === 0
            ? chance.pick(ODD)
            : form.toString();
  const cookie = chance.pick([
    ...[...seat.client.jar].map(([key, value]) => `${key.split(' ')[1]}=${value}`),
    ...[...seat.client.jar].map(([key, value]) => `${key.split(' ')[1]}=${value}`),
    `homines_${room}=${'A'.repeat(22)}`,
    `homines_${room}=; homines_${room}=x`,
    `homines_${room}=${'%ff'.repeat(100)}`,
    ';;;===',
    'a'.repeat(6000),
  ]);
  const query = method === 'GET' && chance.below(2) === 0 ? `?${form.toString().slice(0, 3000)}` : '';
  const own = `http://${host}`;
  const lines = [
    `${method} ${path}${query} HTTP/1.${chance.below(12) === 0 ? 0 : 1}`,
    `host: ${chance.below(10) === 0 ? chance.pick(['evil.example', '', `${host}:1`, 'localhost', `${host}, evil.example`, '[::1]']) : host}`,
    `cookie: ${cookie}`,
    ...(body === '' ? [] : [`content-type: ${type}`, `content-length: ${Buffer.byteLength(body)}`]),
    `origin: ${chance.below(5) === 0 ? chance.pick(['http://evil.example', 'null', '', `${own}.evil.example`]) : own}`,
    ...(chance.below(3) === 0
      ? [`sec-fetch-site: ${chance.pick(['cross-site', 'same-site', 'none', 'same-origin', ''])}`]
      : []),
    ...(chance.below(3) === 0
      ? [`accept: ${chance.pick(['text/html; fragment', 'text/event-stream', '*/*', ''])}`]
      : []),
    ...(chance.below(6) === 0
      ? [`accept-language: ${chance.pick(['de', 'xx', '*', `${'de,'.repeat(500)}`, ';q=9'])}`]
      : []),
    ...(chance.below(6) === 0
      ? [`x-forwarded-for: ${chance.pick(['1.2.3.4', ODD[15] ?? '', '::1, x'])}`, 'x-forwarded-proto: https']
      : []),
    ...(chance.below(10) === 0 ? [`last-event-id: ${chance.pick(ODD).replace(/[\r\n]/g, '')}`] : []),
    'connection: close',
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
}

/** Sends bytes and reads what comes. A stream of events is let go once it has begun; half a request is left after a moment. */
function exchanged(
  { hostname, port }: URL,
  bytes: Buffer,
  whole: boolean,
  chance: Rng,
): Promise<{ readonly statuses: readonly number[]; readonly body: string; readonly closed: boolean }> {
  return new Promise((resolve) => {
    let text = '';
    let closed = false;
    // Each from another address of this computer, where it has them: who is locked out is somebody else.
    const localAddress = process.platform === 'linux' ? { localAddress: `127.0.0.${2 + chance.below(250)}` } : {};
    const socket = connect({ host: hostname, port: Number(port), ...localAddress });
    const finish = (): void => {
      clearTimeout(late);
      socket.destroy();
      const statuses = [...text.matchAll(/^HTTP\/1\.\d (\d{3})/gm)].map((found) => Number(found[1]));
      resolve({ statuses, body: text.slice(text.indexOf('\r\n\r\n') + 4), closed });
    };
    const late = setTimeout(finish, whole ? PATIENCE : 30);
    socket.on('connect', () => socket.write(bytes));
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
      if (/content-type: text\/event-stream/i.test(text)) finish();
    });
    socket.on('error', () => {
      closed = true;
      finish();
    });
    socket.on('close', () => {
      closed = true;
      finish();
    });
  });
}
