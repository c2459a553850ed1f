/**
 * A model on cards that are put to sleep when nobody asks it. A question wakes them; until they are awake the server answers 503, for
 * minutes. All who ask such a model share this: one wake-up is waited for, however many questions wait, and it is told once.
 */

export type Wake = {
  /** It answered that it is not there yet. Gives until when it is waited for, Unix milliseconds; passed: it had its time. */
  asleep(): number;
  /** It answered, whatever it said. */
  awake(): void;
  /** Since when it is being woken, Unix milliseconds; null: it is not. */
  since(): number | null;
  /** Until when it is waited for while it is being woken; null: it is not. */
  until(): number | null;
  /** Milliseconds that it took to wake, all times together; the one under way so far. */
  spent(): number;
};

/** Milliseconds without a question after which one that never woke is waited for again. Ours. */
const AGAIN_MS = 120_000;

/** How often a model is asked that is being woken, milliseconds. Ours: it takes minutes, and each question leaves its row in the log. */
export const WAKE_EVERY_MS = 10_000;

/** `patienceMs`: how long one wake-up may take. `told` hears when it begins, and when it is over. */
export function newWake(
  patienceMs: number,
  told: (awake: boolean) => void = () => undefined,
  clock: () => number = Date.now,
): Wake {
  let since: number | null = null;
  let heard = 0;
  let before = 0;
  return {
    asleep() {
      const now = clock();
      const fresh = since === null || (now > since + patienceMs && now - heard > AGAIN_MS);
      if (fresh) {
        if (since !== null) before += heard - since;
        since = now;
        told(false);
      }
      heard = now;
      return (since ?? now) + patienceMs;
    },
    awake() {
      if (since === null) return;
      before += clock() - since;
      since = null;
      told(true);
    },
    since: () => since,
    until: () => (since === null ? null : since + patienceMs),
    spent: () => before + (since === null ? 0 : Math.max(0, Math.min(clock(), since + patienceMs) - since)),
  };
}
