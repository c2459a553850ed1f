/** Bytes in, readings out: every shape in which a server may answer a question about probabilities. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decisions } from './decisions.ts';
import { firstToken, letterIn } from './first-token.ts';
import { keysOf, letteredQuestion } from './letters.ts';
import { PROTOCOLS } from './protocols.ts';
import type { DecisionQuestion, DecisionReading } from './protocol.ts';
import { decimalsSeen } from './reading.ts';
import { systemone } from './systemone.ts';

const question = (...labels: readonly string[]): DecisionQuestion => ({
  messages: [
    { role: 'system', content: 'The rules.' },
    { role: 'user', content: 'The scene.' },
  ],
  instruction: 'What do you choose?',
  options: labels.map((label, i) => ({ value: `v${i}`, label })),
});
const pair = question('cooperate', 'defect');

const ok = (body: unknown, status = 200) => ({ raw: typeof body === 'string' ? body : JSON.stringify(body), status });
const typed = (answer: unknown) =>
  ok({ model: 'tiny', answers: { choice: answer }, usage: { input_tokens: 59, output_tokens: 0 } });
const shares = (probabilities: unknown) => systemone.read(typed({ type: 'choice', probabilities }), pair);
const read = (reading: DecisionReading) => {
  if (reading.kind !== 'probabilities') throw new Error(JSON.stringify(reading));
  return reading;
};

/** The labels in their order in the raw text, as a server reads them. */
const keysIn = (body: unknown): readonly string[] => {
  const criteria = /"criteria":(\{.*?\})/.exec(JSON.stringify(body))![1]!;
  return [...criteria.matchAll(/"((?:[^"\\]|\\.)*)":null/g)].map(([, key]) => JSON.parse(`"${key!}"`) as string);
};

