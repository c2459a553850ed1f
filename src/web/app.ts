/**
 * The participants' door: pages over a room, for any browser. A page only says what was done on it; where somebody is decides
 * the room. No verb of whoever hosts the room stands here; the host's pages come as an app of their own, under their own secret.
 */
import { Hono } from 'hono';
import { entrance } from './entrance.ts';
import { guarded, headed, named } from './guards.ts';
import { browserScript, pageAssets } from './assets.ts';
import type { Pages } from './how.ts';
import { type DoorEnv, file, sentences } from './replies.ts';
import { seatSigns } from './signs.ts';
import type { Room } from '../room/room.ts';
import { seatPages } from './seat.ts';
import { seatStreams } from './seat-streams.ts';
import { shownPages } from './shown-pages.ts';
import { eventStreams, type Streams, type StreamTimes } from './streams.ts';
import { tries, tryKey } from './tries.ts';
import { UserError } from '../core/user-error.ts';

export type DoorOptions = {
  readonly room: Room;
  readonly pages: Pages;
  /** Whether this `Host` header is one of our names. */
  readonly ours: (host: string | undefined) => boolean;
  /** Addresses of proxies of our own, which say who asks. */
  readonly proxies?: readonly string[];
  /** The host's pages, under /h/… and /p/…: they check their secrets themselves and answer 404 where one is wrong. */
  readonly hostPages?: Hono<DoorEnv>;
  /** Hears what whoever hosts the room should know: a sentence, the same one at most every ten seconds. */
  readonly trouble?: (sentence: string) => void;
  readonly streams?: Streams;
  readonly streamTimes?: Partial<StreamTimes>;
  /** Unix milliseconds. */
  readonly clock?: () => number;
  /** Milliseconds from anywhere, never back. */
  readonly steady?: () => number;
};

export type PhoneDoor = { readonly app: Hono<DoorEnv>; readonly streams: Streams; close(): void };

/**
 * Wrong codes and secrets of one address: at once, and a second. A class of 300 types its code behind one address, and some
 * mistype it; of the codes of five letters so many a second find a room after months.
 */
export const WRONG = { most: 150, perSecond: 1 };

/** Once the same trouble was told, it is told again after so many seconds. */
const QUIET = 10;

/** The door over a room, as a hono app: `door.app.request('/')` needs no socket. */
export function phoneDoor(options: DoorOptions): PhoneDoor {
  const { room, pages, ours, proxies = [], hostPages, clock = Date.now } = options;
  const steady = options.steady ?? (() => performance.now());
  const assets = pageAssets(`${pages.widgets}${browserScript('door.js')}`, pages.style);
  const say = sentences(pages, assets.of, room.plan.language);
  const streams = options.streams ?? eventStreams(options.streamTimes, steady);
  const seen = seatSigns(room, steady);
  const seats = seatStreams(room, streams, seen);
  const again = tries({ most: 1, perSecond: 1 / QUIET }, steady);
  const tell = (sentence: string): void => {
    if (again.take(sentence) === 0) options.trouble?.(sentence);
  };
  const parts = {
    ...{ room, pages, assets, say, tell, presence: seen, streams: seats, shown: shownPages(clock) },
    wrong: { one: tries(WRONG, steady), all: tries({ most: 2000, perSecond: 20 }, steady), seats: new Set<string>() },
    pace: { handing: tries({ most: 120, perSecond: 30 }, steady), asking: tries({ most: 300, perSecond: 60 }, steady) },
  };

  const app = new Hono<DoorEnv>();
  // Whatever went wrong, a phone reads that it should wait, and what it handed in goes with it.
  app.onError((error, c) => {
    tell(error instanceof UserError ? error.message : `A page could not be made: ${error.message}`);
    const fields = [...c.get('fields')];
    const form = c.req.method === 'POST' && fields.length > 0 ? { action: c.req.path, fields } : undefined;
    return say(c, 'one moment', { code: room.code, seconds: 3, ...(form === undefined ? {} : { again: form }) });
  });
  app.notFound((c) => say(c, 'not found'));
  app.use(headed, named(proxies), guarded(ours, say));
  app.get('/assets/:hash/:name', (c) => {
    const found = assets.at.get(c.req.path);
    return found === undefined ? say(c, 'not found') : file(c, found);
  });
  app.get(
    '/favicon.ico',
    () => new Response(null, { status: 204, headers: { 'Cache-Control': 'public, max-age=86400' } }),
  );
  app.get(
    '/robots.txt',
    () => new Response('User-agent: *\nDisallow: /\n', { headers: { 'Content-Type': 'text/plain' } }),
  );
  if (hostPages !== undefined) {
    // Their secrets cannot be guessed; whoever tries is slowed down as with codes, and whoever has one is not.
    for (const path of ['/h/*', '/p/*'])
      app.use(path, async (c, next) => {
        await next();
        c.res.headers.set('Referrer-Policy', 'no-referrer');
        if (c.res.status !== 404 || c.req.path.startsWith('/h/assets/')) return;
        const wait = parts.wrong.one.take(tryKey(c.get('address')));
        if (wait > 0) c.res = say(c, 'too many tries', { seconds: wait });
      });
    app.route('/', hostPages);
  }
  for (const path of ['/h/*', '/p/*', '/assets/*']) app.all(path, (c) => say(c, 'not found'));
  const leave = entrance(app, parts);
  seatPages(app, parts);

  return {
    app,
    streams,
    close() {
      leave();
      seats.close();
      streams.close();
      seen.close();
    },
  };
}
