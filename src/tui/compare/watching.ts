/** Keeps a comparison up to date while it is on a screen: looks at most once a second, and only where something was committed. */
import type { By, Comparison } from '../../analysis/compare/document.ts';
import { Refusal } from '../../refusal.ts';

/** Where comparisons come from: databases, opened by whoever may. */
export type CompareSource = {
  /** Whether anything was committed since this was last asked. */
  changed(): boolean | Promise<boolean>;
  update(by: By): Promise<Comparison>;
  /** Writes a report; gives the line that says where. */
  report?(comparison: Comparison): Promise<string>;
  close(): void;
};

export type Watcher = {
  /** Makes the comparison anew, whether or not anything has changed. */
  again(by: By): void;
  stop(): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
};

export const EVERY_MS = 1000;

export function watch(
  source: CompareSource,
  first: By,
  made: (comparison: Comparison) => void,
  failed: (sentence: string) => void,
): Watcher {
  let by = first;
  let stopped = false;
  let wanted = true;
  let under: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    try {
      while (!stopped && (wanted || (await source.changed()))) {
        wanted = false;
        await source.changed();
        const comparison = await source.update(by);
        if (!stopped && !wanted) made(comparison);
        if (!wanted) break;
      }
    } catch (error) {
      if (!stopped) failed(error instanceof Refusal || error instanceof Error ? error.message : String(error));
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
    again(next) {
      by = next;
      wanted = true;
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
