/** Whether a database file is sound, for a look before the class comes in. */
import { statSync } from 'node:fs';
import type { DatabaseHealth } from './postgres/health.ts';
import { connectReader, connectWriter } from './connect.ts';
import { behind } from './migrate.ts';
import { patiently, PATIENCE_MS } from './retry.ts';
import { steps } from './schema.ts';
import { worded } from './database-errors.ts';

/** What was found of a file. */
export type Health = {
  readonly bytes: number;
  /** Of the tables: the file's, and the one that it is brought to when it is used next. */
  readonly version: number;
  readonly current: number;
  /** Sessions and decisions in the file; 0 where it is damaged. */
  readonly sessions: number;
  readonly decisions: number;
  /** What SQLite found wrong; null where the file is sound. */
  readonly damage: string | null;
};

/**
 * Reads the whole file once, takes the writing lock and gives it back, and changes nothing. Rejects with a UserError where
 * it cannot be read or written, or is no database of ours.
 */
export async function health(file: string, patience = PATIENCE_MS): Promise<Health> {
  try {
    const found = await patiently(() => looked(file), patience);
    await patiently(() => tryWriting(file), patience);
    return found;
  } catch (error) {
    throw worded(error, file);
  }
}

/** The same of a PostgreSQL database, by its address. */
export const healthAt = async (address: string, patience?: number): Promise<DatabaseHealth> =>
  (await import('./postgres/health.ts')).databaseHealth(address, patience);

function looked(file: string): Health {
  const db = connectReader(file);
  try {
    const version = steps.length - behind(db, file);
    const found = String(db.pragma('quick_check(1)', { simple: true }));
    const counted = (table: string) =>
      version === 0 || found !== 'ok'
        ? 0
        : (db.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0);
    return {
      bytes: statSync(file).size,
      version,
      current: steps.length,
      sessions: counted('session'),
      decisions: counted('decision'),
      damage: found === 'ok' ? null : found,
    };
  } finally {
    db.close();
  }
}

/** The file is known to be ours: opening it for writing changes nothing. */
function tryWriting(file: string): void {
  const db = connectWriter(file, false);
  try {
    db.exec('begin immediate');
    db.exec('rollback');
  } finally {
    db.close();
  }
}
