/** Starts the thread that fills the tables, and waits for it. */
import { Worker } from 'node:worker_threads';
import { UserError } from '../../core/user-error.ts';
import type { CourseOf } from './course.ts';
import type { ExportFar } from './table-writer.ts';
import { writeTables, type WrittenTables, type TablesRequest } from './tables.ts';
import type { ExportReply } from './worker.ts';

/**
 * Memory of the thread. Rows live for a moment only: left alone V8 takes several times as much for young objects without
 * being quicker, and with a third of this it is a sixth slower; with little old memory allowed it tidies up earlier.
 */
const LIMITS = { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 320 };

/**
 * Sources are no program yet: there the work is done in this thread. Node strips types from what a second thread loads
 * by WebAssembly, and V8 13.6 now and then crashes over freeing its code there.
 */
const isSource = import.meta.url.endsWith('.ts');

/**
 * `writeTables` in a thread; in this one where the rules are needed (`courseOf`), which a thread of its own does not know. `opened` hears of every temporary file, to be taken away whatever becomes of the thread, `told` how far it is.
 */
export async function writeTablesInThread(
  request: TablesRequest,
  stop: AbortSignal | undefined,
  opened: (temporary: string) => void,
  courseOf: CourseOf | null,
  told: (far: ExportFar) => void,
): Promise<WrittenTables> {
  stop?.throwIfAborted();
  if (isSource || courseOf !== null)
    return writeTables(request, stop ?? new AbortController().signal, opened, courseOf ?? undefined, told);
  const worker = new Worker(new URL('./workers/export.js', import.meta.url), {
    workerData: request,
    resourceLimits: LIMITS,
  });
  const stopIt = (): void => worker.postMessage('stop');
  stop?.addEventListener('abort', stopIt);
  try {
    const last = await lastSaid(worker, opened, told);
    if (last === null) throw new Error('The thread of the export ended without a word.');
    if ('filled' in last) return last.filled;
    if ('refused' in last) throw new UserError(last.refused);
    if ('stopped' in last) throw stop?.reason ?? new Error('The export was stopped.');
    throw Object.assign(new Error(last.failed), { stack: last.stack });
  } finally {
    stop?.removeEventListener('abort', stopIt);
    await worker.terminate();
  }
}

type Last = Exclude<ExportReply, { readonly opened: string } | { readonly far: ExportFar }>;

function lastSaid(
  worker: Worker,
  opened: (temporary: string) => void,
  told: (far: ExportFar) => void,
): Promise<Last | null> {
  return new Promise((resolve, reject) => {
    worker.on('message', (said: ExportReply) =>
      'opened' in said ? opened(said.opened) : 'far' in said ? told(said.far) : resolve(said),
    );
    worker.on('error', reject);
    worker.on('exit', () => resolve(null));
  });
}
