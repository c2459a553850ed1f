/**
 * One question to a model within a deadline, a chat or a decision: tries again where that can help, waits as the server asks
 * if the deadline allows it, and leaves out what the server says it does not take. Every attempt is told, whatever came of it.
 */
import { type Completion, completionOf, type Told } from './completion.ts';
import { type Dialect, learn, type Lesson, noticeAnswered, type RequestBody, requestBody } from './dialect.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { errorMessage } from './server-error.ts';
import { askedToWait, lastingWords, sleep } from './waiting.ts';
import { type Wake, WAKE_EVERY_MS } from './wake.ts';
import type { AskingPath, Client, Message, HttpAnswer } from './http.ts';

export type ModelConnection = {
  readonly client: Client;
  readonly model: string;
  readonly limiter: RateLimiter;
  /** What this server takes and refuses for this model; shared by all its calls, and grows. */
  readonly dialect: Dialect;
  /** Where its cards sleep when nobody asks: a question waits until they are awake, beside its own time. */
  readonly wake?: Wake;
};

/** What one attempt brought: the bytes, what they tell of tokens and of who answered, and what was left out of the request. */
export type Heard = {
  readonly http: HttpAnswer | null;
  readonly told: Told | null;
  readonly leftOut: readonly string[];
};

/** What is read of an answer: what it says, that it refuses, or why it is no answer at all. */
export type Understood<Said> =
  | { readonly kind: 'said'; readonly said: Said; readonly told: Told }
  | { readonly kind: 'refused'; readonly said: Said; readonly told: Told }
  | { readonly kind: 'broken'; readonly why: string; readonly status: number | null; readonly told: Told };

/** One exchange with a server: where, with what, how its answer is read, and what a server's refusal teaches. */
export type Exchange<Said> = {
  readonly path: AskingPath;
  /** `without`: what this attempt alone leaves out. */
  request(without: ReadonlySet<string>): RequestBody;
  read(http: HttpAnswer): Understood<Said>;
  learn(http: Pick<HttpAnswer, 'status' | 'raw'>, body: RequestBody['body']): Lesson;
  answered(body: RequestBody['body'], told: Told): void;
  /** A status or a lost connection as a person can act on it. */
  explain(http: HttpAnswer): string;
};

export type CallResult<Said> = Heard &
  (
    | { readonly kind: 'answer'; readonly said: Said; readonly refused: boolean }
    | { readonly kind: 'timed out' | 'failed'; readonly why: string }
  );

/** A completion that is one. */
export type Said = Exclude<Completion, { kind: 'broken' }>;

/** The question as a chat. */
export function chatExchange(
  { dialect, model }: ModelConnection,
  messages: readonly Message[],
  extra: Readonly<Record<string, unknown>>,
): Exchange<Said> {
  return {
    path: '/chat/completions',
    request: (without) => requestBody(dialect, model, messages, extra, without),
    read(http) {
      const completion = completionOf(http);
      const told: Told = completion;
      if (completion.kind === 'broken') return { kind: 'broken', why: completion.why, status: completion.status, told };
      return { kind: completion.kind === 'refused' ? 'refused' : 'said', said: completion, told };
    },
    learn: (http, body) => learn(dialect, http, body),
    answered: (body, { tokensOut }) => noticeAnswered(dialect, body, tokensOut),
    explain,
  };
}

const TRIES = 6;
/** Whoever is starting says so until it has started: tried until the deadline. */
const STARTING = 503;
/** What is learned from refusals in one call, at most: settings are left out one by one. */
const LESSONS = 16;
/** So often in a row an object may fail the server's own check by chance; then it is asked for without a schema. */
const BY_CHANCE = 2;

type Failed = (heard: Heard, why: string) => void | Promise<void>;

/**
 * `deadline` ends it: its abort is a time-out unless `left` was aborted too. `failed` hears of each attempt that brought
 * no completion; the one that did, or the last one, is returned. `name` says what the next attempt is called.
 */
export async function call<Answer>(
  connection: ModelConnection,
  question: Exchange<Answer>,
  deadlineMs: number,
  left: AbortSignal,
  failed: Failed,
  name: () => string = () => '',
): Promise<CallResult<Answer>> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  let timer = setTimeout(end, deadlineMs);
  left.addEventListener('abort', end, { once: true });
  if (left.aborted) end();
  const deadline = {
    ...{ at: Date.now() + deadlineMs, ms: deadlineMs },
    extend(at: number): void {
      if (at <= deadline.at || ending.signal.aborted) return;
      deadline.at = at;
      clearTimeout(timer);
      timer = setTimeout(end, at - Date.now());
    },
  };
  const answered = await inTurn(connection.dialect, Math.min(ALONE_MS, deadlineMs / 20), ending.signal);
  try {
    return await tried(connection, question, deadline, left, ending.signal, failed, name, answered);
  } finally {
    answered();
    // Nothing of a call is left when it has ended: a run makes many thousand.
    clearTimeout(timer);
    left.removeEventListener('abort', end);
  }
}

