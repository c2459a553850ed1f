/** One queue for everybody who shares a key: so many calls at once, and nobody while the server has asked for a pause. */
export type Pace = {
  /** Runs a call when it is its turn; rejects with the signal's reason when aborted while it waits. */
  turn<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** The server asked everybody to wait this long, milliseconds. */
  pause(ms: number): void;
  /** How long the pause still lasts. */
  pausedFor(): number;
};

export function pace(atOnce: number, clock: () => number = Date.now): Pace {
  let running = 0;
  let until = 0;
  const waiting: (() => void)[] = [];
  const next = (): void => {
    if (running < atOnce) waiting.shift()?.();
  };
  return {
    async turn(call, signal) {
      signal.throwIfAborted();
      if (running >= atOnce) {
        await new Promise<void>((go, gone) => {
          const leave = (): void => {
            waiting.splice(waiting.indexOf(enter), 1);
            gone(signal.reason);
          };
          const enter = (): void => {
            signal.removeEventListener('abort', leave);
            go();
          };
          waiting.push(enter);
          signal.addEventListener('abort', leave, { once: true });
        });
      }
      running++;
      try {
        if (until > clock()) await sleep(until - clock(), signal);
        return await call();
      } finally {
        running--;
        next();
      }
    },
    pause: (ms) => void (until = Math.max(until, clock() + ms)),
    pausedFor: () => Math.max(0, until - clock()),
  };
}

/** Waits; rejects with the signal's reason at once when it is aborted. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done, gone) => {
    if (signal.aborted) return gone(signal.reason);
    const leave = (): void => {
      clearTimeout(timer);
      gone(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', leave);
      done();
    }, ms);
    signal.addEventListener('abort', leave, { once: true });
  });
}
