/**
 * The log read as a whole, by whoever looks at it from outside: comparisons, reports, exports, replay and lists.
 *
 * **What it gives.** Besides the questions that every log answers (`LogQuestions`), sessions without counting them and
 * matches whole, in pieces. A piece is a list of matches that is read in a few milliseconds; memory never holds more than
 * one, however many matches there are, and between two pieces the event loop has its turn.
 *
 * **In which order.** Sessions as they began; within a session matches as they began; within a match answers as they were
 * given, calls as they arrived, events as they were stored. People come as they joined.
 *
 * **As of when.** Rows are only ever added. Outside of `snapshot` each piece is as it is committed when it is read; within
 * it everything is of the moment at which the snapshot began, whatever others commit meanwhile. Whoever follows a log asks
 * `changed` and reads `after` the last match that it has seen.
 *
 * **Units.** Times are Unix milliseconds, payoffs points of the game, costs USD; seats, turns, positions and revisions
 * count from 0, rounds from 1. A text that is JSON says so.
 *
 * Every promise rejects with a UserError, one sentence that says what to do, where the log cannot be read.
 */
import type { StoredEvent } from './events.ts';
import type { LogQuestions, MatchFilter, MatchSummary } from './log.ts';
import type { AnswerCells, CallFacts, LoggedMatch, SessionEntry, Treatments } from './stored-rows.ts';

/** Which matches of a session are read, and how much of each. */
export type MatchReading<Cells extends keyof AnswerCells> = {
  readonly session: SessionEntry;
  readonly cells: Cells;
  /** Only matches of this game. */
  readonly game?: string | null;
  /** Only matches that began after the one of this code. */
  readonly after?: string | null;
  /** Only the matches of these codes. */
  readonly codes?: readonly string[];
};

/** What proves that rows are as they were. */
export type LogProof = {
  /** Stays while every row of the proofs before stays: what was made of rows is called by it. */
  readonly chain: string;
  /** Which rows: by table the highest number. */
  readonly rows: readonly number[];
  /** To be handed in the next time. */
  readonly bytes: Uint8Array;
};

/** `proven`: the rows of the earlier proof, all of which are as they were; null: there was none, or they are not. */
export type FoundProof = { readonly proof: LogProof; readonly proven: readonly number[] | null };

/** A log opened for reading alone, beside whoever writes it. */
export interface LogReader extends LogQuestions {
  /** All sessions, uncounted but for their matches: quick however large the log is. */
  catalogue(): Promise<readonly SessionEntry[]>;
  /** The matches of a session, whole, some at a time; the same session object stands in all of them. */
  played<Cells extends keyof AnswerCells>(
    reading: MatchReading<Cells>,
  ): AsyncIterable<readonly LoggedMatch<AnswerCells[Cells]>[]>;
  /** How many matches there are of these. */
  count(filter: Pick<MatchFilter, 'session' | 'game'>): Promise<number>;
  /** The codes of all matches, some at a time, in the order of the alphabet. */
  codes(): AsyncIterable<readonly string[]>;
  /** The number of the match that began last: they are numbered from 1 as they begin, though a number may be left out. 0: there is none. */
  lastMatchNumber(): Promise<number>;
  /** The codes of the matches of these numbers, as they began; of a number that was left out there is none. */
  matchesNumbered(numbers: readonly number[]): Promise<readonly string[]>;
  /** The calls to models in a match without what was said in them. */
  callFacts(match: string): Promise<readonly CallFacts[]>;
  /** The events of a session as they are stored, whichever version wrote them. */
  storedEvents(session: string): Promise<readonly StoredEvent[]>;
  /** The treatment of everybody who was assigned to one. */
  treatments(): Promise<Treatments>;
  /** Whether anybody else has committed anything since this was last asked; true the first time. */
  changed(): Promise<boolean>;
  /**
   * What tells the log as it is now from every other and from every other moment of this one, in a line: the same only where no
   * row was added, changed or taken away, by whatever program. Null where that cannot be told; never rejects.
   */
  fingerprint(): Promise<string | null>;
  /**
   * Looks at the log for whoever keeps what was made of its rows: what proves later that these rows are as they were, and whether
   * those of an earlier proof still are, whatever was added after them. Null where that cannot be told; never rejects.
   */
  proof(before: Uint8Array | null): Promise<FoundProof | null>;
  /** Whatever `read` reads from the log that it is given is of one moment. One at a time. */
  snapshot<T>(read: (log: LogReader) => Promise<T>): Promise<T>;
  close(): void;
}

/** What `read` reads from several logs: each of them as it was at one moment, when all had been opened. */
export function snapshotOf<T>(
  logs: readonly LogReader[],
  read: (logs: readonly LogReader[]) => Promise<T>,
  opened: readonly LogReader[] = [],
): Promise<T> {
  const next = logs[opened.length];
  return next === undefined ? read(opened) : next.snapshot((log) => snapshotOf(logs, read, [...opened, log]));
}

/** Matches at a time in `everyMatch`. */
const PIECE = 1000;

/** The matches of a filter, one by one, in the order in which they began: memory does not grow with their number. */
export async function* everyMatch(log: LogQuestions, filter: MatchFilter): AsyncGenerator<MatchSummary, void> {
  let after: string | undefined;
  for (;;) {
    const piece = await log.matches({ ...filter, limit: PIECE, ...(after === undefined ? {} : { after }) });
    yield* piece;
    after = piece.at(-1)?.code;
    if (piece.length < PIECE || after === undefined) return;
  }
}
