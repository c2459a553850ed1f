/** A comparison that can be brought up to date: databases, what was folded of them so far, and the document made of it. */
import { type Ask, compare } from '../analysis/compare/compare.ts';
import { newCollector } from '../analysis/compare/collect.ts';
import type { Comparison } from '../analysis/compare/document.ts';
import type { By } from '../analysis/compare/samples.ts';
import { breather } from '../core/breather.ts';
import { publishedBeside } from '../core/published.ts';
import type { AnyGame } from '../core/game.ts';
import { readReference } from '../disk/reference-files.ts';
import { openLog, type Which } from '../store/log-reader.ts';

export type Comparing = {
  /** Whether anything was committed since the last time this was asked. */
  changed(): boolean;
  /** Folds what is new and makes the document; with `preferences` estimates them too, which takes longer. */
  update(by: By, preferences?: boolean): Promise<Comparison>;
  close(): void;
};

export function comparing(files: readonly string[], games: readonly AnyGame[], which: Which): Comparing {
  const log = openLog(files);
  const collector = newCollector(games);
  const published = publishedBeside(games, readReference);
  return {
    changed: () => log.changed(),
    close: () => log.close(),
    async update(by, preferences = false) {
      const look = await log.look(which, collector.add);
      const breath = breather();
      const ask: Ask = {
        ...{ by, files, preferences, references: published },
        ...{ sessions: look.sessions, treatments: look.treatments, rehearsals: look.rehearsals, models: look.calls },
        breathe: async () => {
          if (breath.due()) await breath.turn();
        },
      };
      return compare(collector.observations(look.open), ask);
    },
  };
}
