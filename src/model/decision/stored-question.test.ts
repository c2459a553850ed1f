/** What was asked in a call for probabilities can be read from its bytes alone, in every dialect. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROTOCOLS } from './protocols.ts';
import { stateOf } from './letters.ts';
import { storedQuestion } from './stored-question.ts';

const messages = [
  { role: 'system', content: 'The rules.\nA. is no option here.' },
  { role: 'user', content: 'The scene.' },
] as const;

describe.each(Object.values(PROTOCOLS))('$name', (protocol) => {
  test('state, question and options come back in the order asked', () => {
    const label = fc.stringMatching(/^[a-zA-Z0-9.% -]{1,12}$/).filter((text) => text.trim() === text && text !== '');
    fc.assert(
      fc.property(
        fc.uniqueArray(label, { minLength: 2, maxLength: 15, selector: (one) => one.toLowerCase() }),
        (labels) => {
          const question = {
            messages,
            instruction: 'What do you do?',
            options: labels.map((value) => ({ value, label: value })),
          };
          const request = JSON.stringify(protocol.body('m', question, {}));
          const read = storedQuestion({ request, response: '' });
          expect(read).toMatchObject({ dialect: protocol.name, instruction: 'What do you do?', outside: null });
          expect(read!.options).toEqual(labels.map((one) => ({ label: one, probability: null })));
          expect(read!.messages.map(({ content }) => content).join('\n\n')).toBe(stateOf(messages));
        },
      ),
    );
  });
});

test('what was told stands beside each option, with the mass on none', () => {
  const question = {
    ...{ messages, instruction: 'What do you do?' },
    options: ['defect', 'cooperate'].map((value) => ({ value, label: value })),
  };
  const one = storedQuestion({
    request: JSON.stringify(PROTOCOLS.systemone.body('m', question, {})),
    response: '{"answers":{"choice":{"type":"choice","probabilities":{"cooperate":0.25,"defect":0.75}}}}',
  });
  expect(one!.options).toEqual([
    { label: 'defect', probability: 0.75 },
    { label: 'cooperate', probability: 0.25 },
  ]);
  const top_logprobs = [
    { token: 'A', logprob: Math.log(0.3) },
    { token: 'B', logprob: Math.log(0.1) },
  ];
  const content = [{ token: 'The', logprob: Math.log(0.6), top_logprobs }];
  const two = storedQuestion({
    request: JSON.stringify(PROTOCOLS['first token'].body('m', question, {})),
    response: JSON.stringify({ choices: [{ message: { content: 'The' }, logprobs: { content } }] }),
  });
  expect(two!.options.map(({ probability }) => Number(probability!.toFixed(6)))).toEqual([0.75, 0.25]);
  expect(two!.outside).toBeCloseTo(0.6, 6);
});

test('a chat that asks for words is none', () => {
  const request = JSON.stringify({
    model: 'm',
    messages: [{ role: 'user', content: 'Your move: cooperate or defect?' }],
  });
  expect(storedQuestion({ request, response: '' })).toBeNull();
  expect(storedQuestion({ request: 'no JSON', response: '' })).toBeNull();
});
