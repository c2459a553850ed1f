/** The profile as a screen, alone or in the lab: title, keys and terms of what is open. */
import { glyphs } from '../../show/glyphs.ts';
import type { Action } from '../actions.ts';
import type { KeyHint } from '../keys.ts';
import { back, fit, HELP, type Shown } from '../screens/shown.ts';
import type { LabState, ScreenAt } from '../state.ts';
import { callsShown } from '../screens/transcript.ts';
import { profileLines } from './draw.ts';
import { pressed, whyNoCalls } from './keys.ts';
import { answersBehind, type ProfileView, scoreRows } from './view.ts';

export function profileShown(view: ProfileView, size: { readonly columns: number; readonly rows: number }): Shown {
  const key = (): null => null;
  if (view.calls !== null) {
    const { moved: _, ...shown } = callsShown(view.calls, size);
    return { ...shown, key };
  }
  return {
    ...titles(view, size),
    where: ['profile'],
    indent: 1,
    hints: hints(view),
    key,
    lines: (width, height) => profileLines(view, width, height),
  };
}

function titles(view: ProfileView, size: { readonly columns: number }) {
  const { facts, session, stage, behind, page, row, pattern } = view;
  const { sep } = glyphs();
  if (behind !== null) {
    const of = page === 'verdicts' ? (pattern[row]?.id ?? '') : `${scoreRows(view)[row]?.task ?? ''}`;
    const count = answersBehind(view).length;
    return fit(
      size,
      [`Profile ${sep} answers behind "${of}"`, `Answers behind "${of}"`],
      [`${behind + 1} of ${count}`],
    );
  }
  const ids = facts.agents.map(({ id }) => id).join(', ');
  const states = { card: 'not begun', asking: 'asking', stopping: 'stopping', done: 'done' };
  return fit(
    size,
    [
      `Profile ${sep} ${facts.length} ${sep} ${ids}`,
      `Profile ${sep} ${facts.length} ${sep} ${facts.agents.length} agents`,
      'Profile',
    ],
    [`session ${session} ${sep} ${states[stage]}`, states[stage]],
  );
}

const SAVE: KeyHint = {
  keys: 'p',
  does: 'save',
  help: 'Saves this screen as a picture (.svg) and as text (.txt) beside the database.',
};

function hints(view: ProfileView): readonly KeyHint[] {
  const { arrows } = glyphs();
  if (view.stage === 'card')
    return [
      { keys: 'Enter', does: 'begins', help: 'Asks the models: this is what is paid for.' },
      SAVE,
      HELP,
      { keys: 'Esc', does: 'leaves', help: 'Leaves; nothing was asked and nothing is kept.' },
    ];
  if (view.behind !== null)
    return [
      { keys: arrows.upDown, does: 'choose', help: 'Moves the cursor.' },
      { keys: 'Enter', does: 'its call', help: 'What was asked and what came back, word by word.' },
      SAVE,
      HELP,
      back('back', 'Goes back to the table.'),
    ];
  const off = whyNoCalls(view);
  const reads = view.detail !== null;
  return [
    reads
      ? { keys: arrows.upDown, does: 'scroll', help: 'Moves the text.' }
      : { keys: arrows.upDown, does: 'row', help: 'Moves the cursor; below the table stands what is at it.' },
    {
      keys: arrows.sides,
      does: 'agent',
      help: 'Goes to the agent before, or the next one.',
      ...(view.agents.length > 1 ? {} : { off: 'there is one agent' }),
    },
    {
      keys: 'Enter',
      does: 'calls',
      help: 'Opens the answers behind this row, and the call of each.',
      ...(off === null ? {} : { off: off.replace(/\.$/, '') }),
    },
    {
      keys: 'd',
      does: reads ? 'table' : 'details',
      help: 'What the row says, how it is judged, and every agent in it.',
    },
    view.page === 'verdicts'
      ? {
          keys: 's',
          does: 'scores',
          help: 'How near each agent is to each agent of theory, task by task, and how reliably.',
        }
      : { keys: 's', does: 'verdicts', help: 'The rows that the paper, or its summary, reports.' },
    SAVE,
    HELP,
    view.stage === 'done'
      ? { keys: 'q', does: 'quit', help: 'Leaves; everything is kept, and printed as text.' }
      : {
          keys: 'q',
          does: 'stop',
          help: 'Asks nothing more, and leaves; what was answered is kept, and the rest can be asked later.',
        },
  ];
}

/** An earlier profile in the lab: what its keys ask for is told to the lab. */
export function profileInLab(screen: ScreenAt<'profile'>, state: LabState): Shown {
  const shown = profileShown(screen.view, state);
  return {
    ...shown,
    hints: shown.hints.map((hint) => (hint.keys === 'q' ? back() : hint)),
    key(press): Action | null {
      if (press.name === 'ctrl-c' || press.name === 'h') return null;
      const { view, ask } = pressed(screen.view, press, state);
      const next = { ...screen, view };
      if (ask === 'leave') return { type: 'show', screen: screen.back };
      if (ask === 'save screen') return { type: 'save screen' };
      if (typeof ask !== 'object') return { type: 'show', screen: next };
      if ('say' in ask) return { type: 'say', words: ask.say };
      const { match, turn, key } = ask.open;
      return { type: 'transcript', match, back: next, from: { turn, key, seat: 0 } };
    },
  };
}