describe('systemone', () => {
  test('sends state, question and labels in their order, and no setting', () => {
    expect(systemone.body('tiny', pair, { temperature: 0, seed: 1 })).toEqual({
      model: 'tiny',
      state: 'The rules.\n\nThe scene.',
      questions: {
        choice: { type: 'choice', instructions: 'What do you choose?', criteria: { cooperate: null, defect: null } },
      },
    });
    expect(keysIn(systemone.body('tiny', question('defect', 'cooperate'), {}))).toEqual(['defect', 'cooperate']);
  });

  test('reads what transformers 5.24 answers', () => {
    const raw =
      '{"model":"tiny","answers":{"choice":{"type":"choice","choice":"defect","confidence":0.8775317668914795,"probabilities":{"cooperate":0.06123410910367966,"defect":0.9387658834457397}}},"usage":{"input_tokens":59,"output_tokens":0}}';
    const reading = read(systemone.read(ok(raw), pair));
    expect(reading.probabilities[0]).toBeCloseTo(0.061234109, 7);
    expect(reading).toMatchObject({ outside: null, decimals: null });
    expect(reading.told).toEqual({ tokensIn: 59, tokensOut: 0, served: 'tiny', thought: false });
  });

  test('labels that are whole numbers keep their order on the wire, and come back', () => {
    const labels = fc.uniqueArray(
      fc.oneof(fc.nat(30).map(String), fc.constantFrom('a', '1.5', '01', '-3', '__proto__')),
      {
        minLength: 1,
        maxLength: 11,
      },
    );
    fc.assert(
      fc.property(labels, (chosen) => {
        const asked = question(...chosen);
        expect(keysIn(systemone.body('tiny', asked, {}))).toEqual(keysOf(chosen));
        // Its keys in any order: what is told of a label is its own.
        const all = (chosen.length * (chosen.length + 1)) / 2;
        const told = Object.fromEntries(
          keysOf(chosen)
            .map((key, i) => [key, (i + 1) / all] as const)
            .toReversed(),
        );
        const { probabilities } = read(systemone.read(typed({ probabilities: told }), asked));
        probabilities.forEach((p, i) => expect(p).toBeCloseTo((i + 1) / all, 12));
      }),
    );
    expect(keysOf(['cooperate', 'defect'])).toEqual(['cooperate', 'defect']);
    expect(keysOf(['10', '9'])).toEqual(['"10"', '"9"']);
  });

  test('two decimals: seen, normalised, and the sum is kept', () => {
    expect(read(shares({ defect: 0.32, cooperate: 0.67 }))).toMatchObject({
      probabilities: [0.67 / 0.99, 0.32 / 0.99],
      sum: 0.99,
      decimals: 2,
    });
    expect(read(shares({ cooperate: 1, defect: 0 }))).toMatchObject({ probabilities: [1, 0], sum: 1, decimals: 2 });
  });

  test.each([
    ['an option is missing', { cooperate: 1 }, /"defect"/],
    ['null', { cooperate: null, defect: 0.5 }, /"cooperate".*null/],
    ['negative', { cooperate: -0.1, defect: 1.1 }, /"cooperate".*-0.1/],
    ['above 1', { cooperate: 0.1, defect: 1.1 }, /"defect".*1.1/],
    ['text', { cooperate: '0.5', defect: 0.5 }, /"cooperate"/],
    ['a sum of .5', { cooperate: 0.2, defect: 0.3 }, /0\.5, and not to 1 within 0\.02/],
    ['a sum of .97', { cooperate: 0.47, defect: 0.5 }, /0\.97/],
    ['nothing on any option', { cooperate: 0, defect: 0, other: 1 }, /sum to/],
    ['no probabilities', undefined, /no probabilities/],
  ])('%s is no distribution, and would be none again', (_, probabilities, why) => {
    expect(shares(probabilities)).toMatchObject({ kind: 'broken', why: expect.stringMatching(why), whole: true });
  });

  test('NaN, which is no JSON, is said as what it is', () => {
    const raw =
      '{"model":"tiny","answers":{"choice":{"type":"choice","probabilities":{"cooperate": NaN, "defect": NaN}}}}';
    expect(systemone.read(ok(raw), pair)).toMatchObject({ kind: 'broken', why: expect.stringContaining('NaN') });
  });

  test('a label that nobody offered is mass outside', () => {
    const reading = read(shares({ cooperate: 0.6, defect: 0.2, 'none of these': 0.2 }));
    expect(reading.probabilities[0]).toBeCloseTo(0.75, 12);
    expect(reading.outside).toBeCloseTo(0.2, 12);
    expect(reading.sum).toBeCloseTo(0.8, 12);
  });

  test('errors, pages and halves are broken, filters are refusals', () => {
    const why = (body: unknown, status: number) => systemone.read(ok(body, status), pair);
    expect(why('', 200)).toMatchObject({ kind: 'broken', whole: false });
    expect(why('{"model":"tiny","ans', 200)).toMatchObject({ kind: 'broken', whole: false });
    expect(why('<html>', 200)).toMatchObject({ kind: 'broken', why: expect.stringContaining('web page') });
    expect(why({ detail: 'Not Found' }, 404)).toMatchObject({
      kind: 'broken',
      why: expect.stringContaining('Not Found'),
    });
    expect(why({ error: { message: 'not well', code: 500 } }, 200)).toMatchObject({ kind: 'broken', status: 500 });
    expect(why({ error: { message: 'no', code: 'content_filter' } }, 400)).toMatchObject({ kind: 'refused' });
    expect(why({ model: 'tiny', answers: {} }, 200)).toMatchObject({ kind: 'broken', whole: true });
  });
});

