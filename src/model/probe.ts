/**
 * A few tiny requests that find out what a server does with settings that many accept and ignore: a 200 proves nothing.
 * Each finding is what was seen in one exchange, not a promise of the server.
 */
import { z } from 'zod';
import { type Completion, completionOf } from './completion.ts';
import { type Dialect, learn, newDialect, requestBody, SYSTEM_ROLE } from './dialect.ts';
import { isReadable } from './likelihoods.ts';
import { jsonOf } from './server-error.ts';
import { shutdownOf } from './server.ts';
import type { Client, Message, HttpAnswer } from './http.ts';

const finding = z.enum(['yes', 'no', 'refused', 'unclear']);
type Finding = z.infer<typeof finding>;

/** Stored beside the agent and shown in reports. What older programs did not ask is not there. */
export const probed = z.strictObject({
  at: z.number(),
  /** A JSON schema binds the answer although the prompt asks for something else. */
  schema: finding,
  /** One seed, twice the same answer at temperature 1. */
  seed: finding,
  /** Token probabilities that can be read. */
  logprobs: finding,
  /** A system message is followed. */
  system: finding,
  /** A stop text of several words ends the answer. */
  stop: finding,
  /** A temperature is taken: that it is kept nobody can see. */
  temperature: finding.exactOptional(),
  /** A budget of tokens ends the answer. */
  budget: finding.exactOptional(),
  /** What that budget is called. */
  budgetName: z.enum(['max_completion_tokens', 'max_tokens']).exactOptional(),
  /** It thinks before it answers. */
  thinks: z.boolean().exactOptional(),
  /** It answers in a stream only. */
  streams: z.boolean().exactOptional(),
  /** Settings that it refused, and `system role`. */
  refused: z.array(z.string()).readonly().exactOptional(),
  /** The model that answered, where it is called otherwise than the one asked. */
  served: z.string().exactOptional(),
  /** Requests that had no answer in time. */
  unanswered: z.number().exactOptional(),
  /** Median of the requests, milliseconds. */
  ms: z.number(),
  /** The day on which the server says it will switch the model off: 2027-01-14. */
  shutdown: z.string().nullable(),
});
export type Probe = z.infer<typeof probed>;

/** What is tried, in its order, each with a finding. */
export const TRIED = ['schema', 'seed', 'temperature', 'logprobs', 'system', 'stop', 'budget'] as const;

/** The findings in a line: "schema yes, seed no, long stop yes, answered by qwen3". */
export const findingWords = (probe: Probe): string =>
  [
    ...TRIED.flatMap((what) => {
      const how = probe[what];
      return how === undefined ? [] : [`${what === 'stop' ? 'long stop' : what} ${how}`];
    }),
    ...(probe.served === undefined ? [] : [`answered by ${probe.served}`]),
  ].join(', ');

export type Probing =
  | { readonly ok: true; readonly probe: Probe; readonly exchanges: readonly HttpAnswer[] }
  /** The answer that shows that no more need be asked: a wrong key, address or model, no quota, no answer in time. */
  | { readonly ok: false; readonly http: HttpAnswer; readonly exchanges: readonly HttpAnswer[] };

/** What a probe found, as the calls after it use it. */
export const dialectProbed = (probe: Probe | undefined): Dialect =>
  newDialect(probe?.refused ?? (probe?.schema === 'refused' ? ['response_format'] : []), {
    ...(probe?.thinks === undefined ? {} : { thinks: probe.thinks }),
    ...(probe?.budgetName === undefined ? {} : { budgetName: probe.budgetName }),
    ...(probe?.streams === undefined ? {} : { streams: probe.streams }),
  });

type Settings = Readonly<Record<string, unknown>>;

const user = (content: string): readonly Message[] => [{ role: 'user', content }];
const SCHEMA = {
  type: 'object',
  properties: { answer: { type: 'string', enum: ['blue', 'green'] } },
  required: ['answer'],
  additionalProperties: false,
};
/** Tokens of an answer to a tiny request, unless the model thinks; and of the one that is to be cut off. */
const FEW = 256;
const VERY_FEW = 16;
/** What is learned in one request, at most. */
const LESSONS = 8;
/** Requests without an answer in time before no more are made. */
const TOO_SLOW = 2;

/** What came of one request. `without`: what was refused of it. null: nothing came. */
type Seen = { readonly completion: Completion; readonly without: readonly string[] } | null;

/**
 * Asks one request after the other, each within its own `limit`; one that has no answer leaves the others what they were.
 * Ends at the first answer that no other setting would change.
 */
