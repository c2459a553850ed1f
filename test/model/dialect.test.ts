/** What a refusal says about a request, in the words of many servers; and what is asked of a game's order of options. */
import { describe, expect, test } from 'vitest';
import { hasFixedOrder } from '../../src/core/option-order.ts';
import { loadGame } from '../../src/disk/games.ts';
import {
  answerTokens,
  ANSWER_TOKENS,
  learn,
  newDialect,
  noticeAnswered,
  requestBody,
  THINKING_TOKENS,
} from '../../src/model/dialect.ts';
import type { Message } from '../../src/model/http.ts';

const messages: readonly Message[] = [
  { role: 'system', content: 'rules' },
  { role: 'user', content: 'question' },
];
const settings = {
  ...{ temperature: 0, seed: 7, logprobs: true, top_logprobs: 5, stop: ['x'] },
  response_format: { type: 'json_schema', json_schema: { schema: { properties: { answer: { minimum: 0 } } } } },
};
const body = requestBody(newDialect(), 'm', messages, settings).body;
const openai = (message: string, param: string | null = null, code: string | null = null) => ({
  error: { message, param, code },
});
const echoed = JSON.stringify(body);

describe('a refusal', () => {
  test.each<readonly [status: number, complaint: unknown, found: string | null]>([
    [400, openai("Unsupported value: 'temperature' does not support 0.", 'temperature'), 'temperature'],
    [400, openai("Unsupported parameter: 'seed' is not supported with this model."), 'seed'],
    [400, openai('bad value', 'stop[0]'), 'stop'],
    [422, { detail: [{ loc: ['body', 'seed'], msg: 'Extra inputs are not permitted', input: body }] }, 'seed'],
    [
      400,
      {
        object: 'error',
        message: "[{'type': 'extra_forbidden', 'loc': ('body', 'seed'), 'msg': 'Extra inputs', 'input': 7}]",
      },
      'seed',
    ],
    [422, { detail: `unknown field \`seed\` in ${echoed}` }, 'seed'],
    [400, openai(`Invalid request ${echoed}: stop is not supported`), 'stop'],
    [400, openai('top_logprobs is not supported'), 'top_logprobs'],
    [400, openai('logprobs are not supported', 'logprobs'), 'logprobs'],
    [400, openai('Invalid schema for response_format', 'response_format'), 'response_format'],
    [400, { message: 'The provided JSON schema contains features not supported by xgrammar.' }, 'response_format'],
    [400, openai('guided decoding is not available'), 'response_format'],
    [422, { error: 'structured outputs are not supported by this model' }, 'response_format'],
    [500, openai('failed to parse grammar'), 'response_format'],
    [500, { detail: 'logits processor failed' }, 'response_format'],
    [400, openai("'response_format.type' must be 'text'", 'response_format.type'), 'response_format'],
    [404, openai('No endpoints found that support structured outputs'), 'response_format'],
    [400, { message: 'System role not supported' }, 'system role'],
    [400, openai('Conversation roles must alternate user/assistant/user/assistant/...'), 'system role'],
    [500, openai('jinja2.exceptions.TemplateError: Only user and assistant roles are supported!'), 'system role'],
    [400, openai('Developer instruction is not enabled for models/gemma-3-27b-it'), 'system role'],
    [
      422,
      { detail: [{ loc: ['body', 'messages', 0, 'role'], msg: "Input should be 'user' or 'assistant'" }] },
      'system role',
    ],
    [400, openai("messages[0].role: 'system' is not one of ['user', 'assistant']", 'messages[0].role'), 'system role'],
    [400, openai('Unrecognized request argument supplied: max_completion_tokens'), 'max_completion_tokens'],
    [400, openai('This model only supports stream mode, please enable the stream parameter'), 'stream'],
    // Places are named in many shapes.
    [400, { errors: { seed: ['Unknown field.'] } }, 'seed'],
    [400, { seed: ['This field is not allowed.'] }, 'seed'],
    [400, { title: 'Bad Request', 'invalid-params': [{ name: 'seed', reason: 'not known' }] }, 'seed'],
    [400, { errors: [{ status: '400', source: { pointer: '/seed' }, title: 'Invalid', detail: 'bad' }] }, 'seed'],
    [400, { message: 'bad', errors: [{ params: { additionalProperty: 'seed' } }] }, 'seed'],
    [
      400,
      [{ error: { code: 400, message: 'Invalid argument.', details: [{ fieldViolations: [{ field: 'seed' }] }] } }],
      'seed',
    ],
    [
      400,
      [{ error: { message: 'Unknown name "additionalProperties" at \'generation_config.response_schema\'' } }],
      'response_format',
    ],
    [400, { error: 'maxCompletionTokens is unknown' }, 'max_completion_tokens'],
    [501, openai('seed is not implemented'), 'seed'],
    // It is about something else.
    [400, openai("The model 'm' does not exist", 'model', 'model_not_found'), null],
    [400, openai('Your credit balance is too low'), null],
    [401, openai('temperature'), null],
    [429, openai('temperature'), null],
    [503, openai('grammar'), null],
    [500, openai('Internal server error'), null],
  ])('%i %j', (status, complaint, found) => {
    const dialect = newDialect();
    const lesson = learn(dialect, { status, raw: JSON.stringify(complaint) }, body);
    expect(lesson).toEqual(found === null ? null : { kind: 'learned', setting: found });
    if (found !== null && found !== 'stream') expect(dialect.refused.has(found)).toBe(true);
  });
  test('that names nothing is tried once without the schema, unless that schema was taken before', () => {
    const dialect = newDialect();
    const refusal = { status: 400, raw: JSON.stringify(openai('Bad Request')) };
    expect(learn(dialect, refusal, body)).toEqual({ kind: 'suspected', setting: 'response_format' });
    expect(dialect.refused.size).toBe(0);
    noticeAnswered(dialect, body, 10);
    expect(learn(dialect, refusal, body)).toBeNull();
  });
  test('by chance is put again', () =>
    expect(
      learn(
        newDialect(),
        { status: 400, raw: JSON.stringify(openai('Failed to generate JSON', null, 'json_validate_failed')) },
        body,
      ),
    ).toEqual({ kind: 'again' }));
});

