/** The trainer as a process of its own: begun so that it outlives the lab, asked to stop, waited for. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { constants, hostname, setPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../core/user-error.ts';
import { withoutKeys } from '../disk/environment.ts';
import { real } from '../disk/folder.ts';
import { appendEvent } from '../tune/run-read.ts';
import { RUN_FILES } from '../tune/run-folder.ts';
import { whileLocked } from './lock.ts';
import { pythonFile } from './python-files.ts';
import { PYTHON_FLAGS } from './python-program.ts';
import { trains } from './running-program.ts';
import { type RunState, runState, stateWords, trainingPid } from './state.ts';

/** Milliseconds between two looks at whether it still runs. */
const LOOK_MS = 200;
/** Milliseconds that a trainer has to end after its last word. */
const ENDING_MS = 60_000;

/** What trains: a script of ours with the words behind the run's folder, and what it finds in its environment beside what is no key. */
export type TrainerProgram = {
  readonly script: string;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

/** What trains on this computer. */
const TRAINS_HERE: TrainerProgram = { script: RUN_FILES.train, words: [], env: {} };

/**
 * Begins the training of a run, or goes on from its last checkpoint; gives the number of its process. It has a session of its own, no pipe to us, and says what it says
 * into trainer.log. Throws a UserError where it runs already, has finished, or cannot begin.
 */
export async function startTrainer(
  folder: string,
  python: string,
  program: TrainerProgram = TRAINS_HERE,
): Promise<number> {
  const place = real(folder);
  let pid = 0;
  await whileLocked(
    place,
    'starting',
    () => undefined,
    async () => {
      const state = runState(place);
      if (state.kind === 'running' || state.kind === 'finished')
        throw new UserError(`This run is ${stateWords(state)} already: nothing was begun.`);
      const ending = trainingPid(place);
      if (ending !== null && !(await gone(ending, place, ENDING_MS)))
        throw new UserError(
          `The trainer of this run (process ${ending}) has said that it stops and still runs: wait until it has ended.`,
        );
      pid = await begun(place, python, program);
    },
  );
  return pid;
}

async function begun(folder: string, python: string, { script, words, env }: TrainerProgram): Promise<number> {
  // Whoever asked was answered, or asked what is gone.
  rmSync(join(folder, RUN_FILES.stop), { force: true });
  const log = openSync(join(folder, RUN_FILES.said), 'a');
  try {
    // Ours, and not the copy in the folder, which may be a stranger's: that one is run by who runs its run.sh.
    const child = spawn(python, [...PYTHON_FLAGS, pythonFile(script), folder, ...words], {
      cwd: folder,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log, log],
      env: { ...withoutKeys(process.env), ...env },
    });
    await new Promise<void>((done, refuse) => {
      child.once('spawn', done);
      child.once('error', (error) =>
        refuse(
          new UserError(
            `The trainer could not be begun with ${python} (${error.message}): mend that and resume the run.`,
          ),
        ),
      );
    });
    const pid = child.pid ?? 0;
    appendEvent(folder, { kind: 'begun', at: Date.now(), pid, host: hostname() });
    try {
      // The lab, and whoever works here, goes first.
      setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
    } catch {
      // It has ended already, which its folder tells.
    }
    child.unref();
    return pid;
  } finally {
    closeSync(log);
  }
}

/**
 * Asks the trainer of a run to save a checkpoint and stop, and waits for it; `patience` milliseconds at most. Gives the state after that. Only a process that is
 * known to be this run's trainer is asked: by a file in its folder, and where there are signals by one too, which it hears at once.
 */
export async function stopTrainer(
  folder: string,
  patience: number,
  waiting: () => void = () => undefined,
  platform: string = process.platform,
): Promise<RunState> {
  const state = runState(folder);
  if (state.kind !== 'running') return state;
  const file = join(folder, RUN_FILES.stop);
  try {
    writeFileSync(file, '');
  } catch {
    // The disk is full: it is asked by the signal alone.
  }
  try {
    // On Windows it would end the trainer without a checkpoint.
    if (platform !== 'win32') process.kill(state.pid, 'SIGTERM');
  } catch {
    // It ended between the two.
  }
  if (await gone(state.pid, folder, patience, waiting)) rmSync(file, { force: true });
  return runState(folder);
}

/** Waits until a process no longer trains this run. */
export async function gone(
  pid: number,
  folder: string,
  patience: number,
  waiting: () => void = () => undefined,
): Promise<boolean> {
  for (const until = Date.now() + patience; trains(pid, folder);) {
    if (Date.now() > until) return false;
    waiting();
    await sleep(LOOK_MS);
  }
  return true;
}