describe('decisions', () => {
  const answered = (answer: unknown) => decisions.read(ok({ model: 'gpt-6-luna', answers: [answer] }), pair);
  const both = [
    { value: 'defect', probability: 0.25 },
    { value: 'cooperate', probability: 0.75 },
  ];

  test('sends messages and choices in their order, and its own settings only', () => {
    expect(decisions.body('gpt-6-luna', pair, { temperature: 0, prompt_cache_key: 'lab' })).toEqual({
      model: 'gpt-6-luna',
      input: pair.messages,
      questions: [
        {
          type: 'choice',
          instructions: 'What do you choose?',
          choices: [{ value: 'cooperate' }, { value: 'defect' }],
        },
      ],
      prompt_cache_key: 'lab',
    });
  });

  test('reads probabilities by value, in whatever order they come', () => {
    const reading = read(
      answered({ type: 'choice', name: null, choice: 'cooperate', confidence: 1, probabilities: both }),
    );
    expect(reading).toMatchObject({ probabilities: [0.75, 0.25], sum: 1, outside: null });
    expect(reading.told.served).toBe('gpt-6-luna');
  });

  test('one question may be refused by itself', () => {
    expect(answered({ type: 'refusal', name: null })).toMatchObject({ kind: 'refused' });
  });

  test('the same value twice, and one that is no text, are no distribution', () => {
    expect(answered({ type: 'choice', probabilities: [...both, both[0]] })).toMatchObject({
      kind: 'broken',
      whole: true,
    });
    expect(answered({ type: 'choice', probabilities: [{ value: true, probability: 1 }] })).toMatchObject({
      kind: 'broken',
    });
    expect(answered({ type: 'choice', probabilities: 'none' })).toMatchObject({ kind: 'broken' });
    expect(decisions.read(ok({ model: 'x', answers: [] }), pair)).toMatchObject({ kind: 'broken' });
  });
});

describe('first token', () => {
  const chat = (logprobs: unknown) =>
    ok({
      model: 'qwen3',
      usage: { prompt_tokens: 90, completion_tokens: 1 },
      choices: [{ finish_reason: 'length', message: { role: 'assistant', content: 'A' }, logprobs }],
    });
  const tokens = (told: Readonly<Record<string, number>>) => {
    const top = Object.entries(told).map(([token, p]) => ({ token, logprob: Math.log(p) }));
    return chat({ content: [{ ...top[0]!, top_logprobs: top }] });
  };

  test('asks in one message as servers of typed decisions do, for one token at temperature 1', () => {
    const text = letteredQuestion(pair);
    expect(text).toBe(
      'The rules.\n\nThe scene.\n\nWhat do you choose?\nA. cooperate\nB. defect\nAnswer with the letter of the option that fits best (A to B) only.',
    );
    const settings = { temperature: 0, top_p: 0.9, max_completion_tokens: 64, reasoning_effort: 'none' };
    expect(firstToken.body('qwen3', pair, settings)).toEqual({
      ...{ model: 'qwen3', messages: [{ role: 'user', content: text }] },
      ...{ max_tokens: 1, temperature: 1, logprobs: true, top_logprobs: 20, reasoning_effort: 'none' },
    });
    expect(firstToken.body('qwen3', pair, { top_logprobs: 5 })).toMatchObject({ top_logprobs: 5 });
  });

  test('labels that are whole numbers are written as servers of typed decisions read them', () => {
    const asked = question('10', '0', '5');
    const keys = keysIn(systemone.body('tiny', asked, {}));
    expect(letteredQuestion(asked).split('\n').slice(-4, -1)).toEqual(keys.map((key, i) => `${'ABC'[i]!}. ${key}`));
  });

  test('every token that can be a letter counts for it; the rest is outside', () => {
    const reading = read(firstToken.read(tokens({ A: 0.3, ' A': 0.1, a: 0.05, 'B.': 0.15, I: 0.2, C: 0.1 }), pair));
    expect(reading.probabilities[0]).toBeCloseTo(0.75, 12);
    expect(reading.outside).toBeCloseTo(0.4, 12);
    expect(reading.sum).toBe(1);
    expect(reading.told).toMatchObject({ tokensIn: 90, tokensOut: 1, served: 'qwen3' });
  });

  test('an option that is not told has less than the least that is', () => {
    expect(read(firstToken.read(tokens({ A: 0.99, I: 0.0001 }), pair))).toMatchObject({
      probabilities: [1, 0],
      decimals: 3,
    });
    expect(read(firstToken.read(tokens({ A: 0.9, B: 0.1 }), pair)).decimals).toBeNull();
  });

  test.each([
    ['none of the letters', tokens({ '<think>': 1 }), /"<think>" has 1\.00/],
    ['no probabilities', chat(undefined), /no token probabilities/],
    ['no alternatives', chat({ content: [{ token: 'A', logprob: 0, top_logprobs: [] }] }), /no token probabilities/],
    ['an empty list', chat({ content: [] }), /no token probabilities/],
    ['more than all', tokens({ A: 0.9, B: 0.9 }), /sum to 1\.8/],
  ])('%s: no distribution, and none again', (_, http, why) => {
    expect(firstToken.read(http, pair)).toMatchObject({ kind: 'broken', why: expect.stringMatching(why), whole: true });
  });

  test('probabilities as completions had them', () => {
    const http = chat({
      tokens: ['A'],
      token_logprobs: [-0.2],
      top_logprobs: [{ A: Math.log(0.8), ' B': Math.log(0.2) }],
    });
    expect(read(firstToken.read(http, pair)).probabilities[1]).toBeCloseTo(0.2, 12);
  });

  test('letters of tokens', () => {
    for (const token of ['A', ' A', 'a', '▁A', 'ĠA', 'A.', '(A)', '**A**', '"A', 'A\n', '\nA'])
      expect(letterIn(token)).toBe('A');
    for (const token of ['', ' ', 'An', 'AB', '1', '.', '<think>', 'Ä', 'A cooperate'])
      expect(letterIn(token)).toBeNull();
  });
});

