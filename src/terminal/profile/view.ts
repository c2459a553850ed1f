/** What the profile screen shows, as one value. Nothing is asked or read here. */
import { counted } from '../../core/format.ts';
import { memo } from '../../core/memo.ts';
import type { Length, ProfileAnswer } from '../../core/profile-spec.ts';
import { referenceTable } from '../../disk/reference-files.ts';
import type { AtCall, TranscriptCalls } from '../../lab/transcript.ts';
import type { Profiled } from '../../profile/answers.ts';
import type { ProfileTask } from '../../profile/design.ts';
import type { ProfileCell } from '../../profile/judgement.ts';
import { type Judged, patternOf, type ProfileRow } from '../../profile/pattern.ts';
import { type Agreement, agreementsOf } from '../../profile/instruments.ts';
import { type PeopleRow, peopleRows } from '../../profile/people.ts';
import { type Score, scoresOf } from '../../profile/scores.ts';
import { situationOf } from '../../profile/share-estimates.ts';
import { servedWarnings } from '../../core/served-model.ts';
import { asHonoured, type EarlierProfile, type Facts } from '../../profile/stored-profile.ts';
import { byHand } from '../../core/shell.ts';

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

/** Everything that the screen shows. */
export type ProfileView = {
  readonly facts: Facts;
  readonly session: string;
  /** card: what it will take is shown, and nothing is asked before Enter. */
  readonly stage: 'card' | 'asking' | 'stopping' | 'done';
  readonly card: {
    readonly head: string;
    /** How it is asked, and what is left out. */
    readonly notes: readonly string[];
    readonly rows: readonly (readonly [string, string])[];
    readonly estimated: string;
  } | null;
  readonly far: ProfileProgress;
  readonly tasks: readonly ProfileTask[];
  /** Every row that there is to be. */
  readonly pattern: readonly ProfileRow[];
  readonly agents: readonly Profiled[];
  /** As they stand in the pattern; null: not reached yet. */
  readonly rows: readonly (Judged | null)[];
  /** What was not answered, and how to go on. */
  readonly unfinished: string;
  /** both: two ways of asking one model, situation by situation. */
  readonly page: 'verdicts' | 'scores' | 'both';
  readonly row: number;
  readonly agent: number;
  /** Everything about the row, from this line on; null: not open. */
  readonly detail: number | null;
  /** The answers behind the cell, with the cursor on one of them; null: not open. */
  readonly behind: number | null;
  /** The calls of one match; null: not open. */
  readonly calls: (AtCall & TranscriptCalls) | null;
};

