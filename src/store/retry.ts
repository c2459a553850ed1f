/** Waiting for another process without freezing the screen. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isBusy, worded } from './database-errors.ts';

/** How long SQLite itself waits for a lock, in milliseconds; the screen stands still meanwhile. */
export const BUSY_MS = 100;

/** How long we try again before giving up, in milliseconds, unless told otherwise. */
export const PATIENCE_MS = 30_000;

/**
 * Does the work, at once if it can be done; while another process holds the file it waits between tries, a random time
 * so that several waiting processes do not keep meeting. The last error is thrown when the patience (ms) is over.
 */
export async function patiently<T>(work: () => T, patience: number): Promise<T> {
  const until = Date.now() + patience;
  for (let pause = 4; ; pause = Math.min(pause * 2, 64)) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || Date.now() >= until) throw error;
    }
    await sleep(pause * (0.5 + Math.random()));
  }
}

/** Work on a database, tried until it is done; a promise of what it gives. */
export type Attempt = <T>(work: () => T) => Promise<T>;

/** Tries work on the database `file` for up to `patience` milliseconds; what goes wrong with it is worded (a UserError). */
export const attempting =
  (file: string, patience: number): Attempt =>
  async (work) => {
    try {
      return await patiently(work, patience);
    } catch (error) {
      throw worded(error, file);
    }
  };
