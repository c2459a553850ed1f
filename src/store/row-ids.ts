/** From the codes that people see to the whole numbers by which rows point at each other. */
import type { Connection } from './connect.ts';

const LIMIT = 5000;

/** Codes of one table and their numbers. */
export type Keys = {
  /** The number of a stored row; an Error where the code is not stored. */
  of(code: string): number;
  /** The number for a new row. Only within a writing transaction: nobody else can take it meanwhile. */
  next(code: string): number;
};

/** Remembers the numbers of rows lately met, those of the transaction at hand for certain. Numbers for new rows count up from the highest, asked for once a transaction. */
export function keyRing(db: Connection) {
  const known: Map<string, number>[] = [];
  const highest: (() => void)[] = [];
  const keysOf = (table: 'session' | 'participant' | 'match'): Keys => {
    const find = db.prepare<[string], number>(`select id from ${table} where code = ?`).pluck();
    const last = db.prepare<[], number>(`select coalesce(max(id), 0) from ${table}`).pluck();
    const numbers = new Map<string, number>();
    let latest: number | null = null;
    known.push(numbers);
    highest.push(() => (latest = null));
    const remember = (code: string, id: number): number => {
      numbers.set(code, id);
      return id;
    };
    return {
      of: (code) => {
        const met = numbers.get(code);
        if (met !== undefined) return met;
        const id = find.get(code);
        if (id === undefined)
          throw new Error(`record: there is no ${table} "${code}" in this file; its own row comes first.`);
        return remember(code, id);
      },
      next: (code) => {
        latest = (latest ?? last.get() ?? 0) + 1;
        return remember(code, latest);
      },
    };
  };
  return {
    session: keysOf('session'),
    participant: keysOf('participant'),
    match: keysOf('match'),
    /** At the start of a transaction: others may have added rows. */
    begin: () => {
      for (const reset of highest) reset();
      for (const numbers of known) if (numbers.size > LIMIT) numbers.clear();
    },
    /** After a transaction that failed: its numbers were never given. */
    forget: () => {
      for (const numbers of known) numbers.clear();
    },
  };
}
