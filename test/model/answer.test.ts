/** What a model said, found in whatever stands around it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadGame } from '../../src/disk/games.ts';
import { parseAnswer } from '../../src/model/answer.ts';
import { likelihoods } from '../../src/model/likelihoods.ts';
import { rng } from '../../src/core/rng.ts';

describe('an answer is found', () => {
  test.each([
    ['{"reasons":"r","answer":"C"}', 'C', 'r'],
    ['```json\n{"answer": 14.7}\n```', 14.7, null],
    ['<think>If {C} then { maybe</think> {"reasons": "a } b", "answer": "D"}', 'D', 'a } b'],
    ['{"answer":"C"} no, rather {"answer":"D"}', 'D', null],
    ['{"answer":"C"}{"answer":"C"}', 'C', null],
    ['{"answer":"C","more":{"answer":"D"}}', 'C', null],
    ['"cooperate"', 'cooperate', null],
    ['  Cooperate ', 'Cooperate', null],
    ['{"choice":"C"}', '{"choice":"C"}', null],
    ['{"answer":null}', '{"answer":null}', null],
    ['', '', null],
  ])('in %s', (text, answer, reasons) => expect(parseAnswer(text)).toMatchObject({ answer, reasons }));
  test('in any text around it', () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string({ unit: 'grapheme' }), (before, after, reasons) => {
        fc.pre(!/[{}]/.test(after));
        const text = `${before.replaceAll('{', '(').replaceAll('}', ')')} ${JSON.stringify({ reasons, answer: 'C' })}${after}`;
        expect(parseAnswer(text)).toMatchObject({ answer: 'C', reasons });
      }),
    ));
  test('at once, in a text of braces', () => {
    const began = performance.now();
    parseAnswer('{'.repeat(20_000) + '}'.repeat(20_000));
    expect(performance.now() - began).toBeLessThan(1000);
  });
  test('with the notes that were asked for, and no others', () => {
    expect(parseAnswer('{"answer":1,"plans":"p","insights":2,"secret":"s"}', ['plans', 'insights']).notes).toEqual({
      plans: 'p',
    });
  });
});

describe('token probabilities', async () => {
  const game = await loadGame('prisoners-dilemma');
  const state = game.setup(game.config.parse({}), rng(1, 'setup'), 2);
  const { input } = game.pending(state)[0]!;
  const token = (text: string, likely: number, others: Readonly<Record<string, number>> = {}) => ({
    token: text,
    logprob: Math.log(likely),
    top_logprobs: Object.entries(others).map(([other, p]) => ({ token: other, logprob: Math.log(p) })),
  });
  test('of a bare answer, its first letters counted together', () => {
    const content = [token('Co', 0.6, { Co: 0.6, co: 0.1, coop: 0.05, D: 0.2 }), token('operate', 1)];
    expect(likelihoods({ content }, 'Cooperate', input)).toEqual({ C: 0.75, D: 0.2 });
  });
  test.each([
    ['nothing', null],
    ['no tokens', { content: [] }],
    ['another shape', { tokens: ['C'] }],
    ['another text', { content: [token('hello', 1)] }],
  ])('are unknown where there is %s', (_, given) => expect(likelihoods(given, 'cooperate', input)).toBeNull());
});
