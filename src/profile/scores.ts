/** How near an agent is to each agent of theory, task by task, and how reliably. */
import { eachAnswer, eachMatch, type ProfileUnit } from '../core/profile-spec.ts';
import type { Interval } from '../analysis/stats/rates.ts';
import { mean } from '../analysis/stats/resampling.ts';
import type { Profiled } from './answers.ts';
import type { ProfileTask } from './design.ts';
import { meanOf } from './estimates.ts';

export type Score = {
  readonly task: string;
  /** By its name in the task: economicus, moralis/buyers. */
  readonly reference: string;
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

/** By the unit of a task's agreement: how far off is a distance of 1, how near is agreement, and how draws of nearness vary. */
const DISTANCE: Readonly<
  Record<ProfileUnit, { readonly full: number; readonly near: number; readonly varies: ProfileUnit }>
> = {
  rate: { full: 1, near: 0, varies: 'rate' },
  // Agreement with ratings is spread like an index: 5 points are .05.
  rating: { full: 100, near: 10, varies: 'index' },
  index: { full: 1, near: 0.1, varies: 'index' },
};

/** The scores of one agent, task by task and reference by reference; where nothing was answered there is none. */
export function scoresOf(one: Profiled, tasks: readonly ProfileTask[]): readonly Score[] {
  return tasks.flatMap(({ spec }) => {
    const { task, agreement, series = false } = spec;
    const { full, near, varies } = DISTANCE[agreement.unit];
    const counted = one.answers.filter((answer) => answer.task === task && (agreement.counts?.(answer) ?? true));
    return Object.keys(spec.references).flatMap((reference) => {
      const compared = counted.flatMap((answer) => {
        const want = answer.wants[reference];
        return want === undefined ? [] : [{ answer, far: Math.abs(answer.value - want) }];
      });
      const nearness = compared.map(({ answer, far }) => ({ ...answer, value: 1 - Math.min(1, far / full) }));
      // A choice, a rating, or the mean over a market's rounds is one draw.
      const draws = (series ? eachMatch(mean) : eachAnswer)(nearness).map(({ value }) => value);
      const estimate = meanOf(draws, varies, one.kind === 'theory');
      if (estimate === null) return [];
      const questions = new Map<string, boolean[]>();
      for (const { answer, far } of compared) {
        // Items and options stand in an order that is drawn: only in a series the round tells which question it was.
        const name = `${answer.where} ${answer.key} ${series ? answer.round : ''}`;
        questions.set(name, [...(questions.get(name) ?? []), far <= near + 1e-9]);
      }
      const k = Math.max(...[...questions.values()].map((answers) => answers.length));
      const whole = [...questions.values()].filter((answers) => answers.length === k);
      const reliable = whole.filter((answers) => answers.every(Boolean)).length;
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
    });
  });
}

const clipped = (interval: Interval | null): Interval | null =>
  interval === null ? null : [Math.max(0, interval[0]), Math.min(1, interval[1])];

const two = (value: number): string => value.toFixed(2);

/** "0.83 (0.70–0.92) / 0.75": score, interval, reliability. */
export function scoreText(score: Score | undefined): string {
  if (score === undefined) return '–';
  const { interval, reliability } = score;
  const between = interval === null || interval[0] === interval[1] ? '' : ` (${two(interval[0])}–${two(interval[1])})`;
  return `${two(score.score)}${between} / ${reliability === null ? '–' : two(reliability)}`;
}
