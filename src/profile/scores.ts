/** How near an agent is to agents of theory in each task: scores of agreement, with how reliably. */
import { eachAnswer, eachMatch, type ProfileAnswer, type ProfileUnit } from '../core/profile-spec.ts';
import type { Interval } from '../analysis/stats/rates.ts';
import { mean } from '../analysis/stats/sample.ts';
import type { Profiled } from './answers.ts';
import type { ProfileTask } from './design.ts';
import { LEAST_SD, meanOf } from './estimates.ts';
import { isOfShares, likelyMean, meanOfShares, possibleAnswers } from './share-estimates.ts';

/** How near an agent is to one agent of theory in one task, and how reliably. */
export type Score = {
  readonly task: string;
  /** By its name in the task: economicus, moralis/buyers. */
  readonly reference: string;
  /**
   * Mean agreement, 0–1: same choices; 1 − gap / 100 of ratings; of the price index the share of prices that are nearer
   * to this agent's than to those of the task's other agents of theory (at the same distance from several: a part each).
   */
  readonly score: number;
  /** 95 %, of one subject's draws; null where there is a single draw. */
  readonly interval: Interval | null;
  readonly n: number;
  /**
   * Of two draws of the same question how often both agree with theory (the same choice, within 10 points, nearest to
   * this agent): the share of pairs, which does not fall as questions are drawn more often; of probabilities their square.
   * null where each question was drawn once.
   */
  readonly reliability: number | null;
  readonly questions: number;
  /** How often a question was drawn; null: its answers were told with their probabilities. */
  readonly k: number | null;
};

/** Ratings agree within so many points; ours. */
const NEAR = 10;
/** Nearness of ratings is spread as ratings are: 5 points are .05. */
const LEAST_NEARNESS = LEAST_SD.rating / 100;

/** How far an answer agrees with an agent of theory, 0–1; null: that one said nothing there. */
function agreed(answer: ProfileAnswer, reference: string, unit: ProfileUnit): number | null {
  const want = answer.wants[reference];
  if (want === undefined) return null;
  const far = Math.abs(answer.value - want);
  switch (unit) {
    case 'rate':
      return far === 0 ? 1 : 0;
    case 'rating':
      return 1 - Math.min(1, far / 100);
    case 'index': {
      const distances = Object.values(answer.wants).flatMap((one) =>
        one === undefined ? [] : [Math.abs(answer.value - one)],
      );
      const nearest = Math.min(...distances) + 1e-9;
      return far <= nearest ? 1 / distances.filter((one) => one <= nearest).length : 0;
    }
  }
}

/** The scores of one agent, task by task and reference by reference; where nothing was answered there is none. */
export function scoresOf(one: Profiled, tasks: readonly ProfileTask[]): readonly Score[] {
  return tasks.flatMap(({ spec }) => {
    const { task, agreement, series = false } = spec;
    const { unit } = agreement;
    const counted = possibleAnswers(
      one.answers.filter((answer) => answer.task === task && (agreement.counts?.(answer) ?? true)),
    );
    return Object.keys(spec.references).flatMap((reference) => {
      const compared = counted.flatMap((answer) => {
        const value = agreed(answer, reference, unit);
        return value === null ? [] : [{ ...answer, value }];
      });
      // A choice, a rating, or the mean over a market's rounds is one draw.
      const draws = (series ? eachMatch(mean) : eachAnswer)(compared);
      const varies = unit === 'rating' ? 'index' : 'rate';
      const estimate = isOfShares(draws)
        ? meanOfShares(draws, unit === 'rating' ? LEAST_NEARNESS : LEAST_SD.share)
        : meanOf(
            draws.map(({ value }) => value),
            varies,
            one.kind === 'theory',
            LEAST_NEARNESS,
          );
      if (estimate === null) return [];
      const agrees = ({ value }: ProfileAnswer): boolean =>
        unit === 'rating' ? value >= 1 - NEAR / 100 - 1e-9 : value > 0;
      const agreeing = (answer: ProfileAnswer) => ({ value: agrees(answer) ? 1 : 0, answers: [answer] });
      // Items and options stand in an order that is drawn: only in a series the round tells which question it was.
      const questions = [
        ...Map.groupBy(compared, ({ where, key, round }) => `${where} ${key} ${series ? round : ''}`).values(),
      ];
      const shared = isOfShares(draws);
      const pairs = questions.flatMap((answers) =>
        shared
          ? [
              [...Map.groupBy(answers, ({ draw }) => draw).values()].map(
                (those) => likelyMean(those.map(agreeing)) ** 2,
              ),
            ]
          : one.kind === 'theory' || answers.length > 1
            ? [[bothAgree(answers.map(agrees))]]
            : [],
      );
      return [
        {
          task,
          reference,
          score: estimate.value,
          interval: clipped(estimate.interval(0.95)),
          n: estimate.n,
          reliability: pairs.length === 0 ? null : mean(pairs.map(mean)),
          questions: questions.length,
          k: shared ? null : Math.max(...questions.map((answers) => answers.length)),
        },
      ];
    });
  });
}

/** Of all pairs of draws of a question the share in which both agree; of a single one whether it does. */
function bothAgree(answers: readonly boolean[]): number {
  const [k, yes] = [answers.length, answers.filter(Boolean).length];
  return k === 1 ? yes : (yes * (yes - 1)) / (k * (k - 1));
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
