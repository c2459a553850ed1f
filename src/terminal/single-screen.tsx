/** One screen by itself on this terminal: its keys, its help, and the terminal given back whatever happens. */
import { render, renderToString, useWindowSize } from 'ink';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { AnyGame } from '../core/game.ts';
import { tooSmall } from './body-size.ts';
import { openKeyboard, useKeyboard } from './keyboard.tsx';
import { pasteOf, type Press, pressOf } from './key-names.ts';
import { saveDrawing } from './save-screen.ts';
import { shown } from '../show/glyphs.ts';
import type { Shown } from './screens/screen.ts';
import { ScreenView } from './screen-view.tsx';
import { watchSignals } from './signals.ts';

export type Size = { readonly columns: number; readonly rows: number };

/** What is shown, the first line of the help while it is open, and one passing line. */
export type SingleScreenView<View> = {
  readonly view: View;
  readonly help: number | null;
  readonly notice: string | null;
};

export type SingleScreen<View> = {
  readonly state: StoreApi<SingleScreenView<View>>;
  /** Whose terms the help explains. */
  readonly games: readonly AnyGame[];
  shown(view: View, size: Size): Shown;
  /** Whether keys go into a field of letters now; absent: they never do. */
  typing?(view: View): boolean;
  /** A key that the help did not take. */
  press(press: Press, size: Size): void;
};

export type OpenScreen = {
  /** Resolves, with an exit code, when it is ended from outside: a signal, a closed window, a mistake of ours. */
  readonly cut: Promise<number>;
  /** Shows another screen in the place of this one: the terminal is not given back between the two. */
  show<Other>(other: SingleScreen<Other>): void;
  /** Resolves when the terminal is as it was. */
  close(): Promise<void>;
};

function Screen<View>({
  alone,
  press,
}: {
  readonly alone: SingleScreen<View>;
  press(press: Press, size: Size): void;
}): ReactNode {
  const seen = useStore(alone.state);
  const size = useWindowSize();
  useKeyboard(
    (input, key) => press(pressOf(input, key), size),
    (text) => press(pasteOf(text), size),
  );
  return (
    <ScreenView
      under={alone.shown(seen.view, size)}
      games={alone.games}
      help={seen.help}
      notice={seen.notice}
      {...size}
    />
  );
}

/** How far a key moves the help. */
const SCROLL: Readonly<Record<string, number>> = { down: 1, up: -1, 'page down': 8, 'page up': -8 };

/** What a key does while a screen is shown: its help is scrolled and closed, everything else is its own. */
function pressing<View>(alone: SingleScreen<View>): (key: Press, size: Size) => void {
  const { state } = alone;
  return (key, size) => {
    // Nobody begins what the window is too small to show.
    if (tooSmall(size.columns, size.rows) && key.name !== 'ctrl-c') return;
    const { help: open } = state.getState();
    if (open === null || key.name === 'ctrl-c') {
      state.setState({ notice: null });
      return alone.press(key, size);
    }
    const by = SCROLL[key.name];
    state.setState({ notice: null, help: by === undefined ? null : Math.max(0, open + by) });
  };
}

export function openSingleScreen<View>(first: SingleScreen<View>): OpenScreen {
  const signals = watchSignals(true);
  const typingIn =
    <Shown,>(alone: SingleScreen<Shown>) =>
    (): boolean =>
      alone.typing?.(alone.state.getState().view) ?? false;
  let typing = typingIn(first);
  const keyboard = openKeyboard(() => typing());
  const app = render(<Screen alone={first} press={pressing(first)} />, {
    stdin: keyboard.stdin,
    ...{
      maxFps: 60,
      incrementalRendering: true,
      alternateScreen: true,
      interactive: true,
      patchConsole: false,
      exitOnCtrlC: false,
    },
  });
  const ended = app.waitUntilExit().catch((error: unknown) => signals.broken(error));
  let shows = 0;
  let closed = false;
  return {
    cut: signals.cut,
    show(other) {
      typing = typingIn(other);
      app.rerender(<Screen key={(shows += 1)} alone={other} press={pressing(other)} />);
    },
    async close() {
      if (closed) return;
      closed = true;
      signals.stop();
      app.unmount();
      await ended;
      keyboard.close();
      if (signals.fault !== null) process.stderr.write(`${shown(signals.fault)}\n`);
    },
  };
}

/** Saves the screen as it stands beside the database; gives the line that says where. */
export function saveSingleScreen<View>(alone: SingleScreen<View>, file: string, stem: string, size: Size): string {
  const { view } = alone.state.getState();
  const drawn = <ScreenView under={alone.shown(view, size)} games={alone.games} help={null} notice={null} {...size} />;
  return saveDrawing(file, stem, size, renderToString(drawn, { columns: size.columns }));
}
