/** How the way of asking for probabilities is found, model by model, over HTTP: what is found, and what stood in the way. */
import { describe, expect, test } from 'vitest';
import { orderMayBeLost } from '../../src/core/distribution.ts';
import { newDialect } from '../../src/model/dialect.ts';
import { findDecision } from '../../src/model/decision/find.ts';
import { type DecisionFound, foundNotes, obstaclesIn } from '../../src/model/decision/found.ts';
import { connect } from '../../src/model/http.ts';
import { rateLimiter } from '../../src/model/rate-limiter.ts';
import { type DecisionModel, type DecisionServer, serveDecisions } from './decision-server.ts';

const look = ({ address }: Pick<DecisionServer, 'address'>, model: string, chats = true, limitMs = 60_000) =>
  findDecision(
    {
      ...{ connection: { client: connect({ address }, null), model, limiter: rateLimiter(1), dialect: newDialect() } },
      ...{ settings: {}, chats, limitMs },
    },
    AbortSignal.timeout(120_000),
    () => 1,
  );

async function found(
  model: string,
  more: Readonly<Record<string, DecisionModel>> = {},
  chats = true,
): Promise<DecisionFound> {
  await using server = await serveDecisions(more);
  const finding = await look(server, model, chats);
  if (finding.kind !== 'found') throw new Error(finding.why);
  return finding.found;
}

describe.concurrent('a way is found', () => {
  test.each([
    ['plain', { dialect: 'systemone', tried: [] }],
    ['systemone-only', { dialect: 'systemone', tried: [] }],
    ['decisions-only', { dialect: 'decisions', tried: [['systemone', 'no route']] }],
    ['gpt-6-luna', { dialect: 'decisions', tried: [['systemone', 'no route']] }],
    [
      'chat-only',
      {
        dialect: 'first token',
        tried: [
          ['systemone', 'no route'],
          ['decisions', 'no route'],
        ],
      },
    ],
    [
      'not-this-model',
      {
        dialect: 'first token',
        tried: [
          ['systemone', 'not this model'],
          ['decisions', 'no route'],
        ],
      },
    ],
    [
      'no-account',
      {
        dialect: 'first token',
        tried: [
          ['systemone', 'account'],
          ['decisions', 'account'],
        ],
      },
    ],
    ['filtered', { dialect: 'decisions', tried: [['systemone', 'refused']] }],
    [
      'sums-50',
      {
        dialect: 'first token',
        tried: [
          ['systemone', 'no probabilities'],
          ['decisions', 'no probabilities'],
        ],
      },
    ],
    [
      'nan',
      {
        dialect: 'first token',
        tried: [
          ['systemone', 'no probabilities'],
          ['decisions', 'no probabilities'],
        ],
      },
    ],
    ['too-often', { dialect: 'systemone', tried: [] }],
    ['not-well', { dialect: 'systemone', tried: [] }],
  ])('%s', async (model, { dialect, tried }) => {
    const seen = await found(model);
    expect(seen.dialect).toBe(dialect);
    expect((seen.tried ?? []).map((one) => [one.dialect, one.obstacle])).toEqual(tried);
  });

  test('what else was seen is kept: decimals, mass outside, who answered, an order that is lost', async () => {
    expect(await found('two-decimals')).toMatchObject({ decimals: 2 });
    expect((await found('plain')).decimals).toBeUndefined();
    expect((await found('mass-outside')).outside).toBeCloseTo(0.76, 9);
    expect(await found('asked-for-this')).toMatchObject({ served: 'some-other-model-7b' });
    expect(await found('order-lost')).toMatchObject({ orderLost: true });
    expect((await found('plain')).orderLost).toBeUndefined();
    // Two decimals are the same by chance often enough.
    expect((await found('two-decimals')).orderLost).toBeUndefined();
  });

  test('a model that thinks first is asked not to, in the way that helps', async () => {
    const thinks = (told: (body: Readonly<Record<string, unknown>>) => boolean): DecisionModel => ({
      speaks: ['first token'],
      outside: ({ body }) => (told(body) ? 0.02 : 1),
    });
    const models = {
      effort: thinks((body) => body['reasoning_effort'] === 'none'),
      template: thinks((body) =>
        JSON.stringify(body['chat_template_kwargs'] ?? '').includes('"enable_thinking":false'),
      ),
      always: thinks(() => false),
    };
    expect(await found('effort', models)).toMatchObject({
      dialect: 'first token',
      settings: { reasoning_effort: 'none' },
    });
    expect(await found('template', models)).toMatchObject({
      settings: { chat_template_kwargs: { enable_thinking: false } },
    });
    expect(await found('always', models)).toMatchObject({ dialect: null });
    // A small model speaks of something else: no setting helps, and none is kept.
    expect((await found('mass-outside')).settings).toBeUndefined();
  });

  test('a server that gives five alternatives is asked for five', async () => {
    await using server = await serveDecisions({
      few: {
        speaks: ['first token'],
        instead: (res, _, { body }) =>
          Number(body['top_logprobs']) > 5
            ? res.writeHead(400).end('{"error":{"message":"top_logprobs must be at most 5"}}') && true
            : undefined,
      },
    });
    expect(await look(server, 'few')).toMatchObject({ kind: 'found', found: { dialect: 'first token' } });
    expect(server.journal.filter(({ body }) => body['top_logprobs'] === 5)).toHaveLength(2);
    expect(await look(server, 'few')).toMatchObject({ found: { most: 5 } });
  });

  test('fewer options than games ask are found: as the server says, or as many as go', async () => {
    const takes = (most: number, words: string): DecisionModel => ({
      instead: (res, { labels }) =>
        labels.length > most ? res.writeHead(422).end(JSON.stringify({ detail: words })) && true : undefined,
    });
    expect((await found('eight', { eight: takes(8, 'reads at most 8 options, got 15') })).most).toBe(8);
    expect((await found('twelve', { twelve: takes(12, 'too many') })).most).toBe(11);
    expect((await found('two', { two: takes(2, 'too many') })).most).toBe(2);
    expect((await found('at-most-two')).most).toBe(2);
    expect((await found('plain')).most).toBeUndefined();
  });

  test('a model that answers no chat is not asked for a first token, and is said to be made to sort', async () => {
    const seen = await found('systemone-only', {}, false);
    expect(seen).toMatchObject({ dialect: 'systemone', sorts: 'no chat' });
    expect(foundNotes('local/jev', seen).join()).toContain('made to sort');
    expect((await found('chat-only', {}, false)).dialect).toBeNull();
  });

  test('a list says what a model is for; who gives text too is a player', async () => {
    const lists = (id: string, ...outputs: readonly string[]) => ({ id, architecture: { output_modalities: outputs } });
    await using server = await serveDecisions({ router: {}, both: {} }, [
      lists('router', 'decisions'),
      lists('both', 'text', 'decisions'),
      { id: 'plain', capabilities: { wrong: true } },
    ]);
    expect(await look(server, 'router')).toMatchObject({ found: { sorts: 'listed' } });
    expect(JSON.stringify([await look(server, 'both'), await look(server, 'plain')])).not.toContain('sorts');
  });
});

