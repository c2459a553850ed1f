/** How rows of many matches reach the disk: some hundred in one commit, so that the disk is waited for once. */
import { nextTurn } from '../core/breather.ts';
import type { LogRow, Store } from '../core/log.ts';

type Waiting = { readonly rows: readonly LogRow[]; done(): void; fail(error: unknown): void };

/** Milliseconds for which rows are gathered, at most. */
const LONGEST_REST_MS = 20;

/**
 * For answers that cost something. `record` resolves when its rows are on disk, as a store's own does; what is handed in
 * within one turn of the event loop is one commit. Where a commit fails each of its parts is tried alone. `rest`: so many
 * times as long as a commit took, at most 20 ms, rows are gathered for the next one, so that the disk does not hold up whoever
 * reads answers from the network; 0: what waits for a commit waits for nothing else.
 */
export function commitAnswers(store: Pick<Store, 'record'>, rest = 0): Pick<Store, 'record'> {
  let waiting: Waiting[] = [];
  let busy = false;
  const commit = async (): Promise<void> => {
    while (waiting.length > 0) {
      const now = waiting;
      waiting = [];
      const since = performance.now();
      try {
        await store.record(now.flatMap(({ rows }) => rows));
        for (const one of now) one.done();
      } catch (error) {
        if (now.length === 1) now[0]!.fail(error);
        else for (const one of now) await store.record(one.rows).then(one.done, one.fail);
      }
      const restMs = Math.min(LONGEST_REST_MS, rest * (performance.now() - since));
      await (restMs < 1 ? nextTurn() : new Promise((over) => setTimeout(over, restMs)));
    }
    busy = false;
  };
  return {
    record: (rows) =>
      new Promise((done, fail) => {
        waiting.push({ rows, done, fail });
        if (busy) return;
        busy = true;
        setImmediate(() => void commit());
      }),
  };
}

/** Rows of one commit: enough that waiting for the disk is little beside them. */
export const COMMIT_ROWS = 4000;

/** Rows of matches that are committed whole. */
export type WholeMatches = {
  /** Takes rows of the match that is played; they wait in memory. */
  add(rows: readonly LogRow[]): void;
  /** It has ended: its rows are whole, and are committed with those that wait, if there are enough. */
  ended(): Promise<void> | undefined;
  /** Commits the matches that are whole; of one that is not nothing is kept. */
  flush(): Promise<void>;
  /** How many matches are on disk. */
  kept(): number;
};

/**
 * For agents that answer at once, one match after the other: a match that is lost is played again, so nothing waits for
 * the disk. Whole matches are committed some thousand rows at a time, the rows `first` with the first of them.
 */
export function commitMatches(store: Pick<Store, 'record'>, first: readonly LogRow[]): WholeMatches {
  let whole: LogRow[] = [...first];
  let match: LogRow[] = [];
  let matches = 0;
  let kept = 0;
  const flush = async (): Promise<void> => {
    if (matches === 0) return;
    const [rows, count] = [whole, matches];
    [whole, matches] = [[], 0];
    await store.record(rows);
    kept += count;
  };
  return {
    add(rows) {
      for (const row of rows) match.push(row);
    },
    ended() {
      for (const row of match) whole.push(row);
      match = [];
      matches += 1;
      return whole.length >= COMMIT_ROWS ? flush() : undefined;
    },
    flush,
    kept: () => kept,
  };
}
