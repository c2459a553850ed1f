/**
 * The profile as a screen: title, keys and terms of what is open; in the lab, and alone while it is asked or looked at
 * again.
 */
import { createStore } from 'zustand/vanilla';
import type { AnyGame } from '../../core/game.ts';
import { callOf, type TranscriptCalls } from '../../lab/transcript.ts';
import {
  type SingleScreen,
  openSingleScreen,
  saveSingleScreen,
  type SingleScreenView,
  type Size,
} from '../single-screen.tsx';
import { glyphs } from '../../show/glyphs.ts';
import type { Action } from '../actions.ts';
import type { KeyHint } from '../keys.ts';
import { back, fit, HELP, type Shown } from '../screens/screen.ts';
import type { LabState, ScreenAt } from '../state.ts';
import { callsShown } from '../screens/transcript.ts';
import { profileLines } from './draw.ts';
import { pressed, type ProfileAsk, whyNoCalls } from './keys.ts';
import { answersBehind, bothWays, type ProfileView, scoreRows, situationsIn } from './view.ts';

/** Title, keys and body for a window of this size; keys are left to whoever holds the screen. */
export function profileShown(view: ProfileView, size: { readonly columns: number; readonly rows: number }): Shown {
  const key = (): null => null;
  if (view.calls !== null) {
    const { moved: _, ...shown } = callsShown(view.calls, size);
    return { ...shown, key };
  }
  return {
    ...titles(view, size),
    wide: true,
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
    const task = page === 'both' ? situationsIn(view)[row]?.situation.where : scoreRows(view)[row]?.task;
    const of = page === 'verdicts' ? (pattern[row]?.id ?? '') : (task ?? '');
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
    ...(bothWays(view).length === 0
      ? []
      : [
          {
            keys: 'b',
            does: view.page === 'both' ? 'verdicts' : 'both ways',
            help: 'How far probabilities and draws of one model agree, situation by situation.',
          },
        ]),
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
      ? { keys: 'q', does: 'quit', help: 'Leaves; everything is kept.' }
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

/** A profile open on this terminal. */
export type ProfileScreen = {
  /** Changes what is shown. */
  show(change: (view: ProfileView) => ProfileView): void;
  /** Resolves when the card was answered: true, it is wanted. */
  readonly wanted: Promise<boolean>;
  /** Resolves when the person leaves, with null; or when it is ended from outside, with an exit code. */
  readonly left: Promise<number | null>;
  /** Resolves when the terminal is as it was. */
  close(): Promise<void>;
};

/** Reads the calls of a match. `file`: where screens are saved beside; `games`: whose terms the help explains. */
export type ProfileSource = {
  readonly file: string;
  readonly games: readonly AnyGame[];
  calls(match: string): Promise<TranscriptCalls>;
};

/** Opens a profile on this terminal. Whoever shows it may change the view until it is closed. */
export function openProfile(first: ProfileView, { file, games, calls }: ProfileSource): ProfileScreen {
  const state = createStore<SingleScreenView<ProfileView>>(() => ({ view: first, help: null, notice: null }));
  const show: ProfileScreen['show'] = (change) => state.setState({ view: change(state.getState().view) });
  const say = (notice: string): void => state.setState({ notice });
  const card = Promise.withResolvers<boolean>();
  const leaving = Promise.withResolvers<null>();

  /** Opens the call in which this was answered; whoever has gone elsewhere meanwhile stays there. */
  const open = async ({ open: { match, turn, key } }: Extract<ProfileAsk, { open: unknown }>): Promise<void> => {
    const from = state.getState().view;
    const read = await calls(match);
    const call = callOf(read.calls, { turn, key, seat: 0 });
    show((now) =>
      now.behind === from.behind && now.row === from.row && now.calls === null
        ? { ...now, calls: { ...read, call, first: 0 } }
        : now,
    );
  };

  const asked = (ask: ProfileAsk, size: Size): void => {
    if (ask === 'begin') card.resolve(true);
    else if (ask === 'leave') {
      card.resolve(false);
      leaving.resolve(null);
    } else if (ask === 'help') state.setState({ help: 0 });
    else if (ask === 'save screen') say(saveSingleScreen(alone, file, 'profile', size));
    else if ('say' in ask) say(ask.say);
    else open(ask).catch((error: unknown) => say(error instanceof Error ? error.message : String(error)));
  };
  const alone: SingleScreen<ProfileView> = {
    state,
    games,
    shown: profileShown,
    press(key, size) {
      const { view, ask } = pressed(state.getState().view, key, size);
      show(() => view);
      if (ask !== undefined) asked(ask, size);
    },
  };
  const opened = openSingleScreen(alone);
  const cut = opened.cut.then(() => false);
  return {
    show,
    wanted: Promise.race([card.promise, cut]),
    left: Promise.race([leaving.promise, opened.cut]),
    close: () => opened.close(),
  };
}
