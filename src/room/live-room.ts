/** A room that is open in this program: its parts put together, and everything that a door may ask of it. */
import type { AnyGame } from '../core/game.ts';
import type { LogRow, SessionRow, Store } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';
import type { LiveModels } from '../lab/live-match.ts';
import { newAbsent } from './absent.ts';
import { boardOf } from './board.ts';
import { newCounts } from './counts.ts';
import { newRoomLog } from './room-log.ts';
import { newEntrance } from './entrance.ts';
import { ALONE, type Peers, newPeers } from './peers.ts';
import { newHandIns } from './hand-ins.ts';
import { hashOfSecret } from '../core/room-code.ts';
import type { Ledger, RoomMatch, RoomPerson } from './ledger.ts';
import { roomMatches } from './matches.ts';
import { newPartners } from './partners.ts';
import { placeOf } from './place.ts';
import { inRoom } from './room-models.ts';
import { newAttendance } from './attendance.ts';
import type { Room, RoomChange, RoomPlan } from './room.ts';
import type { RoomParts } from './room-parts.ts';
import { standingOf } from './standing.ts';
import { newSteering } from './steering.ts';
import { roomTables } from './tables.ts';
import { newWhereabouts } from './whereabouts.ts';

/** What a room is kept in and timed by (`clock`: Unix milliseconds), the games that there are, and the models that may sit in it. */
export type RoomPlace = {
  readonly store: Store;
  readonly clock: () => number;
  readonly games: readonly AnyGame[];
  readonly models?: LiveModels | undefined;
  /** Of this program. */
  readonly version: string;
};

export type LiveRoomParts = {
  readonly place: RoomPlace;
  readonly plan: RoomPlan;
  readonly code: string;
  readonly session: Pick<SessionRow, 'code' | 'seed'>;
  readonly name: string | null;
  readonly ledger: Ledger;
  /** Reads the rows of the room anew. */
  read(): Promise<readonly LogRow[]>;
};

/** Another program that hosts the same room says so within this time, in milliseconds. */
const ANSWERS = 3000;

/** So many troubles are shown at once, the latest. */
const TROUBLES = 5;

