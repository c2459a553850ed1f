/** Every way in which a server can fail ends in a named outcome, with its bytes kept. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Request } from '../../src/match/agent.ts';
import { modelAgent, type ModelSeat } from '../../src/model/agent.ts';
import type { Decision } from '../../src/core/game.ts';
import { loadGame } from '../../src/disk/games.ts';
import type { CallRow } from '../../src/core/log.ts';
import { rateLimiter } from '../../src/model/rate-limiter.ts';
import { standardWording } from '../../src/model/wording.ts';
import { newDialect } from '../../src/model/dialect.ts';
import { connect } from '../../src/model/http.ts';
import { rng } from '../../src/core/rng.ts';
import {
  answers,
  type Behaviour,
  cuts,
  declines,
  empty,
  errorInside,
  fails,
  filtered,
  halfJson,
  rejects,
  says,
  type Server,
  serve,
  stalls,
  trickles,
} from './server.ts';

const game = await loadGame('prisoners-dilemma');
const config = game.config.parse({});
const state = game.setup(config, rng(1, 'setup'), 2);
const decision = game.pending(state)[0]!;
const price: Decision = { ...decision, input: { kind: 'number', min: 0, max: 30, step: 0.1, decimals: 1 } };

/** An address where nobody listens any more. */
async function closedAddress(): Promise<string> {
  const gone = await serve(stalls);
  await gone.close();
  return gone.address;
}

let server: Server;
afterEach(() => server.close());

/** One decision against a server that behaves like this: the reply, the rows of its calls, what the server was sent. */
async function decide(
  behaviours: readonly Behaviour[],
  more: Partial<ModelSeat> = {},
  asked = decision,
  signal = new AbortController().signal,
) {
  server = await serve(...behaviours);
  const calls: CallRow[] = [];
  const seat: ModelSeat = {
    id: 'openai/small',
    label: 'openai/small',
    provider: 'openai',
    ask: 'json',
    decision: null,
    system: null,
    limitMs: 60_000,
    price: { in: 1, out: 2 },
    wording: standardWording,
    logprobs: false,
    expects: false,
    settings: { temperature: 1 },
    connection: {
      client: connect({ address: server.address }, 'sk-secret'),
      model: 'small',
      limiter: rateLimiter(4),
      dialect: newDialect(),
    },
    ...more,
  };
  const request: Request = {
    game,
    config,
    view: game.observe(state, asked.seat),
    names: ['you', 'the other player'],
    decision: asked,
    turn: 0,
    draw: (key) => rng(1, key),
    past: [],
    programs: [],
    earlier: [],
    others: [null, null],
    keep: (row) => void calls.push(row),
  };
  const began = Date.now();
  const reply = await modelAgent(seat).choose(request, signal);
  return { reply, calls, outcomes: calls.map((c) => c.outcome), ms: Date.now() - began, sent: server.journal };
}

describe('answers', () => {
  test('an answer with reasons, its cost and its bytes; the key is sent and nowhere kept', async () => {
    const { reply, calls, sent } = await decide([answers('C', 'it pays')]);
    expect(reply).toMatchObject({ answer: 'C', because: 'it pays' });
    expect(calls).toMatchObject([{ outcome: 'answered', tokensIn: 100, tokensOut: 20, cost: 0.00014, attempt: 0 }]);
    expect(calls[0]!.response).toContain('chat.completion');
    expect(sent[0]!.key).toBe('Bearer sk-secret');
    expect(JSON.stringify(calls)).not.toContain('sk-secret');
  });
  test('prose around the object, and a code fence', async () => {
    expect(
      (await decide([says('Well {I think}. ```json\n{"reasons": "r", "answer": "defect"}\n```')])).reply.answer,
    ).toBe('D');
  });
  test('bare words where the schema is ignored', async () =>
    expect((await decide([says(' Cooperate ')])).reply.answer).toBe('C'));
  test('a slow stream within the limit', async () =>
    expect((await decide([trickles('{"reasons":"","answer":"C"}', 2)])).reply.answer).toBe('C'));
  test('a parameter that the server refuses is left out, once for all', async () => {
    const { reply, sent } = await decide([rejects('temperature', answers('C'))]);
    expect(reply.answer).toBe('C');
    expect(sent.map((s) => 'temperature' in s.body)).toEqual([true, false]);
  });
});

