/**
 * The lab's database: a file that keeps every choice, or, named by an address, one of PostgreSQL (./postgres). This folder is the
 * only code that knows better-sqlite3.
 */
import { dirname, resolve } from 'node:path';
import { isAddress } from '../core/database-address.ts';
import type { Store } from '../core/log.ts';
import { localWire } from '../core/wire.ts';
import { sweep } from '../disk/atomic-write.ts';
import { connectWriter, IN_MEMORY } from './connect.ts';
import { hold, sweepHolds } from './hold.ts';
import { inPlaceCheck, refuseMoved } from './in-place.ts';
import { migrate, type UpgradeListener } from './migrate.ts';
import { worded } from './database-errors.ts';
import { attempting, PATIENCE_MS } from './retry.ts';
import { findOrRecord } from './find-or-record.ts';
import { logQuestions } from './queries.ts';
import { recorder } from './record.ts';

/** How a file is opened. */
export type OpenOptions = {
  /** Whether a missing file is made, its folder with it: true unless said otherwise. */
  readonly create?: boolean;
  /** How long to wait for another process that holds the file, in milliseconds. */
  readonly patience?: number;
  /** Who is told while a file of an older version is brought up to date. */
  readonly upgrade?: UpgradeListener;
};

/**
 * Opens a database: the one of an address, or a file. Opens a file, makes it if it is missing, and brings an older one up to date (after a copy beside it). Rejects with a
 * UserError, one sentence that says what to do, for a file that cannot be used. `:memory:` is kept in memory only.
 */
export async function openStore(
  file: string,
  { create = true, patience = PATIENCE_MS, upgrade = {} }: OpenOptions = {},
): Promise<Store> {
  if (isAddress(file)) return (await import('./postgres/open.ts')).openStore(file, { create, patience });
  const attempt = attempting(file, patience);
  const db = await attempt(() => connectWriter(file, create));
  const { reading, write, found, trouble } = await ready().catch((error: unknown) => {
    db.close();
    throw worded(error, file);
  });
  async function ready() {
    await migrate(db, file, { ...upgrade, patience });
    return attempt(() => {
      const write = recorder(db, file);
      return {
        ...{ write, found: findOrRecord(db, write) },
        reading: logQuestions(db, attempt),
        trouble: inPlaceCheck(file, db),
      };
    });
  }
  // What killed programs have left beside it: locks, half a copy, half an export.
  sweepHolds(file);
  if (file !== IN_MEMORY) sweep(dirname(resolve(file)));

  // Rows are committed in the order in which they were handed in, though one of them may have to wait for a lock.
  let before: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const inTurn = <T>(work: () => T): Promise<T> => {
    const commit = () =>
      attempt(() => {
        refuseMoved(trouble());
        return work();
      });
    const mine = waiting === 0 ? commit() : before.then(commit);
    waiting += 1;
    before = mine.then(
      () => (waiting -= 1),
      () => (waiting -= 1),
    );
    return mine;
  };

  return {
    ...reading,
    file,
    record: (rows) => (rows.length === 0 ? Promise.resolve() : inTurn(() => write(rows))),
    openSession: (name, fresh) => inTurn(() => found.session(name, fresh)),
    openParticipant: (fresh) => inTurn(() => found.participant(fresh)),
    hold: async (code, within) => hold(file, code, within),
    wire: localWire(),
    trouble,
    close: () => db.close(),
  };
}