/** Opens the room of this ledger in this program. */
export async function liveRoom({ place, plan, code, session, name, ledger, read }: LiveRoomParts): Promise<Room> {
  const { store, clock } = place;
  const counts = newCounts(ledger);
  const presence = newAttendance(clock(), plan.patience);
  const troubles: string[] = [];
  const watchers = new Set<(change: RoomChange) => void>();
  let closed = false;

  const tell = (change: RoomChange): void => {
    for (const changed of [...watchers]) changed(change);
  };
  let boardDue = false;
  const boardChanged = (): void => {
    if (boardDue) return;
    boardDue = true;
    setImmediate(() => {
      boardDue = false;
      if (!closed) tell({ what: 'board' });
    });
  };
  const placeChanged = (member: string): void => tell({ what: 'place', member });
  const matchChanged = ({ row }: RoomMatch): void => {
    for (const { participant } of row.seats) if (participant !== null) placeChanged(participant);
    boardChanged();
  };
  const everybody = (): void => {
    for (const member of ledger.people.keys()) placeChanged(member);
    boardChanged();
  };
  const trouble = (sentence: string): void => {
    if (troubles.at(-1) !== sentence) troubles.push(sentence);
    if (troubles.length > TROUBLES) troubles.shift();
    boardChanged();
  };

  const failed = (error: unknown): void => trouble(error instanceof Error ? error.message : String(error));

  // The board asks what somebody does, seats and pages ask where somebody waits: one would begin the other's time anew.
  const since = newWhereabouts(clock);
  const doingSince = newWhereabouts(clock);

  let peers: Peers = ALONE;
  const hosting = await store.hold(`${session.code}-host`);
  const models = place.models && inRoom(place.models, { clock, counts, trouble });
  const tables = roomTables(plan, session.seed, place.games, models);
  const log = newRoomLog({
    ...{ store, session: session.code, ledger, hosting },
    kept(rows) {
      counts.take(rows);
      peers.kept(rows);
      boardChanged();
    },
    refresh: async () => {
      if (peers.shared()) await peers.refresh();
    },
  });
  const shared: RoomParts = { plan, session: session.code, ledger, log, clock };
  const matches = roomMatches({
    ...shared,
    ...{ store, tables, live: models, failed },
    changed(match) {
      if (closed) return;
      peers.moved(match);
      matchChanged(match);
    },
    elsewhere: (match) => peers.plays(match),
    handIn: (match) => (seat, page, given) => peers.handIn(match, seat, page, given),
    over: (match) => peers.left(match),
  });
  const partners = newPartners({
    ...shared,
    ...{ seed: session.seed, tables, matches, since, failed },
    gone: (member) => presence.gone(member, clock()),
  });
  const absent = newAbsent({ ...shared, matches, presence });
  const enter = newEntrance({ ...shared, store });

  /** Everything that was said to be read is read: it may be where this person has come in. */
  const personOf = async (member: string): Promise<RoomPerson> => {
    await peers.caughtUp();
    if (!ledger.people.has(member) && peers.shared()) await peers.refresh();
    const person = ledger.people.get(member);
    if (person === undefined) throw new UserError(`Nobody of this room has the code ${member}: join it first.`);
    return person;
  };
  const here = (member: string, there = true): void => {
    presence.seen(member, there, clock());
    peers.seen(member, there);
  };

  /** Whoever waits for others is seated, a moment later: those who come in the same moment together. */
  let seating: Promise<void> | null = null;
  const seatSoon = (lots = false): Promise<void> => {
    const seat = async (): Promise<void> => {
      await new Promise<void>((turn) => void setImmediate(turn));
      seating = null;
      if (!closed) await partners.seat(lots);
    };
    return (seating ??= seat().catch(failed));
  };
  const moved = (member: string): void => {
    placeChanged(member);
    boardChanged();
    void seatSoon();
  };

  const steer = newSteering({
    ...shared,
    ...{ matches, presence, absent },
    replaceElsewhere: (match, seat, after) => peers.replace(match, seat, after),
    ...{ seatSoon, placeChanged, boardChanged, everybody },
  });
  const handIns = newHandIns({ ...shared, store, tables, matches, personOf, here, moved });

  /** Who is gone, as it was last kept. */
  const keptGone = new Set<string>();
  const notePresence = (): readonly LogRow[] => {
    const now = clock();
    return [...ledger.people.keys()].flatMap((member): readonly LogRow[] => {
      const gone = presence.gone(member, now);
      if (gone === keptGone.has(member)) return [];
      if (gone) keptGone.add(member);
      else keptGone.delete(member);
      const row = { session: session.code, match: null, participant: member, at: now };
      return [{ table: 'event', row: { ...row, kind: 'presence', body: { here: !gone } } }];
    });
  };
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking || closed || ledger.state() === 'ended') return;
    looking = true;
    try {
      peers.look();
      if (peers.first()) await log.keep(notePresence());
      if (ledger.state() === 'running') {
        await absent.look();
        if (peers.first() && partners.overdue()) await seatSoon();
      }
    } catch (error) {
      failed(error);
    } finally {
      looking = false;
    }
  };
  const stored = [...ledger.matches.values()].map(async ({ row }) => {
    counts.take((await store.decisions(row.code)).map((one) => ({ table: 'decision', row: one })));
    if (row.seats.some(({ kind }) => kind === 'model'))
      counts.take((await store.calls(row.code)).map((one) => ({ table: 'call', row: one })));
  });
  await Promise.all(stored);
  peers = await newPeers({
    ...{ wire: store.wire, session: session.code, ledger, matches, presence, counts, clock, read, failed },
    changed(members) {
      for (const member of members) placeChanged(member);
      boardChanged();
      if (ledger.state() === 'ended') for (const [, sitting] of [...matches.here()]) sitting.leave();
      else if (members.length > 0) void seatSoon();
    },
    replace: (match, seat, after) => absent.take(match, seat, after),
    standing: (person) =>
      JSON.stringify(standingOf(person, ledger, plan), (key, value: unknown) => (key === 'match' ? null : value)),
  });
  if (hosting === null && !(await peers.answered(ANSWERS))) {
    peers.close();
    throw new UserError(`The room ${code} is open in another program already: end it there first, then open it here.`);
  }
  const ticking = setInterval(() => void look(), Math.min(1000, Math.max(20, plan.patience / 4)));
  ticking.unref();
  void seatSoon();
  void peers.begin();

  return {
    ...{ code, session: session.code, plan },
    async join(who) {
      const joined = await enter(who);
      if ('member' in joined) {
        here(joined.member.code);
        moved(joined.member.code);
        await seating;
      }
      return joined;
    },
    async whose(secret) {
      const hash = hashOfSecret(secret);
      if (!ledger.secrets.has(hash) && peers.shared()) await peers.refresh();
      return ledger.secrets.get(hash)?.member ?? null;
    },
    async place(member) {
      const person = await personOf(member);
      await seating;
      const found = await placeOf(person, { plan, ledger, tables, matches, clock, since });
      return { member: person.member, place: found, message: ledger.message() };
    },
    ...handIns,
    seen(member, there) {
      if (!ledger.people.has(member)) return;
      const before = presence.gone(member, clock());
      here(member, there);
      if (before && there) moved(member);
    },
    watch(changed) {
      watchers.add(changed);
      return () => void watchers.delete(changed);
    },
    board: async () =>
      boardOf({
        ...{ code, session: session.code, name, plan, ledger, matches, tables, counts, presence, clock },
        ...{ since: doingSince, troubles: [...troubles], models: models !== undefined },
      }),
    steer,
    async close() {
      closed = true;
      clearInterval(ticking);
      await seating;
      await matches.leave();
      peers.close();
      hosting?.release();
      watchers.clear();
    },
  };
}
