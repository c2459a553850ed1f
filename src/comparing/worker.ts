/** The thread of a comparison: opens the databases, answers what it is asked, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Comparing, comparing } from './comparing.ts';
import type { ThreadRequest, ThreadData, ThreadReply } from './thread.ts';
import { loadGames } from '../disk/games.ts';
import { UserError } from '../core/user-error.ts';

const { files, which }: ThreadData = workerData;
// Before anything is asked: a screen is being drawn meanwhile.
const games = loadGames();
let open: Comparing | null = null;
let before: Promise<void> = Promise.resolve();

async function answer(asked: ThreadRequest): Promise<ThreadReply> {
  open ??= comparing(files, await games, which);
  const { id } = asked;
  return asked.ask === 'changed'
    ? { id, changed: open.changed() }
    : { id, comparison: await open.update(asked.by, asked.preferences) };
}

const told = ({ id }: ThreadRequest, error: unknown): ThreadReply =>
  error instanceof UserError
    ? { id, refused: error.message }
    : {
        id,
        failed: error instanceof Error ? error.message : String(error),
        stack: error instanceof Error ? error.stack : undefined,
      };

parentPort?.on('message', (asked: ThreadRequest) => {
  before = before.then(async () =>
    parentPort?.postMessage(await answer(asked).catch((error: unknown) => told(asked, error))),
  );
});
