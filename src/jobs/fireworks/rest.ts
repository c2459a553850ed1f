/**
 * Requests to a provider that has no client of its own: JSON over HTTP, asked again where that can help. A body is taken only so
 * far, a key goes to the address it is for alone (no redirect is followed), and where a server repeats the key it is struck out.
 */
import { bodyOf, causeOf, causesOf, TooLarge } from '../../model/http-body.ts';
import type { HttpAnswer } from '../../model/http.ts';
import { withoutKey } from '../../model/secrets.ts';
import { askedToWait, lastingWords, sleep } from '../../model/waiting.ts';
import { Later } from '../told-apart.ts';

export type RestRequest = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  /** Goes with it as a bearer token; null: none does. */
  readonly key: string | null;
  /** What is sent; absent: nothing. */
  readonly json?: unknown;
  readonly form?: FormData;
  /** Bytes of the answer, at most. */
  readonly most?: number;
  /** Milliseconds in which one attempt has to be answered. */
  readonly limitMs?: number;
};

/** How patiently a provider is asked, milliseconds. */
export type RestPace = {
  /** Before the second attempt; doubled before each further one, up to `most`. */
  readonly first: number;
  readonly most: number;
  /** Attempts at all, the first one included. */
  readonly tries: number;
  /** A server that asks to wait longer is not waited for. */
  readonly asked: number;
  /** Between two looks at something that takes its time. */
  readonly look: number;
  /** After which it is not looked at any more. */
  readonly looks: number;
};

export const REST_PACE: RestPace = { first: 500, most: 8000, tries: 6, asked: 120_000, look: 2000, looks: 15 * 60_000 };

const MOST_BYTES = 8_000_000;
const LIMIT_MS = 60_000;
/** So many letters are kept of a body that was larger. */
const KEPT = 2000;

/** The answer to a request, asked again while the connection fails or the server is not well. Throws the signal's reason where
 * it was aborted, and `Later` where a server asks to wait for longer than that. */
export async function patiently(
  provider: string,
  request: RestRequest,
  signal: AbortSignal,
  pace: RestPace,
): Promise<HttpAnswer> {
  for (let attempt = 1, pause = pace.first; ; attempt++, pause = Math.min(pace.most, pause * 2)) {
    const http = await once(request, signal);
    if (!mayHelp(http) || attempt >= pace.tries) return http;
    const asked = askedToWait(http.headers, Date.now(), http.raw);
    if (asked !== null && asked > pace.asked)
      throw new Later(`${provider} asks to wait ${lastingWords(asked)}: try it again then.`, asked);
    await sleep(Math.max(asked ?? 0, pause), signal);
  }
}

/** One request and its answer. A refusal is an answer; rejects only where `signal` was aborted. */
export async function once(request: RestRequest, signal: AbortSignal): Promise<HttpAnswer> {
  const { method, url, key, json, form, most = MOST_BYTES, limitMs = LIMIT_MS } = request;
  const began = performance.now();
  const heard: { raw: string; status: number | null; headers: ReadonlyMap<string, string> } = {
    ...{ raw: '', status: null, headers: new Map() },
  };
  const clean = (text: string): string => withoutKey(text, key);
  const answer = (trouble: HttpAnswer['trouble'], detail: string): HttpAnswer => ({
    ...{ request: `${method} ${new URL(url).pathname}`, raw: clean(heard.raw), status: heard.status, trouble },
    headers: new Map([...heard.headers].map(([name, value]) => [name, clean(value)])),
    ms: Math.round(performance.now() - began),
    detail: clean(detail),
  });
  const late = AbortSignal.timeout(limitMs);
  try {
    signal.throwIfAborted();
    const response = await fetch(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: json === undefined ? (form ?? null) : JSON.stringify(json),
      redirect: 'manual',
      signal: AbortSignal.any([signal, late]),
    });
    const { status, headers, ok } = response;
    await bodyOf(response, most, (raw) => Object.assign(heard, { raw, status, headers: new Map(headers) }));
    return ok ? answer(null, '') : answer('status', String(status));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const tooLarge = causesOf(error).find((one) => one instanceof TooLarge);
    if (tooLarge !== undefined) {
      heard.raw = heard.raw.slice(0, KEPT);
      return answer('size', tooLarge.message);
    }
    return answer('connection', late.aborted ? `no answer within ${lastingWords(limitMs)}` : causeOf(error));
  }
}

/** What an account has used up: asking again changes nothing. */
const USED_UP = /quota|spend|billing|credit|suspend/i;

function mayHelp({ trouble, status, raw }: HttpAnswer): boolean {
  if (trouble === 'connection') return true;
  if (trouble !== 'status' || status === null) return false;
  if (status === 429) return !USED_UP.test(raw);
  return status === 408 || (status >= 500 && status !== 501);
}
