/**
 * The limits of one key, for everybody who shares it: so many calls at once, none while the server has asked for a pause,
 * and none past what it says is left of its requests and tokens a minute (x-ratelimit-remaining-requests, -tokens).
 */
import { after, sleep, waitMs } from './waiting.ts';

export type RateLimiter = {
  /** Runs a call when it is its turn; rejects with the signal's reason when aborted while it waits. */
  turn<T extends { readonly headers: ReadonlyMap<string, string> }>(
    call: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<T>;
  /** The server asked everybody to wait this long, milliseconds. */
  pause(ms: number): void;
  /** How long no call may start, milliseconds; 0: one may. */
  paused(): number;
};

/** The limits of one key, and whoever shares them. */
export type KeyLimits = {
  /** Places of its own under the same pauses and the same credit: what waits in one lane takes no place in another. */
  lane(): RateLimiter;
};

/** A limiter of `atOnce` calls under way, first come first served; Infinity: the server alone limits. `clock`: Unix milliseconds. */
export const rateLimiter = (atOnce: number, clock?: () => number): RateLimiter => keyLimits(atOnce, clock).lane();

/** So many times as many calls as there are places may be under way, where places are lent. */
const LENT = 4;

/**
 * The limits of a key whose lanes have `atOnce` places each. `lendMs`: a call that takes longer gives its place to the next who
 * waits, so that calls that hang hold up nobody, until there are four times as many under way as places; Infinity: none does.
 */
export function keyLimits(atOnce: number, clock: () => number = Date.now, lendMs = Infinity): KeyLimits {
  let until = 0;
  let started = 0;
  const limits = credit();
  const paused = (): number => Math.max(0, until - clock(), limits.closedFor(started, clock()));
  const pause = (ms: number): void => void (until = Math.max(until, clock() + ms));
  return {
    lane() {
      let running = 0;
      /** Calls under way that hold no place. */
      let lent = 0;
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
      /** Lends the place of a call that has begun, when it takes long; gives what ends the call's stay. */
      const stay = (): (() => void) => {
        let mine = true;
        const lend = (): void => {
          if (lent >= (LENT - 1) * atOnce) return;
          [mine, lent] = [false, lent + 1];
          next();
        };
        const callOff = lendMs === Infinity ? () => undefined : after(lendMs, lend);
        return () => {
          callOff();
          if (mine) next();
          else lent -= 1;
        };
      };
      return {
        async turn(call, signal) {
          signal.throwIfAborted();
          if (running >= atOnce) await queued(signal);
          else running++;
          let end = next;
          try {
            for (let wait = paused(); wait > 0; wait = paused()) await sleep(wait, signal);
            const mine = ++started;
            end = stay();
            const answer = await call();
            limits.told(answer.headers, mine, clock());
            return answer;
          } finally {
            end();
          }
        },
        pause,
        paused,
      };
    },
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
      const left = rateLimitsIn(headers, now);
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

/** What a server says is left of its limits. */
type RateLimits = {
  /** How many requests may follow before the limit is whole again; null: not told. */
  readonly requests: number | null;
  readonly tokens: number | null;
  /** Milliseconds until the limits are whole again. */
  readonly requestsResetMs: number;
  readonly tokensResetMs: number;
};

function rateLimitsIn(headers: ReadonlyMap<string, string>, now: number): RateLimits | null {
  const requests = countIn(headers.get('x-ratelimit-remaining-requests'));
  const tokens = countIn(headers.get('x-ratelimit-remaining-tokens'));
  if (requests === null && tokens === null) return null;
  return {
    requests,
    tokens,
    requestsResetMs: waitMs(headers.get('x-ratelimit-reset-requests'), now) ?? 0,
    tokensResetMs: waitMs(headers.get('x-ratelimit-reset-tokens'), now) ?? 0,
  };
}

function countIn(text: string | undefined): number | null {
  const count = text === undefined || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(count) ? Math.max(0, count) : null;
}
