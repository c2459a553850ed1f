/**
 * The rows of a profile and how they are judged, of one agent beside others: those of a reported pattern, by the
 * contrasts that games declare beforehand, and the measures of games that declare none, with theory beside and no
 * verdict.
 */
import type { PatternRow } from '../core/profile-spec.ts';
import type { Profiled } from './answers.ts';
import type { ProfileTask } from './design.ts';
import type { DrawUnit } from './estimates.ts';
import { declaredCell, measuredCell, type ProfileCell, unitOf } from './judgement.ts';

/** One row of a profile: what it says, where from, and how an agent is judged by it. */
export type ProfileRow = Pick<PatternRow, 'id' | 'says' | 'contrast' | 'note'> & {
  readonly task: string;
  /** Of whom it is reported; null: of nobody, the row is a measure. */
  readonly reportedOf: PatternRow['reportedOf'] | null;
  /** In a word, paper or summary, and in full; of a measure its source. */
  readonly source: string;
  readonly cited: string;
  readonly unit: DrawUnit;
  /** Of this one among all; the first is what shifts are from. */
  judge(one: Profiled, all: readonly Profiled[]): ProfileCell;
};

/** A row with one cell an agent. */
export type Judged = Omit<ProfileRow, 'judge'> & { readonly cells: readonly ProfileCell[] };

/** Judges all agents by a row. */
export function judged({ judge, ...row }: ProfileRow, agents: readonly Profiled[]): Judged {
  return { ...row, cells: agents.map((one) => judge(one, agents)) };
}

/** All rows of these tasks, in their order. */
export const patternOf = (tasks: readonly ProfileTask[]): readonly ProfileRow[] =>
  tasks.flatMap((task) => (task.declared ? task.spec.rows.map((row) => declaredRow(task, row)) : measureRows(task)));

function declaredRow({ spec: { task, paper } }: ProfileTask, row: PatternRow): ProfileRow {
  const { id, says, reportedOf, source, contrast, unit, note } = row;
  return {
    ...{ id, task, says, reportedOf, source, contrast, unit },
    ...(note === undefined ? {} : { note }),
    cited: source === 'paper' ? `${paper}, abstract` : `a third-party summary of ${paper}`,
    judge: (one, all) => declaredCell(task, row, one, all),
  };
}

/** One row a measure and a condition: means of different games are no mean of anything. */
function measureRows({ game, spec }: ProfileTask): readonly ProfileRow[] {
  const conditions = spec.conditions('quick').map(({ where }) => where);
  return game.measures.flatMap((measure) =>
    conditions.map((where): ProfileRow => ({
      id: conditions.length === 1 ? measure.name : `${measure.name}, ${where}`,
      task: spec.task,
      says: conditions.length === 1 ? measure.sentence : `${measure.sentence.replace(/\.$/, '')} (${where})`,
      ...{ reportedOf: null, source: measure.source, cited: measure.source },
      contrast: 'mean over matches, with what theory comes to in the same matches; nothing is reported of it',
      unit: unitOf(measure),
      judge: (one) => measuredCell(measure, spec.task, where, one),
    })),
  );
}

/**
 * Which rows can be judged already: those whose task every agent has been through. `agents` fill up while it is played;
 * `matches`: every match that there is to be.
 */
export function rowsReached(
  agents: readonly Profiled[],
  matches: readonly { readonly task: string }[],
  pattern: readonly ProfileRow[],
) {
  const left = new Map<string, number>();
  for (const { task } of matches) left.set(task, (left.get(task) ?? 0) + 1);
  const reached = new Map<ProfileRow, Judged>();
  const judge = (rows: readonly ProfileRow[]): readonly Judged[] =>
    rows
      .filter((row) => !reached.has(row))
      .map((row) => {
        const done = judged(row, agents);
        reached.set(row, done);
        return done;
      });
  return {
    /** A match of this task has ended: the rows that are reached with it. */
    after(task: string): readonly Judged[] {
      left.set(task, (left.get(task) ?? 0) - 1);
      return left.get(task) === 0 ? judge(pattern.filter((row) => row.task === task)) : [];
    },
    /** The others, judged by what there is. */
    rest: (): readonly Judged[] => judge(pattern),
    /** All that were reached, in the order of the pattern. */
    all: (): readonly Judged[] => pattern.flatMap((row) => reached.get(row) ?? []),
  };
}

const digitsOf = (unit: DrawUnit, value: number): string =>
  unit === 'rate'
    ? `${Math.round(100 * value)}`
    : unit === 'rating'
      ? value.toFixed(0)
      : unit === 'index'
        ? value.toFixed(2)
        : String(Number(value.toFixed(2)));

function signed(unit: DrawUnit, value: number): string {
  const digits = digitsOf(unit, Math.abs(value));
  return Number(digits) === 0 ? digits : `${value < 0 ? '−' : '+'}${digits}`;
}

/** Contrasts have a sign and a unit, "+38 points"; a measure is a level: "58 %", "46", "12.5". */
function written({ unit, reportedOf }: Pick<ProfileRow, 'unit' | 'reportedOf'>) {
  if (reportedOf !== null) return { value: (of: number) => signed(unit, of), unit: unit === 'index' ? '' : ' points' };
  return { value: (of: number) => digitsOf(unit, of), unit: unit === 'rate' ? ' %' : '' };
}

/** "+38 points, 95 % +17 to +59, n 4"; nothing was estimated: nothing. */
export function figuresOf(
  row: Pick<ProfileRow, 'unit' | 'reportedOf'>,
  { estimate, interval, level, n }: Pick<ProfileCell, 'estimate' | 'interval' | 'level' | 'n'>,
): string {
  if (estimate === null) return '';
  const { value, unit } = written(row);
  const between =
    interval === null ? '' : `, ${Math.round(100 * level)} % ${value(interval[0])} to ${value(interval[1])}`;
  return `${value(estimate)}${unit}${between}, n ${n}`;
}

/** "theory in the same matches: economicus 0 %, moralis:0.5 100 %"; null where there is none. */
export function theoryOf(
  row: Pick<ProfileRow, 'unit' | 'reportedOf'>,
  { theory = {} }: Pick<ProfileCell, 'theory'>,
): string | null {
  const { value, unit } = written(row);
  const beside = Object.entries(theory).flatMap(([name, of]) =>
    of === undefined ? [] : [`${name} ${value(of)}${unit}`],
  );
  return beside.length === 0 ? null : `theory in the same matches: ${beside.join(', ')}`;
}

/** What stands in a table: the verdict, of a measure its level; null where there is neither. */
export function glanceOf(row: Pick<ProfileRow, 'unit' | 'reportedOf'>, cell: ProfileCell): string | null {
  if (row.reportedOf !== null || cell.estimate === null) return cell.verdict;
  const { value, unit } = written(row);
  return `${value(cell.estimate)}${unit}`;
}

/** "paper, of the untuned model": where a row is from, and of whom it is reported. */
export function sourceOf({ source, reportedOf }: Pick<ProfileRow, 'source' | 'reportedOf'>): string {
  if (reportedOf === null) return source;
  const whom =
    reportedOf === 'all three' ? 'all three' : reportedOf === 'baseline' ? 'the untuned model' : `tuned ${reportedOf}`;
  return `${source}, of ${whom}`;
}

/**
 * How often each question behind a cell was put, k; null: what is computed is computed once, or nothing was answered.
 */
export const timesOf = ({ answers }: ProfileCell, { kind }: Profiled): number | null =>
  kind === 'theory' ? null : new Set(answers.map(({ draw }) => draw)).size || null;
