/**
 * How often a model answers its held-out questions as its theory does, against the base rate: the share of whoever gives at every
 * node the answer that is the more frequent one there. Whoever has learned levels and no payoffs is at the base rate.
 */
import type { Answer } from '../core/game.ts';
import { type Interval, newcombe, wilson } from '../analysis/stats/rates.ts';
import { differenceInterval, meanInterval } from '../analysis/stats/bootstrap.ts';
import { sampleOf } from '../analysis/stats/sample.ts';
import { nodeOf } from './held-out.ts';
import type { HeldOutAnswer } from './subject-answers.ts';

/** k of n, with Wilson's 95 % interval; 0 to 1. */
export type CountedRate = {
  readonly k: number;
  readonly n: number;
  readonly rate: number;
  readonly interval: Interval | null;
};

export const rateOf = (k: number, n: number): CountedRate => ({
  k,
  n,
  rate: n === 0 ? 0 : k / n,
  interval: wilson(k, n),
});

/** A mean of probabilities over situations, with its bootstrap interval (null: one situation, or all alike). */
export type MeanRate = { readonly n: number; readonly mean: number; readonly interval: Interval | null };

/** One group of held-out questions: all, or those of a node. */
export type AgreementRow = {
  /** "all", or "prisoners-dilemma after_C". */
  readonly node: string;
  readonly method: 'direct' | 'strategy' | 'both';
  /** Questions without an answer count as not agreeing. */
  readonly agreement: CountedRate;
  /** How many of them were answered at all. */
  readonly answered: number;
  /** Of whoever gives the more frequent answer at each node. */
  readonly baseRate: {
    readonly rate: number;
    readonly answers: readonly { readonly answer: Answer; readonly k: number }[];
  };
  /** Of a node: how often one of its answers is theory's, and how often it is given: a mean of probabilities, or a share of answers. */
  readonly level: {
    readonly answer: Answer;
    readonly theory: number;
    readonly given: number;
    readonly interval: Interval | null;
  } | null;
  /** Of typed decisions: the probability of theory's answer, and how much more likely an option is where it stands first. */
  readonly probability: (MeanRate & { readonly first: number }) | null;
  /**
   * Within the node: how much more often (or likelier) an answer is given where theory gives it than where it does not; null
   * where theory gives one answer throughout, and over several nodes.
   */
  readonly within: { readonly answer: Answer; readonly difference: number; readonly interval: Interval | null } | null;
};

/** Whether the answer is theory's. */
export const isRight = ({ row, answer }: HeldOutAnswer): boolean =>
  answer !== null && String(answer) === String(row.answer);

/** All questions, then each node by each method. */
export function agreementRows(answers: readonly HeldOutAnswer[]): readonly AgreementRow[] {
  if (answers.length === 0) return [];
  const nodes = [...Map.groupBy(answers, ({ row }) => nodeOf(row))].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    agreementRow('all', 'both', answers),
    ...nodes.flatMap(([node, mine]) =>
      (['direct', 'strategy'] as const).flatMap((method) => {
        const those = mine.filter(({ row }) => row.source.method === method);
        return those.length === 0 ? [] : [agreementRow(node, method, those)];
      }),
    ),
  ];
}

function agreementRow(node: string, method: AgreementRow['method'], answers: readonly HeldOutAnswer[]): AgreementRow {
  const right = answers.filter(isRight).length;
  const single = method !== 'both';
  return {
    ...{ node, method },
    agreement: rateOf(right, answers.length),
    answered: answers.filter(({ answer }) => answer !== null).length,
    baseRate: { rate: baseHits(answers) / answers.length, answers: single ? tally(answers) : [] },
    level: single ? levelOf(answers) : null,
    probability: probabilityOf(answers),
    within: single ? withinNode(answers) : null,
  };
}

const tally = (answers: readonly HeldOutAnswer[]): readonly { readonly answer: Answer; readonly k: number }[] =>
  [...Map.groupBy(answers, ({ row }) => row.answer)]
    .map(([answer, mine]) => ({ answer, k: mine.length }))
    .toSorted((a, b) => b.k - a.k || (String(a.answer) < String(b.answer) ? -1 : 1));

