/**
 * Keeps a comparison up to date while it is on a screen: looks at most once a second, and only where something was committed.
 * In the lab it is opened from home and after a match, and closed when its screen is left.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { Comparison } from '../../analysis/compare/document.ts';
import type { By } from '../../analysis/compare/samples.ts';
import { UserError } from '../../core/user-error.ts';
import type { LabState, Screen } from '../state.ts';
import {
  isPending,
  type CompareAsk,
  type CompareView,
  newView,
  withComparison,
  type ComparisonNeeds,
  needsOf,
} from './view.ts';

/** Where comparisons come from: databases, opened by whoever may. */
export type CompareSource = {
  /** Whether anything was committed since this was last asked. */
  changed(): boolean | Promise<boolean>;
  /** `preferences`: estimates them too, which takes longer. */
  update(by: By, preferences: boolean): Promise<Comparison>;
  /** Writes a report; gives the line that says where. */
  report?(comparison: Comparison): Promise<string>;
  /** Writes every choice as a table, with its codebook; gives the line that says where. */
  export?(): Promise<string>;
  close(): void;
};

export type Watcher = {
  /** Makes the comparison anew, whether or not anything has changed. */
  again(): void;
  stop(): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
};

const EVERY_MS = 1000;

/**
 * Follows a source until it is stopped, which closes it: `made` gets each comparison that is still wanted, `failed` a sentence.
 * `wanted` is asked before each look.
 */
export function watch(
  source: CompareSource,
  wanted: () => ComparisonNeeds,
  made: (comparison: Comparison) => void,
  failed: (sentence: string) => void,
): Watcher {
  let stopped = false;
  let due = true;
  let under: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    try {
      while (!stopped && (due || (await source.changed()))) {
        due = false;
        await source.changed();
        const { by, preferences } = wanted();
        const comparison = await source.update(by, preferences);
        if (!stopped && !due) made(comparison);
        if (!due) break;
      }
    } catch (error) {
      if (!stopped) failed(error instanceof UserError || error instanceof Error ? error.message : String(error));
    }
    under = null;
    if (!stopped) timer = setTimeout(begin, EVERY_MS).unref();
  };
  const begin = (): void => {
    clearTimeout(timer);
    under ??= look();
  };
  begin();
  return {
    again() {
      due = true;
      begin();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      void (under ?? Promise.resolve()).then(() => source.close());
    },
    settled: async () => {
      while (under !== null) await under;
    },
  };
}

/** Writes a report or a table, and says that it is being written, where it lies, or in one sentence why not. */
export function writeFile(
  source: CompareSource,
  what: 'report' | 'export',
  { comparison }: { readonly comparison: Comparison | null },
  say: (notice: string) => void,
): void {
  if (comparison === null) return;
  const writing = what === 'report' ? source.report?.(comparison) : source.export?.();
  if (writing === undefined) return;
  say('Writing …');
  writing.then(say, (error: unknown) => say(error instanceof Error ? error.message : String(error)));
}

/** Opens the lab's database for comparing: one session, or everything that is no rehearsal. */
export type OpenSource = (session: string | null) => Promise<CompareSource>;

/** The comparison as the lab's state knows it. */
export type LabComparison = {
  open(back: Screen): void;
  /** What a key made of the view, and what it asks for besides. */
  pressed(view: CompareView, ask: CompareAsk | undefined): void;
  stop(): void;
  /** Resolves when nothing that the screen shows is still being read. */
  settled(): Promise<void>;
};

/** Opens, follows and closes the comparison that the state's screen shows. `openSource`: undefined where there is no database. */
export function labComparison(openSource: OpenSource | undefined, state: StoreApi<LabState>): LabComparison {
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
        () => needsOf(screen()?.view ?? view),
        (comparison) => setView((now) => withComparison(now, comparison)),
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
    return now === null || !isPending(now.view);
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
        const fresh: CompareView = { ...view, only, comparison: null, condition: 0, first: 0 };
        state.setState({ screen: { ...now, view: fresh } });
        begin(only, fresh);
      }
      if ((ask === 'report' || ask === 'export') && source !== null) writeFile(source, ask, view, say);
    },
  };
}
