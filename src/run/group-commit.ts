/** Rows of many matches at once: what is handed in within one turn of the event loop is one commit, so that the disk is waited for once. */
import type { LogRow, Store } from '../core/log.ts';

type Waiting = { readonly rows: readonly LogRow[]; done(): void; fail(error: unknown): void };

/** A store whose `record` resolves, as ever, when its rows are on disk; where a commit fails each of its parts is tried alone. */
export function gathered(store: Store): Store {
  let waiting: Waiting[] = [];
  let busy = false;
  const commit = async (): Promise<void> => {
    while (waiting.length > 0) {
      const now = waiting;
      waiting = [];
      try {
        await store.record(now.flatMap(({ rows }) => rows));
        for (const one of now) one.done();
      } catch (error) {
        if (now.length === 1) now[0]!.fail(error);
        else for (const one of now) await store.record(one.rows).then(one.done, one.fail);
      }
    }
    busy = false;
  };
  const record = (rows: readonly LogRow[]): Promise<void> =>
    new Promise((done, fail) => {
      waiting.push({ rows, done, fail });
      if (busy) return;
      busy = true;
      setImmediate(() => void commit());
    });
  return { ...store, record };
}
