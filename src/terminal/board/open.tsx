/** The board on this terminal: it looks again whenever something changes, does what keys ask for, and gives the terminal back. */
import { createStore } from 'zustand/vanilla';
import type { HostDesk } from '../../room/host-desk.ts';
import {
  type OpenScreen,
  openSingleScreen,
  saveSingleScreen,
  type SingleScreen,
  type SingleScreenView,
  type Size,
} from '../single-screen.tsx';
import { sentenceOf } from '../tasks.ts';
import { boardScreen } from './draw.ts';
import { afterBoardKey, type BoardAsk } from './keys.ts';
import type { BoardView } from './view.ts';

/** At most so often (milliseconds) the board is drawn anew by itself; times on it go on each second. */
const LOOK_MS = 250;
const TICK_MS = 1000;

/** What a board is made of, apart from the terminal it stands on. */
export type BoardController = {
  readonly single: SingleScreen<BoardView>;
  /** Resolves when whoever hosts has left. */
  readonly left: Promise<void>;
  /** Resolves when everything that was asked for so far is done and shown. */
  settled(): Promise<void>;
  stop(): void;
};

/** The board of a desk. `file`: screens are saved beside it. */
export async function boardController(
  desk: HostDesk,
  file: string,
  clock: () => number = Date.now,
): Promise<BoardController> {
  const first = await desk.shown();
  const state = createStore<SingleScreenView<BoardView>>(() => ({
    view: { desk: first, plan: desk.plan, now: clock(), page: { at: 'people' }, marked: null, first: 0 },
    help: null,
    notice: null,
  }));
  const leaving = Promise.withResolvers<void>();
  let work: Promise<void> = Promise.resolve();
  let looking: Promise<void> | null = null;
  let again = false;
  let last = 0;
  let timer: NodeJS.Timeout | undefined;
  const say = (notice: string): void => state.setState({ notice });
  const change = (view: Partial<BoardView>): void => state.setState({ view: { ...state.getState().view, ...view } });

  const look = (): Promise<void> => {
    if (looking !== null) {
      again = true;
      return looking;
    }
    const task = async (): Promise<void> => {
      do {
        again = false;
        last = clock();
        try {
          change({ desk: await desk.shown(), now: clock() });
        } catch (error) {
          // What stands there is what was last known.
          say(sentenceOf(error));
        }
      } while (again);
    };
    looking = task().finally(() => (looking = null));
    return looking;
  };
  const lookSoon = (): void => {
    if (timer !== undefined) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        void look();
      },
      Math.max(0, last + LOOK_MS - clock()),
    );
    timer.unref();
  };
  const stopWatching = desk.watch(lookSoon);
  const tick = setInterval(() => change({ now: clock() }), TICK_MS);
  tick.unref();

  const act = async (ask: BoardAsk, size: Size): Promise<void> => {
    switch (ask.do) {
      case 'steer':
        return desk.steer(ask.steering);
      case 'network':
        return desk.setOpen(ask.open);
      case 'next address':
        return desk.nextAddress();
      case 'project':
        return desk.project(ask.move);
      case 'links':
        return change({ page: { at: 'links', board: null, projector: desk.links().projector }, first: 0 });
      case 'show link': {
        const { board, projector } = desk.links();
        if (board === null) return say('It was shown: n makes new links.');
        desk.linkShown();
        return change({ page: { at: 'links', board, projector } });
      }
      case 'renew': {
        const { board, projector } = await desk.renewLinks();
        desk.linkShown();
        return change({ page: { at: 'links', board, projector } });
      }
      case 'leave':
        return leaving.resolve();
      case 'help':
        return state.setState({ help: 0 });
      case 'save screen':
        return say(saveSingleScreen(single, file, 'board', size));
    }
  };
  const single: SingleScreen<BoardView> = {
    state,
    games: desk.plan.tables.map(({ game }) => game),
    shown: boardScreen,
    typing: ({ page }) => page.at === 'message',
    press(press, size) {
      const { view, ask, say: words } = afterBoardKey(state.getState().view, press);
      state.setState({ view });
      if (words !== undefined) say(words);
      if (ask === undefined) return;
      work = work
        .then(() => act(ask, size))
        .then(look)
        .catch((error: unknown) => say(sentenceOf(error)));
    },
  };
  return {
    single,
    left: leaving.promise,
    async settled() {
      await work;
      await look();
    },
    stop() {
      stopWatching();
      clearInterval(tick);
      clearTimeout(timer);
    },
  };
}

/**
 * Opens the board on this terminal, or on a screen that is open. Resolves with the exit code when whoever hosts has left, or it
 * was ended from outside; then the terminal is as it was.
 */
export async function openBoard(desk: HostDesk, file: string, screen: OpenScreen | null = null): Promise<number> {
  const board = await boardController(desk, file);
  if (screen !== null) screen.show(board.single);
  const opened = screen ?? openSingleScreen(board.single);
  const code = await Promise.race([board.left.then(() => 0), opened.cut]);
  board.stop();
  await opened.close();
  return code;
}
