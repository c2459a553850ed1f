/** What a chat asks, read from its words: the scene, the options as they are listed, and how to answer. */
import type { ChatTurn } from './rows.ts';

export type AskedForm = 'letter' | 'json' | 'words';

export type ChatQuestion = {
  /** All that is said before the options. */
  readonly scene: string;
  /** The options in the order in which they are listed; null: a number or anything else is asked for. */
  readonly options: readonly string[] | null;
  /** The least and the most number, where one is asked for. */
  readonly range: readonly [min: number, max: number] | null;
  readonly form: AskedForm;
};

const LETTERED = /^([A-Z])\. (.*)$/;
const LISTED = /Possible answers: (.*)/;

export function questionIn(turns: readonly ChatTurn[]): ChatQuestion {
  const text = turns.map(({ content }) => content).join('\n\n');
  if (/Answer with the letter of the option/.test(text)) {
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.startsWith('Answer with the letter'));
    const options: string[] = [];
    let from = at - 1;
    for (let found = LETTERED.exec(lines[from] ?? ''); found !== null; found = LETTERED.exec(lines[--from] ?? ''))
      options.unshift(found[2]!.trim());
    return { scene: lines.slice(0, from + 1).join('\n'), options, range: null, form: 'letter' };
  }
  const found = LISTED.exec(text);
  const form = /one JSON object/.test(text) ? 'json' : 'words';
  if (found === null) return { scene: text, options: null, range: null, form };
  const options = [...found[1]!.matchAll(/"([^"]+)"/g)].map(([, label]) => label!);
  const numbers = /from (-?[\d.]+) to (-?[\d.]*\d)/.exec(found[1]!);
  return {
    scene: text.slice(0, found.index),
    options: options.length > 0 ? options : null,
    range: numbers === null ? null : [Number(numbers[1]), Number(numbers[2])],
    form,
  };
}

/** The label that a row's answer means, whatever form it has. */
export function labelMeant({ options, form }: ChatQuestion, completion: string): string {
  const said = completion.trim();
  if (form === 'letter') return options?.[said.toUpperCase().charCodeAt(0) - 65] ?? said;
  if (form === 'json') {
    const answer = answerInJson(said);
    return answer === undefined ? said : String(answer);
  }
  return said;
}

function answerInJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'answer' in value ? value.answer : undefined;
  } catch {
    return undefined;
  }
}
