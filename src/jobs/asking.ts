/**
 * Questions put to whoever tunes: waited for politely, asked again where that does no harm, and told in one sentence where they
 * come to nothing. What is not known to be undone is told apart, so that nobody orders twice.
 */
import type { z } from 'zod';
import { cleanLine } from '../core/outside-text.ts';
import { UserError } from '../core/user-error.ts';
import { explain } from '../model/call.ts';
import type { HttpAnswer } from '../model/http.ts';
import { errorMessage, jsonOf, serverError } from '../model/server-error.ts';
import { askedToWait, lastingWords, sleep } from '../model/waiting.ts';
import { Later, NotThere, Refused } from './told-apart.ts';

export type Errand = {
  /** Who is asked, as people call it. */
  readonly whom: string;
  /** The environment variable with the key. */
  readonly keyName: string | undefined;
  /** What is wanted, after "did not": "take the file". */
  readonly what: string;
  readonly ask: (signal: AbortSignal) => Promise<HttpAnswer>;
  /** Whether it does no harm to ask again where nobody knows whether it was heard. */
  readonly again: boolean;
  /** How long one answer may take, milliseconds; absent: a minute. */
  readonly limitMs?: number;
  /** What a person can do about what was said, for what is peculiar to this provider; null: nothing peculiar. */
  readonly advise?: (said: string, status: number | null) => string | null;
};

/** No answer that says whether it was done, after every attempt that could do no harm. */
export class AnswerLost extends UserError {
  /** Nobody knows whether it was done: it was sent, and the connection or the server failed. */
  readonly unsure: boolean;
  /** What is known, on one line. */
  readonly said: string;
  constructor(sentence: string, unsure: boolean, said: string) {
    super(sentence);
    this.unsure = unsure;
    this.said = said;
  }
}

/** How long one answer may take where nothing else is said. Ours. */
const LIMIT_MS = 60_000;
/** Asked so often at most where the connection or the server fails, and where there are too many requests. Ours. */
const TRIES = 5;
const TRIES_WHEN_BUSY = 12;
/** Between two attempts at first, doubled each time where the server names no time; and waited for in all. Ours. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const MOST_WAITED_MS = 180_000;
/** Letters of what others say that a sentence holds. */
const LONGEST_SAID = 400;

/** What others say, fit for a sentence of ours: one line, cleaned, of bounded length, without its full stop. */
export const saidShort = (text: string): string => {
  const line = cleanLine(text.slice(0, 4 * LONGEST_SAID)).trim();
  return (line.length > LONGEST_SAID ? `${line.slice(0, LONGEST_SAID - 1)}…` : line).replace(/\.+$/, '');
};

/** The answer, which is one of success; else throws Refused, Later (src/jobs/told-apart.ts) or AnswerLost. */
export async function answered(errand: Errand, signal: AbortSignal): Promise<HttpAnswer> {
  let waited = 0;
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    const http = await errand.ask(AbortSignal.any([signal, AbortSignal.timeout(errand.limitMs ?? LIMIT_MS)]));
    signal.throwIfAborted();
    if (http.trouble === null) return http;
    const wait = waitFor(errand, http, attempt);
    if (wait === null || waited + wait > MOST_WAITED_MS) throw sentenced(errand, http, wait);
    await sleep(wait, signal);
    waited += wait;
  }
}

/** What an answer says, read as `shape`; throws AnswerLost where it is something else. */
export function readAs<Shape extends z.ZodType>(
  shape: Shape,
  http: HttpAnswer,
  { whom, what }: Pick<Errand, 'whom' | 'what'>,
): z.infer<Shape> {
  const read = shape.safeParse(jsonOf(http.raw));
  if (read.success) return read.data;
  const said = 'an answer that homines does not understand';
  throw new AnswerLost(
    `${whom} did not ${what}: it gave ${said}; check its address, or try again later.`,
    ...([true, said] as const),
  );
}

/** Milliseconds until it is asked again; null: it is not. */
function waitFor({ again }: Errand, http: HttpAnswer, attempt: number): number | null {
  const growing = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
  if (isBusy(http)) {
    const asked = askedToWait(http.headers, Date.now(), http.raw) ?? growing;
    return attempt < TRIES_WHEN_BUSY ? asked : null;
  }
  if (attempt >= TRIES) return null;
  if (neverHeard(http)) return growing;
  return again && mayPass(http) ? growing : null;
}

/** Too many requests: it is heard when it is asked later. No such thing is a quota that is used up, or too many jobs at once. */
const isBusy = ({ status, raw }: HttpAnswer): boolean =>
  status === 429 && !USED_UP.test(raw) && !TOO_MANY_JOBS.test(raw);
const USED_UP = /insufficient_quota|exceeded_quota|quotaExceeded|billing/i;
const TOO_MANY_JOBS = /jobs under way|active (requests|jobs)|concurrent/i;

/** There was no connection at all. */
const neverHeard = ({ trouble, detail }: HttpAnswer): boolean =>
  trouble === 'connection' && /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH/.test(detail);

/** What may go better the next time. */
const mayPass = ({ trouble, status }: HttpAnswer): boolean =>
  trouble === 'connection' ||
  trouble === 'aborted' ||
  (trouble === 'status' && status !== null && (status === 408 || (status >= 500 && status !== 501)));

function sentenced({ whom, what, keyName, advise }: Errand, http: HttpAnswer, wait: number | null): UserError {
  const told = saidShort(http.trouble === 'aborted' ? 'no answer in time' : explain(http));
  const said = saidShort(errorMessage(http.raw) ?? told);
  const peculiar = advise?.(`${serverError(http.raw)?.codes ?? ''} ${said}`, http.status) ?? null;
  const sentence = `${whom} did not ${what}: ${told}; ${peculiar ?? advice(keyName, http)}.`;
  if (http.trouble !== 'status' || mayPass(http)) return new AnswerLost(sentence, !neverHeard(http), said);
  if (isBusy(http)) return new Later(sentence, wait ?? LONGEST_WAIT_MS);
  return http.status === 404 ? new NotThere(sentence, 404) : new Refused(sentence, http.status);
}

/** What to do about it. */
function advice(keyName: string | undefined, http: HttpAnswer): string {
  const key = keyName === undefined ? 'a key' : `a key in ${keyName}`;
  if (http.trouble === 'connection' || http.trouble === 'aborted')
    return 'try again when it answers, nothing that was done is done twice';
  switch (http.status) {
    case 401:
      return `put ${key} that it accepts`;
    case 403:
      return `put ${key} that has the right to tune, or have its owner grant it`;
    case 404:
      return 'check the name and the address, and that the key belongs to the same account';
    case 429: {
      const wait = askedToWait(http.headers, Date.now(), http.raw);
      if (TOO_MANY_JOBS.test(http.raw)) return 'wait until one of the jobs has ended, or cancel one';
      return isBusy(http)
        ? `try again ${wait === null ? 'later' : `in ${lastingWords(wait)}`}`
        : 'raise the limit of the account or pay it in, then try again';
    }
    default:
      return (http.status ?? 0) >= 500
        ? 'try again later, nothing that was done is done twice'
        : 'mend what it complains of and try again';
  }
}
