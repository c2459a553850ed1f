/** What the profile screen shows, as one value, and what keys do to it. Nothing is asked or read here. */
import type { Cell } from '../../analysis/profile/cells.ts';
import { type Answered, type Profiled, TASKS } from '../../analysis/profile/evidence.ts';
import { PATTERN } from '../../analysis/profile/pattern.ts';
import type { Judged } from '../../analysis/profile/reached.ts';
import { type Score, scoresOf } from '../../analysis/profile/scores.ts';
import type { Earlier } from '../../profile/earlier.ts';
import type { Facts } from '../../profile/kept.ts';
import type { Press } from '../press.ts';
import { type AtCall, callsShown } from '../screens/transcript.ts';
import { move } from '../screens/shown.ts';
import { counted } from '../screens/times.ts';
import type { Transcript } from '../state.ts';

/** How far it is. */
export type Far = {
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
  readonly card: { readonly head: string; readonly rows: readonly (readonly [string, string])[]; readonly estimated: string } | null;
  readonly far: Far;
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
  readonly calls: (AtCall & Pick<Transcript, 'match' | 'calls'>) | null;
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
export function earlierView(facts: Facts, session: string, earlier: Earlier, stopped: string | null = null): ProfileView {
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

const scored = new WeakMap<Profiled, readonly Score[]>();
const scoresIn = (one: Profiled): readonly Score[] => {
  const found = scored.get(one) ?? scoresOf(one);
  scored.set(one, found);
  return found;
};

export const scoreRows = ({ agents }: ProfileView): readonly ScoreRow[] =>
  KINDS.map(({ task, reference }) => ({
    task,
    reference,
    cells: agents.map((one) => scoresIn(one).find((score) => score.task === task && score.reference === reference)),
  }));

const KINDS: readonly Pick<Score, 'task' | 'reference'>[] = TASKS.flatMap((task) =>
  (task === 'pricing' ? (['economicus', 'moralis/sellers', 'moralis/buyers'] as const) : (['economicus', 'moralis'] as const)).map(
    (reference) => ({ task, reference }),
  ),
);

export const rowsOn = ({ page }: ProfileView): number => (page === 'verdicts' ? PATTERN.length : KINDS.length);
export const cellAt = ({ rows, row, agent }: ProfileView): Cell | null => rows[row]?.cells[agent] ?? null;

/** The answers behind the cell at the cursor; of a row that is not reached those that there are. */
export function answersBehind(view: ProfileView): readonly Answered[] {
  const { page, row, agent, agents } = view;
  const cell = page === 'verdicts' ? cellAt(view) : null;
  if (cell !== null && cell.answers.length > 0) return cell.answers;
  const task = page === 'verdicts' ? PATTERN[row]?.task : KINDS[row]?.task;
  return (agents[agent]?.answers ?? []).filter((one) => one.task === task);
}

export type ProfileAsk =
  | 'begin'
  /** Nothing more is asked, and the screen is left. */
  | 'leave'
  | 'help'
  | 'save screen'
  | { readonly say: string }
  /** The calls of the match in which this was answered. */
  | { readonly open: Answered };

export type Pressed = { readonly view: ProfileView; readonly ask?: ProfileAsk };

export function pressed(view: ProfileView, { name }: Press, size: { readonly columns: number; readonly rows: number }): Pressed {
  if (name === 'ctrl-c') return { view, ask: 'leave' };
  if (name === 'h' || name === '?') return { view, ask: 'help' };
  if (name === 'p') return { view, ask: 'save screen' };
  if (view.calls !== null) return inCalls(view, view.calls, name, size);
  if (name === 'q') return { view, ask: 'leave' };
  if (view.stage === 'card') return name === 'enter' ? { view, ask: 'begin' } : name === 'escape' ? { view, ask: 'leave' } : { view };
  if (view.behind !== null) return inBehind(view, view.behind, name);
  return view.detail === null ? onTable(view, name) : inDetail(view, view.detail, name);
}

function inDetail(view: ProfileView, first: number, name: string): Pressed {
  const by = { up: -1, down: 1, 'page up': -8, 'page down': 8 } as Readonly<Record<string, number>>;
  if (name === 'escape' || name === 'd') return { view: { ...view, detail: null } };
  const step = by[name];
  if (step !== undefined) return { view: { ...view, detail: Math.max(0, first + step) } };
  const { view: next, ask } = onTable(view, name);
  return { view: { ...next, detail: next.behind === null ? 0 : null }, ...(ask === undefined ? {} : { ask }) };
}

function inCalls(view: ProfileView, calls: NonNullable<ProfileView['calls']>, name: string, size: Parameters<typeof pressed>[2]): Pressed {
  if (name === 'escape') return { view: { ...view, calls: null } };
  const to = callsShown(calls, size).moved(name);
  return { view: to === null ? view : { ...view, calls: { ...calls, ...to } } };
}

function inBehind(view: ProfileView, at: number, name: string): Pressed {
  const answers = answersBehind(view);
  const to = (line: number): Pressed => ({ view: { ...view, behind: Math.min(answers.length - 1, Math.max(0, line)) } });
  switch (name) {
    case 'up':
    case 'down':
      return { view: { ...view, behind: move(at, name === 'up' ? -1 : 1, answers.length) } };
    case 'page up':
    case 'page down':
      return to(at + (name === 'page up' ? -10 : 10));
    case 'home':
      return to(0);
    case 'end':
      return to(answers.length - 1);
    case 'escape':
      return { view: { ...view, behind: null } };
    case 'enter': {
      const open = answers[at];
      return open === undefined ? { view } : { view, ask: { open } };
    }
    default:
      return { view };
  }
}

function onTable(view: ProfileView, name: string): Pressed {
  const { row, agent, agents, page, stage } = view;
  switch (name) {
    case 'up':
    case 'down':
      return { view: { ...view, row: move(row, name === 'up' ? -1 : 1, rowsOn(view)) } };
    case 'home':
      return { view: { ...view, row: 0 } };
    case 'end':
      return { view: { ...view, row: rowsOn(view) - 1 } };
    case 'left':
    case 'right':
      return { view: { ...view, agent: move(agent, name === 'left' ? -1 : 1, agents.length) } };
    case 's':
      return { view: { ...view, page: page === 'verdicts' ? 'scores' : 'verdicts', row: 0 } };
    case 'd':
      return { view: { ...view, detail: 0 } };
    case 'enter': {
      const why = whyNoCalls(view);
      return why === null ? { view: { ...view, behind: 0 } } : { view, ask: { say: why } };
    }
    case 'escape':
      return stage === 'done'
        ? { view, ask: 'leave' }
        : { view, ask: { say: 'Questions are being answered: q stops, and what was answered is kept.' } };
    default:
      return { view };
  }
}

/** Why Enter opens nothing here; null: it does. */
export function whyNoCalls(view: ProfileView): string | null {
  const { facts, agent } = view;
  const { id, kind, temperature } = facts.agents[agent]!;
  if (kind === 'theory') return `No calls: ${id} is theory, computed.`;
  if (temperature === null) return `No calls: ${id} draws its answers here.`;
  if (answersBehind(view).length > 0) return null;
  return view.stage === 'done' ? 'Nothing was answered here.' : 'Nothing has been answered here yet.';
}
