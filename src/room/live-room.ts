/** A room that is open in this program: its parts put together, and everything that a door may ask of it. */
import type { AnyGame } from '../core/game.ts';
import type { EventRow, LogRow, MatchRow, SessionRow, Store } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';
import { isGuessWho } from '../lab/table-setting.ts';
import type { LiveModels } from '../lab/live-match.ts';
import { handsRows } from '../lab/lesson-course.ts';
import { handsOf } from '../lessons/stops.ts';
import { newAbsent } from './absent.ts';
import { boardOf } from './board.ts';
import { newCounts } from './counts.ts';
import { newRoomLog } from './room-log.ts';
import { newEntrance } from './entrance.ts';
import { ALONE, type Fellows, newFellows } from './fellows.ts';
import { hashOfSecret } from '../core/room-code.ts';
import { handKey, type Ledger, type RoomMatch, type RoomPerson } from './ledger.ts';
import { roomMatches } from './matches.ts';
import { guessPage, isHandsPage, questionIn, readingPage, resultPage, unpaidPage } from './page-id.ts';
import { newPartners } from './partners.ts';
import { handsAt, peopleIn, placeOf } from './place.ts';
import { inRoom } from './room-models.ts';
import { newAttendance } from './attendance.ts';
import type { HandedIn, Room, RoomChange, RoomPlan, Steering } from './room.ts';
import { standingOf } from './standing.ts';
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

