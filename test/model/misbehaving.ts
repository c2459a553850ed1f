/** A server whose models misbehave by their name: each in one way in which servers do. What each must lead to is tested in misbehaving.test.ts. */
import type { ServerResponse } from 'node:http';
import type { Asked, Behaviour } from './server.ts';

const said = ({ body }: Asked): string =>
  (body.messages ?? [])
    .filter(({ role }) => role === 'user')
    .map(({ content }) => content)
    .join('\n');

/** The options that a question names, as the alphabet orders them: runs turn them from match to match. */
const options = (asked: Asked): readonly string[] => {
  const listed = /Possible answers: (.*?)\.(\n|$)/.exec(said(asked))?.[1] ?? '';
  return [...listed.matchAll(/"([^"]*)"/g)].map(([, label = '']) => label).toSorted();
};
/** The least of the numbers that are possible; undefined: none is asked for. */
const least = (asked: Asked): string | undefined => /from ([\d.]+) to [\d.]+/.exec(said(asked))?.[1];

/** A good answer: the first option in the alphabet, the least number. */
const good = (asked: Asked): string => {
  const number = least(asked);
  return JSON.stringify({ reasons: 'because', answer: number === undefined ? options(asked)[0] : Number(number) });
};

const json = (
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void => {
  res.writeHead(status, { 'content-type': 'application/json', ...headers });
  res.end(typeof body === 'string' ? body : JSON.stringify(body));
};

type Fields = Readonly<Record<string, unknown>>;
const completes =
  (message: (asked: Asked) => Fields, choice: Fields = {}, top: Fields = {}): Behaviour =>
  (res, asked) =>
    json(res, 200, {
      ...{ id: 'x', object: 'chat.completion', created: 1, model: asked.body.model },
      usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', ...message(asked) }, ...choice }],
      ...top,
    });
const says = (content: (asked: Asked) => unknown, choice: Fields = {}, top: Fields = {}): Behaviour =>
  completes((asked) => ({ content: content(asked) }), choice, top);
const fine = says(good);
const refuses =
  (status: number, body: unknown, when: (asked: Asked) => boolean, otherwise: Behaviour = fine): Behaviour =>
  (res, asked) =>
    when(asked) ? json(res, status, body) : otherwise(res, asked);
const hasSchema = ({ body }: Asked): boolean => body['response_format'] !== undefined;
const draft = (asked: Asked): string => JSON.stringify({ reasons: 'trust', answer: options(asked)[0] });

const failedOnce = new Set<string>();

export const models: Readonly<Record<string, Behaviour>> = {
  plain: fine,
  'think-then-word': says(
    (asked) => `<think>\nA first idea: ${draft(asked)}. But no.\n</think>\n\n${options(asked)[1]}`,
  ),
  'think-cut-off': says((asked) => `<think>\nIf I say ${draft(asked)} I lose. So I should rather`, {
    finish_reason: 'length',
  }),
  'last-sentence': says((asked) => `I have looked at the points. The answer is: "${options(asked)[1]}".`),
  'two-named': says((asked) => `I could ${options(asked)[0]} or ${options(asked)[1]}.`),
  harmony: says(
    (asked) =>
      `<|channel|>analysis<|message|>${draft(asked)}<|end|><|start|>assistant<|channel|>final<|message|>${JSON.stringify({ reasons: 'r', answer: options(asked)[1] })}<|return|>`,
  ),
  'no-usage': says(good, {}, { usage: undefined }),
  'billed-and-broken': (res) =>
    json(res, 500, { error: { message: 'out of order' }, usage: { prompt_tokens: 100, completion_tokens: 10 } }),
  'declines-in-words': says(() => "I'm sorry, but I can't help with that request."),
  'usage-as-text': says(good, {}, { usage: { prompt_tokens: '100', completion_tokens: '10' } }),
  'no-temperature': refuses(
    400,
    {
      error: { message: "Unsupported value: 'temperature' does not support 0 with this model.", param: 'temperature' },
    },
    ({ body }) => body['temperature'] !== undefined,
  ),
  'echoes-the-body': (res, asked) =>
    asked.body['seed'] === undefined
      ? fine(res, asked)
      : json(res, 422, {
          detail: [{ loc: ['body', 'seed'], msg: `not allowed in ${JSON.stringify(asked.body)}`, input: asked.body }],
        }),
  xgrammar: refuses(
    400,
    { object: 'error', message: 'The provided JSON schema contains features not supported by xgrammar.', code: 400 },
    (asked) => JSON.stringify(asked.body['response_format'] ?? '').includes('minimum'),
  ),
  'no-schema-at-all': refuses(500, { error: { message: 'failed to parse grammar' } }, hasSchema),
  'no-schema-no-words': refuses(400, { error: { message: 'Bad Request' } }, hasSchema),
  'json-by-chance': (res, asked) => {
    const once = JSON.stringify(asked.body.messages);
    if (failedOnce.has(once)) return fine(res, asked);
    failedOnce.add(once);
    return json(res, 400, {
      error: {
        message: 'Failed to generate JSON.',
        code: 'json_validate_failed',
        failed_generation: '{"temperature":',
      },
    });
  },
  'no-system': refuses(
    400,
    { object: 'error', message: 'System role not supported', code: 400 },
    ({ body }) => body.messages?.[0]?.role === 'system',
  ),
  'roles-alternate': refuses(
    500,
    {
      error: {
        message: 'jinja2.exceptions.TemplateError: Conversation roles must alternate user/assistant/user/assistant/...',
      },
    },
    ({ body }) => (body.messages ?? []).some(({ role }, n) => role !== (n % 2 === 0 ? 'user' : 'assistant')),
  ),
  'max-tokens-only': refuses(
    422,
    { detail: [{ loc: ['body', 'max_completion_tokens'], msg: 'Extra inputs are not permitted' }] },
    ({ body }) => body['max_completion_tokens'] !== undefined,
  ),
  'small-context': refuses(
    400,
    { message: "This model's maximum context length is 512 tokens. However, you requested more." },
    ({ body }) => Number(body['max_completion_tokens']) > 256,
  ),
  'only-streams': (res, asked) => {
    if (asked.body['stream'] !== true)
      return json(res, 400, {
        error: { message: 'This model only supports stream mode, please enable the stream parameter.' },
      });
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const content of good(asked))
      res.write(`data: ${JSON.stringify({ model: asked.body.model, choices: [{ delta: { content } }] })}\n\n`);
    res.write('data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n');
    res.end('data: {"choices":[],"usage":{"prompt_tokens":100,"completion_tokens":10}}\n\ndata: [DONE]\n\n');
  },
  parts: says((asked) => [
    { type: 'thinking', thinking: [{ type: 'text', text: draft(asked) }] },
    { type: 'text', text: JSON.stringify({ reasons: 'r', answer: options(asked)[1] }) },
  ]),
  'thought-too-long': completes(() => ({ content: '', reasoning_content: 'thought '.repeat(20) }), {
    finish_reason: 'length',
  }),
  'thinks-in-time': (res, asked) =>
    Number(asked.body['max_completion_tokens']) > 2000
      ? completes(() => ({ content: good(asked), reasoning_content: 'thought' }))(res, asked)
      : completes(() => ({ content: null, reasoning_content: 'thought' }), { finish_reason: 'length' })(res, asked),
  'says-nothing': says(() => null),
  'calls-a-tool': completes(
    () => ({
      content: null,
      tool_calls: [{ type: 'function', function: { name: 'answer', arguments: '{"answer":"C"}' } }],
    }),
    { finish_reason: 'tool_calls' },
  ),
  'asked-for-this': says(good, {}, { model: 'some-other-model-7b' }),
  'asked-for-that': says(good, {}, { model: 'some-other-model-7b' }),
  'azure-filter': (res) =>
    json(res, 400, {
      error: {
        ...{
          message: 'The response was filtered due to the prompt triggering a content management policy.',
          type: null,
        },
        ...{
          param: 'prompt',
          code: 'content_filter',
          status: 400,
          innererror: { code: 'ResponsibleAIPolicyViolation' },
        },
      },
    }),
  'openai-filter': says(() => '', { finish_reason: 'content_filter' }),
  'copies-the-prompt': says((asked) =>
    JSON.stringify({ reasons: 'say in one or two sentences why you choose as you do', answer: options(asked)[0] }),
  ),
};

/** Answers as the model that is asked does. */
export const misbehaves: Behaviour = (res, asked) => {
  const behaviour = models[String(asked.body.model)];
  return behaviour === undefined
    ? json(res, 404, { error: { message: `no model ${asked.body.model}` } })
    : behaviour(res, asked);
};
