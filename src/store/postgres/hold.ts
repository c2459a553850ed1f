/**
 * Who plays what, by locks that the server keeps for a connection: it takes them away with the connection, however the program ends. All
 * holds of a program are on one connection of their own.
 *
 * A lock is a number of 64 bits, made of the code by SHA-256: should two codes ever share one, whoever comes second is told that
 * it is held; two never hold the same.
 */
import { createHash } from 'node:crypto';
import type { Hold } from '../../core/log.ts';
import { connection } from './connection.ts';
import { patiently } from './patience.ts';

/** Holds codes of the database of this address, waiting up to `patience` milliseconds for a connection. */
export function holder(address: string, patience: number) {
  const held = new Map<string, AbortController>();
  const asked = new Set<string>();
  let breaks = 0;
  const lose = (): void => {
    breaks += 1;
    const lost = [...held.values()];
    held.clear();
    for (const one of lost) one.abort();
  };
  const { ask, end } = connection(address, { use: 'holds', closed: lose });

  /** Whether the server gave this lock to the connection, and the connection is still there. */
  const lock = (key: string): Promise<boolean> =>
    patiently(address, patience, async () => {
      for (;;) {
        const before = breaks;
        const [found] = await ask<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', key);
        if (breaks === before) return found?.mine === true;
      }
    });

  return {
    /** Holds this code; null: another program, or another part of this one, does. Rejects with a UserError. */
    async hold(code: string): Promise<Hold | null> {
      if (held.has(code) || asked.has(code)) return null;
      asked.add(code);
      try {
        const key = keyOf(code);
        if (!(await lock(key))) return null;
        const mine = new AbortController();
        held.set(code, mine);
        return { release: () => release(code, key, mine), lost: mine.signal };
      } finally {
        asked.delete(code);
      }
    },
    close: end,
  };

  function release(code: string, key: string, mine: AbortController): void {
    if (held.get(code) !== mine) return;
    held.delete(code);
    // A connection that broke has let go already.
    ask('select pg_advisory_unlock($1)', key).catch(() => undefined);
  }
}

/** The number of a code's lock, as text. */
const keyOf = (code: string): string =>
  String(createHash('sha256').update(`homines hold ${code}`).digest().readBigInt64BE());