export async function probe(
  client: Client,
  model: string,
  limit: () => AbortSignal,
  clock: () => number = Date.now,
): Promise<Probing> {
  const dialect = newDialect();
  const exchanges: HttpAnswer[] = [];
  const times: number[] = [];
  let [answered, unanswered] = [0, 0];
  let hopeless: HttpAnswer | null = null;
  let served: string | null = null;

  const ask = async (messages: readonly Message[], settings: Settings = {}): Promise<Seen> => {
    const without = new Set<string>();
    for (let lesson = 0; lesson < LESSONS && hopeless === null && unanswered < TOO_SLOW; lesson++) {
      const few = dialect.thinks ? {} : { max_completion_tokens: FEW };
      const { body, leftOut } = requestBody(dialect, model, messages, { ...few, ...settings });
      for (const name of leftOut) without.add(name);
      const http = await client.send(body, limit());
      exchanges.push(http);
      const completion = completionOf(http);
      if (http.trouble === 'aborted') {
        unanswered += 1;
        return null;
      }
      if (http.trouble === null || completion.kind === 'refused') {
        if (completion.kind === 'broken') return { completion, without: [...without] };
        answered += 1;
        times.push(http.ms);
        served ??= completion.served;
        const cutOff = completion.kind === 'text' && completion.cut && completion.text.trim() === '';
        const thinks = completion.thought || (cutOff && !('max_completion_tokens' in settings));
        if (thinks && !dialect.thinks) {
          dialect.thinks = true;
          if (cutOff) continue;
        }
        return { completion, without: [...without] };
      }
      const learned = http.trouble === 'status' ? learn(dialect, http, body) : null;
      if (learned === null) {
        if (isHopeless(http, answered)) hopeless = http;
        return { completion, without: [...without, ...Object.keys(settings)] };
      }
      if (learned.kind === 'suspected') {
        dialect.refused.add(learned.setting);
        without.add(learned.setting);
      }
    }
    return null;
  };

  const schema = await ask(user('Name a colour in one plain English word, without any JSON.'), {
    response_format: { type: 'json_schema', json_schema: { name: 'colour', strict: true, schema: SCHEMA } },
  });
  const random = { temperature: 1, seed: 7 };
  const one = await ask(user('Write eight random digits.'), random);
  const two = await ask(user('Write eight random digits.'), random);
  const system = await ask([
    { role: 'system', content: 'Whatever you are asked, answer with the single word pineapple.' },
    ...user('What is two plus two?'),
  ]);
  const likely = await ask(user('Is the sea salty? Answer yes or no.'), { logprobs: true, top_logprobs: 5 });
  const stop = await ask(user('Repeat exactly: alpha beta gamma delta epsilon zeta'), {
    stop: ['gamma delta epsilon'],
  });
  const count = (): Promise<Seen> =>
    ask(user('Count from 1 to 100, with a space between the numbers.'), { max_completion_tokens: VERY_FEW });
  let counted = await count();
  let budget = kept(counted);
  if (budget === 'no' && dialect.budgetName === 'max_completion_tokens') {
    dialect.budgetName = 'max_tokens';
    counted = await count();
    budget = kept(counted);
    if (budget !== 'yes') dialect.budgetName = 'max_completion_tokens';
  }

  const first = exchanges[0]!;
  if (hopeless !== null) return { ok: false, http: hopeless, exchanges };
  if (answered === 0)
    return { ok: false, http: exchanges.find(({ trouble }) => trouble !== 'aborted') ?? first, exchanges };
  const refused = [...dialect.refused];
  return {
    ok: true,
    exchanges,
    probe: {
      at: clock(),
      schema: found(
        schema,
        'response_format',
        (text) => z.strictObject({ answer: z.enum(['blue', 'green']) }).safeParse(jsonOf(text)).success,
      ),
      seed: found(two, 'seed', (text) => text === textOf(one)),
      temperature: found(one, 'temperature', () => true),
      logprobs:
        likely === null
          ? 'unclear'
          : likely.without.includes('logprobs')
            ? 'refused'
            : hasLogprobs(likely.completion)
              ? 'yes'
              : 'no',
      system: found(system, SYSTEM_ROLE, (text) => /pineapple/i.test(text)),
      stop: found(stop, 'stop', (text) => !/gamma/i.test(text)),
      budget,
      budgetName: dialect.budgetName,
      ...(dialect.thinks ? { thinks: true } : {}),
      ...(dialect.streams ? { streams: true } : {}),
      ...(refused.length === 0 ? {} : { refused }),
      ...(served === null || served === model ? {} : { served }),
      ...(unanswered === 0 ? {} : { unanswered }),
      ms: times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0,
      shutdown: await shutdownOf(client, model, limit()),
    },
  };
}

/** Whether no other setting would change this answer. A server that answered before and is not well now is asked on. */
const isHopeless = ({ status, trouble }: HttpAnswer, answered: number): boolean =>
  trouble === 'connection'
    ? answered === 0
    : status !== null && (status < 500 ? ![400, 422].includes(status) : answered === 0);

const textOf = (seen: Seen): string => (seen?.completion.kind === 'text' ? seen.completion.text : '');

function found(seen: Seen, setting: string, holds: (text: string) => boolean): Finding {
  if (seen === null) return 'unclear';
  if (seen.without.includes(setting)) return 'refused';
  const text = textOf(seen);
  return text.trim() === '' ? 'unclear' : holds(text) ? 'yes' : 'no';
}

/** Whether a budget of very few tokens was kept. */
function kept(seen: Seen): Finding {
  if (seen === null || seen.completion.kind !== 'text') return 'unclear';
  if (seen.without.includes('max_completion_tokens')) return 'refused';
  const { cut, text, tokensOut } = seen.completion;
  if (cut || (tokensOut !== null && tokensOut <= 2 * VERY_FEW)) return 'yes';
  return text.trim() === '' ? 'unclear' : /\b60\b/.test(text) || (tokensOut ?? 0) > 4 * VERY_FEW ? 'no' : 'unclear';
}

const hasLogprobs = (completion: Completion): boolean => completion.kind === 'text' && isReadable(completion.logprobs);
