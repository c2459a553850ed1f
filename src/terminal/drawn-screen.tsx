/** A screen drawn on this terminal, whatever it shows: its keyboard, what ends it from outside, and the terminal given back. */
import { render } from 'ink';
import type { ReactNode } from 'react';
import { openKeyboard } from './keyboard.tsx';
import { type SignalWatch, watchSignals } from './signals.ts';

export type DrawnScreen = {
  readonly watch: SignalWatch;
  /** Shows something else in the place of what stands there: only what differs is written. `typing`: whether keys go into a field of letters. */
  show(node: ReactNode, typing: () => boolean): void;
  /** Resolves when the terminal is as it was. */
  close(): Promise<void>;
};

/** Draws at once, on the whole screen. Keys that nobody reads wait for what is shown next. */
export function openDrawnScreen(
  first: ReactNode,
  typing: () => boolean = () => false,
  watch: SignalWatch = watchSignals(true),
): DrawnScreen {
  // Before the first frame, not after it: a terminal that still echoes writes an early key into the screen.
  const keyboard = openKeyboard(() => typing());
  const app = render(first, {
    stdin: keyboard.stdin,
    maxFps: 120,
    incrementalRendering: true,
    alternateScreen: true,
    interactive: true,
    patchConsole: false,
    exitOnCtrlC: false,
  });
  // A mistake while drawing ends Ink: it is told like any other.
  let closed = false;
  const ended = app.waitUntilExit().catch((error: unknown) => watch.broken(error));
  return {
    watch,
    show(node, typed) {
      typing = typed;
      app.rerender(node);
    },
    async close() {
      if (closed) return;
      closed = true;
      app.unmount();
      await ended;
      keyboard.close();
    },
  };
}
