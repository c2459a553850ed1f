/**
 * Estimates from an agent's draws: means with their intervals, differences of such means, and scores of agreement with
 * theory. One agent's draws under one wording are one subject's: an interval tells how it would answer if it were asked
 * again in these words, and nothing of other words.
 */
import { eachAnswer, eachMatch, type ProfileAnswer, type ProfileUnit } from '../core/profile-spec.ts';
import { studentQuantile } from '../analysis/stats/student.ts';
import { type Interval, wilson } from '../analysis/stats/rates.ts';
import { mean } from '../analysis/stats/sample.ts';
import type { Profiled } from './answers.ts';
import type { ProfileTask } from './design.ts';

/** How draws vary: as a task's answers do, or as amounts of a game that declares no task (points, prices). */
export type DrawUnit = ProfileUnit | 'amount';

/** A mean of draws, or a difference of such means, in their unit. */
export type DrawEstimate = {
  readonly value: number;
  /** Draws behind it; of a difference those of both. */
  readonly n: number;
  /** At a level such as .95; null: a single draw tells none, nor do amounts that are all the same. */
  interval(level: number): Interval | null;
  /** Of the mean, with its degrees of freedom, where the interval is Student's. */
  readonly error: { readonly variance: number; readonly freedom: number } | null;
};

/**
 * The least standard deviation that few ratings or prices are taken to have: people and models answer in round numbers,
 * so two equal draws are no proof that all are. Ours: 5 points, .02 of the index (a step of prices, .1 where Nash is
 * 14.7); of amounts nothing is known.
 */
export const LEAST_SD: Readonly<Record<Exclude<DrawUnit, 'rate'>, number>> = { rating: 5, index: 0.02, amount: 0 };

/**
 * The mean of draws, in their unit; null where there are none. Rates (0–1): Wilson's interval (JASA 1927) over all
 * draws, which is conservative where questions differ. Ratings, indices and amounts: Student's. `exact`: draws are
 * computed, and the interval is the mean itself. `least`: the least standard deviation that draws are taken to have.
 */
export function meanOf(
  values: readonly number[],
  unit: DrawUnit,
  exact: boolean,
  least = unit === 'rate' ? 0 : LEAST_SD[unit],
): DrawEstimate | null {
  const n = values.length;
  if (n === 0) return null;
  const value = mean(values);
  if (exact) return { value, n, interval: () => [value, value], error: { variance: 0, freedom: Infinity } };
  if (unit === 'rate') {
    const hits = values.reduce((sum, one) => sum + one, 0);
    return { value, n, interval: (level) => wilson(hits, n, level), error: null };
  }
  if (n === 1) return { value, n, interval: () => null, error: null };
  const variance = Math.max(values.reduce((sum, one) => sum + (one - value) ** 2, 0) / (n - 1), least ** 2) / n;
  if (variance === 0) return { value, n, interval: () => null, error: null };
  return student(value, n, { variance, freedom: n - 1 });
}

function student(value: number, n: number, error: NonNullable<DrawEstimate['error']>): DrawEstimate {
  const half = (level: number): number =>
    error.variance === 0
      ? 0
      : studentQuantile(level, Math.max(1, Math.floor(error.freedom))) * Math.sqrt(error.variance);
  return { value, n, interval: (level) => [value - half(level), value + half(level)], error };
}

/** A mean less a number that is known, in the same unit: how far it is from a line. */
export function minus(one: DrawEstimate, line: number): DrawEstimate {
  return {
    ...one,
    value: one.value - line,
    interval(level) {
      const found = one.interval(level);
      return found === null ? null : [found[0] - line, found[1] - line];
    },
  };
}

function negative(one: DrawEstimate): DrawEstimate {
  return {
    ...one,
    value: -one.value,
    interval(level) {
      const found = one.interval(level);
      return found === null ? null : [-found[1], -found[0]];
    },
  };
}