const STORED: HandedIn = { took: 'stored' };
const PAST: HandedIn = { took: 'past' };

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

  // The board asks what somebody does, seats and pages ask where somebody waits: one would begin the other's time anew.
  const since = newWhereabouts(clock);
  const doingSince = newWhereabouts(clock);

  let fellows: Fellows = ALONE;
  const hosting = await store.hold(`${session.code}-host`);
  const models = place.models && inRoom(place.models, { clock, counts, trouble });
  const tables = roomTables(plan, session.seed, place.games, models);
  const log = newRoomLog({
    ...{ store, session: session.code, ledger, hosting },
    kept(rows) {
      counts.take(rows);
      fellows.kept(rows);
      boardChanged();
    },
    refresh: async () => {
      if (fellows.shared()) await fellows.refresh();
    },
  });
  const matches = roomMatches({
    ...{ log, store, ledger, tables, session: session.code, clock, trouble },
    live: models,
    changed(match) {
      if (closed) return;
      fellows.moved(match);
      matchChanged(match);
    },
    elsewhere: (match) => fellows.plays(match),
    handIn: (match) => (seat, page, given) => fellows.handIn(match, seat, page, given),
    over: (match) => fellows.left(match),
  });
  const partners = newPartners({
    ...{ plan, session: session.code, seed: session.seed, ledger, log, tables, matches, clock, since, trouble },
    gone: (member) => presence.gone(member, clock()),
  });
  const absent = newAbsent({ plan, session: session.code, ledger, log, matches, presence, clock });
  const enter = newEntrance({ plan, session: session.code, ledger, log, store, clock });

  const happening = (
    participant: string | null,
  ): Omit<EventRow, 'kind' | 'body' | 'match'> & { readonly match: null } => ({
    ...{ session: session.code, match: null, participant, at: clock() },
  });
  const readOn = (participant: string, page: string): LogRow => ({
    table: 'event',
    row: { ...happening(participant), kind: 'read on', body: { page } },
  });

  /** Everything that was said to be read is read: it may be where this person has come in. */
  const personOf = async (member: string): Promise<RoomPerson> => {
    await fellows.caughtUp();
    if (!ledger.people.has(member) && fellows.shared()) await fellows.refresh();
    const person = ledger.people.get(member);
    if (person === undefined) throw new UserError(`Nobody of this room has the code ${member}: join it first.`);
    return person;
  };
  const here = (member: string, there = true): void => {
    presence.seen(member, there, clock());
    fellows.seen(member, there);
  };

  /** What one person hands in is done one after the other. */
  const turns = new Map<string, Promise<unknown>>();
  const inTurn = <T>(member: string, work: () => Promise<T>): Promise<T> => {
    const mine = (turns.get(member) ?? Promise.resolve()).then(work, work);
    turns.set(member, mine);
    const over = (): void => {
      if (turns.get(member) === mine) turns.delete(member);
    };
    mine.then(over, over);
    return mine;
  };

  /** Whoever waits for others is seated, a moment later: those who come in the same moment together. */
  let seating: Promise<void> | null = null;
  const seatSoon = (lots = false): Promise<void> => {
    const seat = async (): Promise<void> => {
      await new Promise<void>((turn) => void setImmediate(turn));
      seating = null;
      if (!closed) await partners.seat(lots);
    };
    return (seating ??= seat().catch((error: unknown) =>
      trouble(String(error instanceof Error ? error.message : error)),
    ));
  };
  const moved = (member: string): void => {
    placeChanged(member);
    boardChanged();
    void seatSoon();
  };

  /** Of a page that is not open any more: whether this person's own answer to it is on disk. */
  const storedBefore = async (person: RoomPerson, page: string): Promise<HandedIn> => {
    const asked = questionIn(page);
    const match = asked === null ? undefined : ledger.matches.get(asked.match);
    if (asked === null || match === undefined || !person.matches.includes(match)) return PAST;
    const mine = match.row.seats.findIndex(({ participant }) => participant === person.member.code);
    const rows = await store.decisions(asked.match);
    const found = rows.find(
      ({ seat, turn, key, revision }) =>
        seat === mine && turn === asked.turn && key === asked.key && revision === asked.revision,
    );
    return found === undefined || found.source === 'substituted' ? PAST : STORED;
  };

  /** The match in which this person is asked, played here; null: there is none. */
  const askedIn = async (person: RoomPerson) => {
    const standing = standingOf(person, ledger, plan);
    if (standing.at !== 'match') return null;
    const sitting = await matches.sitting(standing.match);
    if (sitting === null) return null;
    await sitting.settled();
    return { sitting, ...standing };
  };

  const goOn = async (member: string, page: string): Promise<HandedIn> => {
    const person = await personOf(member);
    if (person.read.has(page)) return STORED;
    const standing = standingOf(person, ledger, plan);
    switch (standing.at) {
      case 'table': {
        const { stage } = standing;
        if (page !== readingPage(stage.key) || tables.people(stage, person.member) > 1) return PAST;
        await log.alone(async () => {
          const now = standingOf(person, ledger, plan);
          if (now.at === 'table' && now.stage.key === stage.key)
            await matches.begin(stage, [person.member], 0, [readOn(member, page)]);
        });
        break;
      }
      case 'match':
        if (page !== readingPage(standing.match.row.code) || peopleIn(standing.match) < 2) return PAST;
        await log.keep([readOn(member, page)]);
        break;
      case 'over': {
        const { match, unpaid } = standing;
        if (page !== (unpaid === null ? resultPage : unpaidPage)(match.row.code)) return PAST;
        await log.keep([readOn(member, page)]);
        if (person.matches.at(-1) === match && match.row.seats.every((seat) => hasRead(seat.participant, match)))
          matches.forget(match.row.code);
        break;
      }
      case 'alone':
        if (page !== unpaidPage(standing.stage.key)) return PAST;
        await log.keep([readOn(member, page)]);
        break;
      default:
        return PAST;
    }
    moved(member);
    return STORED;
  };
  const hasRead = (participant: string | null, { row }: RoomMatch): boolean => {
    const read = participant === null ? undefined : ledger.people.get(participant)?.read;
    return read === undefined || read.has(resultPage(row.code)) || read.has(unpaidPage(row.code));
  };

  const guess = async (
    member: string,
    given: { readonly page: string; readonly guess: string; readonly confidence: number },
  ): Promise<HandedIn> => {
    const person = await personOf(member);
    const match = person.matches.find(({ row }) => given.page === guessPage(row.code));
    if (match === undefined || ledger.state() === 'ended') return PAST;
    if (match.guesses.has(member)) return STORED;
    const standing = standingOf(person, ledger, plan);
    if (standing.at !== 'over' || standing.match !== match || standing.unpaid !== null) return PAST;
    const { choice } = await matches.result(match);
    if (!isGuessWho(choice)) return PAST;
    const truth = truthOf(match.row, standing.seat);
    const confidence = Math.round(
      Math.min(100, Math.max(0, Number.isFinite(given.confidence) ? given.confidence : 50)),
    );
    const row: EventRow = {
      ...{ session: session.code, match: match.row.code, participant: member, kind: 'guess', at: clock() },
      body: { guess: given.guess, confidence, truth },
    };
    await log.keep([{ table: 'event', row }]);
    moved(member);
    return STORED;
  };

  const hand = async (
    member: string,
    given: { readonly page: string; readonly answer: unknown },
  ): Promise<HandedIn> => {
    const person = await personOf(member);
    const standing = standingOf(person, ledger, plan);
    if (standing.at !== 'hands' || !isHandsPage(given.page, standing.stop)) return PAST;
    const { asked } = standing;
    const option = asked.options.find(
      ({ answer, label }) => String(answer) === String(given.answer) || label === given.answer,
    );
    if (option === undefined)
      return {
        took: 'problem',
        problem: `Choose ${asked.options.map(({ label }) => label).join(' or ')}; got "${String(given.answer).slice(0, 40)}".`,
      };
    const body = { ...handsAt(plan, asked.table), key: asked.key, answer: option.answer };
    if (person.hands.get(handKey(body)) === option.answer) return STORED;
    await log.keep([{ table: 'event', row: { ...happening(member), kind: 'hand', body } }]);
    moved(member);
    return STORED;
  };

  /** The counts of the hands that are up at the stop where the lesson is; none where no hand is asked for, or up. */
  const handRows = (): readonly LogRow[] => {
    const stop = ledger.stop();
    const now = stop === null ? undefined : plan.lesson?.lesson.stops[stop];
    const asked = now === undefined ? null : handsOf(now);
    if (plan.lesson === null || asked === null) return [];
    const key = handKey({ ...handsAt(plan, asked.table), key: asked.key });
    const up = [...ledger.people.values()].flatMap(({ hands }) => hands.get(key) ?? []);
    const numbers = asked.options.map(({ answer }) => up.filter((one) => one === answer).length);
    return up.length === 0 ? [] : handsRows(session.code, plan.lesson, asked, numbers);
  };

  const lead = (body: (EventRow & { readonly kind: 'room' })['body'], before: readonly LogRow[] = []): Promise<void> =>
    log.keep([...before, { table: 'event', row: { ...happening(null), kind: 'room', body } }]);

  const steer = async (steering: Steering): Promise<void> => {
    const state = ledger.state();
    if (state === 'ended') throw new UserError('This room has ended: open another one.');
    switch (steering.do) {
      case 'start':
        if (state !== 'gathering') throw new UserError('This room has started already.');
        await lead({ what: 'started' });
        await seatSoon(true);
        break;
      case 'pause':
        if (state !== 'running')
          throw new UserError(`Only a room that is running can be paused; this one is ${state}.`);
        await lead({ what: 'paused' });
        break;
      case 'go on':
        if (state !== 'paused') throw new UserError('This room is not paused.');
        await lead({ what: 'went on' });
        void seatSoon();
        break;
      case 'end':
        await lead({ what: 'ended' }, handRows());
        for (const [, sitting] of [...matches.here()]) sitting.leave();
        break;
      case 'stop': {
        const of = plan.lesson?.lesson.stops.length;
        if (of === undefined) throw new UserError('This room has no lesson: it goes through its tables by itself.');
        if (state === 'gathering') throw new UserError('The room has not started: start it first.');
        if (!Number.isInteger(steering.stop) || steering.stop < 0 || steering.stop >= of)
          throw new UserError(`The lesson has stops 1 to ${of}; got ${steering.stop + 1}.`);
        await lead({ what: 'stop', stop: steering.stop }, handRows());
        await seatSoon(true);
        break;
      }
      case 'say': {
        const text = steering.text?.replace(/\s+/gu, ' ').trim().slice(0, LONGEST_MESSAGE) ?? '';
        await lead({ what: 'message', ...(text === '' ? {} : { text }) });
        break;
      }
      case 'replace': {
        const away = presence.awaySince(steering.member, clock());
        const after = away === null ? 0 : clock() - away;
        const found = absent.seatOf(steering.member);
        if (found === null) throw new UserError('This person sits in no match that goes on: there is no seat to take.');
        await matches.sitting(found.match);
        if (matches.playedHere(found.match.row.code) === undefined) fellows.replace(found.match, found.seat, after);
        else await absent.take(found.match, found.seat, after);
        placeChanged(steering.member);
        return boardChanged();
      }
    }
    everybody();
  };

  /** Who is gone, as it was last kept. */
  const keptGone = new Set<string>();
  const notePresence = (): readonly LogRow[] => {
    const now = clock();
    return [...ledger.people.keys()].flatMap((member): readonly LogRow[] => {
      const gone = presence.gone(member, now);
      if (gone === keptGone.has(member)) return [];
      if (gone) keptGone.add(member);
      else keptGone.delete(member);
      return [{ table: 'event', row: { ...happening(member), kind: 'presence', body: { here: !gone } } }];
    });
  };
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking || closed || ledger.state() === 'ended') return;
    looking = true;
    try {
      fellows.look();
      if (fellows.first()) await log.keep(notePresence());
      if (ledger.state() === 'running') {
        await absent.look();
        if (fellows.first() && partners.overdue()) await seatSoon();
      }
    } catch (error) {
      trouble(error instanceof Error ? error.message : String(error));
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
  fellows = await newFellows({
    ...{ wire: store.wire, session: session.code, ledger, matches, presence, counts, clock, read, trouble },
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
  if (hosting === null && !(await fellows.answered(ANSWERS))) {
    fellows.close();
    throw new UserError(`The room ${code} is open in another program already: end it there first, then open it here.`);
  }
  const ticking = setInterval(() => void look(), Math.min(1000, Math.max(20, plan.patience / 4)));
  ticking.unref();
  void seatSoon();
  void fellows.begin();

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
      if (!ledger.secrets.has(hash) && fellows.shared()) await fellows.refresh();
      return ledger.secrets.get(hash)?.member ?? null;
    },
    async place(member) {
      const person = await personOf(member);
      await seating;
      const found = await placeOf(person, { plan, ledger, tables, matches, clock, since });
      return { member: person.member, place: found, message: ledger.message() };
    },
    async answer(member, given) {
      const person = await personOf(member);
      here(member);
      const asked = ledger.state() === 'ended' ? null : await askedIn(person);
      const took = asked === null ? PAST : await asked.sitting.answer(asked.seat, given);
      return took.took === 'past' ? storedBefore(person, given.page) : took;
    },
    async back(member, page) {
      const person = await personOf(member);
      here(member);
      const asked = ledger.state() === 'ended' ? null : await askedIn(person);
      return asked === null ? PAST : asked.sitting.back(asked.seat, page);
    },
    goOn: (member, page) => {
      here(member);
      return inTurn(member, () => goOn(member, page));
    },
    guess: (member, given) => {
      here(member);
      return inTurn(member, () => guess(member, given));
    },
    hand: (member, given) => {
      here(member);
      return inTurn(member, () => hand(member, given));
    },
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
      fellows.close();
      hosting?.release();
      watchers.clear();
    },
  };
}

/** So many letters of a message to all are shown. */
const LONGEST_MESSAGE = 280;

const truthOf = ({ seats }: MatchRow, seat: number): string => seats.find((_, other) => other !== seat)?.id ?? '';
