/**
 * The tuned model: it answers as the nearest of its training rows do. What it knows stands in the rows alone, so that it differs
 * from its base for a reason, and answers otherwise after other rows.
 *
 * Two questions are the nearer, the more of their rare words are the same (cosine of TF-IDF) and the closer their numbers are, read
 * line by line. The options' order is no part of it: a row's letter is read as the option it means. A number is learned as a share of
 * the most that could be answered. What stands in the rows word for word is known by heart.
 */
import { closeness, numbersIn, type SceneNumbers } from './numbers.ts';
import { labelMeant, questionIn, reasonsIn, spanOf, type ChatQuestion } from './question.ts';
import type { ChatTurn } from './rows.ts';

/**
 * What it thinks of each answer, the likeliest first; probabilities that sum to 1. `reasons`: what stood before the answer in the
 * nearest row that has reasons; null: none does.
 */
export type Leaning = {
  readonly answers: readonly { readonly answer: string; readonly probability: number }[];
  readonly reasons: string | null;
};

/** Null: nothing that it learned is like this question. */
export type Learner = { lean(question: ChatQuestion): Leaning | null };

type Example = {
  readonly scene: string;
  readonly words: ReadonlyMap<string, number>;
  readonly length: number;
  readonly numbers: SceneNumbers;
  readonly kind: string;
  readonly answer: string;
  readonly reasons: string | null;
};
type Near = { readonly example: Example; readonly weight: number };

/** So many of the nearest have a say. */
const NEAREST = 5;
/** Of so many with the nearest words numbers are compared. */
const CANDIDATES = 60;
/** How much more the nearest counts. */
const SHARPNESS = 4;
/** What all legal answers share, whatever was learned: no answer is impossible to a model. */
const DOUBT = 0.02;

export function learnerFrom(rows: readonly (readonly ChatTurn[])[]): Learner {
  const read = rows.map((turns) => ({
    question: questionIn(turns.slice(0, -1)),
    completion: turns.at(-1)?.content ?? '',
  }));
  const seen = new Map<string, number>();
  for (const { question } of read)
    for (const word of new Set(wordsIn(plain(question)))) seen.set(word, (seen.get(word) ?? 0) + 1);
  const rare = (word: string): number => Math.log((1 + rows.length) / (1 + (seen.get(word) ?? 0))) + 0.05;
  const featured = (question: ChatQuestion): Omit<Example, 'answer' | 'reasons'> => {
    const scene = plain(question);
    const words = new Map<string, number>();
    for (const word of wordsIn(scene)) words.set(word, (words.get(word) ?? 0) + rare(word));
    const length = Math.hypot(...words.values()) || 1;
    return { scene, words, length, numbers: numbersIn(scene), kind: kindOf(question) };
  };
  const examples: readonly Example[] = read.map(({ question, completion }) => ({
    ...featured(question),
    answer: sharedOut(question, labelMeant(question, completion)),
    reasons: question.form === 'json' ? reasonsIn(completion) : null,
  }));

  /** The nearest rows, the nearest first: those that are the same word for word, else those that are like it. */
  const nearTo = (question: ChatQuestion): readonly Near[] => {
    const { scene, words, length, numbers, kind } = featured(question);
    const alike = examples.filter(
      ({ kind: other, answer }) => other === kind || question.options?.includes(answer) === true,
    );
    const same = alike.filter((example) => example.scene === scene);
    if (same.length > 0) return same.map((example) => ({ example, weight: 1 }));
    return alike
      .map((example) => ({ example, weight: cosine(words, example.words) / length / example.length }))
      .sort((one, other) => other.weight - one.weight)
      .slice(0, CANDIDATES)
      .map(({ example, weight }) => ({ example, weight: weight * closeness(numbers, example.numbers) }))
      .sort((one, other) => other.weight - one.weight)
      .slice(0, NEAREST)
      .map(({ example, weight }, at) => ({ example, weight: weight ** SHARPNESS / (1 + at) ** 2 }));
  };

  return {
    lean(question) {
      const near = nearTo(question);
      const sum = near.reduce((all, { weight }) => all + weight, 0);
      if (sum === 0) return null;
      const legal = question.options ?? [];
      const votes = new Map(legal.map((option) => [option, DOUBT / legal.length]));
      for (const { example, weight } of near) {
        const answer = taken(question, example.answer);
        const share = legal.length === 0 ? 1 : 1 - DOUBT;
        votes.set(answer, (votes.get(answer) ?? 0) + (share * weight) / sum);
      }
      const answers = [...votes].map(([answer, probability]) => ({ answer, probability }));
      return {
        answers: answers.sort((one, other) => other.probability - one.probability),
        reasons: near.find(({ example }) => example.reasons !== null)?.example.reasons ?? null,
      };
    },
  };
}

/** Questions of one kind have the same answers: the same options, or a number. */
const kindOf = (question: ChatQuestion): string =>
  spanOf(question) === null ? (question.options?.toSorted().join('\n') ?? 'open') : 'number';

/** A number as its share of what could be answered; anything else as it is. */
function sharedOut(question: ChatQuestion, answer: string): string {
  const span = spanOf(question);
  const number = Number(answer);
  if (span === null || Number.isNaN(number)) return answer;
  return String((number - span[0]) / Math.max(1e-9, span[1] - span[0]));
}

/** A share as a number that may be answered here. */
function taken(question: ChatQuestion, answer: string): string {
  const span = spanOf(question);
  const share = Number(answer);
  if (span === null || Number.isNaN(share)) return answer;
  const number = span[0] + share * (span[1] - span[0]);
  if (question.options === null) return String(Number(number.toFixed(question.decimals)));
  return question.options.reduce((best, option) =>
    Math.abs(Number(option) - number) < Math.abs(Number(best) - number) ? option : best,
  );
}

/** Names of agents stand for nothing: "lab/kantian-78b". */
const plain = ({ scene }: ChatQuestion): string => scene.toLowerCase().replace(/\S*\/\S+/g, 'somebody');

const wordsIn = (scene: string): readonly string[] => scene.match(/[\p{L}']+/gu) ?? [];

function cosine(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [word, weight] of one) sum += weight * (other.get(word) ?? 0);
  return sum;
}
