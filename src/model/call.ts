/**
 * One question to a model within a deadline: tries again where that can help, waits as the server asks if the deadline
 * allows it, and leaves out what the server says it does not take. Every attempt is told, whatever came of it.
 */
import { type Completion, completionOf, errorMessage } from './completion.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { askedToWait, lastingWords, sleep } from './waiting.ts';
import type { Client, Message, HttpAnswer } from './http.ts';

export type ModelConnection = {
  readonly client: Client;
  readonly model: string;
  readonly limiter: RateLimiter;
  /** Parameters that this server has refused for this model; shared by all its calls, and grows. */
  readonly refused: Set<string>;
};

export type CallResult =
  | {
      readonly kind: 'completion';
      readonly completion: Exclude<Completion, { kind: 'broken' }>;
      readonly http: HttpAnswer;
    }
  | { readonly kind: 'timed out' | 'failed'; readonly why: string; readonly http: HttpAnswer | null };

const TRIES = 6;
/** Whoever is starting says so until it has started: tried until the deadline. */
const STARTING = 503;

type Failed = (http: HttpAnswer, why: string) => void | Promise<void>;

/**
 * `deadline` ends it: its abort is a time-out unless `left` was aborted too. `failed` hears of each attempt that brought
 * no completion; the one that did, or the last one, is returned. `name` says what the next attempt is called.
 */
export async function call(
  connection: ModelConnection,
  messages: readonly Message[],
  extra: Readonly<Record<string, unknown>>,
  deadlineMs: number,
  left: AbortSignal,
  failed: Failed,
  name: () => string = () => '',
): Promise<CallResult> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  const timer = setTimeout(end, deadlineMs);
  left.addEventListener('abort', end, { once: true });
  if (left.aborted) end();
  try {
    return await tried(connection, messages, extra, deadlineMs, left, ending.signal, failed, name);
  } finally {
    // Nothing of a call is left when it has ended: a run makes many thousand.
    clearTimeout(timer);
    left.removeEventListener('abort', end);
  }
}

async function tried(
  connection: ModelConnection,
  messages: readonly Message[],
  extra: Readonly<Record<string, unknown>>,
  deadlineMs: number,
  left: AbortSignal,
  signal: AbortSignal,
  failed: Failed,
  name: () => string,
): Promise<CallResult> {
  const end = Date.now() + deadlineMs;
  const limit = Number((deadlineMs / 1000).toFixed(1));
  let http: HttpAnswer | null = null;
  for (let attempt = 0; ; attempt++) {
    const closed = connection.limiter.paused();
    if (Date.now() + closed >= end)
      return {
        kind: 'failed',
        why: `the server asked to wait, ${lastingWords(closed)} more, and the limit is ${limit} s`,
        http: null,
      };
    // What is asked comes last: no setting takes its place.
    const body = { ...taken(extra, connection.refused), model: connection.model, messages };
    try {
      http = await connection.limiter.turn(() => connection.client.send(body, signal, name()), signal);
    } catch (error) {
      left.throwIfAborted();
      if (signal.aborted) return { kind: 'timed out', why: `no answer within ${limit} s`, http: null };
      throw error;
    }
    const completion = http.trouble === null ? completionOf(http) : null;
    if (completion !== null && completion.kind !== 'broken') return { kind: 'completion', completion, http };
    const why = completion?.why ?? explain(http);
    if (http.trouble === 'aborted') {
      if (!left.aborted) return { kind: 'timed out', why: `no answer within ${limit} s`, http };
      await failed(http, 'the player left');
      left.throwIfAborted();
    }
    const dropped = refusedParameter(http, Object.keys(body));
    if (dropped !== null) connection.refused.add(dropped);
    else if (!worthAnother(http, completion !== null) || (attempt + 1 >= TRIES && http.status !== STARTING))
      return { kind: 'failed', why, http };
    const asked = askedToWait(http.headers);
    const wait = dropped !== null ? 0 : (asked ?? Math.min(8000, 500 * 2 ** attempt));
    if (asked !== null && http.status === 429) connection.limiter.pause(asked);
    if (Date.now() + wait >= end)
      return {
        kind: 'failed',
        why: asked === null ? why : `${why}; it asks to wait ${lastingWords(asked)}, and the limit is ${limit} s`,
        http,
      };
    await failed(http, why);
    try {
      await sleep(wait, signal);
    } catch {
      left.throwIfAborted();
      return { kind: 'timed out', why: `no answer within ${limit} s; before that: ${why}`, http: null };
    }
  }
}

/** Whether the same request may go better: broken bodies (not too large ones), lost connections, 408, 409, 429 and 5xx; never a quota that is used up. */
function worthAnother(http: HttpAnswer, broken: boolean): boolean {
  if (http.trouble === 'size') return false;
  if (broken || http.trouble === 'connection') return true;
  const { status, raw } = http;
  if (status === 429) return !/insufficient_quota/.test(raw);
  return status !== null && (status === 408 || status === 409 || status >= 500);
}

/** What is sent of the settings: without those refused; a limit of tokens under its newer name where the old one is. */
function taken(
  extra: Readonly<Record<string, unknown>>,
  refused: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  const limit = extra['max_tokens'];
  const renamed = limit !== undefined && refused.has('max_tokens') ? { max_completion_tokens: limit } : {};
  return Object.fromEntries(Object.entries({ ...renamed, ...extra }).filter(([name]) => !refused.has(name)));
}

/** The parameter that a 400 or 422 names and that the question can do without: all but the model and the messages. */
function refusedParameter({ status, raw }: HttpAnswer, sent: readonly string[]): string | null {
  if (status !== 400 && status !== 422) return null;
  const named = (name: string): boolean =>
    raw.includes(name) || (name === 'response_format' && /json_schema|guided_/.test(raw));
  const longestFirst = sent
    .filter((name) => name !== 'model' && name !== 'messages')
    .sort((one, two) => two.length - one.length);
  return longestFirst.find(named) ?? null;
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
