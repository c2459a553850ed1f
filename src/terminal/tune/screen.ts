/** `homines tune watch` on a terminal: the training by itself, reading only; who leaves it leaves it running. */
import { byHand } from '../../core/shell.ts';
import { createStore } from 'zustand/vanilla';
import { drawBlocks } from '../../show/draw.ts';
import { glyphs, wantsAscii } from '../../show/glyphs.ts';
import { marksFor } from '../../show/marks.ts';
import {
  openSingleScreen,
  saveSingleScreen,
  type SingleScreen,
  type SingleScreenView,
  type Size,
} from '../single-screen.tsx';
import { fit, HELP, type Shown } from '../screens/screen.ts';
import type { KeyHint } from '../keys.ts';
import { type TrainingView, trainingBlocks } from './view.ts';

/** Title, keys and body for a window of this size. */
export function trainingShown(view: TrainingView, size: Size): Shown {
  const { sep } = glyphs();
  return {
    ...fit(size, [`Training ${sep} ${view.name}`, view.name], [view.state.length > 40 ? view.stage : view.state, '']),
    wide: true,
    where: ['tune'],
    hints: hints(view),
    key: () => null,
    lines: (width, height) =>
      drawBlocks(trainingBlocks(view, width, height), width, height, marksFor([], [], wantsAscii())),
  };
}

function hints({ stage }: TrainingView): readonly KeyHint[] {
  return [
    { keys: 'p', does: 'save', help: 'Saves this screen as a picture (.svg) and as text (.txt) in the data folder.' },
    HELP,
    stage === 'running'
      ? {
          keys: 'q',
          does: 'leave it running',
          help: `Leaves this screen; the training goes on, and "${byHand('tune watch')}" comes back to it.`,
          short: 'q leave',
        }
      : { keys: 'q', does: 'quit', help: 'Leaves this screen; everything is kept.' },
  ];
}

/** A training open on this terminal. */
export type TrainingScreen = {
  show(view: TrainingView): void;
  /** Resolves when the person leaves, with null; or when it is ended from outside, with an exit code. */
  readonly left: Promise<number | null>;
  /** Resolves when the terminal is as it was. */
  close(): Promise<void>;
};

/** Opens a training on this terminal. `file`: screens are saved beside it. */
export function openTraining(first: TrainingView, file: string): TrainingScreen {
  const state = createStore<SingleScreenView<TrainingView>>(() => ({ view: first, help: null, notice: null }));
  const leaving = Promise.withResolvers<null>();
  const alone: SingleScreen<TrainingView> = {
    state,
    games: [],
    shown: trainingShown,
    press({ name }, size) {
      if (name === 'q' || name === 'ctrl-c' || name === 'escape') leaving.resolve(null);
      else if (name === 'h') state.setState({ help: 0 });
      else if (name === 'p') state.setState({ notice: saveSingleScreen(alone, file, 'training', size) });
    },
  };
  const opened = openSingleScreen(alone);
  return {
    show: (view) => state.setState({ view }),
    left: Promise.race([leaving.promise, opened.cut]),
    close: () => opened.close(),
  };
}
