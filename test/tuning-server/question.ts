/** What a chat asks, read from its words: the scene, the options as they are listed, and how to answer. */
import type { ChatTurn } from './rows.ts';

export type ChatQuestion = {
  /** All that is said before the options. */
  readonly scene: string;
  /** The options in the order in which they are listed; null: a number or anything else is asked for. */
  readonly options: readonly string[] | null;
  /** The least and the most number, where one is asked for. */
  readonly range: readonly [min: number, max: number] | null;
  /** Of such a number. */
  readonly decimals: number;
  readonly form: 'letter' | 'json' | 'words';
};

const LETTERED = /^([A-Z])\. (.*)$/;
const LISTED = /Possible answers: (.*)/;

export function questionIn(turns: readonly ChatTurn[]): ChatQuestion {
  const text = turns.map(({ content }) => content).join('\n\n');
  if (/Answer with the letter of the option/.test(text)) {
    const lines = text.split('\n');
    const at = lines.findLastIndex((line) => line.startsWith('Answer with the letter'));
    const options: string[] = [];
    let from = at - 1;
    for (let found = LETTERED.exec(lines[from] ?? ''); found !== null; found = LETTERED.exec(lines[--from] ?? ''))
      options.unshift(found[2]!.trim());
    // Numbers stand in quotation marks beside their letters.
    const labels = options.every((one) => /^".*"$/.test(one)) ? options.map((one) => one.slice(1, -1)) : options;
    return { scene: lines.slice(0, from + 1).join('\n'), options: labels, range: null, decimals: 0, form: 'letter' };
  }
  const found = [...text.matchAll(new RegExp(LISTED, 'g'))].at(-1);
  const form = /one JSON object/.test(text) ? 'json' : 'words';
  if (found === undefined) return { scene: text, options: null, range: null, decimals: 0, form };
  const said = found[1]!;
  const options = [...said.matchAll(/"([^"]+)"/g)].map(([, label]) => label!);
  const numbers = /from (-?[\d.]+) to (-?[\d.]*\d)/.exec(said);
  const decimals = /one decimal/.test(said) ? 1 : Number(/(\d) decimals/.exec(said)?.[1] ?? 0);
  return {
    ...{ scene: text.slice(0, found.index), decimals, form },
    options: options.length > 0 ? options : null,
    range: numbers === null ? null : [Number(numbers[1]), Number(numbers[2])],
  };
}

/** The label that a row's answer means, whatever form it has. */
export function labelMeant({ options, form }: ChatQuestion, completion: string): string {
  const said = completion.trim();
  if (form === 'letter') return options?.[said.toUpperCase().charCodeAt(0) - 65] ?? said;
  const answer = form === 'json' ? inJson(said)['answer'] : undefined;
  return answer === undefined ? said : String(answer);
}

/** The reasons that stand before an answer in JSON; null: there are none. */
export const reasonsIn = (completion: string): string | null => {
  const { reasons } = inJson(completion);
  return typeof reasons === 'string' ? reasons : null;
};

function inJson(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** The numbers that may be answered, least and most; null: no number is asked for. */
export function spanOf({ options, range }: ChatQuestion): readonly [min: number, max: number] | null {
  if (options === null) return range;
  const numbers = options.map(Number);
  return numbers.some(Number.isNaN) ? null : [Math.min(...numbers), Math.max(...numbers)];
}