/** When a call has to have ended, Unix milliseconds, and how long it was given; later where a model has to wake first. */
type Deadline = { readonly at: number; readonly ms: number; extend(at: number): void };

/** So long the first question to a model goes alone, milliseconds, and never more than a little of its time: a refusal of a setting is there at once. */
const ALONE_MS = 1000;

/**
 * Waits for a moment while the first question to a model is out: what its server refuses is learned by one question then, and
 * not by all that would be put at once. The moment is that of the first question: where its answer is late nobody waits any more.
 * Gives what tells the others that this one is over.
 */
async function inTurn(dialect: Dialect, aloneMs: number, signal: AbortSignal): Promise<() => void> {
  const { first } = dialect;
  if (first === undefined) {
    let settled = (): void => undefined;
    dialect.first = new Promise((done) => (settled = done));
    const over = (): void => {
      clearTimeout(timer);
      dialect.first = null;
      settled();
    };
    const timer = setTimeout(over, aloneMs);
    return over;
  }
  if (first !== null && !signal.aborted) {
    let left = (): void => undefined;
    const gone = new Promise<void>((done) => (left = done));
    signal.addEventListener('abort', left, { once: true });
    await Promise.race([first, gone]);
    signal.removeEventListener('abort', left);
  }
  return () => undefined;
}

async function tried<Answer>(
  connection: ModelConnection,
  question: Exchange<Answer>,
  deadline: Deadline,
  left: AbortSignal,
  signal: AbortSignal,
  failed: Failed,
  name: () => string,
  answered: () => void,
): Promise<CallResult<Answer>> {
  const { ms } = deadline;
  const limit = Number((ms / 1000).toFixed(1));
  const { dialect, client, limiter, wake } = connection;
  /** What this call alone does without: suspected of a refusal that names nothing. */
  const without = new Set<string>();
  let suspected: Suspect | null = null;
  let [lessons, byChance] = [0, 0];
  const tooLate = (why = `no answer within ${limit} s`): CallResult<Answer> => ({
    kind: 'timed out',
    why,
    ...NOTHING_HEARD,
  });
  /** What is left of its own time begins when it is awake. */
  const waitFor = (until: number | null): void => {
    if (until !== null && until > Date.now()) deadline.extend(until + ms);
  };
  for (let attempt = 0; ; attempt++) {
    waitFor(wake?.until() ?? null);
    const closed = limiter.paused();
    if (Date.now() + closed >= deadline.at)
      return {
        kind: 'failed',
        why: `the server asked to wait, ${lastingWords(closed)} more, and the limit is ${limit} s`,
        ...NOTHING_HEARD,
      };
    const { body, leftOut } = question.request(without);
    let http: HttpAnswer;
    try {
      http = await limiter.turn(() => client.send(body, signal, name(), question.path), signal);
    } catch (error) {
      left.throwIfAborted();
      if (signal.aborted) return tooLate();
      throw error;
    }
    const read = question.read(http);
    const answer = answerIn(http, read);
    // An error may tell what it took, and is billed then.
    const heard: Heard = { http, told: read.told, leftOut };
    if (answer !== null && answer.kind !== 'broken') {
      wake?.awake();
      if (suspected !== null) confirm(dialect, suspected);
      question.answered(body, answer.told);
      return { kind: 'answer', said: answer.said, refused: answer.kind === 'refused', ...heard };
    }
    const why = answer?.why ?? question.explain(http);
    if (http.trouble === 'aborted') {
      if (!left.aborted) return { kind: 'timed out', why: `no answer within ${limit} s`, ...heard };
      await failed(heard, 'the player left');
      left.throwIfAborted();
    }
    // An error may stand in a body that claims to be fine.
    const status = answer?.status ?? http.status;
    const until = status === STARTING ? (wake?.asleep() ?? null) : null;
    if (until === null && status !== null) wake?.awake();
    const refusal = http.trouble === 'status' || status !== http.status;
    const lesson = refusal && lessons < LESSONS ? question.learn({ status, raw: http.raw }, body) : null;
    // What else there is to learn of it is not a matter of settings.
    if (lesson === null) answered();
    suspected = null;
    if (lesson?.kind === 'suspected') suspected = { setting: lesson.setting, sure: true };
    else if (lesson === null && status === 500 && attempt > 0 && FORMAT in body && dialect.schemas.size === 0)
      suspected = { setting: FORMAT, sure: false };
    if (suspected !== null) without.add(suspected.setting);
    if (lesson?.kind === 'again' && ++byChance >= BY_CHANCE) without.add(FORMAT);
    if (lesson !== null) {
      lessons += 1;
      // What was learned makes it another request: that is no try of this one.
      if (lesson.kind !== 'again') attempt -= 1;
    } else if (!worthAnother({ ...http, status }, answer !== null && status === http.status))
      return { kind: 'failed', why, ...heard };
    if (attempt + 1 >= TRIES && status !== STARTING) return { kind: 'failed', why, ...heard };
    waitFor(until);
    const asked = askedToWait(http.headers, Date.now(), status === 429 || status === STARTING ? http.raw : '');
    const usual = Math.min(until === null ? 8000 : WAKE_EVERY_MS, 500 * 2 ** attempt);
    // Who starts for long is not asked without end, whatever it says.
    const wait = lesson !== null ? 0 : attempt + 1 >= TRIES ? Math.max(asked ?? 0, usual) : (asked ?? usual);
    // Other models of the key do not wait for one that wakes.
    if (asked !== null && (status === 429 || (status === STARTING && until === null))) limiter.pause(asked);
    if (Date.now() + wait >= deadline.at)
      return {
        kind: 'failed',
        why: asked === null ? why : `${why}; it asks to wait ${lastingWords(asked)}, and the limit is ${limit} s`,
        ...heard,
      };
    await failed(heard, why);
    try {
      await sleep(wait, signal);
    } catch {
      left.throwIfAborted();
      return tooLate(`no answer within ${limit} s; before that: ${why}`);
    }
  }
}

