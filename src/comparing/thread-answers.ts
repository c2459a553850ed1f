/** The thread of a comparison: opens the databases, answers what it is asked, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../core/user-error.ts';
import { loadGames } from '../disk/games.ts';
import type { ThreadData, ThreadReply, ThreadRequest } from './comparison-thread.ts';
import { type Far, keptUnder, type LiveComparison, liveComparison } from './live-comparison.ts';

const { files, scope, program }: ThreadData = workerData;
// Before anything is asked: a screen is being drawn meanwhile.
const games = loadGames();
let open: LiveComparison | null = null;
let before: Promise<void> = Promise.resolve();

async function answer(request: ThreadRequest): Promise<ThreadReply> {
  open ??= await liveComparison(files, await games, scope, keptUnder(program));
  const { id } = request;
  return request.ask === 'changed'
    ? { id, changed: await open.changed() }
    : { id, comparison: await open.update(request.by, request.preferences, farOf(id)) };
}

/** Milliseconds between two messages of how far it is. */
const FAR_EVERY_MS = 100;

function farOf(id: number): Far {
  let told = -Infinity;
  return (matches, of) => {
    if (matches < of && performance.now() - told < FAR_EVERY_MS) return;
    told = performance.now();
    parentPort?.postMessage({ id, far: [matches, of] } satisfies ThreadReply);
  };
}

const failure = ({ id }: ThreadRequest, error: unknown): ThreadReply =>
  error instanceof UserError
    ? { id, refused: error.message }
    : {
        id,
        failed: error instanceof Error ? error.message : String(error),
        stack: error instanceof Error ? error.stack : undefined,
      };

parentPort?.on('message', (request: ThreadRequest) => {
  before = before.then(async () =>
    parentPort?.postMessage(await answer(request).catch((error: unknown) => failure(request, error))),
  );
});
