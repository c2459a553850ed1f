/**
 * A server that gives probabilities in three ways: /systemone, /decisions, and the first token of a chat. Its models have a
 * rule by which they choose, and misbehave by their name as servers do; what each must lead to is tested in
 * misbehaving-decisions.test.ts. A test may bring models of its own. Chats that ask for something else are answered as usual.
 */
import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import type { DecisionDialect } from '../../src/core/distribution.ts';
import { models as usual } from './misbehaving.ts';
import { type Asked, type Behaviour, type Model, serveAs, type Server } from './server.ts';

/** A question about probabilities, whichever way it was put. */
export type AskedDecision = {
  readonly dialect: DecisionDialect;
  readonly model: string;
  /** Rules, history and preference. */
  readonly state: string;
  readonly instruction: string;
  /** In the order asked, as they are shown. */
  readonly labels: readonly string[];
};

/** How a model chooses: probabilities in the order asked, summing to 1. */
export type Rule = (asked: AskedDecision) => readonly number[];

/** exp(strength) of each over their sum: the logit rule at strengths u/λ. */
export function softmax(strengths: readonly number[]): readonly number[] {
  const most = Math.max(...strengths);
  const odds = strengths.map((strength) => Math.exp(strength - most));
  const sum = odds.reduce((all, one) => all + one, 0);
  return odds.map((one) => one / sum);
}

/** The logit rule over what each label is worth, with a bias in log-odds for whatever stands first. */
export const logit =
  (worth: (label: string, asked: AskedDecision) => number, lambda = 1, bias = 0): Rule =>
  (asked) =>
    softmax(asked.labels.map((label, place) => worth(label, asked) / lambda + (place === 0 ? bias : 0)));

/** Gives one label this probability, and the others the rest in equal parts. */
export const leans =
  (towards: (asked: AskedDecision) => string, probability: number): Rule =>
  (asked) => {
    const chosen = towards(asked);
    const rest = (1 - probability) / (asked.labels.length - 1);
    return asked.labels.map((label) => (label === chosen ? probability : rest));
  };

/** The label that stands first in the alphabet: the same whatever the order. */
export const foremost = ({ labels }: AskedDecision): string => labels.toSorted()[0]!;

/**
 * The logit rule with κ and λ over what a prompt says of each answer: "cooperate: own = 42.5, same = 75.0". Without such
 * lines all are worth the same.
 */
export const overTold = (kappa: number, lambda: number, bias = 0): Rule =>
  logit(
    (label, { state }) => {
      const line = state.split('\n').find((one) => one.startsWith(`${label}: own = `)) ?? '';
      const number = (name: string): number => Number(new RegExp(`${name} = (-?[\\d.]+)`).exec(line)?.[1] ?? 0);
      return (1 - kappa) * number('own') + kappa * number('same');
    },
    lambda,
    bias,
  );

/** A model: its rule, the ways in which it can be asked, and what it makes of its answer. */
export type DecisionModel = {
  readonly rule?: Rule;
  /** Elsewhere there is no such route; left out: all three. */
  readonly speaks?: readonly DecisionDialect[];
  /** Answers itself, instead of what it is; undefined: not this time. */
  readonly instead?: (res: ServerResponse, asked: AskedDecision, raw: Asked) => true | undefined;
  /** Answers an ordinary chat; left out: as a model does that plays. */
  readonly chat?: Behaviour;
  /** What is sent of its probabilities, by label. */
  readonly sends?: (
    probabilities: Readonly<Record<string, number>>,
    asked: AskedDecision,
  ) => Readonly<Record<string, unknown>>;
  /** The mass of the first token that no option has; by the request, where that changes it. */
  readonly outside?: number | ((raw: Asked) => number);
  /** What it is called in its answers. */
  readonly served?: string;
};

const json = (
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): true => {
  res.writeHead(status, { 'content-type': 'application/json', ...headers });
  // NaN is written as Python's servers write it.
  res.end(typeof body === 'string' ? body : JSON.stringify(body).replaceAll('"NaN"', 'NaN'));
  return true;
};
const notFound = (res: ServerResponse): true => json(res, 404, { detail: 'Not Found' });

/** Refuses in these ways of asking. */
const refusing = (status: number, body: unknown, ...dialects: readonly DecisionDialect[]) =>
  ({
    instead: (res, { dialect }) => (dialects.includes(dialect) ? json(res, status, body) : undefined),
  }) satisfies DecisionModel;
const TYPED = ['systemone', 'decisions'] as const;
const rounded =
  (decimals: number, by = 1): NonNullable<DecisionModel['sends']> =>
  (probabilities) =>
    Object.fromEntries(Object.entries(probabilities).map(([label, p]) => [label, Number((p * by).toFixed(decimals))]));
