/** Whether a database file is sound, for a look before the class comes in. */
import { statSync } from 'node:fs';
import { connectReader } from './connect.ts';
import { behind } from './migrate.ts';
import { patiently, PATIENCE_MS } from './patience.ts';
import { worded } from './trouble.ts';

export type Health = {
  readonly bytes: number;
  /** Sessions and decisions in the file. */
  readonly sessions: number;
  readonly decisions: number;
  /** What SQLite found wrong; null where the file is sound. */
  readonly damage: string | null;
};

/** Reads the whole file once and changes nothing. Rejects with a Refusal where it cannot be opened or is no database of ours. */
export async function health(file: string): Promise<Health> {
  try {
    return await patiently(() => looked(file), PATIENCE_MS);
  } catch (error) {
    throw worded(error, file);
  }
}

function looked(file: string): Health {
  const db = connectReader(file);
  try {
    behind(db, file);
    const found = String(db.pragma('quick_check(1)', { simple: true }));
    const counted = (table: string) => db.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0;
    return {
      bytes: statSync(file).size,
      sessions: counted('session'),
      decisions: counted('decision'),
      damage: found === 'ok' ? null : found,
    };
  } finally {
    db.close();
  }
}
