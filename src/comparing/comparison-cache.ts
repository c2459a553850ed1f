/**
 * Comparisons that are kept between runs: the document of a question (which databases, which matches, how grouped) stands in
 * this person's cache under what it was made of (this very program, and the fingerprints of the logs), so that asking again
 * loads neither games nor statistics and reads no match. It lies there and not beside the database: a folder that is handed on, a
 * backup and an export are to hold rows alone, and a folder that cannot be written has one as well.
 *
 * A cache and never a second truth: whatever cannot be known to be the same is computed afresh, as if nothing were kept.
 */
import { deserialize, serialize } from 'node:v8';
import type { Comparison } from '../analysis/compare/document.ts';
import type { By } from '../analysis/compare/samples.ts';
import type { LogReader } from '../core/log-reader.ts';
import { type FileCache, fileCache } from '../disk/file-cache.ts';
import { placeOf } from '../disk/folder.ts';
import { programDigest } from '../disk/program-digest.ts';
import { openLogs } from '../store/log-reader.ts';
import { compareInThread } from './comparison-thread.ts';
import type { ComparisonScope } from './follower.ts';
import type { LiveComparison } from './live-comparison.ts';

/** What a comparison is opened with besides what it compares. */
type Opening = {
  /** Reads nothing that was kept, and keeps nothing. */
  readonly fresh?: boolean;
  readonly cache?: FileCache;
  /** Opens the one that computes. */
  readonly open?: typeof compareInThread;
};

/** Later documents of one comparison are kept where they took longer than this, in milliseconds: a class that plays makes many. */
const WORTH_MS = 1000;

/**
 * Opens databases for comparing with all games that are here, as `compareInThread` does, which is opened when something has to be
 * computed. What cannot be read is refused by the first answer, as a UserError.
 */
export async function compareFiles(
  files: readonly string[],
  scope: ComparisonScope,
  { fresh = false, cache = fileCache(), open = compareInThread }: Opening = {},
): Promise<LiveComparison> {
  const program = fresh ? null : programDigest();
  if (program === null) return open(files, scope, null);
  let logs: readonly LogReader[] | null = null;
  let live: LiveComparison | null = null;
  let shown: string | null = null;
  const asked = new Set<string>();

  /** Of what a document would be made now; null: that cannot be told. */
  const keyNow = async (): Promise<string | null> => {
    logs ??= await openLogs(files);
    const fingerprints: string[] = [];
    for (const log of logs) {
      const one = await log.fingerprint();
      if (one === null) return null;
      fingerprints.push(one);
    }
    return JSON.stringify({ places: files.map(placeOf), program, fingerprints });
  };

  return {
    async changed() {
      if (live !== null) return live.changed();
      return shown === null || (await keyNow()) !== shown;
    },
    async update(by, preferences = false, far = undefined) {
      const question = questionOf(files, scope, by, preferences);
      const key = await keyNow();
      if (live === null && key !== null) {
        const kept = cache.read(question, key);
        if (kept !== null) {
          shown = key;
          return documentIn(kept);
        }
      }
      const since = performance.now();
      if (live === null) {
        live = await open(files, scope, program);
        await live.changed();
      }
      const made = await live.update(by, preferences, far);
      const isWorth = !asked.has(question) || performance.now() - since > WORTH_MS;
      asked.add(question);
      if (isWorth && key !== null && (await keyNow()) === key) cache.keep(question, key, serialize(made));
      return made;
    },
    close() {
      for (const log of logs ?? []) log.close();
      live?.close();
    },
  };
}

/** All that a document depends on but for the rows and the program. */
const questionOf = (files: readonly string[], scope: ComparisonScope, by: By, preferences: boolean): string =>
  JSON.stringify(['comparison', files, files.map(placeOf), scope, by, preferences]);

/** Structured clones, as threads hand them over: numbers that JSON does not know come back as they were. */
function documentIn(bytes: Uint8Array): Comparison {
  const document: Comparison = deserialize(bytes);
  return document;
}
