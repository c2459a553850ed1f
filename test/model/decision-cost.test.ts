/** What calls for probabilities cost: before a run, under a cap, and as they are counted afterwards. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DecisionDialect } from '../../src/core/distribution.ts';
import { countedCost, dearestCost, lettersIn, mostWritten } from '../../src/model/cost.ts';
import { PROTOCOLS } from '../../src/model/decision/protocols.ts';
import { type DecisionModel, serveDecisions } from './decision-server.ts';
import { placeOf } from './running.ts';

const question = {
  messages: [
    { role: 'system' as const, content: 'The rules.' },
    { role: 'user' as const, content: 'The scene.' },
  ],
  instruction: 'Your move:',
  options: ['cooperate', 'defect'].map((label) => ({ value: label, label })),
};
const sent = (dialect: DecisionDialect) => PROTOCOLS[dialect].body('m', question, {});
const heard = (dialect: DecisionDialect, raw: unknown) => ({
  ...{
    request: JSON.stringify(sent(dialect)),
    raw: JSON.stringify(raw),
    status: 200,
    headers: new Map<string, string>(),
  },
  ...{ ms: 1, trouble: null, detail: '' },
});

test('what is read of a question is its texts, and nothing is written where a server has probabilities', () => {
  // The rules. The scene. Your move: cooperate defect, and a blank line in a state that is one text.
  const texts = 10 + 10 + 10 + 9 + 6;
  expect(lettersIn(sent('systemone'))).toBe(texts + 2);
  expect(lettersIn(sent('decisions'))).toBe(texts);
  expect(lettersIn(sent('first token'))).toBeGreaterThan(texts + 60);
  expect(Object.values(PROTOCOLS).map(({ name }) => mostWritten(sent(name)))).toEqual([0, 0, 1]);
});

test('a call never counts more than it may cost at most, nor less than its server says', () => {
  const price = { in: 3, out: 7 };
  const dialects = fc.constantFrom<DecisionDialect>('systemone', 'decisions');
  fc.assert(
    fc.property(
      dialects,
      fc.integer({ min: 20, max: 130 }),
      fc.integer({ min: 0, max: 21 }),
      (dialect, input, output) => {
        const usage = { input_tokens: input, output_tokens: output };
        const counted = countedCost(price, heard(dialect, { model: 'm', answers: {}, usage }));
        expect(counted).toBeLessThanOrEqual(dearestCost(price, sent(dialect)));
        expect(counted).toBeGreaterThanOrEqual((input * 3 + output * 7) / 1e6);
      },
    ),
  );
  // Who says nothing of what was used is counted by the bytes; who counts nothing has not counted.
  for (const usage of [undefined, { input_tokens: 0, output_tokens: 0 }])
    expect(countedCost(price, heard('systemone', { model: 'm', answers: {}, usage }))).toBeGreaterThan((30 * 3) / 1e6);
});

const lab = (address: string, model: string, dialect: DecisionDialect, price = { in: 10_000, out: 0 }) => ({
  providers: { openai: { address, key: 'OPENAI_API_KEY', prices: { [model]: price } } },
  agents: { [`openai/${model}`]: { decision: { dialect, at: 1 } } },
});
async function at(model: string, dialect: DecisionDialect, more: Readonly<Record<string, DecisionModel>> = {}) {
  const server = await serveDecisions(more);
  return placeOf(server, lab(server.address, model, dialect));
}

describe.concurrent('a run', () => {
  test.each([
    ['plain', 'systemone'],
    ['decisions-only', 'decisions'],
    ['chat-only', 'first token'],
  ] as const)(
    '%s: two calls a choice, no answers written, and the price is that of what is read',
    async (model, dialect) => {
      await using here = await at(model, dialect);
      const line = `run prisoners-dilemma --seats openai/${model}?ask=decision,economicus --matches 4 --yes`;
      const { json, out, err } = await here.run(line);
      expect(json.card).toMatchObject({ calls: 8, matches: 4 });
      expect(json.calls).toBe(8);
      expect(json.card.tokens.out).toBe(dialect === 'first token' ? 8 : 0);
      expect(json.tokens.out).toBe(dialect === 'first token' ? 8 : 0);
      expect(json.cost).toBeCloseTo(json.tokens.in / 100, 9);
      // Four letters a token, over what is read alone.
      expect(json.card.tokens.in / json.tokens.in).toBeGreaterThan(0.5);
      expect(json.card.tokens.in / json.tokens.in).toBeLessThan(1.1);
      expect(out + err).not.toContain('NaN');
    },
  );

  test.each(['systemone', 'decisions', 'first token'] as const)(
    'a cap in money holds by %s, over a resumption too',
    async (dialect) => {
      await using here = await at('plain', dialect);
      const line =
        'run prisoners-dilemma --seats openai/plain?ask=decision,economicus --matches 40 --concurrency 20 --max-cost 50';
      const { json, code } = await here.run(line);
      expect({ stopped: json.stopped, code }).toEqual({ stopped: 'max-cost', code: 1 });
      expect(json.counted).toBeLessThanOrEqual(50);
      expect(json.cost).toBeLessThanOrEqual(50);
      expect(here.server.journal.length).toBeGreaterThanOrEqual(2);
      const asked = here.server.journal.length;
      const again = await here.run(`${line} --resume`);
      expect(again.json.counted).toBeLessThanOrEqual(50);
      expect(here.server.journal.length - asked).toBeLessThanOrEqual(3);
    },
  );

  test('a cap in calls holds, and what one order had told is not asked again', async () => {
    await using here = await at('plain', 'systemone');
    const line = 'run prisoners-dilemma --seats openai/plain?ask=decision,economicus --matches 10 --concurrency 1';
    const { json } = await here.run(`${line} --max-calls 7`);
    expect(json.stopped).toBe('max-calls');
    expect(here.server.journal).toHaveLength(7);
    const { json: whole } = await here.run(`${line} --resume --max-calls 100`);
    expect(whole).toMatchObject({ matches: 10, calls: 20 });
    expect(here.server.journal).toHaveLength(20);
  });

  test('who asks to wait pauses all orders of all matches', async () => {
    let refused = 0;
    await using here = await at('limited', 'systemone', {
      limited: {
        instead: (res) =>
          refused++ < 1
            ? (res.writeHead(429, { 'retry-after': '1' }).end('{"error":{"message":"slow down"}}'), true)
            : undefined,
      },
    });
    const began = Date.now();
    const { json } = await here.run(
      'run prisoners-dilemma --seats openai/limited?ask=decision,economicus --matches 6 --concurrency 1 --yes',
    );
    expect(json).toMatchObject({ matches: 6, calls: 13 });
    expect(Date.now() - began).toBeGreaterThan(1000);
    expect(here.server.journal).toHaveLength(13);
  });

  test('batches are refused before anything is asked, in one sentence', async () => {
    await using here = await at('plain', 'systemone');
    const { err, code } = await here.homines(
      'run prisoners-dilemma --seats openai/plain?ask=decision,economicus --batch --yes',
    );
    expect(code).toBe(2);
    expect(err).toContain('leave out --batch');
    expect(here.server.journal).toHaveLength(0);
  });

  test('a question is answered if all its orders are', async () => {
    await using here = await at('sulks', 'decisions', {
      sulks: {
        instead: (res, { labels, model }) =>
          labels[0] === 'cooperate'
            ? (res.writeHead(200).end(JSON.stringify({ model, answers: [{ type: 'refusal', name: null }] })), true)
            : undefined,
      },
    });
    const { json } = await here.run('run prisoners-dilemma --seats openai/sulks?ask=decision,economicus --yes');
    expect(json.outcomes).toMatchObject({ answered: 0, refused: 1 });
    expect((await here.calls()).map(({ outcome }) => outcome).toSorted()).toEqual(['answered', 'refused']);
  });

  test('an order that is lost, and a model made to sort, are said where results are', async () => {
    const server = await serveDecisions();
    await using here = placeOf(server, {
      providers: { openai: { address: server.address, key: 'OPENAI_API_KEY' } },
      agents: {
        'openai/order-lost': { decision: { dialect: 'systemone', at: 1, sorts: 'listed' } },
        'openai/plain': { decision: { dialect: 'systemone', at: 1 } },
      },
    });
    const run = async (model: string) => {
      const { out, err } = await here.homines(
        `run prisoners-dilemma --seats openai/${model}?ask=decision,economicus --yes`,
      );
      return (out + err).replace(/\s+/g, ' ');
    };
    const lost = await run('order-lost');
    expect(lost.match(/the order may not reach the model/g)).toHaveLength(1);
    expect(lost.match(/made to sort, not to play/g)).toHaveLength(1);
    expect(await run('plain')).not.toMatch(/order may not reach|made to sort/);
  });
});
