/** Time, as jobs wait for it. */
import { setTimeout as sleep } from 'node:timers/promises';

export type Clock = {
  /** Unix milliseconds. */
  now(): number;
  /** Throws where the signal comes first. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, { signal });
  },
};
