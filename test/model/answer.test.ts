/** What a model said, found in whatever stands around it. */
import { LINEAR, looks } from '../growth.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadGame } from '../../src/disk/games.ts';
import type { Input } from '../../src/core/game.ts';
import { declines, readAnswer } from '../../src/model/answer.ts';
import { type Completion, completionOf } from '../../src/model/completion.ts';
import { likelihoods } from '../../src/model/likelihoods.ts';
import { rng } from '../../src/core/rng.ts';

const choice = (labels: Readonly<Record<string, string>>, more: Partial<Input> = {}): Input => ({
  kind: 'choice',
  options: Object.entries(labels).map(([value, label], n) => ({ value, label, key: 'cdefg'[n]! })),
  ...(more.skip === undefined ? {} : { skip: more.skip }),
});
const plain = choice({ C: 'cooperate', D: 'defect' });
const neutral = choice({ C: 'A', D: 'B' });
const german = choice({ C: 'kooperieren', D: 'nicht kooperieren' });
const lanes = choice({ stay: 'stay', swerve: 'swerve', lane: 'stay in lane' });
const price: Input = { kind: 'number', min: 10, max: 30, step: 0.1, decimals: 1 };
const rating: Input = { kind: 'number', min: 0, max: 100, step: 1, decimals: 0, unit: '%', skip: 'rather not say' };

/** A completion with this content, as far as a reader sees it. */
const completed = (content: unknown, finish = 'stop', more: Readonly<Record<string, unknown>> = {}): Completion =>
  completionOf({
    status: 200,
    raw: JSON.stringify({ choices: [{ message: { content, ...more }, finish_reason: finish }] }),
  });

/** The answer to a reply and how it was read, or why there is none. */
function readReply(content: unknown, input: Input, finish = 'stop'): string {
  const completion = completed(content, finish);
  if (completion.kind !== 'text') return completion.kind;
  const found = readAnswer(completion.text, input, completion.cut);
  if (found.ok) return `${found.answer} by ${found.reading}`;
  return /out of tokens/.test(found.problem)
    ? 'out of tokens'
    : /more than one|several/.test(found.problem)
      ? 'two'
      : 'none';
}

