/** What is in the database, as screens: sessions, their matches, one match looked at again, an earlier profile. */
import type { AnyGame } from '../core/game.ts';
import type { Store } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';
import { matchHistory, sessionHistory, sessionsOf } from '../lab/history.ts';
import { earlierProfile, keptProfile } from '../profile/stored-profile.ts';
import { earlierView } from './profile/view.ts';
import type { Screen } from './state.ts';

export type HistoryScreens = {
  /** With the cursor on this session, or on the first. */
  sessions(on?: string): Promise<Screen>;
  /** With the cursor on this match, or on the latest. */
  session(code: string, on?: string): Promise<Screen>;
  match(code: string): Promise<Screen>;
  /** Esc goes back to this screen. */
  profile(session: string, back: Screen): Promise<Screen>;
};

/** Each reads what it shows; all but the first throw a UserError where it is not in the file. */
export const historyScreens = (store: Store, games: readonly AnyGame[]): HistoryScreens => ({
  async sessions(on) {
    const all = await sessionsOf(store);
    return {
      at: 'sessions',
      sessions: all,
      line: Math.max(
        0,
        all.findIndex(({ code }) => code === on),
      ),
    };
  },
  async session(code, on) {
    const history = await sessionHistory(store, code);
    return {
      ...{ at: 'session', ...history },
      calls: await store.callSums(code),
      profile: (await store.events(code)).some(({ kind }) => kind === 'profiled'),
      line: Math.max(
        0,
        history.matches.findIndex((match) => match.code === on),
      ),
    };
  },
  match: async (code) => ({ at: 'look', ...(await matchHistory(store, games, code)), step: 0, first: 0 }),
  async profile(code, back) {
    const kept = await keptProfile(store, code);
    if (kept === null) throw new UserError(`Session ${code} is no profile: it says of nobody what was to be asked.`);
    const earlier = await earlierProfile(store, code, kept, games);
    return { at: 'profile', view: earlierView(kept.facts, code, earlier), back };
  },
});
