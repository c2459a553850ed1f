/** Which room the log has goes on, where one does: that of the name that was typed, or the rehearsal of today. */
import { isDeepStrictEqual } from 'node:util';
import { isHuman } from '../../agents/offline.ts';
import type { AnyGame } from '../../core/game.ts';
import type { EventBody, EventRow } from '../../core/events.ts';
import { listed } from '../../core/format.ts';
import type { Store } from '../../core/log.ts';
import { UserError } from '../../core/user-error.ts';
import { GO_ON_WITHIN } from '../../lab/participants.ts';
import { hostedBody } from '../../room/stored-plan.ts';
import type { RoomPlan } from '../../room/room.ts';

type Hosted = { readonly body: EventBody<'hosted'>; readonly ended: boolean };

/** So many of the latest rehearsals are looked through. */
const LOOKED_THROUGH = 10;

/**
 * The code of the session whose room goes on; null: a new room opens. `plan`: what was typed; null: nothing was. Rejects with a
 * UserError where a room of this name plays something else, or there is none and nothing was typed to open one.
 */
export async function roomToGoOn(
  store: Store,
  plan: RoomPlan | null,
  name: string | null,
  now: number,
): Promise<string | null> {
  const labs = (await store.sessions()).filter(({ kind }) => kind === 'lab');
  if (name === null) {
    if (plan === null) return null;
    const rehearsals = labs
      .filter((one) => one.name === null && now - one.lastAt < GO_ON_WITHIN)
      .toSorted((a, b) => b.lastAt - a.lastAt)
      .slice(0, LOOKED_THROUGH);
    for (const { code } of rehearsals) {
      const found = hostedIn(await store.events(code));
      if (found !== null && !found.ended && isSame(found.body, plan)) return code;
    }
    return null;
  }
  // A rehearsal has no name: it is called by its code.
  const session = labs.findLast((one) => one.name === name || one.code === name);
  const found = session === undefined ? null : hostedIn(await store.events(session.code));
  if (session === undefined || found === null) {
    if (plan === null)
      throw new UserError(
        `There is no room "${name}" in ${store.file} to go on with: name a lesson or a game to open one.`,
      );
    return null;
  }
  if (plan === null || (!found.ended && isSame(found.body, plan))) return session.code;
  if (found.ended) return null;
  throw new UserError(
    `The room "${name}" is open and plays ${wordsOf(found.body)}: leave out what it is to play to go on with it, end it first (e on its board), or take another name.`,
  );
}

/** Rooms that were left open lately, the latest first: they can be gone on with. */
export async function roomsLeft(
  store: Store,
  now: number,
  games: readonly AnyGame[],
): Promise<readonly { readonly session: string; readonly called: string; readonly plays: string }[]> {
  const labs = (await store.sessions())
    .filter(({ kind, lastAt }) => kind === 'lab' && now - lastAt < LATELY)
    .toSorted((a, b) => b.lastAt - a.lastAt)
    .slice(0, LOOKED_THROUGH);
  const found = [];
  for (const { code, name } of labs) {
    const room = hostedIn(await store.events(code));
    if (room !== null && !room.ended)
      found.push({ session: code, called: name ?? 'rehearsal', plays: titlesOf(room.body, games) });
  }
  return found.slice(0, MOST_LEFT);
}

/** Milliseconds, and how many: what is older is gone on with by its name. */
const LATELY = 8 * 24 * 60 * 60 * 1000;
const MOST_LEFT = 3;

/** The room that was hosted last in a session; null: none was. */
function hostedIn(events: readonly EventRow[]): Hosted | null {
  const at = events.findLastIndex(({ kind }) => kind === 'hosted');
  const hosted = events[at];
  if (hosted?.kind !== 'hosted') return null;
  const ended = events.slice(at).some((one) => one.kind === 'room' && one.body.what === 'ended');
  return { body: hosted.body, ended };
}

/** Whether a room plays what was typed. How long it waits for whom may have been typed otherwise: it goes on as it was opened. */
function isSame({ tables, lesson }: EventBody<'hosted'>, plan: RoomPlan): boolean {
  const typed = hostedBody('', plan);
  const plain = (of: unknown): unknown => JSON.parse(JSON.stringify(of));
  return lesson === typed.lesson && isDeepStrictEqual(plain(tables), plain(typed.tables));
}

/** "Prisoner's dilemma, with each other": as the list of rooms says it. */
function titlesOf({ tables, lesson }: EventBody<'hosted'>, games: readonly AnyGame[]): string {
  const titles = tables.map(({ game }) => games.find(({ name }) => name === game)?.title ?? game);
  const pairs = tables.length > 0 && tables.every(({ against }) => against.every(isHuman));
  return lesson ?? [...titles, ...(pairs ? ['with each other'] : [])].join(', ');
}

const wordsOf = ({ tables, lesson }: EventBody<'hosted'>): string =>
  lesson ??
  listed(tables.map(({ game, against }) => `${game} against ${[...new Set(against)].join(', ') || 'nobody'}`));
