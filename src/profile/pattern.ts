/**
 * The rows of a profile and how they are judged, of one agent beside others: those of a reported pattern, by the
 * contrasts that games declare beforehand, and the measures of games that declare none, with theory beside and no
 * verdict.
 */
import type { PatternRow } from '../core/profile-spec.ts';
import type { Profiled } from './answers.ts';
import type { ProfileTask } from './design.ts';
import { pText } from '../analysis/compare/conclusions.ts';
import { counted } from '../core/format.ts';
import { decided } from './evidence.ts';
import { digitsOf, type DrawUnit, pointsOf, signed } from './estimates.ts';
import { declaredCell, measuredCell, type ProfileCell, unitOf } from './judgement.ts';

/** One row of a profile: what it says, where from, and how an agent is judged by it. */
export type ProfileRow = Pick<PatternRow, 'id' | 'label' | 'says' | 'contrast' | 'note'> & {
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

/**
 * Judges all agents by these rows. Of each agent all rows are one family: its verdicts hold for all of them together
 * (Holm). `more`: declared rows that are still to come.
 */
export function judged(rows: readonly ProfileRow[], agents: readonly Profiled[], more = 0): readonly Judged[] {
  return asFamily(
    rows.map(({ judge, ...row }) => ({ ...row, cells: agents.map((one) => judge(one, agents)) })),
    more,
  );
}

/** The same rows with their verdicts adjusted for being so many. */
function asFamily(rows: readonly Judged[], more: number): readonly Judged[] {
  const columns = (rows[0]?.cells ?? []).map((_, place) => {
    const mine = rows.flatMap(({ cells }, row) => {
      const evidence = cells[place]?.evidence ?? null;
      return evidence === null ? [] : [{ row, evidence }];
    });
    const verdicts = decided(
      mine.map(({ evidence }) => evidence),
      more,
    );
    return new Map(mine.map(({ row }, at) => [row, { ...verdicts[at]!, of: mine.length + more }]));
  });
  return rows.map((row, at) => ({
    ...row,
    cells: row.cells.map((cell, place) => {
      const found = columns[place]!.get(at);
      if (found === undefined) return cell;
      const { verdict, p, of } = found;
      const alone = verdict === 'undecided' && cell.verdict !== 'undecided' && cell.why === null;
      const why = alone ? `by itself it would be "${cell.verdict}"; among ${of} rows it may be chance` : cell.why;
      return { ...cell, verdict, p, why };
    }),
  }));
}

/** All rows of these tasks, in their order. */
export const patternOf = (tasks: readonly ProfileTask[]): readonly ProfileRow[] =>
  tasks.flatMap((task) => (task.declared ? task.spec.rows.map((row) => declaredRow(task, row)) : measureRows(task)));

function declaredRow({ spec: { task, paper } }: ProfileTask, row: PatternRow): ProfileRow {
  const { id, label, says, reportedOf, source, contrast, unit, note } = row;
  return {
    ...{ id, task, says, reportedOf, source, contrast, unit },
    ...(note === undefined ? {} : { note }),
    ...(label === undefined ? {} : { label }),
    cited: { paper: `${paper}, abstract`, summary: `a third-party summary of ${paper}`, ours: 'ours' }[source],
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
 * `matches`: every match that there is to be. Until all are reached, those that are not count as showing nothing, so that
 * verdicts only sharpen.
 */
export function rowsReached(
  agents: readonly Profiled[],
  matches: readonly { readonly task: string }[],
  pattern: readonly ProfileRow[],
) {
  const left = new Map<string, number>();
  for (const { task } of matches) left.set(task, (left.get(task) ?? 0) + 1);
  const reached = new Set<ProfileRow>();
  /** These rows have been reached too: all that were, in the order of the pattern, by what is known now. */
  const judge = (rows: readonly ProfileRow[]): readonly Judged[] => {
    const fresh = rows.filter((row) => !reached.has(row));
    for (const row of fresh) reached.add(row);
    if (fresh.length === 0) return [];
    const declared = pattern.filter(({ reportedOf }) => reportedOf !== null);
    return judged(
      pattern.filter((row) => reached.has(row)),
      agents,
      declared.filter((row) => !reached.has(row)).length,
    );
  };
  return {
    /** A match of this task has ended: all rows that are reached by now, where some are reached with it. */
    after(task: string): readonly Judged[] {
      left.set(task, (left.get(task) ?? 0) - 1);
      return left.get(task) === 0 ? judge(pattern.filter((row) => row.task === task)) : [];
    },
    /** All of them, judged by what there is. */
    all: (): readonly Judged[] => judged(pattern, agents),
  };
}

/** Contrasts have a sign and a unit, "+38 points"; a measure is a level: "58 %", "46", "12.5". */
function written({ unit, reportedOf }: Pick<ProfileRow, 'unit' | 'reportedOf'>) {
  if (reportedOf !== null) return { value: (of: number) => signed(unit, of), unit: pointsOf(unit) };
  return { value: (of: number) => digitsOf(unit, of), unit: unit === 'rate' ? ' %' : '' };
}

/** "+38 points, 95 % +17 to +59, n 4", or of probabilities "n 4 situations"; nothing was estimated: nothing. */
export function figuresOf(
  row: Pick<ProfileRow, 'unit' | 'reportedOf'>,
  { estimate, interval, level, n, shares }: Pick<ProfileCell, 'estimate' | 'interval' | 'level' | 'n' | 'shares'>,
): string {
  if (estimate === null) return '';
  const { value, unit } = written(row);
  const between =
    interval === null ? '' : `, ${Math.round(100 * level)} % ${value(interval[0])} to ${value(interval[1])}`;
  return `${value(estimate)}${unit}${between}, n ${shares ? counted(n, 'situation') : n}`;
}

/** ", p .012 of all its rows": of a verdict that was drawn, adjusted; nothing where there is none, or it is computed. */
export const pOf = ({ p, interval }: Pick<ProfileCell, 'p' | 'interval'>): string =>
  p === null || interval === null || interval[0] === interval[1] ? '' : `, Holm p ${pText(p)}`;

/** ", k 5", ", exact" or ", from probabilities": what the figures of a cell are made of. */
export function madeOf(cell: ProfileCell, one: Profiled): string {
  const k = timesOf(cell, one);
  return k !== null ? `, k ${k}` : cell.shares ? ', from probabilities' : ', exact';
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
  if (reportedOf === null || reportedOf === 'nobody') return source;
  const whom =
    reportedOf === 'all three' ? 'all three' : reportedOf === 'baseline' ? 'the untuned model' : `tuned ${reportedOf}`;
  return `${source}, of ${whom}`;
}

/**
 * How often each question behind a cell was put, k; null: what is computed is computed once, probabilities are told once, or
 * nothing was answered.
 */
export const timesOf = ({ answers, shares }: ProfileCell, { kind }: Profiled): number | null =>
  kind === 'theory' || shares ? null : new Set(answers.map(({ draw }) => draw)).size || null;
