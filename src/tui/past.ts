/** What is in the database, as screens: sessions, their matches, one match looked at again, and what can be continued. */
import type { AnyGame } from '../game.ts';
import type { MatchSummary, Store } from '../log.ts';
import { Refusal } from '../refusal.ts';
import { looking } from './looking.ts';
import { ofPeople, type Sitting, sittingAgain } from './sitting.ts';
import type { LabState, Screen } from './state.ts';
import type { Ledger } from './whose.ts';

export type Past = {
  sessions(): Promise<Screen>;
  session(code: string): Promise<Screen>;
  look(match: string): Promise<Screen>;
  /** The latest match of a session that a person has begun to answer and that has not ended. */
  unfinished(session: string): Promise<LabState['unfinished']>;
  /** A match that was left, with its session and its people. */
  resume(match: string, ledger: Ledger): Promise<Sitting>;
};

export function past(store: Store, games: readonly AnyGame[], clock: () => number): Past {
  const found = async (code: string): Promise<MatchSummary> => {
    const summary = await store.match(code);
    if (summary === null) throw new Refusal(`There is no match ${code} in ${store.file}.`);
    return summary;
  };
  const foundSession = async (code: string) => {
    const session = await store.session(code);
    if (session === null) throw new Refusal(`There is no session ${code} in ${store.file}.`);
    return session;
  };
  const gameOf = (name: string): AnyGame => {
    const game = games.find((g) => g.name === name);
    if (!game) throw new Refusal(`This match is of a game that is not here, "${name}": put its folder under games/ to look at it.`);
    return game;
  };
  return {
    sessions: async () => ({ at: 'sessions', sessions: (await store.sessions()).toSorted((a, b) => b.lastAt - a.lastAt), line: 0 }),
    session: async (code) => ({
      at: 'session',
      session: await foundSession(code),
      matches: (await store.matches({ session: code })).toReversed(),
      line: 0,
    }),
    async look(code) {
      const summary = await found(code);
      return looking(store, await foundSession(summary.session), summary, gameOf(summary.game));
    },
    async unfinished(session) {
      const open = await store.matches({ session, unfinished: true });
      for (const match of open.toReversed()) {
        const choices = ofPeople(match, await store.decisions(match.code)).length;
        if (choices > 0) return { match, choices };
      }
      return null;
    },
    async resume(code, ledger) {
      const summary = await found(code);
      const mine = await sittingAgain({ store, clock }, summary, gameOf(summary.game));
      const session = await foundSession(summary.session);
      const people = summary.seats.flatMap((s) => (s.kind === 'human' ? [s.participant] : []));
      await mine.begin();
      ledger.goOn(session, [people[0] ?? null, people[1] ?? null]);
      return mine;
    },
  };
}