const without = (label: string, all: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(all).filter(([one]) => one !== label));

/** So often each model that gets well again has been asked, by server. */
type Counts = Map<string, number>;
const unwell = (counts: Counts, times: number, status: number, headers: Readonly<Record<string, string>>) =>
  ({
    instead(res, { model }) {
      const before = counts.get(model) ?? 0;
      counts.set(model, before + 1);
      return before < times ? json(res, status, { error: { message: `status ${status}` } }, headers) : undefined;
    },
  }) satisfies DecisionModel;

const NOT_THIS = { error: { code: 501, message: 'This model is not a decision model', type: 'not_supported_error' } };
/** About .7 for the foremost label, a little more where it stands first, as models do. */
const PLEASANT = logit((label, asked) => (label === foremost(asked) ? 0.8 : 0), 1, 0.1);

/** Models by their name, apart from those that count. */
const named = (counts: Counts): Readonly<Record<string, DecisionModel>> => ({
  plain: {},
  'systemone-only': { speaks: ['systemone'] },
  'decisions-only': { speaks: ['decisions'] },
  'chat-only': { speaks: ['first token'] },
  /** As transformers: no chat with probabilities, and not a word about it. */
  'no-logprobs': { speaks: [] },
  /** As llama.cpp with an ordinary model. */
  'not-this-model': { ...refusing(501, NOT_THIS, 'systemone'), speaks: ['systemone', 'first token'] },
  'not-this-model-at-all': { ...refusing(501, NOT_THIS, 'systemone'), speaks: ['systemone'] },
  'no-account': refusing(403, { error: { message: 'Your account has no access to decisions.' } }, ...TYPED),
  'no-account-at-all': {
    ...refusing(403, { error: { message: 'Your account has no access to decisions.' } }, ...TYPED),
    speaks: ['systemone', 'decisions'],
  },
  /** OpenAI's decisions know one model. */
  'gpt-6-luna': { speaks: ['decisions'] },
  'gpt-6-astra': {
    ...refusing(
      400,
      { error: { message: 'Only gpt-6-luna is supported.', param: 'model', code: 'unsupported_model' } },
      'decisions',
    ),
    speaks: ['decisions'],
  },
  pinned: {
    ...refusing(400, { detail: "Server is pinned to 'tiny'; requested 'pinned'." }, 'systemone'),
    speaks: ['systemone'],
  },
  'no-letters': {
    ...refusing(400, { detail: "The labels ['A', 'B'] are not distinct single tokens for this model." }, 'systemone'),
    speaks: ['systemone'],
  },
  unprocessable: {
    ...refusing(
      422,
      { detail: [{ loc: ['body', 'state'], msg: 'Input should be an object', type: 'dict_type' }] },
      ...TYPED,
    ),
    speaks: ['systemone', 'decisions'],
  },
  'at-most-two': {
    instead: (res, { dialect, labels }) =>
      dialect === 'systemone' && labels.length > 2
        ? json(res, 422, {
            detail: [
              {
                loc: ['body', 'questions'],
                msg: `Question 'choice': this model reads at most 2 options for a choice question, got ${labels.length} (\`labels.choice\` in its decision config).`,
                type: 'value_error',
              },
            ],
          })
        : undefined,
    speaks: ['systemone'],
  },
  'refuses-the-question': {
    instead: (res, { dialect, model }) =>
      dialect === 'decisions'
        ? json(res, 200, { model, answers: [{ type: 'refusal', name: null }], usage: usageOf(100) })
        : undefined,
    speaks: ['decisions'],
  },
  filtered: refusing(400, { error: { message: 'The prompt was filtered.', code: 'content_filter' } }, 'systemone'),
  'two-decimals': { rule: leans(foremost, 0.876), sends: rounded(2) },
  /** .00 is not never. */
  'nearly-never': { rule: leans(foremost, 0.998), sends: rounded(2) },
  'sums-99': { sends: rounded(2, 0.99) },
  'sums-50': { sends: rounded(4, 0.5) },
  /** Its keys come back sorted, whatever was asked. */
  'keys-sorted': {
    sends: (all) => Object.fromEntries(Object.entries(all).toSorted(([one], [other]) => (one < other ? -1 : 1))),
  },
  /** It sorts before it reads: the order asked does not reach the model, which likes what stands first. */
  'order-lost': { rule: leans(foremost, 0.731058578630005) },
  'option-missing': { sends: (all, asked) => without(asked.labels.at(-1)!, all) },
  nan: { sends: (all) => Object.fromEntries(Object.keys(all).map((label) => [label, 'NaN'])) },
  'null-probability': { sends: (all, asked) => ({ ...all, [asked.labels[0]!]: null }) },
  negative: { sends: (all, asked) => ({ ...all, [asked.labels[0]!]: -0.2 }) },
  'mass-outside': { outside: 0.76, speaks: ['first token'] },
  'nothing-on-options': { outside: 1, speaks: ['first token'] },
  'told-outside': {
    sends: (all) => ({
      ...Object.fromEntries(Object.entries(all).map(([label, p]) => [label, p * 0.8])),
      'none of these': 0.2,
    }),
  },
  'asked-for-this': { served: 'some-other-model-7b' },
  'five-seconds': { instead: (res, asked, raw) => later(5000, res, asked, raw) },
  'too-often': unwell(counts, 1, 429, { 'retry-after': '1' }),
  starting: unwell(counts, 2, 503, { 'retry-after': '1' }),
  'not-well': unwell(counts, 1, 500, {}),
  endless: {
    instead(res) {
      res.writeHead(200, { 'content-type': 'application/json' });
      const more = setInterval(() => (res.destroyed ? clearInterval(more) : res.write(' '.repeat(100_000))), 1);
      return true;
    },
  },
  'half-json': { instead: (res) => json(res, 200, '{"model":"half-json","answers":{"choice":{"probab') },
  'web-page': { instead: (res) => json(res, 200, '<html>sign in</html>') },
  /** It was made to sort: whatever is asked it is nearly sure, and of the same place. */
  'first-place': {
    rule: ({ labels }) => labels.map((_, place) => (place === 0 ? 0.775 : 0.225 / (labels.length - 1))),
  },
  /** True log-odds of 1 for the foremost label, and 1 more for whatever stands first. */
  'position-1': { rule: logit((label, asked) => (label === foremost(asked) ? 1 : 0), 1, 1) },
  /** Follows what it is told to want. */
  'follows-0.5': { rule: overTold(0.5, 10) },
});