describe.concurrent('no way is found', () => {
  test.each([
    ['no-logprobs', ['no route', 'no route', 'no probabilities'], /no probabilities that can be read/],
    ['not-this-model-at-all', ['not this model', 'no route', 'no probabilities'], /not for this model \(501/],
    ['no-account-at-all', ['account', 'account', 'no probabilities'], /key or account may not use \/systemone \(403/],
    ['gpt-6-astra', ['no route', 'other model', 'no probabilities'], /\/decisions is for another model.*gpt-6-luna/],
    ['pinned', ['other model', 'no route', 'no probabilities'], /pinned to 'tiny'/],
    ['no-letters', ['not this model', 'no route', 'no probabilities'], /not distinct single tokens/],
    ['unprocessable', ['refused', 'refused', 'no probabilities'], /\/systemone refuses the question \(422/],
    ['refuses-the-question', ['no route', 'refused', 'no probabilities'], /\/decisions refuses the question/],
    ['nothing-on-options', ['no route', 'no route', 'no probabilities'], /"<think>" has 1\.00/],
  ])('%s, and each way has its sentence', async (model, obstacles, sentence) => {
    const seen = await found(model);
    expect(seen.dialect).toBeNull();
    expect((seen.tried ?? []).map(({ obstacle }) => obstacle)).toEqual(obstacles);
    expect(obstaclesIn(seen).join('; ')).toMatch(sentence);
    expect(new Set(obstaclesIn(seen)).size).toBe(obstacles.length);
  });

  test('a server that cannot say now leaves it open, and nothing else is taken instead', async () => {
    await using server = await serveDecisions({
      busy: { instead: (res) => res.writeHead(503, { 'retry-after': '60' }).end('{}') && true },
    });
    expect(await look(server, 'busy', true, 5000)).toMatchObject({
      kind: 'unclear',
      why: expect.stringContaining('wait'),
    });
    expect(await look(server, 'five-seconds', true, 300)).toMatchObject({ kind: 'unclear' });
    expect(server.journal.every(({ path }) => path.endsWith('/systemone'))).toBe(true);
    expect(await look({ address: 'http://127.0.0.1:9/v1' }, 'plain', true, 300)).toMatchObject({ kind: 'unclear' });
  });
});

test('equal numbers in all orders are told only where they could differ', () => {
  const order = (...probabilities: readonly number[]) => ({ probabilities, decimals: null });
  expect(orderMayBeLost([order(0.25, 0.75), order(0.25, 0.75)])).toBe(true);
  expect(orderMayBeLost([order(0.25, 0.75), order(0.25, 0.75 + 1e-9)])).toBe(false);
  expect(orderMayBeLost([order(1, 0), order(1, 0)])).toBe(false);
  expect(orderMayBeLost([order(0.25, 0.75)])).toBe(false);
  expect(orderMayBeLost([order(0.5, 0.5), { ...order(0.5, 0.5), decimals: 2 }])).toBe(false);
});
