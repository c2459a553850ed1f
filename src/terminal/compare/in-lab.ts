/** The comparison inside the lab: opened from home and after a match, followed while it is on screen, closed when it is left. */
import type { StoreApi } from 'zustand/vanilla';
import type { LabState, Screen } from '../state.ts';
import { type CompareAsk, type CompareView, beingRead, newView, renewed, wantedBy } from './view.ts';
import { type CompareSource, type Watcher, watch, writtenBy } from './watching.ts';

/** Opens the lab's database for comparing: one session, or everything that is no rehearsal. */
export type OpenSource = (session: string | null) => Promise<CompareSource>;

export type InLab = {
  open(back: Screen): void;
  /** What a key made of the view, and what it asks for besides. */
  pressed(view: CompareView, ask: CompareAsk | undefined): void;
  stop(): void;
  /** Resolves when nothing that the screen shows is still being read. */
  settled(): Promise<void>;
};

export function compareInLab(openSource: OpenSource | undefined, state: StoreApi<LabState>): InLab {
  let watcher: Watcher | null = null;
  let source: CompareSource | null = null;
  let opened = 0;

  const screen = () => {
    const { screen: now } = state.getState();
    return now.at === 'compare' ? now : null;
  };
  const setView = (change: (view: CompareView) => CompareView): void => {
    const now = screen();
    if (now !== null) state.setState({ screen: { ...now, view: change(now.view) } });
  };
  const say = (notice: string): void => state.setState({ notice });
  const stop = (): void => {
    watcher?.stop();
    watcher = null;
    source = null;
  };
  const begin = (session: string | null, view: CompareView): void => {
    stop();
    const mine = ++opened;
    const failed = (error: unknown): void =>
      setView((now) => ({ ...now, problem: error instanceof Error ? error.message : String(error) }));
    if (openSource === undefined) return failed('There is no database here to compare.');
    const opening = async (): Promise<void> => {
      const found = await openSource(session);
      // Somebody has left, or asked for something else, before it was open.
      if (mine !== opened || screen() === null) return found.close();
      source = found;
      watcher = watch(
        found,
        () => wantedBy(screen()?.view ?? view),
        (comparison) => setView((now) => renewed(now, comparison)),
        failed,
      );
    };
    opening().catch(failed);
  };

  // Whatever screen comes next, nobody reads for one that is not shown.
  state.subscribe((now) => {
    if (now.screen.at !== 'compare' && watcher !== null) stop();
  });

  const settledNow = (): boolean => {
    const now = screen();
    return now === null || !beingRead(now.view);
  };

  return {
    stop,
    settled: () =>
      new Promise((resolve) => {
        if (settledNow()) return resolve();
        const off = state.subscribe(() => {
          if (!settledNow()) return;
          off();
          resolve();
        });
      }),
    open(back) {
      const { current } = state.getState();
      const finished = 'finished' in back ? back.finished : null;
      const played = finished && { game: finished.game.name, config: finished.config };
      const view: CompareView = { ...newView(true), only: current.code, played };
      state.setState({ screen: { at: 'compare', view, back }, help: null });
      begin(view.only, view);
    },
    pressed(view, ask) {
      const now = screen();
      if (now === null) return;
      // Read meanwhile, and newer than what the key was pressed on.
      const { comparison, problem } = now.view;
      state.setState({ screen: { ...now, view: { ...view, comparison, problem } } });
      if (ask === 'again') watcher?.again();
      if (ask === 'whose') {
        const only = view.only === null ? state.getState().current.code : null;
        const fresh: CompareView = { ...view, only, comparison: null, treatment: 0, first: 0 };
        state.setState({ screen: { ...now, view: fresh } });
        begin(only, fresh);
      }
      if ((ask === 'report' || ask === 'export') && source !== null) writtenBy(source, ask, view, say);
    },
  };
}
