/**
 * One queue for everybody who shares a key: so many calls at once, nobody while the server has asked for a pause, and
 * nobody past what the server says is left of its limits.
 */
import { leftIn } from './rate-limits.ts';

export type Pace = {
  /** Runs a call when it is its turn; rejects with the signal's reason when aborted while it waits. */
  turn<T extends { readonly headers: ReadonlyMap<string, string> }>(
    call: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<T>;
  /** The server asked everybody to wait this long, milliseconds. */
  pause(ms: number): void;
  /** How long the pause still lasts. */
  pausedFor(): number;
};

export function pace(atOnce: number, clock: () => number = Date.now): Pace {
  let running = 0;
  let until = 0;
  let started = 0;
  const limits = credit();
  const waiting: (() => void)[] = [];
  /** Whoever is done gives its place to the first who waits. */
  const next = (): void => {
    const enter = waiting.shift();
    if (enter === undefined) running--;
    else enter();
  };
  const queued = (signal: AbortSignal): Promise<void> =>
    new Promise((go, gone) => {
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
  const pausedFor = (): number => Math.max(0, until - clock(), limits.closedFor(started, clock()));
  return {
    async turn(call, signal) {
      signal.throwIfAborted();
      if (running >= atOnce) await queued(signal);
      else running++;
      try {
        for (let wait = pausedFor(); wait > 0; wait = pausedFor()) await sleep(wait, signal);
        const mine = ++started;
        const answer = await call();
        limits.told(answer.headers, mine, clock());
        return answer;
      } finally {
        next();
      }
    },
    pause: (ms) => void (until = Math.max(until, clock() + ms)),
    pausedFor,
  };
}

/**
 * How many calls may still start. A server counts a request when it takes it in, so what an answer says is left is less
 * the calls that started after the one it answers. Tokens are turned into calls by what the last ones took.
 */
function credit() {
  let until = 0;
  /** The number of the last call that may start before `until`. */
  let last = Infinity;
  let newest = 0;
  let tokensBefore: number | null = null;
  let tokensEach = 0;
  return {
    closedFor: (started: number, now: number): number => (started >= last && now < until ? until - now : 0),
    told(headers: ReadonlyMap<string, string>, mine: number, now: number): void {
      const left = leftIn(headers);
      if (left === null || mine <= newest) return;
      const since = mine - newest;
      newest = mine;
      if (left.tokens !== null) {
        const spent = tokensBefore === null ? 0 : (tokensBefore - left.tokens) / since;
        if (spent > 0) tokensEach = tokensEach === 0 ? spent : 0.8 * tokensEach + 0.2 * spent;
        tokensBefore = left.tokens;
      }
      const byRequests = left.requests ?? Infinity;
      const byTokens = left.tokens === null || tokensEach === 0 ? Infinity : Math.floor(left.tokens / tokensEach);
      last = mine + Math.min(byRequests, byTokens);
      until = now + (byRequests <= byTokens ? left.requestsResetMs : left.tokensResetMs);
    },
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
