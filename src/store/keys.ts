/** From the codes that people see to the whole numbers by which rows point at each other. */
import type { Connection } from './connect.ts';

const LIMIT = 5000;

export type Keys = {
  /** The number of a stored row; an Error where the code is not stored. */
  of(code: string): number;
  add(code: string, id: number | bigint): void;
};

/** Remembers the numbers of rows lately met. `forget` after a transaction that failed: its numbers were never given. */
export function keyRing(db: Connection) {
  const caches: Map<string, number>[] = [];
  const keysOf = (table: 'session' | 'participant' | 'match'): Keys => {
    const find = db.prepare<[string], number>(`select id from ${table} where code = ?`).pluck();
    const known = new Map<string, number>();
    caches.push(known);
    const add = (code: string, id: number | bigint): void => {
      if (known.size >= LIMIT) known.clear();
      known.set(code, Number(id));
    };
    const of = (code: string): number => {
      const id = known.get(code) ?? find.get(code);
      if (id === undefined) throw new Error(`record: there is no ${table} "${code}" in this file; its own row comes first.`);
      if (!known.has(code)) add(code, id);
      return id;
    };
    return { of, add };
  };
  return {
    session: keysOf('session'),
    participant: keysOf('participant'),
    match: keysOf('match'),
    forget: () => caches.forEach((cache) => cache.clear()),
  };
}
