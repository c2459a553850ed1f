/** What the profile screen shows, as one value. Nothing is asked or read here. */
import type { ProfileCell } from '../../profile/cells.ts';
import { type ProfileAnswer, type Profiled, TASKS } from '../../profile/evidence.ts';
import { PATTERN } from '../../profile/pattern.ts';
import type { Judged } from '../../profile/progress.ts';
import { type Score, scoresOf } from '../../profile/scores.ts';
import { counted } from '../../core/format.ts';
import type { Earlier } from '../../profile/earlier.ts';
import type { Facts } from '../../profile/stored-profile.ts';
import type { AtCall, TranscriptCalls } from '../../lab/transcript.ts';
import { memo } from '../../core/memo.ts';

/** How far it is. */
export type ProfileProgress = {
  readonly matches: number;
  readonly calls: number;
  /** USD; null: a price is not known. */
  readonly cost: number | null;
  /** Milliseconds; null: nothing is known yet. */
  readonly left: number | null;
  /** How long a server has asked to wait, milliseconds. */
  readonly paused: number;
};

export type ProfileView = {
  readonly facts: Facts;
  readonly session: string;
  /** card: what it will take is shown, and nothing is asked before Enter. */
  readonly stage: 'card' | 'asking' | 'stopping' | 'done';
  readonly card: {
    readonly head: string;
    readonly rows: readonly (readonly [string, string])[];
    readonly estimated: string;
  } | null;
  readonly far: ProfileProgress;
  readonly agents: readonly Profiled[];
  /** One a row of the pattern; null: not reached yet. */
  readonly rows: readonly (Judged | null)[];
  /** What was not answered, and how to go on. */
  readonly unfinished: string;
  readonly page: 'verdicts' | 'scores';
  readonly row: number;
  readonly agent: number;
  /** Everything about the row, from this line on; null: not open. */
  readonly detail: number | null;
  /** The answers behind the cell, with the cursor on one of them; null: not open. */
  readonly behind: number | null;
  /** The calls of one match; null: not open. */
  readonly calls: (AtCall & TranscriptCalls) | null;
};

export const newView = (facts: Facts, session: string, agents: readonly Profiled[]): ProfileView => ({
  ...{
    facts,
    session,
    agents,
    stage: 'asking',
    card: null,
    unfinished: '',
    page: 'verdicts',
    row: 0,
    agent: 0,
    detail: null,
    behind: null,
    calls: null,
  },
  rows: PATTERN.map(() => null),
  far: { matches: 0, calls: 0, cost: 0, left: null, paused: 0 },
});

/** A profile that has ended; `stopped`: why it ended before all was asked. */
export function earlierView(
  facts: Facts,
  session: string,
  earlier: Earlier,
  stopped: string | null = null,
): ProfileView {
  const { agents, rows, missing, unanswered, sums } = earlier;
  const unfinished = [
    ...(stopped === null ? [] : [`Stopped: ${stopped}.`]),
    ...(unanswered === 0 ? [] : [`${counted(unanswered, 'question')} without an answer.`]),
    ...(missing === 0 ? [] : [`${counted(missing, 'match', 'matches')} missing: homines profile --resume ${session}`]),
  ].join(' ');
  const far = { matches: facts.matches - missing, calls: sums.calls, cost: sums.cost, left: null, paused: 0 };
  return { ...withRows(newView(facts, session, agents), rows), far, stage: 'done', unfinished };
}

/** Rows that have been reached take their places. */
export const withRows = (view: ProfileView, rows: readonly Judged[]): ProfileView => ({
  ...view,
  rows: view.rows.map((row, at) => rows.find(({ id }) => id === PATTERN[at]!.id) ?? row),
});

/** A task's scores against one agent of theory, one an agent. */
export type ScoreRow = {
  readonly task: Score['task'];
  readonly reference: Score['reference'];
  readonly cells: readonly (Score | undefined)[];
};

const scoresIn = memo((one: Profiled): readonly Score[] => scoresOf(one));

export const scoreRows = ({ agents }: ProfileView): readonly ScoreRow[] =>
  KINDS.map(({ task, reference }) => ({
    task,
    reference,
    cells: agents.map((one) => scoresIn(one).find((score) => score.task === task && score.reference === reference)),
  }));

const KINDS: readonly Pick<Score, 'task' | 'reference'>[] = TASKS.flatMap((task) =>
  (task === 'pricing'
    ? (['economicus', 'moralis/sellers', 'moralis/buyers'] as const)
    : (['economicus', 'moralis'] as const)
  ).map((reference) => ({ task, reference })),
);

export const rowsOn = ({ page }: ProfileView): number => (page === 'verdicts' ? PATTERN.length : KINDS.length);
const cellAt = ({ rows, row, agent }: ProfileView): ProfileCell | null => rows[row]?.cells[agent] ?? null;

/** The answers behind the cell at the cursor; of a row that is not reached those that there are. */
export function answersBehind(view: ProfileView): readonly ProfileAnswer[] {
  const { page, row, agent, agents } = view;
  const cell = page === 'verdicts' ? cellAt(view) : null;
  if (cell !== null && cell.answers.length > 0) return cell.answers;
  const task = page === 'verdicts' ? PATTERN[row]?.task : KINDS[row]?.task;
  return (agents[agent]?.answers ?? []).filter((one) => one.task === task);
}