function later(ms: number, res: ServerResponse, asked: AskedDecision, raw: Asked): true {
  setTimeout(() => answer(res, {}, asked, raw), ms);
  return true;
}

const usageOf = (read: number) => ({
  ...{ input_tokens: read, output_tokens: 0, total_tokens: read },
  ...{
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens_details: { reasoning_tokens: 0 },
  },
});

/** Answers as the model does, in the shape in which it was asked. */
function answer(res: ServerResponse, model: DecisionModel, asked: AskedDecision, raw: Asked): true {
  const { rule = PLEASANT, sends = (all) => all, outside: missed = 0, served = asked.model } = model;
  const outside = typeof missed === 'number' ? missed : missed(raw);
  const probabilities = rule(asked);
  const tokens = Math.ceil(JSON.stringify(raw.body).length / 4);
  if (asked.dialect === 'first token') {
    const first = asked.labels.map((_, place) => [LETTERS[place]!, (1 - outside) * probabilities[place]!] as const);
    // A letter is one of two tokens, and what is outside is thinking.
    const [letter, mass] = first[0]!;
    const top = [
      [letter, mass * 0.75] as const,
      [` ${letter}`, mass * 0.25] as const,
      ...first.slice(1),
      ['<think>', outside] as const,
    ]
      .filter(([, p]) => p > 0)
      .toSorted(([, one], [, other]) => other - one)
      .map(([token, p]) => ({ token, logprob: Math.log(p) }));
    return json(res, 200, {
      ...{ id: 'x', object: 'chat.completion', created: 1, model: served },
      usage: { prompt_tokens: tokens, completion_tokens: 1, total_tokens: tokens + 1 },
      choices: [
        {
          ...{ index: 0, finish_reason: 'length', message: { role: 'assistant', content: top[0]!.token } },
          logprobs: { content: [{ ...top[0]!, top_logprobs: top }] },
        },
      ],
    });
  }
  const all = sends(Object.fromEntries(asked.labels.map((label, i) => [keyOf(label), probabilities[i]!])), {
    ...asked,
    labels: asked.labels.map(keyOf),
  });
  const listed = Object.entries(all);
  const choice = asked.labels[probabilities.indexOf(Math.max(...probabilities))] ?? '';
  return asked.dialect === 'systemone'
    ? json(res, 200, {
        model: served,
        answers: {
          choice: {
            type: 'choice',
            choice,
            confidence: 0.5,
            probabilities: Object.fromEntries(listed.map(([key, p]) => [labelOf(key), p])),
          },
        },
        usage: { input_tokens: tokens, output_tokens: 0 },
      })
    : json(res, 200, {
        model: served,
        answers: [
          {
            ...{ type: 'choice', name: null, choice, confidence: 0.5 },
            probabilities: listed.map(([key, probability]) => ({ value: labelOf(key), probability })),
          },
        ],
        usage: usageOf(tokens),
      });
}

