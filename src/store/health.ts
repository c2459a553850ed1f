/** A look at a database file that changes nothing: can it be read and written, is it sound, what does it hold? */
import { behind } from './migrate.ts';
import { connectReader, connectWriter } from './connect.ts';
import { patiently } from './patience.ts';
import { steps } from './schema.ts';
import { worded } from './trouble.ts';

export type Health = {
  /** Of the tables: the file's, and the one that this program brings it to when it is used. */
  readonly version: number;
  readonly current: number;
  /** "ok", or the first thing that SQLite finds wrong. */
  readonly integrity: string;
  readonly sessions: number;
  readonly decisions: number;
};

/** Rejects with a Refusal that says what to do where the file cannot be read, written or understood. */
export async function health(file: string, patience = 2000): Promise<Health> {
  try {
    const found = await patiently(() => look(file), patience);
    await patiently(() => tryWriting(file), patience);
    return found;
  } catch (error) {
    throw worded(error, file);
  }
}

function look(file: string): Health {
  const db = connectReader(file);
  try {
    const version = steps.length - behind(db, file);
    const integrity = String(db.pragma('quick_check(1)', { simple: true }));
    const count = (table: string): number =>
      version === 0 ? 0 : (db.prepare<[], { n: number }>(`select count(*) as n from ${table}`).get()?.n ?? 0);
    return { version, current: steps.length, integrity, sessions: count('session'), decisions: count('decision') };
  } finally {
    db.close();
  }
}

/** Takes the writing lock and gives it back. The file is known to be ours. */
function tryWriting(file: string): void {
  const db = connectWriter(file, false);
  try {
    db.exec('begin immediate');
    db.exec('rollback');
  } finally {
    db.close();
  }
}