describe('the budget of an answer', () => {
  const sent = (dialect = newDialect(), own = {}) => requestBody(dialect, 'm', messages, own).body;
  test('is sent, larger where a model thinks, and as the settings say', () => {
    expect(sent()).toMatchObject({ max_completion_tokens: ANSWER_TOKENS });
    expect(sent(newDialect([], { thinks: true }))).toMatchObject({ max_completion_tokens: THINKING_TOKENS });
    expect(sent(newDialect(), { max_completion_tokens: 77 })).toMatchObject({ max_completion_tokens: 77 });
    expect(sent(newDialect(), { max_tokens: 77 })).toEqual({ model: 'm', messages, max_tokens: 77 });
    expect(answerTokens(newDialect([], { mostTokens: 50 }), { max_tokens: 77 })).toBe(50);
  });
  test('goes by the name that is known, and is halved where it is too much', () => {
    const dialect = newDialect();
    learn(
      dialect,
      { status: 400, raw: JSON.stringify(openai('max_completion_tokens is too large: 1024', 'max_completion_tokens')) },
      sent(),
    );
    expect(sent(dialect)).toMatchObject({ max_completion_tokens: ANSWER_TOKENS / 2 });
    learn(
      dialect,
      {
        status: 422,
        raw: JSON.stringify({
          detail: [{ loc: ['body', 'max_completion_tokens'], msg: 'Extra inputs are not permitted' }],
        }),
      },
      sent(dialect),
    );
    expect(sent(dialect)).toEqual({ model: 'm', messages, max_tokens: ANSWER_TOKENS / 2 });
    const deaf = newDialect();
    noticeAnswered(deaf, sent(deaf), 5000);
    expect(sent(deaf)).toEqual({ model: 'm', messages, max_tokens: ANSWER_TOKENS });
  });
});

test('no setting takes the place of the model or the question', () =>
  expect(requestBody(newDialect(), 'm', messages, { model: 'other', messages: [] }).body).toMatchObject({
    model: 'm',
    messages,
  }));

describe('a fixed order of options', () => {
  test.each<readonly [game: string, config: object, fixed: boolean]>([
    ['prisoners-dilemma', {}, true],
    ['prisoners-dilemma', { order: 'drawn' }, false],
    ['pricing-duopoly', {}, false],
  ])('%s %j', async (name, config, fixed) => {
    const game = await loadGame(name);
    expect(hasFixedOrder(game, game.config.parse(config))).toBe(fixed);
  });
});
