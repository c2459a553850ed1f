/** Waiting for a database whose connection broke, or that somebody else is at. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isBusy, isLost, worded } from './errors.ts';
import type { Query } from './connection.ts';

/** How long a server that is not there is waited for when a log is opened, in milliseconds: most likely the address is wrong. */
export const OPENING_MS = 2000;

/** How long the pause before another try is, in milliseconds: at first, at most. */
const PAUSE = { first: 10, longest: 500 };

/**
 * Does the work, again while the connection is broken or somebody else is at it, for up to `patience` milliseconds. What goes wrong
 * with the database of this address is worded (a UserError).
 */
export async function patiently<T>(address: string, patience: number, work: () => Promise<T>): Promise<T> {
  const until = Date.now() + patience;
  for (let pause = PAUSE.first; ; pause = Math.min(2 * pause, PAUSE.longest)) {
    try {
      return await work();
    } catch (error) {
      if (!(isLost(error) || isBusy(error)) || Date.now() + pause >= until) throw worded(error, address);
    }
    await sleep(pause * (0.5 + Math.random()));
  }
}

/** Asks patiently: for what may be asked twice. */
export const patientQuery =
  (ask: Query, address: string, patience: number): Query =>
  (text, ...values) =>
    patiently(address, patience, () => ask(text, ...values));
