/** What is trained on is what is asked: the bytes of a typed decision in a set's files and on the wire of the dialects that write letters. */
import { expect, it } from 'vitest';
import { PROTOCOLS } from '../model/decision/protocols.ts';
import type { TuneRow } from './row.ts';
import { readBefore, TRAINER_FORMS } from './trainer-forms.ts';

const rowOf = (labels: readonly string[]): TuneRow => ({
  ...{ id: 't00001', split: 'train', kind: 'choice', answerForm: 'decision', completion: 'B', source: null, answer: 1 },
  ...{
    prompt: [
      { role: 'system', content: 'Rules.' },
      { role: 'user', content: 'Scene.' },
    ],
    legal: null,
  },
  ...{ decision: { instruction: 'How much do you give?', options: labels }, margin: null, contrast: null },
});

it.each([
  ['words', ['cooperate', 'defect'], ['cooperate', 'defect']],
  [
    'whole numbers, in quotation marks as servers of typed decisions read them',
    ['10', '5', '0'],
    ['"10"', '"5"', '"0"'],
  ],
  ['numbers that no object moves', ['0.50', '0.25'], ['0.50', '0.25']],
])('labels that are %s', (_, labels, written) => {
  const row = rowOf(labels);
  const asked = {
    ...{ messages: row.prompt, instruction: row.decision!.instruction },
    options: labels.map((label) => ({ value: label, label })),
  };
  const { messages } = PROTOCOLS['first token'].body('m', asked, {});
  expect(Buffer.from(JSON.stringify(readBefore(row)))).toEqual(Buffer.from(JSON.stringify(messages)));
  const [before, answer] = JSON.parse(TRAINER_FORMS.messages(row)).messages;
  expect(before.content.split('\n').slice(-1 - labels.length, -1)).toEqual(
    written.map((label, i) => `${'ABC'[i]!}. ${label}`),
  );
  expect(answer).toEqual({ role: 'assistant', content: 'B' });
  // The keys that a server of typed decisions writes the letters before, in their order on the wire.
  const { questions } = JSON.parse(JSON.stringify(PROTOCOLS.systemone.body('m', asked, {})));
  expect(Object.keys(questions.choice.criteria)).toEqual(written);
});
