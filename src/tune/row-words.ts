/** What a model reads of a situation and what it is to write: in the lab's own words, in each form of an answer. */
import { canonical } from '../core/distribution.ts';
import type { Answer, Input } from '../core/game.ts';
import { lettersOf } from '../model/decision/letters.ts';
import type { Message } from '../model/http.ts';
import { expectedBy, messagesOf } from '../model/prompt.ts';
import { formatted, standardWording, type Wording } from '../model/wording.ts';
import type { TuneRow } from './row.ts';
import type { RowQuestion } from './row-question.ts';

export type AnswerForm = TuneRow['answerForm'];

/** What stands in a row for its reader. */
export type RowPrompt = Pick<TuneRow, 'prompt' | 'decision'>;

const WORDINGS: Readonly<Record<AnswerForm, Wording>> = {
  json: standardWording,
  words: formatted(standardWording, 'words'),
  decision: formatted(standardWording, 'decision'),
};

/** The question as it is put to a model that answers in this form. */
export function askedIn(situation: RowQuestion, form: AnswerForm): RowPrompt {
  const { request } = situation;
  const { decision } = request;
  const prompt: readonly Message[] = messagesOf(form === 'decision' ? { ...request, earlier: [] } : request, {
    system: null,
    wording: WORDINGS[form],
    preference: null,
    expects: expectedBy(request),
  });
  return {
    prompt,
    decision: form === 'decision' ? { instruction: decision.ask, options: labelsOf(decision.input) } : null,
  };
}

/** Labels as they are listed; none where a number is asked. */
export const labelsOf = (input: Input): readonly string[] =>
  input.kind === 'choice' ? input.options.map(({ label }) => label.trim()) : [];

/** An answer as it is written: the label of an option, or the number. */
function writtenAnswer(input: Input, answer: Answer): string | number {
  if (input.kind === 'number') return Number(answer);
  const option = input.options.find(({ value }) => value === answer);
  if (option === undefined) throw new Error(`"${answer}" is no option`);
  return option.label;
}

/** What the model is to write, to the byte. `reasons`: of JSON, the sentence before the answer. */
export function completionOf(input: Input, answer: Answer, form: AnswerForm, reasons: string): string {
  const written = writtenAnswer(input, answer);
  switch (form) {
    case 'words':
      return String(written);
    case 'json':
      return JSON.stringify({ reasons, answer: written });
    case 'decision': {
      if (input.kind !== 'choice') throw new Error('a number is asked, which has no letters');
      return lettersOf(input.options)[input.options.findIndex(({ value }) => value === answer)]!;
    }
  }
}

/** In how many orders the options of a question can stand: by how many places they may be turned. */
export const ordersOf = (input: Input): number =>
  input.kind === 'choice' ? Math.max(1, canonical(input.options).length) : 1;

/** So many numbers are listed as legal at most; of more so many, evenly spread, and the right one. */
const MOST_LISTED = 32;

/** Every answer that may be given, as it is written in this form; of many numbers some, with the right one among them. Null: JSON. */
export function legalAnswers(input: Input, right: Answer, form: AnswerForm): readonly string[] | null {
  if (form === 'json') return null;
  if (input.kind === 'choice')
    return form === 'decision' ? lettersOf(input.options) : input.options.map(({ label }) => label);
  const { min, max, step, decimals } = input;
  const count = Math.round((max - min) / step) + 1;
  const listed = Math.min(count, MOST_LISTED);
  const numbers = Array.from({ length: listed }, (_, at) =>
    Number((min + Math.round((at * (count - 1)) / Math.max(1, listed - 1)) * step).toFixed(decimals)),
  );
  return [...new Set([...numbers, Number(right)])].sort((one, other) => one - other).map(String);
}
