/** --max-cost is a cap, whatever a server says of what it used, and over as many runs of the session as there are. */
import { describe, expect, test } from 'vitest';
import type { Price } from '../../src/model/provider.ts';
import { countedCost, dearestCost } from '../../src/model/cost.ts';
import { newBudget } from '../../src/model/budget.ts';
import { placeOf } from './running.ts';
import { type Behaviour, serve, slow } from './server.ts';

/** An answer may have 100 tokens at 10,000 USD a million: one USD. Questions cost nothing. */
const lab = (address: string, price: Price = { in: 0, out: 10_000 }) => ({
  providers: { openai: { address, key: 'OPENAI_API_KEY', prices: { small: price } } },
  agents: { 'openai/small': { settings: { max_completion_tokens: 100 } } },
});

const SAID = JSON.stringify({ reasons: 'because', answer: 'cooperate' });
/** A completion of these words that says this of what it used. */
const using =
  (usage: unknown, content: string = SAID, status = 200): Behaviour =>
  (res) => {
    const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }];
    const error = status === 200 ? {} : { error: { message: 'out of order' } };
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ id: 'x', object: 'chat.completion', model: 'small', choices, usage, ...error }));
  };
const full = { prompt_tokens: 300, completion_tokens: 100 };

test('a repair that does not fit beside what is under way waits for it: the cap is used up, and not passed', async () => {
  const server = await serve(slow(20, using({ prompt_tokens: 300, completion_tokens: 10 }, 'hm')));
  await using here = placeOf(server, lab(server.address));
  const { json } = await here.run(
    'run prisoners-dilemma --seats openai/small,economicus --matches 60 --concurrency 50 --max-cost 5',
  );
  expect(json.stopped).toBe('max-cost');
  // 0.1 USD each; the last one may still cost 1.
  expect(json.counted).toBeGreaterThan(3.9);
  expect(json.counted).toBeLessThanOrEqual(5);
});

describe.concurrent('with a price of 1 USD a call and a cap of 5 there are at most 5 calls, ever', () => {
  test.each<[string, Behaviour, number]>([
    ['usage as it is', using(full), 5],
    ['no usage', using(undefined), 5],
    ['half of it', using({ prompt_tokens: 300 }), 1],
    ['none used', using({ prompt_tokens: 0, completion_tokens: 0 }), 1],
    ['fewer than none', using({ prompt_tokens: -300, completion_tokens: -100 }), 1],
    ['no number', using({ prompt_tokens: 1.5, completion_tokens: 9e18 }), 1],
    ['a text', using({ prompt_tokens: '300', completion_tokens: '100' }), 5],
    ['a failed call that was paid', using(full, SAID, 500), 5],
    ['what cannot be read, and its repair', using(full, 'hm'), 5],
    ['slow ones', slow(40, using(full)), 5],
  ])('%s', async (_, behaviour, least) => {
    const server = await serve(behaviour);
    await using here = placeOf(server, lab(server.address));
    const line = 'run prisoners-dilemma --seats openai/small,economicus --matches 60 --concurrency 50 --max-cost 5';
    const { json, code } = await here.run(line);
    expect({ stopped: json.stopped, code }).toEqual({ stopped: 'max-cost', code: 1 });
    expect(json.counted).toBeLessThanOrEqual(5);
    for (const _ of [1, 2]) await here.run(`${line} --resume`);
    expect(server.journal.length).toBeLessThanOrEqual(5);
    expect(server.journal.length).toBeGreaterThanOrEqual(least);
  });
});

test('no usage: what it cost is not known, never nothing, and the cap is kept by the bytes, said so', async () => {
  const server = await serve(using(undefined));
  await using here = placeOf(server, lab(server.address, { in: 10, out: 10 }));
  const line = 'run prisoners-dilemma --seats openai/small,economicus --matches 3';
  expect((await here.run(line)).json).toMatchObject({ matches: 3, cost: null });
  const { out } = await here.homines(`${line} --max-cost 5`);
  expect(out.replace(/\s+/g, ' ')).toMatch(
    /price unknown; --max-cost counts 0\.\d+ USD, by the bytes and the longest answer allowed where the server/,
  );
});

describe('what a call is counted as', () => {
  const price = { in: 1e6, out: 1e6 };
  const messages = [{ role: 'user', content: 'x'.repeat(978) }];
  const body = { model: 'm', messages, max_tokens: 50 };
  const answer = (usage: unknown, more: object = {}) => ({
    ...{
      request: JSON.stringify(body),
      status: 200,
      headers: new Map<string, string>(),
      ms: 1,
      detail: '',
      trouble: null,
    },
    raw: JSON.stringify({ choices: [{ message: { content: 'y'.repeat(80) }, finish_reason: 'stop' }], usage }),
    ...more,
  });

  test('at most: a third of the bytes, and the longest answer that is allowed', () => {
    expect(JSON.stringify(messages)).toHaveLength(1008);
    expect(dearestCost(price, body)).toBeCloseTo(1008 / 3 + 50, 6);
    expect(dearestCost(price, { ...body, max_tokens: 10, max_completion_tokens: 200 })).toBeCloseTo(1008 / 3 + 200, 6);
  });

  test.each([
    ['as it is told', { prompt_tokens: 300, completion_tokens: 20 }, 320],
    ['half of that', { prompt_tokens: 150, completion_tokens: 10 }, 1008 / 5 + 80 / 5],
    ['more than could be', { prompt_tokens: 5000, completion_tokens: 900 }, 5900],
  ])('%s', (_, usage, tokens) => expect(countedCost(price, answer(usage))).toBeCloseTo(tokens, 6));

  test('a refusal by the server is free, what was cut off may have gone on to its end, what was never sent is nothing', () => {
    expect(countedCost(price, answer(undefined, { trouble: 'status', status: 429 }))).toBe(0);
    for (const trouble of ['aborted', 'size', 'connection'] as const)
      expect(countedCost(price, answer(undefined, { trouble, detail: 'other side closed' }))).toBe(386);
    expect(countedCost(price, answer(undefined, { trouble: 'connection', detail: 'connect ECONNREFUSED' }))).toBe(0);
  });

  test('a budget lets nobody begin what would not fit beside what is under way', () => {
    const budget = newBudget({ calls: null, cost: 5 }, undefined, 2);
    expect(budget.verdict(0)).toBe('go');
    expect([budget.begin(2), budget.begin(2), budget.begin(2)]).toEqual(['go', 'go', 'wait']);
    expect(budget.verdict(2)).toBe('wait');
    budget.end(2, 0.5);
    expect(budget.verdict(1)).toBe('go');
    budget.end(2, 2);
    expect([budget.begin(2.6), budget.begin(2.5)]).toEqual(['max-cost', 'go']);
    budget.end(2.5, 2.5);
    expect(budget.verdict(0)).toBe('max-cost');
    expect(budget.spent()).toMatchObject({ calls: 3, counted: 5 });
  });
});