describe('a reply is read as what it says', () => {
  test.each<readonly [reply: unknown, input: Input, right: string]>([
    // The object that was asked for, and what stands around it.
    ['{"reasons":"r","answer":"cooperate"}', plain, 'C by json'],
    ['\uFEFF{"reasons":"r","answer":"cooperate"}', plain, 'C by json'],
    ['```json\n{"answer": 14.7}\n```', price, '14.7 by json'],
    ['{"answer": "14,5"}', price, '14.5 by json'],
    ['{"answer": "14.5 points"}', price, '14.5 by last sentence'],
    ['{"answer": "1,000"}', { ...price, min: 0 }, 'none'],
    ['{"answer":"cooperate"} no, rather {"answer":"defect"}', plain, 'D by json'],
    ['{"answer":"C"}{"answer":"C"}', plain, 'C by json'],
    ['{"answer":"cooperate","more":{"answer":"defect"}}', plain, 'C by json'],
    ['{"response":{"reasons":"r","answer":"defect"}}', plain, 'D by json'],
    ['[{"answer":"defect"}]', plain, 'D by json'],
    ['{"answer":["defect"]}', plain, 'D by json'],
    ['{"Answer":"Defect"}', plain, 'D by json'],
    ["{'reasons': 'r', 'answer': 'defect'}", plain, 'D by json'],
    ['{"reasons":"r","answer":"defect",}', plain, 'D by json'],
    ['{"answer":"I will defect."}', plain, 'D by last sentence'],
    ['{"reasons":"If I defect I earn 80, if I cooperate 65.","answer":"defect"}', plain, 'D by json'],
    ['{"reasons":"maybe {\\"answer\\":\\"cooperate\\"}","answer":"defect"}', plain, 'D by json'],
    ['{"reasons":"I wrote <think> in here","answer":"defect"}', plain, 'D by json'],
    ['{"answer":"cooperate"}\n\nBy cooperating both earn 65; to defect would earn 80.', plain, 'C by json'],
    // Objects that give no answer, or two.
    ['{"answer":"cooperate","answer":"defect"}', plain, 'two'],
    ['{"answer":"defect","answer":"D"}', plain, 'D by json'],
    ['{"answer":["cooperate","defect"]}', plain, 'none'],
    ['{"me":{"answer":"cooperate"},"other":{"answer":"defect"}}', plain, 'none'],
    ['{"draft":{"answer":"cooperate"}}', plain, 'none'],
    ['{"choice":"defect"}', plain, 'none'],
    ['{"answer":null}', plain, 'none'],
    ['{"answer":true}', plain, 'none'],
    ['{"answer":"cooperate or defect"}', plain, 'two'],
    ['{"answer":"I will not defect"}', plain, 'none'],
    ['{"answer":"cooperate"} Wait, actually I would rather defect.', plain, 'none'],
    ['First {"answer":"cooperate"}. But no.\n\ndefect', plain, 'none'],
    ['{"answer":"cooperate"}\nMy final answer is defect.', plain, 'none'],
    ['{"reasons":"r","answer":"def', plain, 'none'],
    // Nothing but the answer.
    ['"cooperate"', plain, 'C by words'],
    ['  Cooperate ', plain, 'C by words'],
    ['**Defect**.', plain, 'D by words'],
    ['```\ndefect\n```', plain, 'D by words'],
    ['- defect', plain, 'D by words'],
    ['<answer>defect</answer>', plain, 'D by words'],
    ['„kooperieren“', german, 'C by words'],
    ['nicht kooperieren', german, 'D by words'],
    ['D', plain, 'D by words'],
    ['B', neutral, 'D by words'],
    [14.5, price, '14.5 by words'],
    ['14,5', price, '14.5 by words'],
    ['14.5.', price, '14.5 by words'],
    ['-5', price, 'none'],
    ['Rather not say', rating, 'rather not say by words'],
    // A last sentence that says it and nothing else.
    ['The answer is: "defect".', plain, 'D by last sentence'],
    ['I choose to cooperate.', plain, 'C by last sentence'],
    ['My final answer: **defect**', plain, 'D by last sentence'],
    ['Answer:\n\ndefect', plain, 'D by last sentence'],
    ['I have thought about the payoffs. So I will defect.', plain, 'D by last sentence'],
    ['I defect, because it pays more in every case.', plain, 'D by last sentence'],
    ['The answer is $\\boxed{14.5}$.', price, '14.5 by last sentence'],
    ['I ask 14.5.', price, '14.5 by last sentence'],
    ['I set my price at 14,5 points in this round.', price, '14.5 by last sentence'],
    ['My answer is 80 %.', rating, '80 by last sentence'],
    ['Ich wähle kooperieren.', german, 'C by last sentence'],
    ['Die Antwort lautet: nicht kooperieren.', german, 'D by last sentence'],
    ['I choose A.', neutral, 'C by last sentence'],
    ['My choice is to stay in lane.', lanes, 'lane by last sentence'],
    // Not an answer, whatever it names.
    ['I will not defect.', plain, 'none'],
    ["I won't cooperate.", plain, 'none'],
    ['I would never defect.', plain, 'none'],
    ['Anything rather than defect.', plain, 'none'],
    ['I choose to cooperate rather than defect.', plain, 'two'],
    ['I could cooperate or defect.', plain, 'two'],
    ['If I cooperate I may be cheated. The answer is defect.', plain, 'two'],
    ['Should I defect?', plain, 'none'],
    ['If the other moves first, I defect.', plain, 'none'],
    ['The other player will defect.', plain, 'none'],
    ['I expect defect.', plain, 'none'],
    ['I defect unless it trusts me.', plain, 'none'],
    ['The defector loses; defection is costly, defect-free play is not.', plain, 'none'],
    ['A good deed it is.', neutral, 'none'],
    ['I choose a.', neutral, 'none'],
    ['The answer is defect. Let me know what you think!', plain, 'none'],
    ['I ask more than 14.5.', price, 'none'],
    ['I ask about 14.5.', price, 'none'],
    ['I ask 14.5 or 15.', price, 'two'],
    ['Between 14-16.', price, 'two'],
    ['The rival asked 16.0. I ask 14.5.', price, 'two'],
    ['I ask 14.55.', price, 'none'],
    ['In round 3 I earned 350.5. I ask 14.5.', price, '14.5 by last sentence'],
    ['I sell 14 units.', price, 'none'],
    ['14.5x', price, 'none'],
    ['', plain, 'none'],
    ['I could do many things.', plain, 'none'],
    // A mark says as much as a word.
    ['❌ cooperate', plain, 'none'],
    ['{"answer":"!defect"}', plain, 'none'],
    ['{"answer":"¬defect"}', plain, 'none'],
    ['~~cooperate~~', plain, 'none'],
    ['defect 🤔', plain, 'none'],
    ['✅ Defect', plain, 'D by last sentence'],
    ['~50', rating, 'none'],
    ['≈ 50%', rating, 'none'],
    ['>50', rating, 'none'],
    ['{"answer":"<50"}', rating, 'none'],
    ['50+', rating, 'none'],
    ['-50', rating, 'none'],
    ['–50', rating, 'none'],
    ['#14', rating, 'none'],
    ['50:50', rating, 'none'],
    ['50 percent', rating, '50 by last sentence'],
    ['1.500', { ...price, min: 0, max: 5000 }, 'none'],
    // What follows a name may make another thing of it.
    ['No comment.', choice({ y: 'yes', n: 'no' }), 'none'],
    ['I have no answer.', choice({ y: 'yes', n: 'no' }), 'none'],
    ['No final decision.', choice({ y: 'yes', n: 'no' }), 'none'],
    ['defect this round', plain, 'D by last sentence'],
    // Two objects are a draft and its answer only where something says so.
    ['[{"answer":"cooperate"},{"answer":"defect"}]', plain, 'two'],
    ['{"answer":"cooperate"}\n{"answer":"defect"}', plain, 'two'],
    ['Player 1: {"answer":"cooperate"}\nPlayer 2: {"answer":"defect"}', plain, 'two'],
    ['Option 1: {"answer":"cooperate"} or option 2: {"answer":"defect"}', plain, 'two'],
    ['{"answer":"cooperate"} (not {"answer":"defect"})', plain, 'two'],
    ['Never say {"answer":"defect"}', plain, 'two'],
    ['For example: {"answer":"defect"}', plain, 'two'],
    ['The other player will answer {"answer":"defect"}', plain, 'two'],
    ['Since the other will defect, I answer {"answer":"defect"}', plain, 'D by json'],
    ['Should I say {"answer":"defect"}?', plain, 'none'],
    ['{"answer":"defect"} is not what I choose.', plain, 'none'],
    ['{"answer":"defect"} would be wrong.', plain, 'none'],
    ['{"answer":"defect"}\n\nWould be glad to explain.', plain, 'D by json'],
    ['{"answer":"cooperate","final_answer":"defect"}', plain, 'two'],
    ['Draft: {"answer":"cooperate"}\nFinal: {"answer":"defect"}', plain, 'D by json'],
    ['{"answer":"defect"} // or cooperate', plain, 'none'],
    ['"{\\"reasons\\":\\"r\\",\\"answer\\":\\"defect\\"}"', plain, 'D by json'],
    ['\u202edefect\u202c', plain, 'D by words'],
    // Thought is no answer, and what follows it is.
    ['<|channel>thought\n{"answer":"cooperate"}<channel|>defect', plain, 'D by words'],
    ['<|channel>thought\n{"answer":"cooperate"} maybe', plain, 'none'],
    ['Here are my reasoning steps:\n{"answer":"cooperate"}\n[BEGIN FINAL RESPONSE]\ndefect', plain, 'D by words'],
    ['Here are my reasoning steps:\n{"answer":"cooperate"}', plain, 'none'],
    ['<|im_start|>think\n{"answer":"cooperate"}\n<|im_start|>answer\ndefect', plain, 'D by words'],
    ['[unused16]{"answer":"cooperate"}', plain, 'none'],
    ['Thinking...\n{"answer":"cooperate"}\n...done thinking.\n\n{"answer":"defect"}', plain, 'D by json'],
    ['Thinking...\n{"answer":"cooperate"}\n', plain, 'none'],
    ['<|think|>cooperate<|end|><|begin|>assistant<|content|>defect<|end|>', plain, 'D by words'],
    ['analysis: cooperate.\n\nassistantfinal: defect', plain, 'D by words'],
    ['<details type="reasoning" done="false">{"answer":"cooperate"}', plain, 'none'],
    ['<details type="reasoning">{"answer":"cooperate"}</details>defect', plain, 'D by words'],
    ['```thinking\n{"answer":"cooperate"}\n```\n```json\n{"answer":"defect"}\n```', plain, 'D by json'],
    ['```thinking\n{"answer":"cooperate"}', plain, 'none'],
    ['&lt;think&gt;{"answer":"cooperate"}&lt;/think&gt;defect', plain, 'D by words'],
    ['&lt;think&gt;{"answer":"cooperate"}', plain, 'none'],
    ['<antThinking>{"answer":"cooperate"}', plain, 'none'],
    ['<reasoning_process>{"answer":"cooperate"}', plain, 'none'],
    ['<think>\nA first idea: {"answer":"cooperate"}.\n</think>\n\ndefect', plain, 'D by words'],
    ['<think>If {C} then { maybe</think> {"reasons": "a } b", "answer": "D"}', plain, 'D by json'],
    ['<think>I take {"answer":"cooperate"}', plain, 'none'],
    ['{"answer":"cooperate"} it is, they say.</think>{"answer":"defect"}', plain, 'D by json'],
    ['So {"answer":"cooperate"}.</think>', plain, 'none'],
    ['<think>a <think>b</think> cooperate </think> defect', plain, 'D by words'],
    ['<think>a <reasoning>b</reasoning> {"answer":"cooperate"}', plain, 'none'],
    ['<THINKING type="x">cooperate</Thinking>defect', plain, 'D by words'],
    ['[THINK]cooperate[/THINK]defect', plain, 'D by words'],
    ['<think></think>\n\ndefect', plain, 'D by words'],
    ['<think/>defect', plain, 'D by words'],
    ['defect\u200B', plain, 'D by words'],
    ['The answer is No.', choice({ y: 'yes', n: 'no' }), 'n by last sentence'],
    ['There is no doubt: yes.', choice({ y: 'yes', n: 'no' }), 'two'],
    ['I ask 14.5 points per unit.', price, '14.5 by last sentence'],
    ['80 out of 100', rating, 'two'],
    ['[THINK]{"answer":"cooperate"}', plain, 'none'],
    ['<reasoning>cooperate</reasoning>\n<answer>defect</answer>', plain, 'D by words'],
    ['<scratchpad>{"answer":"cooperate"}</scratchpad>{"answer":"defect"}', plain, 'D by json'],
    ['<inner_monologue>{"answer":"cooperate"}', plain, 'none'],
    ['◁think▷cooperate◁/think▷defect', plain, 'D by words'],
    [
      '<|begin_of_thought|>cooperate<|end_of_thought|><|begin_of_solution|>defect<|end_of_solution|>',
      plain,
      'D by words',
    ],
    ['<|START_THINKING|>cooperate<|END_THINKING|><|START_RESPONSE|>defect<|END_RESPONSE|>', plain, 'D by words'],
    [
      '<|channel|>analysis<|message|>{"answer":"cooperate"}<|end|><|start|>assistant<|channel|>final<|message|>{"answer":"defect"}<|return|>',
      plain,
      'D by json',
    ],
    ['<|channel|>analysis<|message|>{"answer":"cooperate"}<|end|>', plain, 'none'],
    [
      '<|channel|>analysis<|message|>cooperate<|end|><|start|>assistant<|channel|>commentary<|message|>{"answer":"cooperate"}<|end|>',
      plain,
      'none',
    ],
    ['analysisWe could {"answer":"cooperate"}.assistantfinal{"answer":"defect"}', plain, 'D by json'],
    ['analysisWe could {"answer":"cooperate"}', plain, 'none'],
    ['Here is my thought process: cooperate. Here is my response: defect', plain, 'D by words'],
    [
      [
        { type: 'thinking', thinking: 'cooperate' },
        { type: 'text', text: '{"answer":"defect"}' },
      ],
      plain,
      'D by json',
    ],
    [
      [
        { type: 'text', text: 'cooperate' },
        { type: 'reasoning', text: 'no' },
        { type: 'output_text', text: 'defect' },
      ],
      plain,
      'D by words',
    ],
    [[{ type: 'reasoning', text: '{"answer":"cooperate"}' }], plain, 'none'],
    [[{ text: 'cooperate', thought: true }, { text: 'defect' }], plain, 'D by words'],
    [[{ type: 'refusal', refusal: 'no' }], plain, 'refused'],
    [['{"answer":', '"defect"}'], plain, 'D by json'],
    [{ reasons: 'r', answer: 'defect' }, plain, 'D by json'],
  ])('%j', (reply, input, right) => expect(readReply(reply, input)).toBe(right));

  test.each<readonly [reply: unknown, right: string]>([
    ['{"reasons":"r","answer":"defect"}', 'D by json'],
    ['```json\n{"reasons":"r","answer":"defect"}\n```', 'D by json'],
    ['<think>If I say {"reasons": "trust", "answer": "cooperate"} I lose. So I should', 'out of tokens'],
    ['If I say {"reasons": "trust", "answer": "cooperate"} I lose. So I should', 'out of tokens'],
    ['{"answer":"defect"}{"answer":"defect"}{"ans', 'out of tokens'],
    ['{"reasons":"because it', 'out of tokens'],
    ['defect', 'out of tokens'],
    ['I choose to defect', 'out of tokens'],
    ['', 'out of tokens'],
  ])('cut off: %j', (reply, right) => expect(readReply(reply, plain, 'length')).toBe(right));
});

