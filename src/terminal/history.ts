/** What is in the database, as screens: sessions, their matches, one match looked at again, and what can be continued. */
import type { AnyGame } from '../core/game.ts';
import type { EventRow, MatchSummary, Store } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';
import { earlierProfile } from '../profile/earlier.ts';
import { keptProfile } from '../profile/stored-profile.ts';
import { looking } from '../lab/match-viewer.ts';
import { earlierView } from './profile/view.ts';
import { type Live, ofPeople, type LiveMatch, sittingAgain } from '../lab/live-match.ts';
import type { LabState, Screen } from './state.ts';
import { seatOf } from '../lab/table-setting.ts';
import { GO_ON_WITHIN, type Participants } from '../lab/participants.ts';

export type Past = {
  sessions(): Promise<Screen>;
  session(code: string): Promise<Screen>;
  look(match: string): Promise<Screen>;
  profile(session: string, back: Screen): Promise<Screen>;
  /** The latest match of a session that a person has begun to answer and that has not ended. */
  unfinished(session: string): Promise<LabState['unfinished']>;
  /** A match that was left, with its session and its people. */
  resume(match: string, participants: Participants): Promise<LiveMatch>;
};

export function past(
  store: Store,
  games: readonly AnyGame[],
  clock: () => number,
  live?: () => Live | undefined,
): Past {
  const found = async (code: string): Promise<MatchSummary> => {
    const summary = await store.match(code);
    if (summary === null) throw new UserError(`There is no match ${code} in ${store.file}.`);
    return summary;
  };
  const foundSession = async (code: string) => {
    const session = await store.session(code);
    if (session === null) throw new UserError(`There is no session ${code} in ${store.file}.`);
    return session;
  };
  const gameOf = (name: string): AnyGame => {
    const game = games.find((g) => g.name === name);
    if (!game)
      throw new UserError(
        `This match is of a game that is not here, "${name}": put its folder under games/ to look at it.`,
      );
    return game;
  };
  return {
    sessions: async () => ({
      at: 'sessions',
      sessions: (await store.sessions()).toSorted((a, b) => b.lastAt - a.lastAt),
      line: 0,
    }),
    session: async (code) => ({
      at: 'session',
      session: await foundSession(code),
      profile: (await store.events(code)).some(({ kind }) => kind === 'profiled'),
      matches: (await store.matches({ session: code })).toReversed(),
      line: 0,
    }),
    async look(code) {
      const summary = await found(code);
      return looking(store, await foundSession(summary.session), summary, gameOf(summary.game));
    },
    async profile(code, back) {
      const kept = await keptProfile(store, code);
      if (kept === null) throw new UserError(`Session ${code} is no profile: it says of nobody what was to be asked.`);
      const earlier = await earlierProfile(store, code, kept, games);
      return { at: 'profile', view: earlierView(kept.facts, code, earlier), back };
    },
    async unfinished(session) {
      const open = await store.matches({ session, unfinished: true });
      const events = open.length > 0 ? await store.events(session) : [];
      for (const match of open.toReversed()) {
        if (playedElsewhere(match, events, clock())) continue;
        const choices = ofPeople(match, await store.decisions(match.code)).length;
        if (choices > 0) return { match, choices };
      }
      return null;
    },
    async resume(code, participants) {
      const summary = await found(code);
      if (playedElsewhere(summary, await store.events(summary.session), clock()))
        throw new UserError('This match is being played in another window: go on there, or leave it there first.');
      const mine = await sittingAgain({ store, clock, live: live?.() }, summary, gameOf(summary.game));
      const session = await foundSession(summary.session);
      await mine.begin();
      await participants.goOn(session, codesOf(mine));
      return mine;
    },
  };
}

/** The codes of the people at a table: who chose it, and then the others in the order of their seats. */
function codesOf({ match, choice }: LiveMatch): readonly string[] {
  const me = seatOf(choice);
  return [match.seats[me], ...match.seats.toSpliced(me, 1)].flatMap((row) => row?.participant ?? []);
}

/** Of two labs on one file only one may go on with a match: the one that sat down last, as long as its process lives. */
function playedElsewhere(match: MatchSummary, events: readonly EventRow[], now: number): boolean {
  const mine = events.filter(({ match: code }) => code === match.code);
  const last = mine.findLast(({ kind }) => kind === 'table' || kind === 'resumed' || kind === 'left');
  if ((last?.kind !== 'table' && last?.kind !== 'resumed') || now - match.lastAt > GO_ON_WITHIN) return false;
  const pid = last.body.process;
  return pid !== undefined && pid !== process.pid && lives(pid);
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
