/**
 * What may be concluded from held-out agreement: whether a model's answers follow the payoffs, or only how often each answer is
 * theory's at a node. A falling loss and a high agreement tell neither.
 */
import { wilson } from '../analysis/stats/rates.ts';
import { percent } from '../core/format.ts';
import { atOpenNodes, baseHits, type CountedRate, isRight, rateOf } from './agreement.ts';
import type { HeldOutAnswer } from './subject-answers.ts';

/**
 * payoffs: above the base rate where theory's answer hangs on payoffs. levels: not told apart from it. less: below it. constant:
 * theory gives one answer at every node, and nothing can be told. nothing: too little was answered.
 */
export type Learned = 'payoffs' | 'levels' | 'less' | 'constant' | 'nothing';

export type LevelsFinding = {
  readonly learned: Learned;
  /** At the nodes where theory's answer hangs on payoffs. */
  readonly agreement: CountedRate;
  readonly baseRate: number;
  readonly sentence: string;
};

/** Fewer questions at such nodes tell nothing; ours. */
const LEAST = 8;

/** Judges one model in one form. `name`: what it may be called. */
export function learnedFrom(name: string, answers: readonly HeldOutAnswer[]): LevelsFinding {
  const open = atOpenNodes(answers);
  const agreement = rateOf(open.filter(isRight).length, open.length);
  const baseRate = open.length === 0 ? 1 : baseHits(open) / open.length;
  const learned = judged(agreement, baseRate, answers);
  return { learned, agreement, baseRate, sentence: said(name, learned, agreement, baseRate, answers.length) };
}

function judged({ k, n }: CountedRate, baseRate: number, answers: readonly HeldOutAnswer[]): Learned {
  if (answers.every(({ answer }) => answer === null)) return 'nothing';
  if (n === 0) return 'constant';
  if (n < LEAST) return 'nothing';
  const [low, high] = wilson(k, n)!;
  return low > baseRate ? 'payoffs' : high < baseRate ? 'less' : 'levels';
}

function said(
  name: string,
  learned: Learned,
  { rate, interval, n }: CountedRate,
  baseRate: number,
  all: number,
): string {
  const between = interval === null ? '' : ` (95 % ${interval.map((end) => Math.round(100 * end)).join(' to ')})`;
  const figures = `${percent(rate)}${between} of ${n} questions whose answer hangs on payoffs, base rate ${percent(baseRate)}`;
  switch (learned) {
    case 'payoffs':
      return `${name} follows payoffs: it agrees with its theory on ${figures}.`;
    case 'levels':
      return `${name} is not told apart from the base rate (${figures}): it may have learned how often each answer is right at a node, and nothing of payoffs.`;
    case 'less':
      return `${name} is below the base rate (${figures}): whoever gives the more frequent answer at each node agrees more.`;
    case 'constant':
      return `Nothing is told of payoffs for ${name}: theory gives one answer at every node of these ${all} questions, and whoever always gives it agrees.`;
    case 'nothing':
      return `${name}: too few answers to questions that hang on payoffs (${n}) to tell levels from payoffs.`;
  }
}
