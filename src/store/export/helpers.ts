/** Threads that make pieces of an export beside each other. Each reads the databases itself, all of them as they were at one moment. */
import { statSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { Worker } from 'node:worker_threads';
import { isAddress } from '../../core/database-address.ts';
import { type LogReader, snapshotOf } from '../../core/log-reader.ts';
import { UserError } from '../../core/user-error.ts';
import type { HelperAsked, HelperReply, HelperRequest } from './helper.ts';
import { buffersOf, freePages } from './pages.ts';
import type { Slice } from './pieces.ts';
import { queue } from './queue.ts';
import type { SessionStretch } from './stretches.ts';
import { isSource, THREAD_MEMORY } from './threads.ts';

/** Bytes of databases (some fifty thousand choices) from which on threads save more time than they take to begin. */
const LARGE = 1 << 24;
/** Threads: each takes a hundred megabytes. */
const COUNT = 2;
/** How often all begin anew where somebody commits while they do. */
const TRIES = 20;

/** Written pages that a thread is given to use again with each piece. */
const PAGES = 48;

/** Threads that make pieces. */
export type Helpers = {
  readonly count: number;
  /** Makes a piece in the thread whose turn it is, begun at once; slices must be taken in the order of the pieces. */
  slicesOf<More>(piece: readonly SessionStretch[]): AsyncIterable<Slice<More>>;
  /** Has all of them read their databases as they are now. */
  begin(): Promise<void>;
  /** Ends them at once: whoever waits for a piece gets this reason. */
  end(reason: unknown): void;
};

/**
 * Whether threads are worth it for an export of these databases. Where all cores have work already they only take turns, and
 * together need a third more than one. Another kind of database is asked by one connection: several would have to begin at one moment.
 */
function areWorthIt(files: readonly string[]): boolean {
  const cores = availableParallelism();
  if (isSource || cores < COUNT || loadavg()[0]! >= cores || files.some(isAddress)) return false;
  const size = files
    .flatMap((file) => [file, `${file}-wal`])
    .reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
  return size >= LARGE;
}

/** Starts threads where they are worth it; null: they are not. */
export function startHelpers(request: HelperRequest): Helpers | null {
  if (!areWorthIt(request.files)) return null;
  const all = Array.from({ length: COUNT }, () => newHelper(request));
  let next = 0;
  return {
    count: COUNT,
    slicesOf: (piece) => all[next++ % COUNT]!.slicesOf(piece),
    begin: async () => void (await Promise.all(all.map(({ begin }) => begin()))),
    end: (reason) => all.forEach(({ end }) => end(reason)),
  };
}

function newHelper(request: HelperRequest) {
  const worker = new Worker(new URL('./workers/export-pieces.js', import.meta.url), {
    workerData: request,
    resourceLimits: THREAD_MEMORY,
  });
  // What it tells of a piece only its format knows.
  const said = queue<HelperReply<never>>();
  worker.on('message', (reply: HelperReply<never>) => said.put(reply));
  worker.on('error', said.fail);
  worker.on('exit', () => said.fail(new Error('A thread of the export ended without a word.')));
  const ask = (asked: HelperAsked, handed: readonly ArrayBuffer[] = []): void => worker.postMessage(asked, handed);
  const heard = async (): Promise<HelperReply<never>> => {
    const reply = await said.next();
    if ('refused' in reply) throw new UserError(reply.refused);
    if ('failed' in reply) throw Object.assign(new Error(reply.failed), { stack: reply.stack });
    return reply;
  };
  /** One piece after the other: the next is asked for when the last slice of the one before has come. */
  let before = Promise.resolve();
  return {
    async begin() {
      ask({ ask: 'begin' });
      await heard();
    },
    slicesOf<More>(piece: readonly SessionStretch[]): AsyncIterable<Slice<More>> {
      const mine = queue<Slice<More>>();
      const make = async (turn: Promise<void>): Promise<void> => {
        await turn;
        const pages = freePages(PAGES);
        ask({ ask: 'piece', piece, pages }, buffersOf(pages));
        for (let done = false; !done;) {
          const reply = await heard();
          if (!('slice' in reply)) continue;
          mine.put(reply.slice);
          done = reply.slice.end !== null;
        }
      };
      before = make(before);
      before.catch(mine.fail);
      return (async function* () {
        for (;;) {
          const slice = await mine.next();
          yield slice;
          if (slice.end !== null) return;
          ask({ ask: 'on' });
        }
      })();
    },
    end(reason: unknown) {
      said.fail(reason);
      void worker.terminate();
    },
  };
}

/**
 * Whatever `read` and the helpers read is of one moment: they begin between two looks at the logs, the second of which is of that
 * moment itself, and begin anew where somebody has committed in between. Without helpers where it never was quiet for so long.
 */
export async function atOneMoment<T>(
  logs: readonly LogReader[],
  helpers: Helpers | null,
  read: (logs: readonly LogReader[], helpers: Helpers | null) => Promise<T>,
): Promise<T> {
  for (let tries = 0; helpers !== null && tries < TRIES; tries++) {
    for (const log of logs) await log.changed();
    await helpers.begin();
    const found = await snapshotOf(logs, async (now) => {
      for (const log of now) if (await log.changed()) return null;
      return { made: await read(now, helpers) };
    });
    if (found !== null) return found.made;
  }
  return snapshotOf(logs, (now) => read(now, null));
}
