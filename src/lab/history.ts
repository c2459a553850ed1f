/** What is in the database: sessions, their matches, one match looked at again, and a match that is continued. */
import type { AnyGame } from '../core/game.ts';
import type { MatchSummary, ParticipantRow, SessionSummary, Store } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';
import { type LiveModels, type LiveMatch, resumedLiveMatch } from './live-match.ts';
import { pastMatch, type PastMatch } from './match-viewer.ts';
import type { Participants } from './participants.ts';
import { seatOf } from './table-setting.ts';
import { isOfRoom } from './unfinished.ts';

/** A session with its people and its matches, the latest first. */
export type SessionHistory = {
  readonly session: SessionSummary;
  readonly people: readonly ParticipantRow[];
  readonly matches: readonly MatchSummary[];
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