/**
 * The difference of two means: Welch's interval (Biometrika 1947) for ratings and prices; where one is a rate the two
 * intervals are combined as Newcombe does (method 10; Zou & Donner, Statistics in Medicine 2008).
 */
export function difference(one: DrawEstimate, other: DrawEstimate): DrawEstimate {
  const value = one.value - other.value;
  const n = one.n + other.n;
  if (one.error !== null && other.error !== null) return student(value, n, welch(one.error, other.error));
  return {
    value,
    n,
    error: null,
    interval(level) {
      const [a, b] = [one.interval(level), other.interval(level)];
      if (a === null || b === null) return null;
      return [
        value - Math.hypot(one.value - a[0], b[1] - other.value),
        value + Math.hypot(a[1] - one.value, other.value - b[0]),
      ];
    },
  };
}

function welch(
  one: NonNullable<DrawEstimate['error']>,
  other: NonNullable<DrawEstimate['error']>,
): NonNullable<DrawEstimate['error']> {
  const variance = one.variance + other.variance;
  const spread = one.variance ** 2 / one.freedom + other.variance ** 2 / other.freedom;
  return { variance, freedom: spread === 0 ? Infinity : variance ** 2 / spread };
}

/** How far an estimate is from 0, on whichever side it is; its interval is turned with it. */
export const size = (one: DrawEstimate): DrawEstimate => (one.value < 0 ? negative(one) : one);

/** A number of draws as it is written: whole percent and points, two decimals of the index. */
export const digitsOf = (unit: DrawUnit, value: number): string =>
  unit === 'rate'
    ? `${Math.round(100 * value)}`
    : unit === 'rating'
      ? value.toFixed(0)
      : unit === 'index'
        ? value.toFixed(2)
        : String(Number(value.toFixed(2)));

/** The same with its sign: "+38", "−0.31", "0". */
export function signed(unit: DrawUnit, value: number): string {
  const digits = digitsOf(unit, Math.abs(value));
  return Number(digits) === 0 ? digits : `${value < 0 ? '−' : '+'}${digits}`;
}

/** What stands behind such a difference: rates and ratings are in points, the index has no unit. */
export const pointsOf = (unit: DrawUnit): string => (unit === 'index' ? '' : ' points');

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
   * this agent): the share of pairs, which does not fall as questions are drawn more often. null where each question was
   * asked once.
   */
  readonly reliability: number | null;
  readonly questions: number;
  /** How often a question was drawn. */
  readonly k: number;
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
    const counted = one.answers.filter((answer) => answer.task === task && (agreement.counts?.(answer) ?? true));
    return Object.keys(spec.references).flatMap((reference) => {
      const compared = counted.flatMap((answer) => {
        const value = agreed(answer, reference, unit);
        return value === null ? [] : [{ ...answer, value }];
      });
      // A choice, a rating, or the mean over a market's rounds is one draw.
      const draws = (series ? eachMatch(mean) : eachAnswer)(compared).map(({ value }) => value);
      const varies = unit === 'rating' ? 'index' : 'rate';
      const estimate = meanOf(draws, varies, one.kind === 'theory', LEAST_NEARNESS);
      if (estimate === null) return [];
      const agrees = ({ value }: ProfileAnswer): boolean =>
        unit === 'rating' ? value >= 1 - NEAR / 100 - 1e-9 : value > 0;
      // Items and options stand in an order that is drawn: only in a series the round tells which question it was.
      const questions = [
        ...Map.groupBy(compared, ({ where, key, round }) => `${where} ${key} ${series ? round : ''}`).values(),
      ].map((answers) => answers.map(agrees));
      const k = Math.max(...questions.map((answers) => answers.length));
      const computed = one.kind === 'theory';
      const drawnTwice = questions.filter((answers) => computed || answers.length > 1);
      return [
        {
          task,
          reference,
          score: estimate.value,
          interval: clipped(estimate.interval(0.95)),
          n: estimate.n,
          reliability: drawnTwice.length === 0 ? null : mean(drawnTwice.map(bothAgree)),
          questions: questions.length,
          k,
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