test.each<readonly [reply: string, right: boolean]>([
  ["I'm sorry, but I can't help with that.", true],
  ['As an AI language model, I do not make such choices and cannot answer.', true],
  ['Ich kann diese Frage nicht beantworten.', true],
  ['I must decline.', true],
  ['I will not defect.', false],
  ['I could do many things.', false],
  ['I think they cannot be trusted.', false],
])('declines: %j', (reply, right) => expect(declines(reply, plain)).toBe(right));

describe('whatever is said', () => {
  const said = fc.string({ unit: 'grapheme' });
  const words = fc.lorem({ maxCount: 12, mode: 'words' });
  test('an object is read in any text around it', () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), said, (before, after, reasons) => {
        fc.pre(!/[{}<>[\]?]|≠|!=|\bno\b|d/i.test(before + after));
        const text = `${before} ${JSON.stringify({ reasons, answer: 'C' })}${after}`;
        expect(readAnswer(text, plain)).toMatchObject({ ok: true, answer: 'C', reasons });
      }),
    ));
  test('a draft in thought is never the answer', () => {
    const marks = fc.constantFrom(
      ['<think>', '</think>'],
      ['', '</think>'],
      ['[THINK]', '[/THINK]'],
      ['<reasoning>', '</reasoning>'],
      ['<|channel|>analysis<|message|>', '<|end|><|start|>assistant<|channel|>final<|message|>'],
    );
    const draft = fc.constantFrom('{"answer":"cooperate"}', 'cooperate', 'The answer is: "cooperate".');
    fc.assert(
      fc.property(marks, words, draft, words, fc.boolean(), ([open, close], before, sketch, after, closed) => {
        const thought = `${open}${before}\n${sketch}\n${after}`;
        fc.pre(closed || open !== '');
        const read = readReply(closed ? `${thought}${close}{"answer":"defect"}` : thought, plain);
        expect(read).toBe(closed ? 'D by json' : 'none');
      }),
    );
  });
  test('two answers, or one and a word that is in no statement, are none', () =>
    fc.assert(
      fc.property(
        words,
        fc.constantFrom('not', 'never', 'unless', 'avoid', 'hardly', 'they', 'nobody'),
        (about, word) => {
          expect(readReply(`${about}. I will cooperate or defect.`, plain)).toBe('two');
          expect(readReply(`${about}. I will ${word} defect.`, plain)).toBe('none');
        },
      ),
    ));
  test('an empty pair of marks is no thought', () => {
    expect(completed('<think>\n</think>defect')).toMatchObject({ text: 'defect', thought: false });
    expect(completed('<think>so</think>defect')).toMatchObject({ text: 'defect', thought: true });
  });
  test.each([
    ['braces', '{'.repeat(100_000) + '}'.repeat(100_000)],
    ['marks of thought', '<think>'.repeat(30_000)],
    ['angles', '<'.repeat(200_000)],
    ['words', 'defect '.repeat(30_000)],
    ['objects', '{"a":'.repeat(40_000)],
    ['blanks', ' '.repeat(200_000)],
    ['ticks', '`'.repeat(200_000)],
    ['numbers', '14.'.repeat(70_000)],
  ])('a text of %s takes as much longer as it is longer', (_, text) => {
    for (const question of [plain, price]) expect(looks(text, (one) => readReply(one, question))).toBeLessThan(LINEAR);
  });
  test('notes that were asked for are kept, and no others', () => {
    const found = readAnswer('{"answer":"C","plans":"p","insights":2,"secret":"s"}', plain, false, [
      'plans',
      'insights',
    ]);
    expect(found.notes).toEqual({ plans: 'p' });
  });
});

