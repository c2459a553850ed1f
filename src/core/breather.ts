/** Long work that lets others work: timers, key presses and drawing run only when the event loop has its turn. */

/** Resolves after whatever waits for the event loop has run. */
export const nextTurn = (): Promise<void> => new Promise((run) => setImmediate(run));

/** Milliseconds of work between two turns: half of what a screen drawn 60 times a second has. */
const EVERY_MS = 8;

/**
 * A clock for a long loop: `due()` says whether the last turn is longer ago than `everyMs`, `turn()` gives the event loop
 * its turn and starts the clock again. Asked apart since a loop of many short steps must not wait at each of them.
 */
export function breather(everyMs: number = EVERY_MS) {
  let since = performance.now();
  return {
    due: (): boolean => performance.now() - since >= everyMs,
    async turn(): Promise<void> {
      await nextTurn();
      since = performance.now();
    },
  };
}
