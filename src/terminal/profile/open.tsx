/** A profile on this terminal: rows fill in while it is asked, and stand to be read when it is done. */
import { createStore } from 'zustand/vanilla';
import type { AnyGame } from '../../core/game.ts';
import { type Alone, openAlone, saveAlone, type SingleScreenView, type Size } from '../single-screen.tsx';
import { callOf } from '../screens/transcript.ts';
import type { TranscriptCalls } from '../../lab/transcript.ts';
import { profileShown } from './screen.ts';
import { pressed, type ProfileAsk } from './keys.ts';
import type { ProfileView } from './view.ts';

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

/** Reads the calls of a match. `file`: where screens are saved beside. */
export type ProfileSource = {
  readonly file: string;
  readonly games: readonly AnyGame[];
  calls(match: string): Promise<TranscriptCalls>;
};

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
    else if (ask === 'save screen') say(saveAlone(alone, file, 'profile', size));
    else if ('say' in ask) say(ask.say);
    else open(ask).catch((error: unknown) => say(error instanceof Error ? error.message : String(error)));
  };
  const alone: Alone<ProfileView> = {
    state,
    games,
    shown: profileShown,
    press(key, size) {
      const { view, ask } = pressed(state.getState().view, key, size);
      show(() => view);
      if (ask !== undefined) asked(ask, size);
    },
  };
  const opened = openAlone(alone);
  const cut = opened.cut.then(() => false);
  return {
    show,
    wanted: Promise.race([card.promise, cut]),
    left: Promise.race([leaving.promise, opened.cut]),
    close: () => opened.close(),
  };
}
