/** Waiting for a database whose connection broke, or that somebody else is at. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isBusy, isLost, worded } from './errors.ts';
import type { Query } from './connection.ts';

/** How long a server that is not there is waited for when a log is opened, in milliseconds: most likely the address is wrong. */
export const OPENING_MS = 2000;

/** How long the pause before another try is, in milliseconds: at first, at most. */
const PAUSE = { first: 10, longest: 500 };

/** Since when each server has not been reached, and when that was last found out, by its address. */
const lost = new Map<string, { readonly since: number; readonly last: number }>();

/** Nobody has asked for so many milliseconds: the server may have been there meanwhile. */
const UNKNOWN_MS = 10_000;

/**
 * Does the work, again while the connection is broken or somebody else is at it, for up to `patience` milliseconds. A server that
 * has been gone for so long already is tried once: what is done one after the other does not wait for it each time anew. What goes
 * wrong with the database of this address is worded (a UserError).
 */
export async function patiently<T>(address: string, patience: number, work: () => Promise<T>): Promise<T> {
  const began = Date.now();
  for (let pause = PAUSE.first; ; pause = Math.min(2 * pause, PAUSE.longest)) {
    try {
      const done = await work();
      lost.delete(address);
      return done;
    } catch (error) {
      const isGone = isLost(error);
      const before = isGone ? lost.get(address) : undefined;
      const since = before !== undefined && Date.now() - before.last < UNKNOWN_MS ? before.since : began;
      if (isGone) lost.set(address, { since, last: Date.now() });
      if (!(isGone || isBusy(error)) || Date.now() + pause >= Math.min(began, since) + patience)
        throw worded(error, address);
    }
    await sleep(pause * (0.5 + Math.random()));
  }
}

/** Asks patiently: for what may be asked twice. */
export const patientQuery =
  (ask: Query, address: string, patience: number): Query =>
  (text, ...values) =>
    patiently(address, patience, () => ask(text, ...values));
