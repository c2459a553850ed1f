/**
 * The tuned model: it answers as the nearest of its training rows do. What it knows stands in the rows alone, so that it differs
 * from its base for a reason, and a model that was tuned on shuffled answers knows nothing.
 *
 * Two questions are the nearer, the more of their rare words are the same (cosine of TF-IDF) and the closer their numbers are, read
 * in the order in which they stand. The options' order is no part of it: a row's letter is read as the option it means.
 */
import { labelMeant, questionIn, type ChatQuestion } from './question.ts';
import type { ChatTurn } from './rows.ts';

/** What it thinks of each answer, the likeliest first; probabilities that sum to 1. */
export type Leaning = readonly { readonly answer: string; readonly probability: number }[];

export type Learner = { lean(question: ChatQuestion): Leaning };

type Example = {
  readonly words: ReadonlyMap<string, number>;
  readonly length: number;
  readonly numbers: readonly number[];
  readonly options: string | null;
  readonly answer: string;
};

/** So many of the nearest have a say. */
const NEAREST = 5;
/** Of so many with the nearest words numbers are compared. */
const CANDIDATES = 60;

export function learnerFrom(rows: readonly (readonly ChatTurn[])[]): Learner {
  const read = rows.map((turns) => {
    const question = questionIn(turns.slice(0, -1));
    return { question, answer: labelMeant(question, turns.at(-1)?.content ?? '') };
  });
  const seen = new Map<string, number>();
  for (const { question } of read)
    for (const word of new Set(wordsOf(question))) seen.set(word, (seen.get(word) ?? 0) + 1);
  const rare = (word: string): number => Math.log((1 + rows.length) / (1 + (seen.get(word) ?? 0))) + 0.05;
  const weighed = (question: ChatQuestion): Pick<Example, 'words' | 'length'> => {
    const words = new Map<string, number>();
    for (const word of wordsOf(question)) words.set(word, (words.get(word) ?? 0) + rare(word));
    return { words, length: Math.hypot(...words.values()) || 1 };
  };
  const examples: readonly Example[] = read.map(({ question, answer }) => ({
    ...weighed(question),
    ...{ numbers: numbersOf(question), options: setOf(question), answer },
  }));

  const lean = (question: ChatQuestion): Leaning => {
    const { words, length } = weighed(question);
    const [numbers, options] = [numbersOf(question), setOf(question)];
    const allowed = (example: Example): boolean =>
      options === null
        ? example.options === null
        : example.options === options || question.options!.includes(example.answer);
    const near = examples
      .filter(allowed)
      .map((example) => ({ example, cosine: cosine(words, example.words) / length / example.length }))
      .sort((one, other) => other.cosine - one.cosine)
      .slice(0, CANDIDATES)
      .map(({ example, cosine: by }) => ({ answer: example.answer, weight: by * closeness(numbers, example.numbers) }))
      .sort((one, other) => other.weight - one.weight)
      .slice(0, NEAREST);
    const votes = new Map<string, number>();
    for (const [at, { answer, weight }] of near.entries())
      votes.set(answer, (votes.get(answer) ?? 0) + weight ** SHARPNESS / (1 + at));
    const sum = [...votes.values()].reduce((all, one) => all + one, 0);
    if (sum === 0) return [];
    return [...votes]
      .map(([answer, vote]) => ({ answer, probability: vote / sum }))
      .sort((one, other) => other.probability - one.probability);
  };
  return { lean };
}

/** How much more the nearest counts. */
const SHARPNESS = 4;

const setOf = ({ options }: ChatQuestion): string | null => (options === null ? null : options.toSorted().join('\n'));

/** Names of agents stand for nothing: "lab/kantian-78b". */
const plain = ({ scene }: ChatQuestion): string => scene.toLowerCase().replace(/\S*\/\S+/g, 'somebody');

const wordsOf = (question: ChatQuestion): readonly string[] => plain(question).match(/[\p{L}']+/gu) ?? [];

const numbersOf = (question: ChatQuestion): readonly number[] =>
  (plain(question).match(/\d+(?:\.\d+)?/g) ?? []).map(Number);

function cosine(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [word, weight] of one) sum += weight * (other.get(word) ?? 0);
  return sum;
}

/** 1: the same numbers. Where one has more than the other, the rest counts as far away. */
function closeness(one: readonly number[], other: readonly number[]): number {
  const most = Math.max(one.length, other.length);
  if (most === 0) return 1;
  let far = Math.abs(one.length - other.length);
  for (let at = 0; at < Math.min(one.length, other.length); at += 1) {
    const [a, b] = [one[at]!, other[at]!];
    far += a === b ? 0 : Math.abs(a - b) / (Math.abs(a) + Math.abs(b));
  }
  return Math.exp((-3 * far) / most);
}
