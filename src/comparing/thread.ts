/**
 * A comparison in a thread of its own: whatever it reads and computes, and however long its garbage takes, the keys of a
 * screen and Ctrl-C are heard.
 */
import { Worker } from 'node:worker_threads';
import type { Comparison } from '../analysis/compare/document.ts';
import type { By } from '../analysis/compare/samples.ts';
import { comparing } from './comparing.ts';
import { loadGames } from '../disk/games.ts';
import { UserError } from '../core/user-error.ts';
import type { Which } from '../store/log-reader.ts';

export type Apart = {
  changed(): boolean | Promise<boolean>;
  update(by: By, preferences?: boolean): Promise<Comparison>;
  close(): void;
};

/** What is asked of the thread, and what it says. */
type Question =
  { readonly ask: 'changed' } | { readonly ask: 'update'; readonly by: By; readonly preferences: boolean };
export type ThreadRequest = { readonly id: number } & Question;
export type ThreadReply =
  | { readonly id: number; readonly changed: boolean }
  | { readonly id: number; readonly comparison: Comparison }
  | { readonly id: number; readonly refused: string }
  | { readonly id: number; readonly failed: string; readonly stack: string | undefined };
export type ThreadData = { readonly files: readonly string[]; readonly which: Which };

/** From sources there is no thread: Node takes types out by WebAssembly, and V8 13.6 now and then crashes over freeing its code there. */
const isSource = import.meta.url.endsWith('.ts');

type Waiting = { readonly resolve: (said: ThreadReply) => void; readonly reject: (error: unknown) => void };

export async function comparingApart(files: readonly string[], which: Which): Promise<Apart> {
  if (isSource) return comparing(files, await loadGames(), which);
  const opened: ThreadData = { files, which };
  const worker = new Worker(new URL('./workers/compare.js', import.meta.url), { workerData: opened });
  worker.unref();
  const waiting = new Map<number, Waiting>();
  let ids = 0;
  const broken = (error: unknown): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', (said: ThreadReply) => {
    waiting.get(said.id)?.resolve(said);
    waiting.delete(said.id);
    if (waiting.size === 0) worker.unref();
  });
  worker.on('error', broken);
  worker.on('exit', () => broken(new Error('The thread of the comparison has ended.')));
  const ask = (question: Question): Promise<ThreadReply> =>
    new Promise((resolve, reject) => {
      const id = ++ids;
      waiting.set(id, { resolve, reject });
      // Without a screen nothing else keeps the program until the answer is there.
      worker.ref();
      worker.postMessage({ id, ...question } satisfies ThreadRequest);
    });
  const understood = <Key extends 'changed' | 'comparison'>(
    said: ThreadReply,
    key: Key,
  ): Extract<ThreadReply, Record<Key, unknown>>[Key] => {
    if ('refused' in said) throw new UserError(said.refused);
    if ('failed' in said) throw Object.assign(new Error(said.failed), { stack: said.stack });
    return (said as Extract<ThreadReply, Record<Key, unknown>>)[key];
  };
  return {
    changed: async () => understood(await ask({ ask: 'changed' }), 'changed'),
    update: async (by, preferences = false) => understood(await ask({ ask: 'update', by, preferences }), 'comparison'),
    close() {
      waiting.clear();
      void worker.terminate();
    },
  };
}
