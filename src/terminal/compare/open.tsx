/** `homines compare` on a terminal: the comparison screen by itself, reading only. */
import { createStore } from 'zustand/vanilla';
import type { AnyGame } from '../../core/game.ts';
import type { By } from '../../analysis/compare/samples.ts';
import { type SingleScreen, openSingleScreen, saveSingleScreen, type SingleScreenView } from '../single-screen.tsx';
import { compareScreen } from './draw.ts';
import { type CompareView, newView, afterKey, withComparison, needsOf } from './view.ts';
import { type CompareSource, watch, writeFile } from './watcher.ts';

/** Resolves with the exit code when the person has quit and the terminal is as it was. `file`: where screens are saved beside. */
export async function openComparison(
  source: CompareSource,
  by: By,
  file: string,
  games: readonly AnyGame[],
): Promise<number> {
  const state = createStore<SingleScreenView<CompareView>>(() => ({
    view: { ...newView(true), by },
    help: null,
    notice: null,
  }));
  const set = (change: Partial<SingleScreenView<CompareView>>): void => state.setState(change);
  const setView = (view: CompareView): void => set({ view });
  let quit: () => void = () => undefined;
  const over = new Promise<number>((resolve) => (quit = () => resolve(0)));
  const watcher = watch(
    source,
    () => needsOf(state.getState().view),
    (comparison) => setView(withComparison(state.getState().view, comparison)),
    (problem) => setView({ ...state.getState().view, problem }),
  );
  const alone: SingleScreen<CompareView> = {
    state,
    shown: (view, size) => compareScreen(view, size, false, () => null),
    games,
    press(key, size) {
      const { view, ask, say } = afterKey(state.getState().view, key);
      setView(view);
      if (say !== undefined) set({ notice: say });
      if (ask === 'again') watcher.again();
      if (ask === 'help') set({ help: 0 });
      if (ask === 'quit' || ask === 'back') quit();
      if (ask === 'report' || ask === 'export') writeFile(source, ask, view, (notice) => set({ notice }));
      if (ask === 'save screen') set({ notice: saveSingleScreen(alone, file, 'compare', size) });
    },
  };
  const opened = openSingleScreen(alone);
  const code = await Promise.race([over, opened.cut]);
  watcher.stop();
  await opened.close();
  return code;
}
