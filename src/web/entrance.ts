/** How somebody comes in: by a code or a link, which never takes a seat, and by a tap, which does. */
import type { Hono } from 'hono';
import { isHuman } from '../agents/offline.ts';
import { cleanLine } from '../core/outside-text.ts';
import { opponentsOf } from '../lab/table-setting.ts';
import type { JoinRefusal, Member, Room, RoomPlan } from '../room/room.ts';
import type { Assets } from './assets.ts';
import { firstOf } from './fields.ts';
import { LABEL_TYPED, type Pages } from './how.ts';
import { type DoorContext, type DoorEnv, html, languageOf, on, type SaySentence } from './replies.ts';
import { newSecret, sameSecret, seatCookie, seatSecret } from './secrets.ts';
import { type Tries, tryKey } from './tries.ts';

/** What the routes of a door share. */
export type DoorParts = {
  readonly room: Room;
  readonly pages: Pages;
  readonly assets: Assets;
  readonly say: SaySentence;
  /** Hears what whoever hosts the room should know, a sentence. */
  readonly tell: (sentence: string) => void;
  /** Wrong codes: of one address, and of all together. `seats`: addresses, as tries are counted, from which a seat was used. */
  readonly wrong: { readonly one: Tries; readonly all: Tries; readonly seats: Set<string> };
};

/** So many addresses from which a seat was used are remembered. */
const MOST_SEATS = 20_000;

/** Milliseconds for which a room that had not ended is believed not to have. */
const FRESH = 500;

/** Whether somebody may meet a program in a room of this plan: then the entrance says so. */
export const programsSit = ({ tables, lesson, instead }: RoomPlan): boolean =>
  lesson !== null || instead !== null || tables.some((table) => opponentsOf(table).some((id) => !isHuman(id)));

/** A code as it is meant, however it was typed: letters and digits, in capitals. */
const plainCode = (typed: string): string => typed.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase();

/** Whose browser asks; null: nobody's of this room. */
export async function whoseSeat(
  c: DoorContext,
  { room, wrong }: Pick<DoorParts, 'room' | 'wrong'>,
): Promise<Member | null> {
  const secret = seatSecret(c.req.header('cookie'), room.code);
  const member = secret === null ? null : await room.whose(secret);
  if (member !== null && wrong.seats.size < MOST_SEATS) wrong.seats.add(tryKey(c.get('address')));
  return member;
}

/**
 * Seconds that whoever asks has to wait since too many codes from there were wrong; 0: none. Where somebody has a seat the code
 * is known, and one who types wrong codes on purpose must not keep a class out that sits behind the same address: from there
 * the right code (`right`) always leads in.
 */
const waitOf = (c: DoorContext, { wrong }: Pick<DoorParts, 'wrong'>, right: boolean): number => {
  const key = tryKey(c.get('address'));
  return right && wrong.seats.has(key) ? 0 : Math.max(wrong.one.wait(key), wrong.all.wait('all'));
};

/** Counts a wrong code. */
function count(c: DoorContext, { wrong, tell }: Pick<DoorParts, 'wrong' | 'tell'>): void {
  const address = c.get('address');
  wrong.one.take(tryKey(address));
  wrong.all.take('all');
  if (wrong.one.wait(tryKey(address)) > 0)
    tell(`Many wrong codes come from ${address}: until somebody there has a seat, joining from there has to wait.`);
}

