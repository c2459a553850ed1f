/** A comparison that can be brought up to date: databases, what was folded of them so far, and the document made of it. */
import { type Collector, newCollector } from '../analysis/compare/collect.ts';
import { type ComparisonRequest, compare } from '../analysis/compare/compare.ts';
import { type ComparisonMemory, keptMemory, newComparisonMemory } from '../analysis/compare/memory.ts';
import type { Comparison } from '../analysis/compare/document.ts';
import { NotAsItWas } from '../analysis/compare/session-segment.ts';
import type { By } from '../analysis/compare/samples.ts';
import { breather } from '../core/breather.ts';
import type { AnyGame } from '../core/game.ts';
import { publishedBeside } from '../core/published-figures.ts';
import { fileCache } from '../disk/file-cache.ts';
import { referenceTable } from '../disk/reference-files.ts';
import { openLogs } from '../store/log-reader.ts';
import { type ComparisonScope, newFollower } from './follower.ts';
import type { KeptFolds } from './session-cache.ts';

/** How many matches of how many have been looked at. */
export type Far = (matches: number, of: number) => void;

export type LiveComparison = {
  /** Whether anything was committed since the last time this was asked. */
  changed(): Promise<boolean>;
  /** Folds what is new and makes the document; with `preferences` estimates them too, which takes longer. `far`: told meanwhile. */
  update(by: By, preferences?: boolean, far?: Far): Promise<Comparison>;
  close(): void;
};

/** What is folded is kept in this person's cache, under this program; null: it is not. */
export const keptUnder = (program: string | null): KeptFolds | null =>
  program === null ? null : { cache: fileCache(), program };

/**
 * Opens databases for comparing what these games have left in them. Rejects with a UserError where a file is missing, not
 * ours or named twice; `update` does where one match is in two of them, or the session that is asked for is in none.
 * `kept`: where what was folded of sessions is kept between runs.
 */
export async function liveComparison(
  files: readonly string[],
  games: readonly AnyGame[],
  scope: ComparisonScope,
  kept: KeptFolds | null = null,
): Promise<LiveComparison> {
  const logs = await openLogs(files);
  const published = publishedBeside(games, referenceTable);
  const begin = (from: KeptFolds | null): Begun => ({
    look: newFollower(logs, from),
    collector: newCollector(games),
    memory: null,
  });
  let begun = begin(kept);
  const updated: LiveComparison['update'] = async (by, preferences = false, far = undefined) => {
    const { look, collector } = begun;
    const found = await look(
      scope,
      far === undefined ? collector : counting(collector, far),
      JSON.stringify([by, preferences]),
    );
    const { sessions, open, rehearsals, treatments, calls, guesses, profiles } = found;
    const memory = (begun.memory ??= newComparisonMemory(found.memory));
    const breath = breather();
    const ask: ComparisonRequest = {
      memory,
      ...{ by, files, preferences, references: published, table: referenceTable, inLab: scope.lenient === true },
      ...{ sessions, treatments, rehearsals, models: calls, guesses, profiles },
      breathe: async () => {
        if (breath.due()) await breath.turn();
      },
    };
    const document = await compare(collector.observations(open), ask);
    await found.keep(() => keptMemory(memory));
    return document;
  };
  return {
    async changed() {
      const changed = await Promise.all(logs.map((log) => log.changed()));
      return changed.includes(true);
    },
    close() {
      for (const log of logs) log.close();
    },
    async update(...given) {
      try {
        return await updated(...given);
      } catch (error) {
        if (!(error instanceof NotAsItWas)) throw error;
        begun = begin(null);
        return updated(...given);
      }
    },
  };
}

/** What was folded so far, and what is remembered of it. */
type Begun = {
  readonly look: ReturnType<typeof newFollower>;
  readonly collector: Collector;
  memory: ComparisonMemory | null;
};

/** A collector that tells how far it is; the last time when every match has been looked at. */
function counting(collector: Collector, far: Far): Collector & { coming(matches: number): void } {
  let [matches, of] = [0, 0];
  const count = (more = 1): void => far(Math.min((matches += more), of), of);
  return {
    ...collector,
    coming(more) {
      of += more;
      far(matches, of);
    },
    add(match) {
      count();
      return collector.add(match);
    },
    resume(segment, session, retake) {
      const resumed = collector.resume(segment, session, retake);
      if (resumed) count(segment.counts.matches);
      return resumed;
    },
    addKept(match, observed) {
      count();
      collector.addKept(match, observed);
    },
  };
}
