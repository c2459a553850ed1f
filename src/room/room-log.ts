/**
 * The log of a room: the one place through which rows go to the disk. What is handed in within a turn of the event loop is one
 * commit; what has been committed is in the ledger, and told to other programs, before anybody hears that it is stored.
 */
import type { Hold, LogRow, Store } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';
import { commitAnswers } from '../run/group-commit.ts';
import type { Ledger } from './ledger.ts';

export type RoomLog = {
  /** On disk, in the ledger and told when it resolves. Rejects with a UserError where it cannot be stored: then nothing is. */
  keep(rows: readonly LogRow[]): Promise<void>;
  /** What matches are kept in: the same commits. */
  readonly store: Pick<Store, 'record' | 'hold' | 'decisions' | 'calls'>;
  /**
   * Does what only one program at a time may do with the room: joining, numbering, pairing. What waits for it meanwhile is done
   * together: whoever decides there must decide before it awaits anything. Rejects with a UserError where nobody lets go.
   */
  alone<T>(work: () => Promise<T>): Promise<T>;
};

/** So long whoever holds the room is waited for, and so long between two tries, in milliseconds. */
const LONGEST_WAIT = 15_000;
const TRY_AGAIN = 20;

export type RoomLogParts = {
  readonly store: Store;
  readonly session: string;
  readonly ledger: Ledger;
  /** That this program hosts the room first; null: another one does. */
  readonly hosting: Hold | null;
  /** Rows are on disk. */
  kept(rows: readonly LogRow[]): void;
  /** Reads what other programs have stored, where there are any. */
  refresh(): Promise<void>;
};

/** The log of the room of this session. */
export function newRoomLog({ store, session, ledger, hosting, kept, refresh }: RoomLogParts): RoomLog {
  const grouped = commitAnswers(store);
  const keep = async (rows: readonly LogRow[]): Promise<void> => {
    if (rows.length === 0) return;
    await grouped.record(rows);
    ledger.take(rows);
    kept(rows);
  };
  const waiting: { readonly run: () => Promise<void>; readonly fail: (error: unknown) => void }[] = [];
  let busy = false;
  const inside = async (): Promise<void> => {
    while (waiting.length > 0) {
      let hold: Hold | null = null;
      try {
        hold = await held(store, `${session}-room`, hosting);
        await refresh();
      } catch (error) {
        hold?.release();
        for (const { fail } of waiting.splice(0)) fail(error);
        continue;
      }
      await Promise.all(waiting.splice(0).map(({ run }) => run()));
      hold.release();
    }
    busy = false;
  };
  return {
    keep,
    store: {
      record: keep,
      hold: (code) => store.hold(code, hosting ?? undefined),
      decisions: (code) => store.decisions(code),
      calls: (code) => store.calls(code),
    },
    alone: (work) =>
      new Promise((done, fail) => {
        const run = async (): Promise<void> => {
          try {
            done(await work());
          } catch (error) {
            fail(error);
          }
        };
        waiting.push({ run, fail });
        if (busy) return;
        busy = true;
        void inside();
      }),
  };
}

async function held(store: Pick<Store, 'hold'>, code: string, within: Hold | null): Promise<Hold> {
  for (const from = Date.now(); ;) {
    const hold = await store.hold(code, within ?? undefined);
    if (hold !== null) return hold;
    if (Date.now() - from > LONGEST_WAIT)
      throw new UserError('Another program that hosts this room does not let go of it: end it, or wait a moment.');
    await new Promise((again) => setTimeout(again, TRY_AGAIN));
  }
}
