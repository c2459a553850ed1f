/** Rooms are opened here: new ones, and those of which the log has rows. */
import { newCode, newSeed } from '../core/ids.ts';
import type { EventRow, LogRow, SessionRow } from '../core/log.ts';
import { newRoomCode } from '../core/room-code.ts';
import { UserError } from '../core/user-error.ts';
import { loadLesson } from '../lessons/load-lesson.ts';
import { hostedBody, hostedPlan } from './stored-plan.ts';
import { newLedger } from './ledger.ts';
import { liveRoom, type RoomPlace } from './live-room.ts';
import type { Room, RoomPlan } from './room.ts';
import { agentIn } from './sitting.ts';

export type { RoomPlace } from './live-room.ts';

/**
 * Opens a new room: in the session of this name, which is made where there is none; null: in a new rehearsal. On disk when it
 * resolves. Rejects with a UserError where the plan cannot be played.
 */
export async function openRoom(
  place: RoomPlace,
  plan: RoomPlan,
  { name }: { readonly name: string | null },
): Promise<Room> {
  checkPlan(plan);
  const { store, clock, version } = place;
  const now = clock();
  const fresh: SessionRow = { code: newCode(), kind: 'lab', seed: newSeed(), version, startedAt: now };
  const rows: LogRow[] = [];
  let session: Pick<SessionRow, 'code' | 'seed'> = fresh;
  if (name === null) rows.push({ table: 'session', row: fresh });
  else {
    const code = await store.openSession(name, fresh);
    session = (await store.session(code)) ?? fresh;
  }
  const code = newRoomCode();
  rows.push({
    table: 'event',
    row: {
      ...{ session: session.code, match: null, participant: null, kind: 'hosted', at: now },
      body: hostedBody(code, plan),
    },
  });
  await store.record(rows);
  const ledger = newLedger(plan.start === 'together', plan.lesson !== null);
  return liveRoom({ place, plan, code, session, name, ledger, read: reading(place, session.code, code) });
}

/**
 * The room that was hosted last in a session, by its code or its name, as its rows have it; null: none was. Rejects with a
 * UserError where its games or its lesson are not here.
 */
export async function continuedRoom(
  place: RoomPlace,
  which: { readonly code: string } | { readonly name: string | null },
): Promise<Room | null> {
  const { store, games } = place;
  const session =
    'code' in which
      ? await store.session(which.code)
      : which.name === null
        ? null
        : ((await store.sessions()).findLast(({ kind, name }) => kind === 'lab' && name === which.name) ?? null);
  if (session === null) return null;
  const rows = await roomRows(place, session.code);
  if (rows === null) return null;
  const { hosted } = rows;
  const plan = await hostedPlan(hosted.body, games, (typed) => loadLesson(typed, hosted.body.language));
  const ledger = newLedger(plan.start === 'together', plan.lesson !== null);
  ledger.take(rows.rows);
  const { code } = hosted.body;
  const read = reading(place, session.code, code);
  return liveRoom({ place, plan, code, session, name: session.name, ledger, read });
}

/** Reads the rows of this room anew: none where another room is hosted in its session by now. */
const reading = (place: RoomPlace, session: string, code: string) => async (): Promise<readonly LogRow[]> => {
  const found = await roomRows(place, session);
  return found?.hosted.body.code === code ? found.rows : [];
};

/** The rows of the room that was hosted last in this session, in their order; null: none was. */
async function roomRows(
  { store }: Pick<RoomPlace, 'store'>,
  session: string,
): Promise<{ readonly hosted: EventRow & { readonly kind: 'hosted' }; readonly rows: readonly LogRow[] } | null> {
  const [people, matches, events] = await Promise.all([
    store.participants(session),
    store.matches({ session }),
    store.events(session),
  ]);
  const at = events.findLastIndex(({ kind }) => kind === 'hosted');
  const hosted = events[at];
  if (hosted?.kind !== 'hosted') return null;
  const rows: LogRow[] = people.map((row) => ({ table: 'participant', row }));
  for (const { ending, decisions: _d, payoffs: _p, lastAt, ...row } of matches) {
    rows.push({ table: 'match', row });
    if (ending !== null) rows.push({ table: 'ending', row: { match: row.code, how: ending, at: lastAt } });
  }
  for (const row of events.slice(at + 1)) rows.push({ table: 'event', row });
  return { hosted, rows };
}

/** Throws a UserError where a plan cannot be played. */
function checkPlan({ tables, lesson, instead, most }: RoomPlan): void {
  if (tables.length === 0 && lesson === null)
    throw new UserError('A room plays a lesson or at least one game: name one.');
  if (!Number.isInteger(most) || most < 1) throw new UserError(`A room has room for 1 or more people; got ${most}.`);
  if (instead === null) return;
  for (const { game } of tables) {
    const agent = agentIn(instead, game);
    if (agent.taste !== undefined && game.theory === undefined)
      throw new UserError(
        `${instead} has no theory of ${game.name}: name an agent that can play it, such as baseline.`,
      );
    if (instead === 'baseline' && game.standin === undefined)
      throw new UserError(`${game.name} has no stand-in: name another agent to take the seats of those who are gone.`);
  }
}