/** How many are met by the more frequent answer of each node. A node is one of a game, method and key. */
export function baseHits(answers: readonly HeldOutAnswer[]): number {
  const nodes = Map.groupBy(answers, ({ row }) => `${nodeOf(row)} ${row.source.method}`);
  return [...nodes.values()].reduce((sum, mine) => sum + Math.max(...tally(mine).map(({ k }) => k)), 0);
}

/** Those at nodes where theory's answer hangs on the payoffs. */
export const atOpenNodes = (answers: readonly HeldOutAnswer[]): readonly HeldOutAnswer[] =>
  [...Map.groupBy(answers, ({ row }) => `${nodeOf(row)} ${row.source.method}`).values()]
    .filter((mine) => tally(mine).length > 1)
    .flat();

/** The probability of an answer in a distribution, over its orders; null: it is none of its options. */
function likelihood({ told }: HeldOutAnswer, answer: Answer): number | null {
  const at = told?.options.indexOf(String(answer)) ?? -1;
  return told === null || at < 0 ? null : told.mean[at]!;
}

/** The answer that a plan names at the node, else the first of those that theory gives. */
function levelOf(answers: readonly HeldOutAnswer[]): AgreementRow['level'] {
  const { question, row } = answers[0]!;
  const named = question.game.plans?.(question.config).nodes.find(({ key }) => key === row.source.key)?.answer;
  const answer =
    named ??
    tally(answers)
      .map((one) => one.answer)
      .toSorted()[0]!;
  const theory = answers.filter((one) => String(one.row.answer) === String(answer)).length / answers.length;
  if (answers.some(({ told }) => told !== null)) {
    const values = answers.flatMap((one) => likelihood(one, answer) ?? []);
    if (values.length === 0) return null;
    const sample = sampleOf(Float64Array.from(values));
    return { answer, theory, given: sample.mean, interval: meanInterval(sample)?.interval ?? null };
  }
  const { rate, interval } = rateOf(
    answers.filter((one) => String(one.answer) === String(answer)).length,
    answers.length,
  );
  return { answer, theory, given: rate, interval };
}

function probabilityOf(answers: readonly HeldOutAnswer[]): AgreementRow['probability'] {
  const values = answers.flatMap((one) => likelihood(one, one.row.answer) ?? []);
  if (values.length === 0) return null;
  const sample = sampleOf(Float64Array.from(values));
  const firsts = answers.flatMap(({ told }) => (told === null || told.orders.length < 2 ? [] : [firstGain(told)]));
  return {
    ...{ n: sample.n, mean: sample.mean, interval: meanInterval(sample)?.interval ?? null },
    first: firsts.length === 0 ? 0 : firsts.reduce((sum, one) => sum + one, 0) / firsts.length,
  };
}

/** How likely the option shown first is on average, less its share of the options. */
function firstGain({ orders, options }: NonNullable<HeldOutAnswer['told']>): number {
  const firsts = orders.map(({ rotation, probabilities }) => probabilities[rotation % options.length]!);
  return firsts.reduce((sum, one) => sum + one, 0) / firsts.length - 1 / options.length;
}

/** By the answer that theory gives more rarely, so that it is one that had to be learned. */
function withinNode(answers: readonly HeldOutAnswer[]): AgreementRow['within'] {
  const counts = tally(answers);
  const answer = counts.at(-1)?.answer;
  if (counts.length < 2 || answer === undefined) return null;
  const [where, elsewhere] = [true, false].map((wanted) =>
    answers.filter(({ row }) => (row.answer === answer) === wanted),
  );
  if (answers.some(({ told }) => told !== null)) {
    const [one, other] = [where!, elsewhere!].map((mine) =>
      sampleOf(Float64Array.from(mine.flatMap((each) => likelihood(each, answer) ?? []))),
    );
    if (one!.n === 0 || other!.n === 0) return null;
    return {
      answer,
      difference: one!.mean - other!.mean,
      interval: differenceInterval(one!, other!)?.interval ?? null,
    };
  }
  const says = (mine: readonly HeldOutAnswer[]): number =>
    mine.filter((each) => String(each.answer) === String(answer)).length;
  const [k, n, l, m] = [says(where!), where!.length, says(elsewhere!), elsewhere!.length];
  return { answer, difference: k / n - l / m, interval: newcombe(k, n, l, m) };
}