describe('repairs', () => {
  test('an option that is not on the list: one repair turn quotes the problem', async () => {
    const { reply, outcomes, sent } = await decide([answers('E'), answers('C')]);
    expect(reply).toMatchObject({ answer: 'C', repaired: true });
    expect(outcomes).toEqual(['invalid', 'repaired']);
    expect(sent[1]!.body.messages!.at(-1)!.content).toContain('got "E"');
  });
  test.each([
    ['a number in words', 'sixteen and a half'],
    ['another currency format', '€ 16.50'],
    ['a number outside', '31'],
  ])('%s is repaired', async (_, text) => {
    const { reply } = await decide([answers(text), answers(16.5)], {}, price);
    expect(reply).toMatchObject({ answer: 16.5, repaired: true });
  });
  test('nonsense twice is invalid', async () => {
    const { reply, outcomes } = await decide([says('I could do many things.')]);
    expect(reply.failed).toMatchObject({ outcome: 'invalid' });
    expect(outcomes).toEqual(['invalid', 'invalid']);
  });
  test('what it declines twice in words is refused', async () => {
    const { reply, outcomes } = await decide([says("I'm sorry, but I can't help with that.")]);
    expect(reply.failed).toMatchObject({ outcome: 'refused', why: expect.stringContaining("can't help") });
    expect(outcomes).toEqual(['invalid', 'refused']);
  });
});

describe('failures', () => {
  test.each([
    ['401', fails(401), 'failed', 'the key is not accepted (401)', 1],
    ['403', fails(403), 'failed', 'the key may not use this', 1],
    ['404', fails(404), 'failed', 'no such model or address', 1],
    ['a quota that is used up', fails(429, {}, 'insufficient_quota'), 'failed', 'no quota left', 1],
    ['a refusal', declines, 'refused', 'I would rather not.', 1],
    ['a content filter', filtered, 'refused', 'content filter', 1],
    [
      '429 with 70 s to wait',
      fails(429, { 'retry-after': '70' }),
      'failed',
      'it asks to wait 70 s, and the limit is 60 s',
      1,
    ],
  ])('%s', async (_, behaviour, outcome, why, calls) => {
    const decided = await decide([behaviour]);
    expect(decided.reply.failed).toMatchObject({ outcome, why: expect.stringContaining(why) });
    expect(decided.outcomes).toHaveLength(calls);
    // Not once more, until the limit.
    expect(decided.ms).toBeLessThan(30_000);
  });
  test.each([
    ['429 without Retry-After', fails(429)],
    ['429 with a short one', fails(429, { 'retry-after-ms': '100' })],
    ['500', fails(500)],
    ['503', fails(503)],
    ['half a JSON', halfJson],
    ['an empty 200', empty],
    ['a 200 that carries an error', errorInside],
    ['a cut connection', cuts],
  ])('%s is tried again, and each attempt is a row with its bytes', async (name, behaviour) => {
    const { reply, outcomes, calls } = await decide([behaviour, answers('C')]);
    expect(reply.answer).toBe('C');
    expect(outcomes).toEqual(['failed', 'answered']);
    if (name === 'half a JSON' || name === 'a cut connection') expect(calls[0]!.response).toContain('{"choices": [');
  });
  test('a stall ends at the limit, as timed out', async () => {
    const { reply, outcomes, ms } = await decide([stalls], { limitMs: 300 });
    expect(reply.failed).toMatchObject({ outcome: 'timed out' });
    expect(outcomes).toEqual(['timed out']);
    expect(ms).toBeLessThan(30_000);
  });
  test('leaving cancels at once', async () => {
    const leave = new AbortController();
    setTimeout(() => leave.abort('left'), 100);
    await expect(decide([stalls], {}, decision, leave.signal)).rejects.toBe('left');
  });
  test('nobody at the address', async () => {
    const { reply } = await decide([stalls], {
      limitMs: 900,
      connection: {
        client: connect({ address: await closedAddress() }, null),
        model: 'small',
        limiter: rateLimiter(1),
        dialect: newDialect(),
      },
    });
    expect(reply.failed).toMatchObject({
      outcome: 'failed',
      why: expect.stringContaining('no server answers at that address'),
    });
  });
});