/** A profile at its beginning: no row is reached. `pattern`: the rows of its tasks. */
export const newView = (
  facts: Facts,
  session: string,
  tasks: readonly ProfileTask[],
  agents: readonly Profiled[],
  pattern = patternOf(tasks),
): ProfileView => ({
  ...{
    tasks,
    pattern,
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
  rows: pattern.map(() => null),
  far: { matches: 0, calls: 0, cost: 0, left: null, paused: 0 },
});

/** A profile that has ended; `stopped`: why it ended before all was asked. */
export function earlierView(
  facts: Facts,
  session: string,
  earlier: EarlierProfile,
  stopped: string | null = null,
): ProfileView {
  const { tasks, agents, rows, missing, unanswered, sums, served } = earlier;
  const unfinished = [
    ...(stopped === null ? [] : [`Stopped: ${stopped}.`]),
    ...(unanswered === 0 ? [] : [`${counted(unanswered, 'question')} without an answer.`]),
    ...(missing === 0
      ? []
      : [`${counted(missing, 'match', 'matches')} missing: ${byHand(`profile --resume ${session}`)}`]),
    ...servedWarnings(served),
  ].join(' ');
  const far = { matches: facts.matches - missing, calls: sums.calls, cost: sums.cost, left: null, paused: 0 };
  return {
    ...withRows(newView(asHonoured(facts, served), session, tasks, agents), rows),
    far,
    stage: 'done',
    unfinished,
  };
}

/** Rows that have been reached take their places. */
export const withRows = (view: ProfileView, rows: readonly Judged[]): ProfileView => ({
  ...view,
  rows: view.rows.map(
    (row, at) => rows.find(({ id, task }) => id === view.pattern[at]!.id && task === view.pattern[at]!.task) ?? row,
  ),
});

/** A task's scores against one agent of theory, one an agent. */
export type ScoreRow = {
  readonly task: Score['task'];
  readonly reference: Score['reference'];
  readonly cells: readonly (Score | undefined)[];
};

const scoresIn = memo((tasks: readonly ProfileTask[]) => memo((one: Profiled) => scoresOf(one, tasks)));

/** Every task beside every agent of theory that it refers to. */
const kindsOf = memo((tasks: readonly ProfileTask[]) =>
  tasks.flatMap(({ spec }) => Object.keys(spec.references).map((reference) => ({ task: spec.task, reference }))),
);

/** A row a task and agent of theory, in the order of the tasks. */
export const scoreRows = ({ agents, tasks }: ProfileView): readonly ScoreRow[] =>
  kindsOf(tasks).map(({ task, reference }) => ({
    task,
    reference,
    cells: agents.map((one) =>
      scoresIn(tasks)(one).find((score) => score.task === task && score.reference === reference),
    ),
  }));

const peopleIn = memo((tasks: readonly ProfileTask[]) =>
  memo((length: Length) => memo((agents: readonly Profiled[]) => peopleRows(agents, tasks, length, referenceTable))),
);

/** Under the scores a row a question of which published people tell a rate. */
export const peopleRowsIn = ({ agents, tasks, facts }: ProfileView): readonly PeopleRow[] =>
  peopleIn(tasks)(facts.length)(agents);

/** The people's row at the cursor of the scores; null: it stands on a score. */
export const peopleAt = (view: ProfileView): PeopleRow | null =>
  view.page === 'scores' ? (peopleRowsIn(view)[view.row - kindsOf(view.tasks).length] ?? null) : null;

/** How many rows the open page has. */
export const rowsOn = (view: ProfileView): number =>
  view.page === 'verdicts'
    ? view.pattern.length
    : view.page === 'scores'
      ? kindsOf(view.tasks).length + peopleRowsIn(view).length
      : situationsIn(view).length;

const agreementsIn = memo((agents: readonly Profiled[]) => agreementsOf(agents));

/** The models of this profile that were asked both ways, as far as both have answered. */
export const bothWays = ({ agents }: ProfileView): readonly Agreement[] => agreementsIn(agents);

/** Every situation that was asked both ways, with the agreement that it is part of. */
export const situationsIn = (view: ProfileView) =>
  bothWays(view).flatMap((agreement) => agreement.situations.map((situation) => ({ agreement, situation })));
const cellAt = ({ rows, row, agent }: ProfileView): ProfileCell | null => rows[row]?.cells[agent] ?? null;

/** The answers behind the cell at the cursor; of a row that is not reached those that there are. */
export function answersBehind(view: ProfileView): readonly ProfileAnswer[] {
  const { page, row, agent, agents, pattern, tasks } = view;
  if (page === 'both') {
    const here = situationsIn(view)[row];
    if (here === undefined) return [];
    const { told, drawn } = here.agreement;
    const name = situationOf(here.situation.asked);
    return agents
      .filter(({ id }) => id === told || id === drawn)
      .flatMap((one) => one.answers.filter((answer) => situationOf(answer) === name));
  }
  const beside = peopleAt(view);
  if (beside !== null)
    return (agents[agent]?.answers ?? []).filter(
      (one) => one.task === beside.task && one.key === beside.key && beside.where.includes(one.where),
    );
  const cell = page === 'verdicts' ? cellAt(view) : null;
  if (cell !== null && cell.answers.length > 0) return cell.answers;
  const task = page === 'verdicts' ? pattern[row]?.task : kindsOf(tasks)[row]?.task;
  return (agents[agent]?.answers ?? []).filter((one) => one.task === task);
}
