/** A session read and folded by itself, whatever stands before it: what is kept of sessions, and what another thread hands over. */
import { newCollector } from '../analysis/compare/collect.ts';
import type { AnyGame } from '../core/game.ts';
import type { LogReader } from '../core/log-reader.ts';
import type { SessionEntry } from '../core/stored-rows.ts';
import { newCallCounts } from './call-counts.ts';
import { newIn } from './new-matches.ts';
import { type KeptSession, newNotes } from './session-cache.ts';

/** Folds the matches of a session, those of one game or all; null: something of it can only be folded with all sessions before it. */
export async function foldSession(
  log: LogReader,
  session: SessionEntry,
  game: string | null,
  games: readonly AnyGame[],
): Promise<KeptSession | null> {
  const collector = newCollector(games);
  const calls = newCallCounts();
  const notes = newNotes([], 0);
  await newIn(
    log,
    session,
    game,
    undefined,
    {
      read(match) {
        const observed = collector.add(match);
        if (!match.called) return notes.read(match, observed, null);
        return calls.add(log, match).then((asked) => notes.read(match, observed, asked));
      },
      open: notes.open,
    },
    false,
  );
  return notes.made();
}