const FORMAT = 'response_format';

/** Something that a server may have refused without saying so. `sure`: where it goes without, that was it. */
type Suspect = { readonly setting: string; readonly sure: boolean };

/** It went without. A server that was not well may be well again by chance: that is believed the second time. */
function confirm(dialect: Dialect, { setting, sure }: Suspect): void {
  if (sure || dialect.doubted) dialect.refused.add(setting);
  else dialect.doubted = true;
}

const NOTHING_HEARD: Heard = { http: null, told: null, leftOut: [] };

/** What counts as an answer, whatever its status: a filter refuses by a status too. null: an error is none. */
function answerIn<Answer>({ trouble }: HttpAnswer, read: Understood<Answer>): Understood<Answer> | null {
  if (trouble !== null && trouble !== 'status') return null;
  return trouble === null || read.kind === 'refused' ? read : null;
}

/**
 * Whether the same request may go better: broken bodies (not too large ones), lost connections, 408, 409, 429 and 5xx; never a
 * quota that is used up, nor what a server says it has not (501).
 */
function worthAnother(http: HttpAnswer, broken: boolean): boolean {
  if (http.trouble === 'size') return false;
  if (broken || http.trouble === 'connection') return true;
  const { status, raw } = http;
  if (status === 429) return !/insufficient_quota/.test(raw);
  return status !== null && (status === 408 || status === 409 || (status >= 500 && status !== 501));
}

/** A status or a lost connection as a person can act on it. */
export function explain(http: HttpAnswer): string {
  const said = errorMessage(http.raw);
  const detail = said === null ? '' : `: ${said}`;
  if (http.trouble === 'connection') {
    const broken = /^[^;]*/.exec(http.detail)?.[0] ?? '';
    if (/certificate has expired|altnames/i.test(broken))
      return `the server's certificate is not valid for this address today (${broken})`;
    if (/certificate/i.test(broken))
      return `the server's certificate is not trusted (${broken}): set NODE_EXTRA_CA_CERTS to its file`;
    if (/wrong version number|packet length/i.test(broken))
      return 'the server speaks http, not https: write http:// before its address';
    if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH/.test(http.detail))
      return `no server answers at that address (${http.detail})`;
    return `the connection was lost (${http.detail})`;
  }
  if (http.trouble === 'size') return `the answer is too large (${http.detail}) and was cut off`;
  const elsewhere = http.headers.get('location');
  if (http.status !== null && http.status >= 300 && http.status < 400 && elsewhere !== undefined)
    return `the server sends on to ${elsewhere.slice(0, 200)} (${http.status}), which is not followed: give that address if it is right`;
  switch (http.status) {
    case 401:
      return `the key is not accepted (401)${detail}`;
    case 403:
      return `the key may not use this (403)${detail}`;
    case 404:
      return `no such model or address (404)${detail}`;
    case 429:
      return /insufficient_quota/.test(http.raw)
        ? `the account has no quota left (429)${detail}`
        : `too many requests (429)${detail}`;
    default:
      return `the server answered ${http.status ?? 'nothing'}${detail}`;
  }
}