/** Adds `/`, `/CODE` and `/CODE/join`, and turns away who comes under another code. What it gives back lets go of the room. */
export function entrance(app: Hono<DoorEnv>, parts: DoorParts): () => void {
  const { room, pages, assets, say } = parts;
  const told = programsSit(room.plan);
  const languageFor = (c: DoorContext): string => room.plan.language ?? languageOf(c, pages.languages);
  const same = (typed: string): boolean => sameSecret(plainCode(typed), plainCode(room.code));

  app.get('/', (c) => {
    const typed = c.req.query('code')?.slice(0, 40);
    const shown = { language: languageFor(c), assets: assets.of };
    if (typed === undefined || plainCode(typed) === '') return html(c, pages.codePage({ ...shown, wrong: null }));
    const right = same(typed);
    const wait = waitOf(c, parts, right);
    if (wait > 0) return say(c, 'too many tries', { seconds: wait });
    if (right) return on(`/${room.code}`);
    count(c, parts);
    return html(c, pages.codePage({ ...shown, wrong: cleanLine(typed) }), 404);
  });

  // Everything under a code: under another one there is nothing, and who tries many waits. Whoever has a seat is let through.
  app.use('/:code/*', async (c, next) => {
    const given = c.req.param('code');
    if (given === room.code) {
      const wait = waitOf(c, parts, true);
      if (wait > 0 && (await whoseSeat(c, parts)) === null) return say(c, 'too many tries', { seconds: wait });
      return next();
    }
    if (!/^[\p{L}\p{N} -]{1,20}$/u.test(given)) return say(c, 'not found');
    const right = same(given);
    const wait = waitOf(c, parts, right);
    if (wait > 0) return say(c, 'too many tries', { seconds: wait });
    if (right && c.req.method !== 'POST') {
      const { pathname, search } = new URL(c.req.url);
      return on(`/${room.code}${pathname.replace(/^\/[^/]*/, '')}${search}`);
    }
    count(c, parts);
    return say(c, 'no such room', { code: cleanLine(given) });
  });

  // A board is much work, and links are opened by whoever likes.
  let state: { readonly at: number; readonly ended: Promise<boolean> } | null = null;
  const ended = (): Promise<boolean> => {
    const now = performance.now();
    if (state === null || now - state.at > FRESH)
      state = { at: now, ended: room.board().then((board) => board.state === 'ended') };
    return state.ended;
  };
  const stop = room.watch(({ what }) => void (what === 'board' && (state = null)));

  const shownEntrance = (c: DoorContext, typed: string, refused: JoinRefusal | null, again: boolean): string =>
    pages.entrancePage({
      ...{ language: languageFor(c), assets: assets.of, code: room.code },
      ...{ label: room.plan.roster === null ? 'none' : 'needed', typed, told, refused, again },
    });
  const give = (c: DoorContext): { readonly 'Set-Cookie': string } => ({
    'Set-Cookie': seatCookie(room.code, newSecret(), c.get('secure')),
  });

  app.get('/:code', async (c) => {
    const secret = seatSecret(c.req.header('cookie'), room.code);
    if (secret !== null && (await room.whose(secret)) !== null) return on(`/${room.code}/play`);
    const again = c.req.query('again') !== undefined;
    if (secret === null && again) return say(c, 'cookies off', { code: room.code });
    if (await ended()) return say(c, 'ended', { code: room.code });
    const label = (c.req.query('label') ?? '').slice(0, LABEL_TYPED);
    return html(c, shownEntrance(c, label, null, again), 200, secret === null ? give(c) : {});
  });

  app.post('/:code/join', async (c) => {
    const secret = seatSecret(c.req.header('cookie'), room.code);
    // Without its cookie this browser could never come back to a seat: first the cookie, then the seat.
    if (secret === null) return on(`/${room.code}?again=1`, give(c));
    const label = cleanLine(firstOf(c.get('fields'))['label'] ?? '')
      .trim()
      .slice(0, LABEL_TYPED);
    const joined = await room.join({
      ...{ label: label === '' ? null : label, language: languageFor(c), secret, told },
    });
    if ('member' in joined) return on(`/${room.code}/play`);
    const { refused } = joined;
    if (refused === 'full' || refused === 'ended') return say(c, refused, { code: room.code });
    return html(c, shownEntrance(c, label, refused, false), LABEL_STATUS[refused]);
  });
  return stop;
}

const LABEL_STATUS = {
  'not on the roster': 403,
  'label taken': 409,
  'label needed': 422,
  'label unreadable': 422,
} as const;
