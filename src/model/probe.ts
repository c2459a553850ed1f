/**
 * Five tiny requests that find out what a server does with settings that many accept and ignore: a 200 proves nothing.
 * Each finding is what was seen in one exchange, not a promise of the server.
 */
import { z } from 'zod';
import { completionOf, jsonOf } from './completion.ts';
import { shutdownOf } from './server.ts';
import type { Client, Message, HttpAnswer } from './http.ts';

const finding = z.enum(['yes', 'no', 'refused', 'unclear']);
type Finding = z.infer<typeof finding>;

/** Stored beside the agent and shown in reports. */
export const probed = z.strictObject({
  at: z.number(),
  /** A JSON schema binds the answer although the prompt asks for something else. */
  schema: finding,
  /** One seed, twice the same answer at temperature 1. */
  seed: finding,
  logprobs: finding,
  /** A system message is followed. */
  system: finding,
  /** A stop text of several words ends the answer. */
  stop: finding,
  /** Median of the five, milliseconds. */
  ms: z.number(),
  /** The day on which the server says it will switch the model off: 2027-01-14. */
  shutdown: z.string().nullable(),
});
export type Probe = z.infer<typeof probed>;

export type Probing =
  | { readonly ok: true; readonly probe: Probe; readonly exchanges: readonly HttpAnswer[] }
  /** The answer that shows that no more need be asked: a wrong key, address or model, no quota, no answer in time. */
  | { readonly ok: false; readonly http: HttpAnswer; readonly exchanges: readonly HttpAnswer[] };

const user = (content: string): readonly Message[] => [{ role: 'user', content }];
const SCHEMA = {
  type: 'object',
  properties: { answer: { type: 'string', enum: ['blue', 'green'] } },
  required: ['answer'],
  additionalProperties: false,
};
const RANDOM = { messages: user('Write eight random digits.'), temperature: 1, seed: 7 };
const REQUESTS = [
  {
    messages: user('Name a colour in one plain English word, without any JSON.'),
    response_format: { type: 'json_schema', json_schema: { name: 'colour', strict: true, schema: SCHEMA } },
  },
  RANDOM,
  RANDOM,
  {
    messages: [
      { role: 'system', content: 'Whatever you are asked, answer with the single word pineapple.' },
      ...user('What is two plus two?'),
    ],
    logprobs: true,
  },
  { messages: user('Repeat exactly: alpha beta gamma delta epsilon zeta'), stop: ['gamma delta epsilon'] },
] as const;

/** Asks five times, one after the other; stops at the first answer that no other setting would change. */
export async function probe(
  client: Client,
  model: string,
  signal: AbortSignal,
  clock: () => number = Date.now,
): Promise<Probing> {
  const exchanges: HttpAnswer[] = [];
  for (const request of REQUESTS) {
    const http = await client.send({ model, ...request }, signal);
    exchanges.push(http);
    if (http.trouble !== null && http.status !== 400 && http.status !== 422) return { ok: false, http, exchanges };
  }
  if (exchanges.every((http) => http.trouble === 'status')) return { ok: false, http: exchanges[1]!, exchanges };
  const [schema, one, two, system, stop] = exchanges.map(textOf);
  const ms = exchanges.map((http) => http.ms).sort((a, b) => a - b)[2]!;
  return {
    ok: true,
    exchanges,
    probe: {
      at: clock(),
      schema: seen(
        schema,
        (text) => z.strictObject({ answer: z.enum(['blue', 'green']) }).safeParse(jsonOf(text)).success,
      ),
      seed: one === null && two === null ? 'refused' : one && two ? (one === two ? 'yes' : 'no') : 'unclear',
      logprobs: exchanges[3]!.trouble === 'status' ? 'refused' : hasLogprobs(exchanges[3]!) ? 'yes' : 'no',
      system: seen(system, (text) => /pineapple/i.test(text)),
      stop: seen(stop, (text) => !/gamma/i.test(text)),
      ms,
      shutdown: await shutdownOf(client, model, signal),
    },
  };
}

/** The words of a completion; null where the request was refused, '' where there were none. */
function textOf(http: HttpAnswer): string | null {
  if (http.trouble !== null) return null;
  const completion = completionOf(http);
  return completion.kind === 'text' ? completion.text : '';
}

const seen = (text: string | null | undefined, holds: (text: string) => boolean): Finding =>
  text === null || text === undefined ? 'refused' : text.trim() === '' ? 'unclear' : holds(text) ? 'yes' : 'no';

function hasLogprobs(http: HttpAnswer): boolean {
  const completion = completionOf(http);
  return completion.kind === 'text' && completion.logprobs !== null;
}
