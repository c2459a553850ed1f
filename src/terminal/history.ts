/** What is in the database, as screens: sessions, their matches, one match looked at again, an earlier profile. */
import type { AnyGame } from '../core/game.ts';
import type { Store } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';
import { matchHistory, sessionHistory, sessionsOf } from '../lab/history.ts';
import { earlierProfile, keptProfile } from '../profile/stored-profile.ts';
import { earlierView } from './profile/view.ts';
import type { Screen } from './state.ts';

export type HistoryScreens = {
  sessions(): Promise<Screen>;
  session(code: string): Promise<Screen>;
  match(code: string): Promise<Screen>;
  /** Esc goes back to this screen. */
  profile(session: string, back: Screen): Promise<Screen>;
};

/** Each reads what it shows; all but the first throw a UserError where it is not in the file. */
export const historyScreens = (store: Store, games: readonly AnyGame[]): HistoryScreens => ({
  sessions: async () => ({ at: 'sessions', sessions: await sessionsOf(store), line: 0 }),
  session: async (code) => ({
    at: 'session',
    ...(await sessionHistory(store, code)),
    profile: (await store.events(code)).some(({ kind }) => kind === 'profiled'),
    line: 0,
  }),
  match: async (code) => ({ at: 'look', ...(await matchHistory(store, games, code)), step: 0, first: 0 }),
  async profile(code, back) {
    const kept = await keptProfile(store, code);
    if (kept === null) throw new UserError(`Session ${code} is no profile: it says of nobody what was to be asked.`);
    const earlier = await earlierProfile(store, code, kept, games);
    return { at: 'profile', view: earlierView(kept.facts, code, earlier), back };
  },
});
