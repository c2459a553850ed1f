/**
 * Asking a provider that tunes: a limit for each call, politeness where it asks to wait, another try where that can do no harm, and one
 * sentence for what a person can mend.
 */
import { z } from 'zod';
import { cleanLine } from '../core/outside-text.ts';
import { UserError } from '../core/user-error.ts';
import { TooLarge } from '../model/http-body.ts';
import { withoutKeys } from '../model/secrets.ts';
import { serverError } from '../model/server-error.ts';
import { askedToWait, lastingWords, sleep } from '../model/waiting.ts';
import { Later, NotThere, Refused } from './told-apart.ts';
import { BadStatus, thrown } from './wire.ts';

/** Who is asked. `label`: as people call it; `keyName`: the environment variable with its key. */
export type Whom = {
  readonly label: string;
  readonly keyName: string;
  /** What to do about what was said, codes first, where it is peculiar to this provider; null: nothing peculiar. */
  readonly advise?: (said: string, status: number) => string | null;
};

/** How long and how often, milliseconds. Tests go faster. */
export type Pace = {
  /** One call at most. */
  readonly limit: number;
  /** Calls of one question at most. */
  readonly tries: number;
  /** Before the second; twice as long before each that follows. */
  readonly pause: number;
  /** Waited at most for one question, also where the provider asks for more. */
  readonly patience: number;
};

export const PACE: Pace = { limit: 60_000, tries: 4, pause: 1000, patience: 120_000 };

/**
 * What is asked. `wanted`: "the list of its jobs", as a sentence says it. `again`: whether the same may be done twice; of an order never.
 * `limit`: of one call, milliseconds, where it may take longer than others.
 */
export type Wanted = { readonly wanted: string; readonly again: boolean; readonly limit?: number };

/** Asks, and reads the answer by its schema. Throws a UserError, or the signal's reason. */
export async function asked<Answer>(
  whom: Whom,
  { wanted, again, limit: longest }: Wanted,
  schema: z.ZodType<Answer>,
  signal: AbortSignal,
  call: (signal: AbortSignal) => PromiseLike<unknown>,
  pace: Pace = PACE,
): Promise<Answer> {
  let waited = 0;
  for (let tried = 1; ; tried++) {
    signal.throwIfAborted();
    const limit = AbortSignal.timeout(longest ?? pace.limit);
    let trouble: unknown;
    try {
      const parsed = schema.safeParse(await call(AbortSignal.any([signal, limit])));
      if (parsed.success) return parsed.data;
      throw new UserError(
        `${whom.label} answered something that homines does not understand when asked for ${wanted} (${told(parsed.error)}); update homines, or try again later.`,
      );
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof UserError) throw error;
      trouble = limit.aborted ? new Error(`none within ${lastingWords(longest ?? pace.limit)}`) : thrown(error);
    }
    const busy = trouble instanceof BadStatus && isBusy(trouble);
    const failed =
      trouble instanceof BadStatus
        ? (trouble.status >= 500 && trouble.status !== 501) || trouble.status === 408
        : !(trouble instanceof TooLarge);
    // Who asks to wait, or was never reached, has done nothing of it: that may be asked again whatever it was.
    if (!busy && !(failed && (again || neverHeard(trouble)))) throw sentenced(whom, wanted, trouble, failed);
    const hinted = trouble instanceof BadStatus ? askedToWait(trouble.headers, Date.now(), trouble.raw) : null;
    const wait = hinted ?? pace.pause * 2 ** (tried - 1);
    if (waited + wait > pace.patience || tried >= pace.tries) throw sentenced(whom, wanted, trouble, failed, wait);
    waited += wait;
    await sleep(wait, signal);
  }
}

/** There was no connection at all. */
const neverHeard = (trouble: unknown): boolean =>
  trouble instanceof Error && /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH/.test(trouble.message);

const told = (error: z.ZodError): string => {
  const [first] = error.issues;
  return first === undefined ? 'no reason told' : cleanLine(`${first.path.join('.') || 'the whole'}: ${first.message}`);
};

/** Too many requests: it is heard when it is asked later. No such thing is a quota that is used up, nor too many jobs at once. */
const isBusy = ({ status, raw }: BadStatus): boolean => status === 429 && !USED_UP.test(raw);
const USED_UP =
  /insufficient|exceeded_quota|quotaExceeded|billing|credit|jobs under way|active (?:requests|jobs)|concurrent/i;

function sentenced(
  { label, keyName, advise }: Whom,
  wanted: string,
  trouble: unknown,
  failed: boolean,
  wait = 0,
): UserError {
  if (trouble instanceof TooLarge)
    return new UserError(
      `${label} answered with ${trouble.message} when asked for ${wanted}, which is more than is read.`,
    );
  if (!(trouble instanceof BadStatus)) {
    const why = trouble instanceof Error ? trouble.message || trouble.name : String(trouble);
    return new UserError(
      `${label} gave no answer when asked for ${wanted} (${wordsOf(why)}): look at the network, and go on later.`,
    );
  }
  const { status, raw } = trouble;
  const words = wordsOf(serverError(raw)?.message ?? raw);
  const says = words === '' ? `status ${status}` : `"${words}"`;
  if (failed)
    return new UserError(`${label} has trouble of its own when asked for ${wanted} (${says}): go on in a few minutes.`);
  const peculiar = advise?.(`${serverError(raw)?.codes ?? ''} ${words}`, status) ?? null;
  if (peculiar !== null && !isBusy(trouble))
    return new (status === 404 ? NotThere : Refused)(`${label} refuses ${wanted} (${says}): ${peculiar}.`, status);
  switch (status) {
    case 401:
      return new Refused(`${label} does not take the key in ${keyName} (${says}): write a valid one into it.`, status);
    case 402:
      return new Refused(
        `${label} wants money in the account first, asked for ${wanted} (${says}): see to it on its page.`,
        status,
      );
    case 403:
      return new Refused(
        `The key in ${keyName} has no right to ${wanted} at ${label} (${says}): use the key of an account that has, or give it the right there.`,
        status,
      );
    case 404:
    case 410:
      return new NotThere(
        `${label} does not know what was asked for, ${wanted} (${says}): it was deleted, or is another account's.`,
        status,
      );
    case 429:
      if (!isBusy(trouble))
        return new Refused(
          `${label} gives no more for now, asked for ${wanted} (${says}): raise the limit of the account, or wait until what is under way has ended.`,
          status,
        );
      return new Later(
        `${label} asks to wait ${lastingWords(wait)} before it gives ${wanted} (${says}): go on after that.`,
        wait,
      );
    default:
      return new Refused(`${label} refuses ${wanted}: ${says}.`, status);
  }
}

/** So many letters of a provider's own words are told. */
const WORDS = 300;

/** A provider's words as they may be shown: one line, without anything that looks like a key, not longer than a sentence is read. */
export function wordsOf(text: string): string {
  const line = cleanLine(withoutKeys(text)).replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return line.length > WORDS ? `${line.slice(0, WORDS)}…` : line;
}