test('no bytes make a protocol throw', () => {
  const bodies = fc.oneof(
    fc.json(),
    fc.string(),
    fc.json().map((one) => `{"model":1,"answers":${one}}`),
    fc.json().map((one) => `{"answers":{"choice":{"probabilities":${one}}}}`),
    fc.json().map((one) => `{"answers":[{"probabilities":[${one}]}]}`),
    fc.json().map((one) => `{"choices":[{"message":{"content":"A"},"logprobs":${one}}]}`),
    fc.json().map((one) => `{"choices":[{"message":{"content":"A"},"logprobs":{"content":[${one}]}}]}`),
  );
  fc.assert(
    fc.property(bodies, fc.constantFrom(200, 400, 500, null), (raw, status) => {
      for (const protocol of Object.values(PROTOCOLS)) {
        const reading = protocol.read({ raw, status }, pair);
        if (reading.kind !== 'probabilities') continue;
        expect(reading.probabilities).toHaveLength(2);
        expect(reading.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
        expect(reading.probabilities.every((p) => p >= 0 && p <= 1)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('of settings only those go along that have something to do with it, and once is as good as twice', () => {
  const typed = { temperature: 0, seed: 7, safety_identifier: 'lab', reasoning_effort: 'low' };
  const sent = Object.values(PROTOCOLS).map((protocol) => protocol.settings(typed));
  expect(sent).toEqual([
    {},
    { safety_identifier: 'lab' },
    {
      ...{ safety_identifier: 'lab', reasoning_effort: 'low' },
      ...{ temperature: 1, max_tokens: 1, logprobs: true, top_logprobs: 20 },
    },
  ]);
  Object.values(PROTOCOLS).forEach((protocol, i) => expect(protocol.settings(sent[i]!)).toEqual(sent[i]));
});

test('decimals that a server rounds to', () => {
  expect(decimalsSeen([0.5, 0.5])).toBe(2);
  expect(decimalsSeen([0.125, 0.875])).toBe(3);
  expect(decimalsSeen([1e-7, 0.9])).toBeNull();
  expect(decimalsSeen([0.06123410910367966, 0.9387658834457397])).toBeNull();
});
