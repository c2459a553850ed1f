/** Keeps a comparison up to date while it is on a screen: looks at most once a second, and only where something was committed. */
import type { Comparison } from '../../analysis/compare/document.ts';
import type { By } from '../../analysis/compare/samples.ts';
import { UserError } from '../../core/user-error.ts';

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

/** How people are grouped, and whether preferences are looked at: asked anew each time a comparison is made. */
export type Wanted = { readonly by: By; readonly preferences: boolean };

export type Watcher = {
  /** Makes the comparison anew, whether or not anything has changed. */
  again(): void;
  stop(): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
};

export const EVERY_MS = 1000;

export function watch(
  source: CompareSource,
  wanted: () => Wanted,
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
export function writtenBy(
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
