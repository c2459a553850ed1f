/**
 * How far a comparison of a log had come, kept between runs under its question: of each session what its matches had added, and
 * what was made of all of them. A session that is as it was then is neither read nor taken again; its observations are, where
 * somebody asks for them.
 */
import { deserialize } from 'node:v8';
import type { MatchAdding } from '../analysis/compare/collect.ts';
import type { KeptMemory } from '../analysis/compare/memory.ts';
import type { KeptSegment } from '../analysis/compare/session-segment.ts';
import type { LogReader } from '../core/log-reader.ts';
import type { SessionEntry } from '../core/stored-rows.ts';
import type { KeptCalls } from './call-counts.ts';
import { newIn } from './new-matches.ts';
import { type Seen, type SessionCache, type Taking, takeKept } from './session-cache.ts';

/** One session, when all its matches had been looked at. */
export type SessionProgress = {
  readonly code: string;
  readonly matches: number;
  readonly seen: Seen;
  readonly taken: KeptSegment;
  readonly calls: readonly KeptCalls[];
  /** Tunings in the log, where models were called: where they came from is told by these. */
  readonly tunings: number;
};

/** All sessions that were looked at, and what was made of them. */
export type KeptProgress = { readonly sessions: readonly SessionProgress[]; readonly memory: KeptMemory };

/** What was kept under this question; null: nothing, or sessions are in it that are not looked at now (`chosen`). */
export function progressIn(
  folds: SessionCache | null,
  question: string,
  chosen: readonly SessionEntry[],
): KeptProgress | null {
  const bytes = folds?.made(question) ?? null;
  if (bytes === null) return null;
  const kept: KeptProgress = deserialize(bytes);
  const codes = new Set(chosen.map(({ code }) => code));
  return kept.sessions.every(({ code }) => codes.has(code)) ? kept : null;
}

/** Whether nothing has been added to a session since: no match, and to none of its matches an ending. */
export async function isAsItWas(
  log: LogReader,
  session: SessionEntry,
  { matches, seen: { open } }: SessionProgress,
): Promise<boolean> {
  if (session.matches !== matches) return false;
  let found = 0;
  if (open.length > 0)
    for await (const some of log.played({ session, cells: 'moves', codes: open }))
      found += some.filter(({ ending }) => ending === null).length;
  return found === open.length;
}

/** Takes the matches of a session again that had been taken when it was seen so far, and no others. */
export async function takeAgain(
  log: LogReader,
  session: SessionEntry,
  game: string | null,
  { last, open }: Seen,
  folds: SessionCache | null,
  taker: MatchAdding,
): Promise<void> {
  const left = new Set(open);
  let isOver = last === null;
  const isTaken = (code: string): boolean => {
    const taken = !isOver && !left.has(code);
    isOver ||= code === last;
    return taken;
  };
  const taking: Taking = {
    read(match) {
      if (isTaken(match.code)) taker.add(match);
    },
    open: ({ code }) => void isTaken(code),
    again(match, observed) {
      if (!isTaken(match.code)) return undefined;
      if (observed === null) taker.add(match);
      else taker.addKept(match, observed);
      return undefined;
    },
  };
  const kept = folds?.read(session, game) ?? null;
  const begun = kept === null ? null : await takeKept(log, session, kept, taking);
  if (!isOver) await newIn(log, session, game, begun ?? undefined, taking, begun !== null);
}
