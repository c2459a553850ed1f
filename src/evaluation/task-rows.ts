/** The protocols and the transfer of a report as rows: each question of a task over its conditions, one cell a column. */
import { eachAnswer, eachMatch, type ProfileAnswer } from '../core/profile-spec.ts';
import type { Interval } from '../analysis/stats/rates.ts';
import { mean } from '../analysis/stats/sample.ts';
import type { Profiled } from '../profile/answers.ts';
import { LEAST_SD, meanOf } from '../profile/estimates.ts';
import { type Score, scoresOf } from '../profile/scores.ts';
import { isOfShares, meanOfShares, possibleAnswers } from '../profile/share-estimates.ts';
import { OWN, type ReportTask } from './report-task.ts';

/** What a row's numbers are: a share of choices or of an endowment, a rating of 0 to 100, a price between Nash (0) and monopoly (1). */
export type RowUnit = 'rate' | 'share' | 'rating' | 'index';

/** One model in one row. */
export type TaskCell = {
  readonly value: number;
  readonly interval: Interval | null;
  /** Answers; of probabilities situations, of prices markets. */
  readonly n: number;
};

export type TaskRow = {
  readonly task: string;
  /** The question's group: "first", "buy-minimising", "collusive". */
  readonly key: string;
  /** In words: "first move". */
  readonly says: string;
  readonly unit: RowUnit;
  /** The mean of what the model's own theory would answer to the same questions; null: nobody knows it. */
  readonly theory: number | null;
  /** In the order of the columns; null: nothing was answered. */
  readonly cells: readonly (TaskCell | null)[];
};

/** Rows of the tasks, as far as any of these models answered. */
export const taskRows = (agents: readonly Profiled[], tasks: readonly ReportTask[]): readonly TaskRow[] =>
  tasks.flatMap((task) => {
    const { spec } = task;
    const name = (one: ProfileAnswer): string => rowKey(task, one);
    const mine = (one: Profiled): readonly ProfileAnswer[] => one.answers.filter((answer) => answer.task === spec.task);
    const keys = [...new Set(agents.flatMap((one) => mine(one).map(name)))];
    return keys.map((key): TaskRow => {
      const each = agents.map((one) => mine(one).filter((answer) => name(answer) === key));
      const [example] = each.flat();
      const wants = each.flat().flatMap(({ wants: { [OWN]: own } }) => own ?? []);
      const unit = unitOf(task, key);
      return {
        ...{ task: spec.task, key, unit },
        says: saidOf(task, key, example!),
        theory: wants.length === 0 ? null : mean(wants),
        cells: each.map((answers) => cellOf(answers, unit, spec.series === true)),
      };
    });
  });

/** Questions that are one row: of vehicles the kind of question, of prices the framing. */
const rowKey = ({ spec }: ReportTask, { key, where }: ProfileAnswer): string =>
  spec.task === 'prices' ? where : key.split('/')[0]!;

const saidOf = ({ spec }: ReportTask, key: string, example: ProfileAnswer): string => {
  if (spec.task === 'prices') return `price, ${key} framing`;
  if (spec.task === 'vehicles') return VEHICLES[key] ?? key;
  return spec.task === 'public goods' ? 'share put in' : spec.question(example);
};
const VEHICLES: Readonly<Record<string, string>> = {
  moral: 'swerving is more moral',
  'buy-minimising': 'buys the minimising car',
  'buy-protective': 'buys the protective car',
};

function unitOf({ spec }: ReportTask, key: string): RowUnit {
  if (spec.task === 'public goods') return 'share';
  if (spec.task === 'prices') return 'index';
  return key.startsWith('buy-') ? 'rating' : 'rate';
}

function cellOf(answers: readonly ProfileAnswer[], unit: RowUnit, series: boolean): TaskCell | null {
  const draws = (series ? eachMatch(mean) : eachAnswer)(possibleAnswers(answers));
  const binary = answers.every(({ value }) => value === 0 || value === 1);
  const found = isOfShares(draws)
    ? meanOfShares(draws, LEAST_SD.share)
    : meanOf(
        draws.map(({ value }) => value),
        unit === 'rate' && binary ? 'rate' : unit === 'rating' ? 'rating' : 'index',
        false,
        unit === 'rating' ? LEAST_SD.rating : unit === 'index' ? LEAST_SD.index : LEAST_SD.share,
      );
  if (found === null) return null;
  const interval = found.interval(0.95);
  return { value: found.value, interval: interval === null ? null : clipped(interval, unit), n: found.n };
}

/** Shares end at 0 and 1, ratings at 0 and 100; an index has no ends. */
function clipped([low, high]: Interval, unit: RowUnit): Interval {
  return unit === 'index' ? [low, high] : [Math.max(0, low), Math.min(unit === 'rating' ? 100 : 1, high)];
}

/** Agreement with the model's own theory in one task; as a profile scores it. */
export type TheoryScoreRow = {
  readonly task: string;
  readonly says: string;
  readonly cells: readonly (Score | null)[];
};

/** One row a task in which any of these models has a score. */
export function scoreRows(agents: readonly Profiled[], tasks: readonly ReportTask[]): readonly TheoryScoreRow[] {
  const each = agents.map((one) => scoresOf(one, tasks).filter(({ reference }) => reference === OWN));
  return tasks.flatMap(({ spec }): readonly TheoryScoreRow[] => {
    const cells = each.map((scores) => scores.find(({ task }) => task === spec.task) ?? null);
    return cells.every((cell) => cell === null) ? [] : [{ task: spec.task, says: spec.agreement.says, cells }];
  });
}