describe('a body is read in any shape', () => {
  const of = (body: unknown, status = 200): Completion =>
    completionOf({ status, raw: typeof body === 'string' ? body : JSON.stringify(body) });
  const choices = [{ message: { content: 'defect' }, finish_reason: 'stop' }];
  test.each<readonly [name: string, usage: unknown, tokens: readonly [number | null, number | null]]>([
    ['numbers', { prompt_tokens: 10, completion_tokens: 2 }, [10, 2]],
    ['text', { prompt_tokens: '10', completion_tokens: ' 2 ' }, [10, 2]],
    ['fractions', { prompt_tokens: 1.5, completion_tokens: 2 }, [null, 2]],
    ['too much', { prompt_tokens: 9e18, completion_tokens: 1e300 }, [null, null]],
    ['less than nothing', { prompt_tokens: -1, completion_tokens: 0 }, [null, 0]],
    ['other names', { input_tokens: 10, output_tokens: 2 }, [10, 2]],
    ['words', 'unknown', [null, null]],
    ['nothing', null, [null, null]],
  ])('usage as %s', (_, usage, [tokensIn, tokensOut]) =>
    expect(of({ choices, usage })).toMatchObject({ kind: 'text', text: 'defect', tokensIn, tokensOut }),
  );
  test.each<readonly [name: string, body: unknown, found: Readonly<Record<string, unknown>>]>([
    ['no choices', { choices: [] }, { kind: 'broken' }],
    ['no message', { choices: [{ message: null }] }, { kind: 'broken' }],
    [
      'a call of a tool',
      {
        choices: [
          { message: { content: null, tool_calls: [{ function: { name: 'answer', arguments: '{"answer":"C"}' } }] } },
        ],
      },
      { kind: 'text', text: '' },
    ],
    ['a page', '<html><h1>502</h1></html>', { kind: 'broken', why: 'the answer is a web page, no chat completion' }],
    ['nothing', '', { kind: 'broken', why: 'the server answered with nothing' }],
    ['a number', 7, { kind: 'broken' }],
    ['an error', { error: { message: 'overloaded' } }, { kind: 'broken', why: 'the server reported: overloaded' }],
    ['an error as text', { error: 'overloaded' }, { kind: 'broken', why: 'the server reported: overloaded' }],
    [
      'an error at the top',
      { object: 'error', message: 'overloaded' },
      { kind: 'broken', why: 'the server reported: overloaded' },
    ],
    ['a detail', { detail: 'overloaded' }, { kind: 'broken', why: 'the server reported: overloaded' }],
    [
      'details',
      { detail: [{ loc: ['body', 'x'], msg: 'overloaded' }] },
      { kind: 'broken', why: 'the server reported: overloaded' },
    ],
    ['a list', [{ error: { code: 429, message: 'overloaded' } }], { kind: 'broken', status: 429 }],
    [
      'an error in a choice',
      { choices: [{ error: { code: 502, message: 'gone' }, finish_reason: 'error' }] },
      { kind: 'broken', status: 502 },
    ],
    ['a refusal', { choices: [{ message: { content: null, refusal: 'no' } }] }, { kind: 'refused', text: 'no' }],
    [
      'a filter behind the server',
      {
        choices: [{ message: { content: 'def' }, finish_reason: 'stop', native_finish_reason: 'PROHIBITED_CONTENT' }],
      },
      { kind: 'refused' },
    ],
    [
      'tokens used up behind the server',
      { choices: [{ message: { content: 'def' }, finish_reason: 'stop', native_finish_reason: 'MAX_TOKENS' }] },
      { kind: 'text', cut: true },
    ],
    ['a filter', { choices: [{ message: { content: 'def' }, finish_reason: 'content_filter' }] }, { kind: 'refused' }],
    [
      'a stream',
      'data: {"model":"m","choices":[{"delta":{"role":"assistant","content":""}}]}\n\ndata: {"choices":[{"delta":{"reasoning_content":"C?"}}]}\n\ndata: {"choices":[{"delta":{"content":"def"}}]}\n\ndata: {"choices":[{"delta":{"content":"ect"},"finish_reason":"stop"}]}\n\ndata: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}\n\ndata: [DONE]\n\n',
      { kind: 'text', text: 'defect', served: 'm', thought: true, tokensOut: 2 },
    ],
    [
      'braces without end',
      `{"choices":[{"message":{"content":${'['.repeat(200_000)}${']'.repeat(200_000)}}}]}`,
      { kind: 'broken' },
    ],
    ['half a stream', 'data: {"choices":[{"delta":{"content":"def"}}]}\n\n', { kind: 'broken' }],
    [
      'a stream of an error',
      'data: {"error":{"message":"overloaded"}}\n\n',
      { kind: 'broken', why: 'the server reported: overloaded' },
    ],
  ])('with %s', (_, body, found) => expect(of(body)).toMatchObject(found));
  test.each<readonly [name: string, status: number, body: unknown]>([
    [
      'Azure',
      400,
      {
        error: {
          message: 'The response was filtered due to the prompt triggering a content management policy.',
          param: 'prompt',
          code: 'content_filter',
          innererror: { code: 'ResponsibleAIPolicyViolation' },
        },
      },
    ],
    [
      'Azure, inner code only',
      400,
      { error: { message: 'Bad request', code: null, innererror: { code: 'ResponsibleAIPolicyViolation' } } },
    ],
    [
      'OpenAI, flagged',
      400,
      {
        error: {
          message: 'Your prompt was flagged as potentially violating our usage policy.',
          code: 'invalid_prompt',
        },
      },
    ],
    [
      'OpenRouter',
      403,
      { error: { code: 403, message: 'gpt requires moderation. Your input was flagged for "violence".' } },
    ],
    ['DashScope', 400, { code: 'data_inspection_failed', message: 'Input data may contain inappropriate content.' }],
    ['DeepSeek', 400, { error: { message: 'Content Exists Risk', type: 'invalid_request_error' } }],
    ['Google', 200, { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } }],
  ])('refused by %s', (_, status, body) => expect(of(body, status).kind).toBe('refused'));
  test.each<readonly [status: number, message: string]>([
    [401, 'content policy: no key'],
    [429, 'flagged as too many requests'],
    [500, 'content filter unavailable'],
    [400, 'temperature: {"messages":"content management policy"} is not supported'],
  ])('%i is no filter', (status, message) => expect(of({ error: { message } }, status).kind).toBe('broken'));
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
