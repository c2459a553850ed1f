/** How near an agent is to each agent of theory, task by task, and how reliably. */
import {
  type ProfileAnswer,
  itemsAnswered,
  type Profiled,
  type ReferenceAgent,
  REFERENCES,
  type Task,
} from './evidence.ts';
import { type DrawEstimate, meanOf } from './estimates.ts';
import type { Interval } from '../analysis/stats/rates.ts';
import { mean } from '../analysis/stats/resampling.ts';

export type Score = {
  readonly task: Task;
  readonly reference: ReferenceAgent;
  /** Mean agreement, 0–1: same choices, 1 − gap / 100 of ratings, 1 − gap of the price index (never below 0). */
  readonly score: number;
  /** 95 %, of one subject's draws; null where there is a single draw. */
  readonly interval: Interval | null;
  readonly n: number;
  /**
   * Of the questions that were answered all k times the share at which every answer agreed with theory: the same choice, within 10
   * points, within .1 of the index. null where each question was asked once.
   */
  readonly reliability: number | null;
  readonly questions: number;
  /** How often a question was drawn. */
  readonly k: number;
};

/** Per task: which answers count, by how much a full unit of distance is divided, and how near is agreement. */
const RULES: readonly {
  readonly task: Task;
  readonly unit: number;
  readonly near: number;
  of(one: Profiled): readonly ProfileAnswer[];
}[] = [
  { task: 'dilemmas', unit: 1, near: 0, of: ({ answers }) => answers.filter(({ task }) => task === 'dilemmas') },
  {
    task: 'vehicles',
    unit: 100,
    near: 10,
    of: (one) => [...itemsAnswered(one, 'buy-minimising'), ...itemsAnswered(one, 'buy-protective')],
  },
  { task: 'pricing', unit: 1, near: 0.1, of: ({ answers }) => answers.filter(({ task }) => task === 'pricing') },
];

export function scoresOf(one: Profiled): readonly Score[] {
  return RULES.flatMap(({ task, unit, near, of }) =>
    REFERENCES.flatMap((reference) => {
      const compared = of(one).flatMap((answer) => {
        const want = answer.wants[reference];
        return want === undefined ? [] : [{ answer, far: Math.abs(answer.value - want) }];
      });
      const agreed = compared.map(({ answer, far }) => ({ match: answer.match, near: 1 - Math.min(1, far / unit) }));
      const estimate = scored(agreed, task, one.kind === 'theory');
      if (estimate === null) return [];
      const questions = new Map<string, boolean[]>();
      for (const { answer, far } of compared) {
        // Items and options stand in an order that is drawn: only of prices the round tells which question it was.
        const name = `${answer.where} ${answer.key} ${task === 'pricing' ? answer.round : ''}`;
        questions.set(name, [...(questions.get(name) ?? []), far <= near + 1e-9]);
      }
      const k = Math.max(...[...questions.values()].map((draws) => draws.length));
      const whole = [...questions.values()].filter((draws) => draws.length === k);
      const reliable = whole.filter((draws) => draws.every(Boolean)).length;
      return [
        {
          task,
          reference,
          score: estimate.value,
          interval: clipped(estimate.interval(0.95)),
          n: estimate.n,
          reliability: k < 2 && one.kind !== 'theory' ? null : reliable / whole.length,
          questions: questions.size,
          k,
        },
      ];
    }),
  );
}

type Agreed = { readonly match: string; readonly near: number };

/** A choice, a rating, or the mean over a market's rounds is one draw. Agreement with ratings is spread like an index: 5 points are .05. */
function scored(agreed: readonly Agreed[], task: Task, exact: boolean): DrawEstimate | null {
  if (task !== 'pricing')
    return meanOf(
      agreed.map(({ near }) => near),
      task === 'dilemmas' ? 'rate' : 'index',
      exact,
    );
  const markets = Map.groupBy(agreed, ({ match }) => match);
  return meanOf(
    [...markets.values()].map((rounds) => mean(rounds.map(({ near }) => near))),
    'index',
    exact,
  );
}

const clipped = (interval: Interval | null): Interval | null =>
  interval === null ? null : [Math.max(0, interval[0]), Math.min(1, interval[1])];
