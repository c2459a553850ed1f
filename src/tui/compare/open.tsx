/** `homines compare` on a terminal: the comparison screen by itself, reading only. */
import { render, renderToString, useInput, useWindowSize } from 'ink';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { By } from '../../analysis/compare/document.ts';
import { Lines } from '../../show/terminal.tsx';
import { bodySize, Frame, tooSmall } from '../frame.tsx';
import { KeyInput } from '../key-input.ts';
import { type Press, pressOf } from '../press.ts';
import { saveDrawing } from '../save-screen.ts';
import { compare } from '../screens/compare.ts';
import { help } from '../screens/help.ts';
import { watching } from '../watch.ts';
import { type CompareView, newView, pressed, renewed, wantedBy } from './view.ts';
import { type CompareSource, watch, writtenBy } from './watching.ts';

type Seen = { readonly view: CompareView; readonly help: number | null; readonly notice: string | null };

function Screen({ seen, columns, rows }: { readonly seen: Seen; readonly columns: number; readonly rows: number }): ReactNode {
  const under = compare(seen.view, { columns }, false, () => null);
  const shown = seen.help === null ? under : help(under, seen.help);
  const { width, height } = bodySize(columns, rows);
  return (
    <Frame title={shown.title} right={shown.right} keys={shown.hints} columns={columns} rows={rows} notice={seen.notice}>
      {tooSmall(columns, rows) ? null : <Lines lines={shown.lines(width, height)} />}
    </Frame>
  );
}

type Given = { readonly state: StoreApi<Seen>; press(press: Press, size: Size): void };
type Size = { readonly columns: number; readonly rows: number };

function Comparing({ state, press }: Given): ReactNode {
  const seen = useStore(state);
  const size = useWindowSize();
  useInput((input, key) => press(pressOf(input, key), size));
  return <Screen seen={seen} columns={size.columns} rows={size.rows} />;
}

/** Resolves with the exit code when the person has quit and the terminal is as it was. `file`: where screens are saved beside. */
export async function openComparison(source: CompareSource, by: By, file: string): Promise<number> {
  const state = createStore<Seen>(() => ({ view: { ...newView(true), by }, help: null, notice: null }));
  const set = (change: Partial<Seen>): void => state.setState(change);
  const setView = (view: CompareView): void => set({ view });
  let quit: () => void = () => undefined;
  const over = new Promise<number>((resolve) => (quit = () => resolve(0)));
  const watcher = watch(
    source,
    () => wantedBy(state.getState().view),
    (comparison) => setView(renewed(state.getState().view, comparison)),
    (problem) => setView({ ...state.getState().view, problem }),
  );

  const press = (key: Press, size: Size): void => {
    const { help: open, view: before } = state.getState();
    set({ notice: null });
    if (open !== null && key.name !== 'ctrl-c') {
      if (key.name === 'down' || key.name === 'up') set({ help: Math.max(0, open + (key.name === 'down' ? 1 : -1)) });
      else set({ help: null });
      return;
    }
    const { view, ask } = pressed(before, key);
    setView(view);
    if (ask === 'again') watcher.again();
    if (ask === 'help') set({ help: 0 });
    if (ask === 'quit' || ask === 'back') quit();
    if (ask === 'report' || ask === 'export') writtenBy(source, ask, view, (notice) => set({ notice }));
    if (ask === 'save screen')
      set({
        notice: saveDrawing(
          file,
          'compare',
          size,
          renderToString(<Screen seen={{ view, help: null, notice: null }} {...size} />, { columns: size.columns }),
        ),
      });
  };

  const signals = watching(true);
  const { stdin } = process;
  const keys = new KeyInput(stdin);
  keys.setRawMode(true);
  stdin.on('data', keys.feed);
  const app = render(<Comparing state={state} press={press} />, {
    stdin: keys as unknown as NodeJS.ReadStream,
    ...{ maxFps: 60, incrementalRendering: true, alternateScreen: true, interactive: true, patchConsole: false, exitOnCtrlC: false },
  });
  const ended = app.waitUntilExit().catch((error: unknown) => signals.broken(error));
  const code = await Promise.race([over, signals.cut]);
  watcher.stop();
  signals.stop();
  app.unmount();
  await ended;
  keys.close();
  stdin.off('data', keys.feed);
  stdin.pause();
  if (signals.fault !== null) process.stderr.write(`${signals.fault}\n`);
  return code;
}
