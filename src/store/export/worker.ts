/** A thread of its own for the work of an export: the program that asked for it goes on drawing and answering meanwhile. */
import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../../core/user-error.ts';
import type { ExportFar } from './table-writer.ts';
import { writeTables, type WrittenTables, type TablesRequest } from './tables.ts';

/** What it says: every temporary file that it makes, how far it is, and then how it ended. */
export type ExportReply =
  | { readonly opened: string }
  | { readonly far: ExportFar }
  | { readonly filled: WrittenTables }
  | { readonly refused: string }
  | { readonly stopped: true }
  | { readonly failed: string; readonly stack: string };

const say = (said: ExportReply): void => parentPort?.postMessage(said);
const stopping = new AbortController();
parentPort?.on('message', () => stopping.abort());

try {
  const request: TablesRequest = workerData;
  say({
    filled: await writeTables(
      request,
      stopping.signal,
      (opened) => say({ opened }),
      undefined,
      (far) => say({ far }),
    ),
  });
} catch (error) {
  if (stopping.signal.aborted) say({ stopped: true });
  else if (error instanceof UserError) say({ refused: error.message });
  else say({ failed: String(error), stack: error instanceof Error ? (error.stack ?? '') : '' });
}
parentPort?.close();
