/** The server's time: the real one, made faster, stopped, or moved on by a test. */

export type Clock = {
  /** Unix milliseconds, as all replies tell them. */
  now(): number;
  /** Moves it on at once. */
  tick(ms: number): void;
  /** It stands still until `go`: jobs stay as they are, and `tick` alone moves it. */
  stop(): void;
  /** It runs again; so many times as fast as real time. */
  go(speed?: number): void;
};

/** `speed`: seconds of this clock in a real one; 0: it stands still. */
export function clockAt(speed: number): Clock {
  let [base, since, pace] = [Date.now(), Date.now(), speed];
  const now = (): number => Math.floor(base + (Date.now() - since) * pace);
  const set = (ms: number, by: number): void => {
    [base, since, pace] = [ms, Date.now(), by];
  };
  return {
    now,
    tick: (ms) => set(now() + ms, pace),
    stop: () => set(now(), 0),
    go: (by = 1) => set(now(), by),
  };
}
