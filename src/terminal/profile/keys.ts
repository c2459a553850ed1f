/** What keys do to a profile on a screen, and what they ask for. */
import type { ProfileAnswer } from '../../core/profile-spec.ts';
import type { Press } from '../key-names.ts';
import { move } from '../screens/screen.ts';
import { callsShown } from '../screens/transcript.ts';
import { answersBehind, bothWays, type ProfileView, rowsOn } from './view.ts';

/** What a key asks of whoever holds the screen. */
export type ProfileAsk =
  | 'begin'
  /** Nothing more is asked, and the screen is left. */
  | 'leave'
  | 'help'
  | 'save screen'
  | { readonly say: string }
  /** The calls of the match in which this was answered. */
  | { readonly open: ProfileAnswer };

/** What is shown after a key, and what the key asks for. */
export type ProfileKeyResult = { readonly view: ProfileView; readonly ask?: ProfileAsk };

/** What a key does, wherever the cursor is; a key without a meaning there changes nothing. */
export function pressed(
  view: ProfileView,
  { name }: Press,
  size: { readonly columns: number; readonly rows: number },
): ProfileKeyResult {
  if (name === 'ctrl-c') return { view, ask: 'leave' };
  if (name === 'h' || name === '?') return { view, ask: 'help' };
  if (name === 'p') return { view, ask: 'save screen' };
  if (view.calls !== null) return inCalls(view, view.calls, name, size);
  if (name === 'q') return { view, ask: 'leave' };
  if (view.stage === 'card')
    return name === 'enter' ? { view, ask: 'begin' } : name === 'escape' ? { view, ask: 'leave' } : { view };
  if (view.behind !== null) return inBehind(view, view.behind, name);
  return view.detail === null ? onTable(view, name) : inDetail(view, view.detail, name);
}

function inDetail(view: ProfileView, first: number, name: string): ProfileKeyResult {
  const by = { up: -1, down: 1, 'page up': -8, 'page down': 8 } as Readonly<Record<string, number>>;
  if (name === 'escape' || name === 'd') return { view: { ...view, detail: null } };
  const step = by[name];
  if (step !== undefined) return { view: { ...view, detail: Math.max(0, first + step) } };
  const { view: next, ask } = onTable(view, name);
  return { view: { ...next, detail: next.behind === null ? 0 : null }, ...(ask === undefined ? {} : { ask }) };
}

function inCalls(
  view: ProfileView,
  calls: NonNullable<ProfileView['calls']>,
  name: string,
  size: Parameters<typeof pressed>[2],
): ProfileKeyResult {
  if (name === 'escape') return { view: { ...view, calls: null } };
  const to = callsShown(calls, size).moved(name);
  return { view: to === null ? view : { ...view, calls: { ...calls, ...to } } };
}

function inBehind(view: ProfileView, at: number, name: string): ProfileKeyResult {
  const answers = answersBehind(view);
  const to = (line: number): ProfileKeyResult => ({
    view: { ...view, behind: Math.min(answers.length - 1, Math.max(0, line)) },
  });
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

function onTable(view: ProfileView, name: string): ProfileKeyResult {
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
      return { view: { ...view, page: page === 'scores' ? 'verdicts' : 'scores', row: 0 } };
    case 'b':
      return bothWays(view).length === 0
        ? { view }
        : { view: { ...view, page: page === 'both' ? 'verdicts' : 'both', row: 0 } };
    case 'd':
      return { view: { ...view, detail: 0 } };
    case 'enter': {
      const why = whyNoCalls(view);
      return why === null ? { view: { ...view, behind: 0 } } : { view, ask: { say: why } };
    }
    case 'escape':
      if (page !== 'verdicts') return { view: { ...view, page: 'verdicts', row: 0 } };
      return stage === 'done'
        ? { view, ask: 'leave' }
        : { view, ask: { say: 'Questions are being answered: q stops, and what was answered is kept.' } };
    default:
      return { view };
  }
}

/** Why Enter opens nothing here; null: it does. */
export function whyNoCalls(view: ProfileView): string | null {
  const { facts, agent, page } = view;
  if (page === 'both') return null;
  const { id, kind, temperature } = facts.agents[agent]!;
  if (kind === 'theory') return `No calls: ${id} is theory, computed.`;
  if (temperature === null) return `No calls: ${id} draws its answers here.`;
  if (answersBehind(view).length > 0) return null;
  return view.stage === 'done' ? 'Nothing was answered here.' : 'Nothing has been answered here yet.';
}