/** An object of labels keeps their order also where they are whole numbers. */
const keyOf = (label: string): string => `=${label}`;
const labelOf = (key: string): string => key.replace(/^=/, '');

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

const message = z.object({ content: z.string() });
const systemone = z.strictObject({
  model: z.string(),
  state: z.string(),
  questions: z.strictObject({
    choice: z.strictObject({
      type: z.literal('choice'),
      instructions: z.string(),
      criteria: z.record(z.string(), z.null()),
    }),
  }),
});
const decisions = z.object({
  model: z.string(),
  input: z.array(message),
  questions: z.tuple([
    z.strictObject({
      type: z.literal('choice'),
      instructions: z.string(),
      choices: z
        .array(z.strictObject({ value: z.string() }))
        .min(2)
        .max(255),
    }),
  ]),
});
const firstToken = z.object({
  model: z.string(),
  messages: z.tuple([message]),
  max_tokens: z.literal(1).optional(),
  max_completion_tokens: z.literal(1).optional(),
  logprobs: z.literal(true),
});

/** The question in a request; null: it is an ordinary chat; a text: what a careful server finds wrong. */
function askedIn({ path, body }: Asked): AskedDecision | null | string {
  const { pathname } = new URL(path, 'http://here');
  if (pathname.endsWith('/systemone')) {
    const parsed = systemone.safeParse(body);
    if (!parsed.success) return z.prettifyError(parsed.error);
    const { model, state, questions } = parsed.data;
    const { instructions: instruction, criteria } = questions.choice;
    return { dialect: 'systemone', model, state, instruction, labels: Object.keys(criteria) };
  }
  if (pathname.endsWith('/decisions')) {
    const parsed = decisions.safeParse(body);
    if (!parsed.success) return z.prettifyError(parsed.error);
    const { model, input, questions } = parsed.data;
    const { instructions: instruction, choices } = questions[0];
    const state = input.map(({ content }) => content).join('\n\n');
    return { dialect: 'decisions', model, state, instruction, labels: choices.map(({ value }) => value) };
  }
  const parsed = firstToken.safeParse(body);
  if (!parsed.success || (parsed.data.max_tokens ?? parsed.data.max_completion_tokens) !== 1) return null;
  const { model, messages } = parsed.data;
  const lines = messages[0].content.split('\n');
  const end = lines.findLastIndex((line) => line.startsWith('Answer with the letter'));
  const start = lines.findLastIndex((line, at) => at < end && line.startsWith('A. '));
  if (start < 1) return null;
  const labels = lines.slice(start, end).map((line, i) => line.slice(`${LETTERS[i]!}. `.length));
  return {
    ...{ dialect: 'first token', model, labels },
    ...{
      state: lines
        .slice(0, start - 1)
        .join('\n')
        .trimEnd(),
      instruction: lines[start - 1]!,
    },
  };
}

export type DecisionServer = Server &
  AsyncDisposable & {
    /** From now on a model can be asked in these ways only. */
    speaks(model: string, ...dialects: readonly DecisionDialect[]): void;
  };

/** A server of these models, and of more that a test brings: well-behaved ones with a rule of their own, or others. */
export async function serveDecisions(
  more: Readonly<Record<string, DecisionModel>> = {},
  /** How /models lists some of them. */
  listed: readonly Model[] = [],
): Promise<DecisionServer> {
  const models: Record<string, DecisionModel> = { ...named(new Map()), ...more };
  const behaves: Behaviour = (res, raw) => {
    const asked = askedIn(raw);
    if (typeof asked === 'string') return void json(res, 422, { detail: asked });
    const model = models[asked?.model ?? String(raw.body.model)];
    if (model === undefined) return void json(res, 404, { error: { message: `no model ${raw.body.model}` } });
    if (asked === null) return (model.chat ?? usual['plain']!)(res, raw);
    const { speaks = ['systemone', 'decisions', 'first token'] } = model;
    if (!speaks.includes(asked.dialect))
      return asked.dialect === 'first token' ? (model.chat ?? usual['plain']!)(res, raw) : void notFound(res);
    if (model.instead?.(res, asked, raw) !== true) answer(res, model, asked, raw);
  };
  const server = await serveAs(
    { models: Object.keys(models).map((id) => listed.find((one) => one.id === id) ?? { id }) },
    behaves,
  );
  return {
    ...server,
    [Symbol.asyncDispose]: () => server.close(),
    speaks: (model, ...dialects) => void (models[model] = { ...models[model], speaks: dialects }),
  };
}
