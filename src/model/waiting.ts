/** Waiting as servers ask for it: how long, in all the ways in which they say so, and timers that hold for any time. */

/** The longest that one timer of Node's waits, milliseconds: what is longer goes off at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Above this a number is a date, not a length: seconds since 1970, or milliseconds. */
const DATE_S = 1e9;
const DATE_MS = 1e12;

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * How long a server asks to wait, milliseconds from `now` (Unix milliseconds): seconds, "6m0s", "2 hours", "PT5S", a date in
 * words, or a date as seconds or milliseconds since 1970. What lies in the past is 0; null: it cannot be read.
 */
export function waitMs(text: string | undefined, now: number): number | null {
  const typed = text?.trim().replace(/^"([^"]*)"$/, '$1') ?? '';
  if (typed === '') return null;
  const number = Number(typed);
  if (Number.isFinite(number)) {
    if (number >= DATE_MS) return Math.max(0, number - now);
    return Math.max(0, number >= DATE_S ? number * 1000 - now : number * 1000);
  }
  // A server between may have said it again.
  if (/^\d+(\s*,\s*\d+)+$/.test(typed)) return waitMs(String(Math.max(...typed.split(',').map(Number))), now);
  if (LENGTH.test(typed))
    return [...typed.replace(/^P?T/i, '').matchAll(AMOUNT)].reduce(
      (total, [, amount, unit = '']) => total + Number(amount) * (UNIT_MS[unit.toLowerCase()] ?? 0),
      0,
    );
  // A sign or a stray word is no date, whatever Date makes of it. An old form has two digits of its year.
  const whole = typed.replace(/^[a-z]+, (\d\d)-([a-z]{3})-(\d\d) /i, '$1 $2 20$3 ');
  const date = /\d{4}/.test(whole) ? Date.parse(whole) : NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** A length in words, and one amount of it. */
const AMOUNT = /(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)(?:[a-z]*)/gi;
const LENGTH = /^(?:P?T)?(?:\d+(?:\.\d+)?\s*(?:ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)[\s,]*)+$/i;

/** Where a server says it in its words only: a field of its error, or "try again in 7.66s". */
const IN_BODY = [
  /"retry[-_ ]?(?:delay|after)(?:_?s(?:econds)?)?"\s*:\s*"?([\d.]+\s*[a-z]*)"?/i,
  /\b(?:try again|retry) (?:in|after) (?:about )?((?:\d+(?:\.\d+)?\s*(?:ms|s|m|h|d|seconds?|minutes?|hours?|days?)\b\s*)+)/i,
];
/** So much of a body is looked into. */
const LONGEST_BODY = 4000;

/** How long an answer asks to wait before the next question, milliseconds; null: it does not say. `body`: of an error. */
export function askedToWait(headers: ReadonlyMap<string, string>, now = Date.now(), body = ''): number | null {
  const ms = headers.get('retry-after-ms')?.trim();
  if (ms !== undefined && ms !== '' && Number(ms) >= 0) return waitMs(String(Number(ms) / 1000), now);
  const told = waitMs(headers.get('retry-after'), now) ?? waitMs(headers.get('x-ratelimit-reset'), now);
  if (told !== null) return told;
  for (const one of IN_BODY) {
    const found = one.exec(body.slice(0, LONGEST_BODY))?.[1];
    if (found !== undefined) return waitMs(found, now);
  }
  return null;
}

/** Calls `then` after so many milliseconds, however many; gives what calls that off. */
export function after(ms: number, then: () => void): () => void {
  let timer: NodeJS.Timeout;
  const begin = (left: number): void => {
    const step = Math.min(left, LONGEST_TIMER);
    timer = setTimeout(() => (left > step ? begin(left - step) : then()), step);
  };
  begin(Math.max(0, ms));
  return () => clearTimeout(timer);
}

/** Waits; rejects with the signal's reason at once when it is aborted. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done, gone) => {
    if (signal.aborted) return gone(signal.reason);
    const leave = (): void => {
      callOff();
      gone(signal.reason);
    };
    const callOff = after(ms, () => {
      signal.removeEventListener('abort', leave);
      done();
    });
    signal.addEventListener('abort', leave, { once: true });
  });
}

/** A length of time as people say it: 40 s, 12 minutes, 5 hours, 30 days. */
export function lastingWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 100) return `${seconds} s`;
  if (seconds < 6000) return `${Math.round(seconds / 60)} minutes`;
  const hours = Math.round(seconds / 3600);
  return hours < 48 ? `${hours} hours` : `${Math.round(seconds / 86_400).toLocaleString('en')} days`;
}
