/** What is in the database: sessions, their matches, one match looked at again, and what can be continued. */
import type { AnyGame } from '../core/game.ts';
import type { EventRow } from '../core/events.ts';
import type { MatchSummary, ParticipantRow, SessionSummary, Store } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';
import { type LiveModels, type LiveMatch, ofPeople, resumedLiveMatch } from './live-match.ts';
import { pastMatch, type PastMatch } from './match-viewer.ts';
import { called, type Participants } from './participants.ts';
import { seatOf } from './table-setting.ts';

/** A session with its people and its matches, the latest first. */
export type SessionHistory = {
  readonly session: SessionSummary;
  readonly people: readonly ParticipantRow[];
  readonly matches: readonly MatchSummary[];
};

/** A match that can go on: how many choices of people it holds, and what these people are called. */
export type UnfinishedMatch = {
  readonly match: MatchSummary;
  readonly choices: number;
  readonly people: readonly string[];
  /** Its place, from 1, among the protocols of a battery; null: it is no part of one. */
  readonly protocol: { readonly place: number; readonly of: number } | null;
};

/** Every session, the one that was used last first. */
export const sessionsOf = async (store: Store): Promise<readonly SessionSummary[]> =>
  (await store.sessions()).toSorted((a, b) => b.lastAt - a.lastAt);

/** One session by its code. Throws a UserError where the file holds no such session. */
export async function sessionHistory(store: Store, code: string): Promise<SessionHistory> {
  const session = await sessionOf(store, code);
  const [people, matches] = await Promise.all([store.participants(code), store.matches({ session: code })]);
  return { session, people, matches: matches.toReversed() };
}

/** One match, ready to be stepped through. Throws a UserError where it, or its game, is not here. */
export async function matchHistory(store: Store, games: readonly AnyGame[], code: string): Promise<PastMatch> {
  const match = await matchOf(store, code);
  return pastMatch(store, await sessionOf(store, match.session), match, gameOf(games, match.game));
}

/** The latest match of a session that a person has begun to answer and that nobody plays on elsewhere. */
export async function unfinishedMatch(store: Store, session: string): Promise<UnfinishedMatch | null> {
  const open = await store.matches({ session, unfinished: true });
  if (open.length === 0) return null;
  const people = await store.participants(session);
  const events = await store.events(session);
  for (const match of open.toReversed()) {
    if (isOfRoom(events, match.code) || (await playedElsewhere(store, match.code))) continue;
    const choices = ofPeople(match, await store.decisions(match.code)).length;
    if (choices === 0) continue;
    const placed = events.find((event) => event.kind === 'protocol' && event.match === match.code);
    const protocol = placed?.kind === 'protocol' ? placed.body : null;
    return { match, choices, people: peopleIn(match, people), protocol };
  }
  return null;
}

/** Whether it is a match of people at machines of their own: they go on with it there, and at no keyboard. */
const isOfRoom = (events: readonly EventRow[], code: string): boolean =>
  events.some((event) => event.kind === 'room match' && event.match === code);

/** What the people of a match are called, seat by seat. */
const peopleIn = ({ seats }: MatchSummary, known: readonly ParticipantRow[]): readonly string[] =>
  seats.flatMap(({ participant }) => (participant === null ? [] : [called(participant, known)]));

/**
 * A match that was left, with its session and its people, exactly where it stood; from then on `participants` are those.
 * Throws a UserError where it is not here, is being played by another process, or belongs to a room.
 */
export async function resumedMatch(
  {
    store,
    games,
    clock,
    live,
  }: { store: Store; games: readonly AnyGame[]; clock: () => number; live?: LiveModels | undefined },
  code: string,
  participants: Participants,
): Promise<LiveMatch> {
  const summary = await matchOf(store, code);
  if (isOfRoom(await store.events(summary.session), code))
    throw new UserError(
      'This match is played by people at machines of their own: host their room again, and they go on where they were.',
    );
  const match = await resumedLiveMatch({ store, clock, live }, summary, gameOf(games, summary.game));
  const session = await sessionOf(store, summary.session);
  await participants.goOn(session, codesOf(match));
  return match;
}

/** The codes of the people at a table: who chose it, and then the others in the order of their seats. */
function codesOf({ match, choice }: LiveMatch): readonly string[] {
  const me = seatOf(choice);
  return [match.seats[me], ...match.seats.toSpliced(me, 1)].flatMap((row) => row?.participant ?? []);
}

async function matchOf(store: Store, code: string): Promise<MatchSummary> {
  const match = await store.match(code);
  if (match === null) throw new UserError(`There is no match ${code} in ${store.file}.`);
  return match;
}

async function sessionOf(store: Store, code: string): Promise<SessionSummary> {
  const session = await store.session(code);
  if (session === null) throw new UserError(`There is no session ${code} in ${store.file}.`);
  return session;
}

function gameOf(games: readonly AnyGame[], name: string): AnyGame {
  const game = games.find((one) => one.name === name);
  if (game === undefined)
    throw new UserError(
      `This match is of a game that is not here, "${name}": put its folder under games/ to look at it.`,
    );
  return game;
}

/** Whether another window, or another program, plays this match at this moment: of two only one may go on with it. */
async function playedElsewhere(store: Store, code: string): Promise<boolean> {
  const hold = await store.hold(code);
  hold?.release();
  return hold === null;
}
