/**
 * A comparison in a thread of its own, so that whatever it reads and computes, and however long its garbage takes, the keys of
 * a screen and Ctrl-C are heard. Nothing of the statistics is loaded on this side.
 */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Comparison } from '../analysis/compare/document.ts';
import type { By } from '../analysis/compare/samples.ts';
import { UserError } from '../core/user-error.ts';
import { loadGames } from '../disk/games.ts';
import type { ComparisonScope } from './follower.ts';
import type { Far, LiveComparison } from './live-comparison.ts';

/** What is asked of the thread, and what it says. */
type Question =
  { readonly ask: 'changed' } | { readonly ask: 'update'; readonly by: By; readonly preferences: boolean };
export type ThreadRequest = { readonly id: number } & Question;
export type ThreadReply =
  /** Beside the answer, which comes later: how far it is. */
  | { readonly id: number; readonly far: Parameters<Far> }
  | { readonly id: number; readonly changed: boolean }
  | { readonly id: number; readonly comparison: Comparison }
  | { readonly id: number; readonly refused: string }
  | { readonly id: number; readonly failed: string; readonly stack: string | undefined };
export type ThreadData = {
  readonly files: readonly string[];
  readonly scope: ComparisonScope;
  /** Under which program what is folded is kept; null: nothing is. */
  readonly program: string | null;
};

/** From sources there is no thread: Node takes types out by WebAssembly, and V8 13.6 now and then crashes over freeing its code there. */
const isSource = import.meta.url.endsWith('.ts');

/**
 * By how much the heap grows before it is looked through again, instead of up to four times what is in use; and the room of what
 * has just been made, megabytes. Half the memory, and no slower.
 */
const GROWING_PERCENT = 50;
const YOUNG_MB = 24;

type Pending = {
  readonly resolve: (reply: ThreadReply) => void;
  readonly reject: (error: unknown) => void;
  readonly far: Far | undefined;
};

/**
 * Opens databases in a thread, with all games that are here. What cannot be read is refused by the first answer, as a UserError.
 * `program`: under which program what is folded is kept; null: nothing is.
 */
export async function compareInThread(
  files: readonly string[],
  scope: ComparisonScope,
  program: string | null = null,
): Promise<LiveComparison> {
  if (isSource) {
    const { keptUnder, liveComparison } = await import('./live-comparison.ts');
    return liveComparison(files, await loadGames(), scope, keptUnder(program));
  }
  const workerData: ThreadData = { files, scope, program };
  setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MB };
  const worker = new Worker(new URL('./workers/compare.js', import.meta.url), { workerData, resourceLimits });
  worker.unref();
  const pending = new Map<number, Pending>();
  let ids = 0;
  const rejectAll = (error: unknown): void => {
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  worker.on('message', (reply: ThreadReply) => {
    if ('far' in reply) return pending.get(reply.id)?.far?.(...reply.far);
    pending.get(reply.id)?.resolve(reply);
    pending.delete(reply.id);
    if (pending.size === 0) worker.unref();
  });
  worker.on('error', rejectAll);
  worker.on('exit', () => rejectAll(new Error('The thread of the comparison has ended.')));
  const ask = (question: Question, far?: Far): Promise<ThreadReply> =>
    new Promise((resolve, reject) => {
      const id = ++ids;
      pending.set(id, { resolve, reject, far });
      // Without a screen nothing else keeps the program until the answer is there.
      worker.ref();
      worker.postMessage({ id, ...question } satisfies ThreadRequest);
    });
  const read = <Key extends 'changed' | 'comparison'>(
    reply: ThreadReply,
    key: Key,
  ): Extract<ThreadReply, Record<Key, unknown>>[Key] => {
    if ('refused' in reply) throw new UserError(reply.refused);
    if ('failed' in reply) throw Object.assign(new Error(reply.failed), { stack: reply.stack });
    return (reply as Extract<ThreadReply, Record<Key, unknown>>)[key];
  };
  return {
    changed: async () => read(await ask({ ask: 'changed' }), 'changed'),
    update: async (by, preferences = false, far = undefined) =>
      read(await ask({ ask: 'update', by, preferences }, far), 'comparison'),
    close() {
      pending.clear();
      void worker.terminate();
    },
  };
}
