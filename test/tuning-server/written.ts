/** What a model writes, token by token: its answer in the form that was asked for, with the alternatives where the answer begins. */
import type { Leaning } from './learner.ts';
import type { ChatQuestion } from './question.ts';
import { fieldsIn, numberIn, textIn, type Fields } from './section.ts';
import { piecesOf, type Tokenizer } from './tokens.ts';

export type WrittenToken = {
  readonly token: string;
  readonly logprob: number;
  /** The likeliest first, this one among them. */
  readonly alternatives: readonly { readonly token: string; readonly logprob: number }[];
};

const letterOf = ({ options }: ChatQuestion, answer: string): string =>
  String.fromCharCode(65 + Math.max(0, options?.indexOf(answer) ?? 0));

/** `body`: of the request, whose `response_format` is honoured. */
export function written(
  by: Tokenizer,
  question: ChatQuestion,
  leaning: Leaning,
  body: Fields,
): readonly WrittenToken[] {
  const { answers, reasons } = leaning;
  const best = answers[0]!.answer;
  if (question.form === 'letter')
    return begun(answers.map((one) => ({ ...one, piece: letterOf(question, one.answer) })));
  const schema = fieldsIn(fieldsIn(fieldsIn(body, 'response_format'), 'json_schema'), 'schema');
  const answer =
    question.form === 'json' ? legal(fieldsIn(fieldsIn(schema, 'properties'), 'answer'), question, best) : best;
  const said = String(answer);
  const [before, after] = question.form === 'json' ? around(said, objectOf(schema, answer, reasons)) : ['', ''];
  return [
    ...piecesOf(by, before).map(sure),
    ...(said === best ? begun(answers.map((one) => ({ ...one, piece: piecesOf(by, one.answer)[0] ?? '' }))) : []),
    ...piecesOf(by, said)
      .slice(said === best ? 1 : 0)
      .map(sure),
    ...piecesOf(by, after).map(sure),
  ];
}

const sure = (token: string): WrittenToken => ({ token, logprob: 0, alternatives: [{ token, logprob: 0 }] });

/** The token with which an answer begins; answers that begin alike share one. */
function begun(answers: readonly { readonly piece: string; readonly probability: number }[]): readonly WrittenToken[] {
  const pieces = new Map<string, number>();
  for (const { piece, probability } of answers) pieces.set(piece, (pieces.get(piece) ?? 0) + probability);
  const alternatives = [...pieces]
    .map(([token, probability]) => ({ token, logprob: Math.min(0, Math.log(probability)) }))
    .sort((one, other) => other.logprob - one.logprob);
  const token = answers[0]?.piece ?? '';
  return [{ token, logprob: alternatives.find((one) => one.token === token)?.logprob ?? 0, alternatives }];
}

/** What of an object stands before the answer, and after it. */
function around(said: string, json: string): readonly [string, string] {
  const at = json.lastIndexOf(said);
  return [json.slice(0, at), json.slice(at + said.length)];
}

/** As the schema wants it; where there is none, as the lab asks for it in words. */
function objectOf(schema: Fields, answer: string | number, reasons: string | null): string {
  const asked = Object.keys(fieldsIn(schema, 'properties'));
  const others = (asked.length === 0 ? ['reasons'] : asked).filter((name) => name !== 'answer');
  const entries = others.map((name) => [name, name === 'reasons' ? (reasons ?? 'As before.') : '']);
  return JSON.stringify(Object.fromEntries([...entries, ['answer', answer]]));
}

/** The answer as the schema lets it be. */
function legal(schema: Fields, question: ChatQuestion, best: string): string | number {
  const { enum: listed } = schema;
  if (Array.isArray(listed) && !listed.includes(best)) return String(listed[0]);
  const isNumber = question.options === null && best.trim() !== '' && !Number.isNaN(Number(best));
  if (textIn(schema, 'type') !== 'number') return isNumber && !Array.isArray(listed) ? Number(best) : best;
  const [min, max] = [numberIn(schema, 'minimum') ?? -Infinity, numberIn(schema, 'maximum') ?? Infinity];
  return Math.min(max, Math.max(min, isNumber ? Number(best) : 0));
}
