/**
 * What a call may cost and what it has cost, as a cap in USD counts it: never less than was paid, as far as anybody can
 * tell. What a server says it used is believed upwards only; where it says nothing, the bytes tell about how much was read,
 * and the answer was as long as it might be.
 */
import type { CallRow, LogQuestions } from '../core/log.ts';
import { isLost } from '../core/no-answer.ts';
import { completionOf } from './completion.ts';
import type { HttpAnswer } from './http.ts';
import type { Price } from './provider.ts';
import { jsonOf } from './server-error.ts';

/** Bytes a token where nothing is known: fewer than any language that is likely here takes, so that it is dear rather than cheap. */
const BYTES_A_TOKEN = 3;
/** Bytes a token where a server counts few: prose takes fewer, so that whoever says half is not believed. */
const PROSE_BYTES_A_TOKEN = 5;
/** Bytes a token that no language takes: a server that counts so few tokens has not counted. */
const ABSURD_BYTES_A_TOKEN = 8;
/** Tokens of an answer where no limit is sent. Ours. */
const UNLIMITED = 4096;
/** Tokens that a server may count for probabilities, although nothing is written: one counts 21. Ours. */
const UNWRITTEN = 32;
/** Tokens that a server may put around a question for probabilities: one counts 285 for a short sentence. Ours. */
const AROUND = 256;

const bytesOf = (text: string): number => Buffer.byteLength(text);
const usd = (price: Price, tokensIn: number, tokensOut: number): number =>
  (tokensIn * price.in + tokensOut * price.out) / 1e6;

/** What a request may cost at most, USD: all that is sent, and as long an answer as it allows. `body`: as it is sent. */
export function dearestCost(price: Price, body: Body): number {
  return usd(price, bytesOf(readIn(body)) / BYTES_A_TOKEN + (isTyped(body) ? AROUND : 0), allowedIn(body));
}

type Body = Readonly<Record<string, unknown>>;

/** Whether a request asks typed questions, whose answers are probabilities and no text. */
const isTyped = (body: Body): boolean => body['questions'] !== undefined && body['messages'] === undefined;

/** What a model reads of a request. */
const readIn = (body: Body): string => JSON.stringify(body['messages'] ?? body);

/** Letters of a request that a model reads, where they are texts. */
export const lettersIn = (body: Body): number =>
  textsIn(body['messages'] ?? [body['state'], body['input'], body['questions']]);

/** Letters of all texts within, names of fields that are labels among them; roles and kinds are no text. */
function textsIn(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + textsIn(one), 0);
  if (!isFields(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [name, inner]) =>
      sum +
      (name === 'criteria'
        ? Object.keys(isFields(inner) ? inner : {}).join('').length
        : NO_TEXT.includes(name)
          ? 0
          : textsIn(inner)),
    0,
  );
}
const NO_TEXT = ['role', 'type'];

/** The most tokens that are written as an answer to a request: none where it asks for probabilities of a server that has them. */
export const mostWritten = (body: Body): number => (isTyped(body) ? 0 : allowedIn(body));

/** Tokens of the longest answer that a request allows. */
function allowedIn(body: Body): number {
  if (isTyped(body)) return UNWRITTEN;
  const limits = ['max_completion_tokens', 'max_tokens'].flatMap((name) => {
    const limit = body[name];
    return typeof limit === 'number' && limit > 0 ? [limit] : [];
  });
  return limits.length === 0 ? UNLIMITED : Math.max(...limits);
}

/** What a call is counted as, USD. */
export function countedCost(price: Price, http: HttpAnswer): number {
  const sent = jsonOf(http.request);
  const body = isFields(sent) ? sent : {};
  const told = completionOf(http);
  const { tokensIn, tokensOut } = told;
  if (tokensIn === null && tokensOut === null) {
    if (http.request === '') return 0;
    // Nobody takes money for what is refused; what was begun and not heard to its end may have gone on to its end.
    if (http.trouble === 'status') return 0;
    if (http.trouble === 'connection' && NEVER_SENT.test(http.detail)) return 0;
    if (http.trouble !== null) return dearestCost(price, body);
  }
  const asked = bytesOf(Object.keys(body).length === 0 ? JSON.stringify(http.request) : readIn(body));
  if (isTyped(body))
    return usd(price, believed(tokensIn, asked) ?? asked / BYTES_A_TOKEN + AROUND, tokensOut ?? UNWRITTEN);
  const said = bytesOf(told.kind === 'broken' ? http.raw : told.text);
  return usd(
    price,
    believed(tokensIn, asked) ?? asked / BYTES_A_TOKEN,
    // What was thought and not shown is paid too.
    believed(tokensOut, said) ?? Math.max(allowedIn(body), bytesOf(http.raw) / BYTES_A_TOKEN),
  );
}

/** A count of tokens, raised to what so many bytes of prose have; null where there is none, or it counts next to nothing. */
const believed = (tokens: number | null, bytes: number): number | null =>
  tokens === null || tokens < bytes / ABSURD_BYTES_A_TOKEN ? null : Math.max(tokens, bytes / PROSE_BYTES_A_TOKEN);

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Connections that never stood. */
const NEVER_SENT =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|certificate|altnames|wrong version number/i;

/** What a call that is in the log is counted as, USD. How it failed is read from what is kept of it. */
export function countedCostOf(price: Price, { request, response, outcome }: CallRow): number {
  const answered = !isLost(outcome);
  const body = jsonOf(response);
  const refused =
    !answered &&
    (isFields(body) ? (body['choices'] ?? body['answers']) === undefined : /^(\s*<|[3-5]\d\d\b)/.test(response));
  const trouble = answered ? null : outcome === 'timed out' ? 'aborted' : refused ? 'status' : 'connection';
  const status = trouble === null ? 200 : null;
  return countedCost(price, {
    ...{ request, raw: response, detail: response, status, trouble },
    ...{ headers: new Map<string, string>(), ms: 0 },
  });
}

/** What all calls of a session are counted as, USD; those of models without a price count nothing. */
export async function countedSoFar(
  log: Pick<LogQuestions, 'matches' | 'calls'>,
  session: string,
  priceOf: (provider: string, model: string) => Price | null,
): Promise<number> {
  let sum = 0;
  for (const { code } of await log.matches({ session }))
    for (const row of await log.calls(code)) {
      const price = priceOf(row.provider, row.model);
      if (price !== null) sum += countedCostOf(price, row);
    }
  return sum;
}
