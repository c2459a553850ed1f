/** What a server of real weights answers to a typed decision is what its weights say. No code of homines takes part. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, inject, it } from 'vitest';
import { CLOSE, type DecisionRequest, direct, post, served } from './direct.ts';
import { PYTHON_FLAGS } from '../../src/trainer/python-program.ts';
import { TINY } from './environment.ts';

const asked = (options: readonly string[], instructions = 'What do you choose?'): DecisionRequest => ({
  model: TINY,
  state: 'You play a game with another person. If both cooperate, both get 3 points.',
  questions: {
    choice: { type: 'choice', instructions, criteria: Object.fromEntries(options.map((option) => [option, null])) },
  },
});

it.each([
  [['cooperate', 'defect']],
  [['defect', 'cooperate']],
  [['lower', 'the same', 'higher']],
  [['Straße, 10 €', '“合作”']],
  [Array.from({ length: 26 }, (_, i) => `option ${i + 1}`)],
])('the options %j have the probabilities that the weights give them', async (options) => {
  const request = asked(options);
  const [fromServer, fromWeights] = await Promise.all([served(request), direct(request)]);
  const [one, other] = [fromServer['choice']!, fromWeights['choice']!];
  expect(other.prompt).toContain(options.map((option, i) => `${String.fromCharCode(65 + i)}. ${option}\n`).join(''));
  expect(Object.keys(one)).toEqual(options);
  expect(Object.keys(other.probabilities)).toEqual(options);
  for (const option of options)
    expect(Math.abs(one[option]! - other.probabilities[option]!), option).toBeLessThan(CLOSE);
  expect(Object.values(one).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
});

it('the order of the options and every word of the question matter to this model', async () => {
  const one = (await served(asked(['cooperate', 'defect'])))['choice']!;
  const swapped = (await served(asked(['defect', 'cooperate'])))['choice']!;
  const reworded = (await served(asked(['cooperate', 'defect'], 'Which one do you choose?')))['choice']!;
  // Else a mistake in either would pass every other test here.
  expect(Math.abs(one['defect']! - swapped['defect']!)).toBeGreaterThan(0.01);
  expect(Math.abs(one['defect']! - reworded['defect']!)).toBeGreaterThan(0.01);
});

it('the same question has the same answer to the last digit, alone and among others', async () => {
  const orders = [asked(['cooperate', 'defect']), asked(['defect', 'cooperate'])];
  const alone = await served(orders[0]!);
  const among = await Promise.all(Array.from({ length: 12 }, (_, i) => served(orders[i % 2]!)));
  expect(among.filter((_, i) => i % 2 === 0)).toEqual(Array.from({ length: 6 }, () => alone));
});

/** What code that speaks to this server must know of it. */
it.each<[string, string, unknown, number, RegExp | null]>([
  ['a route that it does not have', '/v1/decisions', asked(['a', 'b']), 404, /^\{"detail":"Not Found"\}$/],
  ['another model', '/v1/systemone', { ...asked(['a', 'b']), model: 'other' }, 400, /pinned to 'tiny'/],
  ['27 options', '/v1/systemone', asked(Array.from({ length: 27 }, (_, i) => `o${i}`)), 422, /at most 26 options/],
  ['no option', '/v1/systemone', asked([]), 422, /criteria/],
  ['a field that it does not know', '/v1/systemone', { ...asked(['a', 'b']), temperature: 1 }, 422, /extra_forbidden/],
])('%s has its status', async (_, path, body, status, text) => {
  const response = await post(inject('served') + path, body);
  const said = await response.text();
  expect(response.status, said).toBe(status);
  if (text !== null) expect(said).toMatch(text);
});

it('chat takes what it cannot do without a word: no probabilities of tokens, no form of answers', async () => {
  const response = await post(`${inject('served')}/v1/chat/completions`, {
    model: TINY,
    messages: [{ role: 'user', content: 'A or B?' }],
    max_tokens: 1,
    logprobs: true,
    top_logprobs: 20,
    response_format: { type: 'json_object' },
  });
  const said = await response.text();
  expect(response.status, said).toBe(200);
  expect(said).not.toContain('logprobs');
});

it('a program of these ends when its parent has ended', async () => {
  const child = spawn(inject('python'), [...PYTHON_FLAGS, '-c', 'import ends_with_parent, time; time.sleep(100)'], {
    cwd: import.meta.dirname,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const since = performance.now();
  // As the kernel does when the process that began it is no more.
  child.stdin.destroy();
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(performance.now() - since).toBeLessThan(20_000);
});
