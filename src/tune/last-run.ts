/** The run that is meant where none is named. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/user-error.ts';
import { byHand } from '../core/shell.ts';
import { RUN_FILES, RUNS_FOLDER } from './run-folder.ts';
import { type FoundRun, foundRun, runsIn } from './run-read.ts';

/** The run that was begun last, where none is named. Throws a UserError where there is none. */
export function lastRun(lab: string): FoundRun {
  const newest = runsIn(lab)
    .map((name) => join(lab, RUNS_FOLDER, name))
    .map((folder) => ({ folder, at: touched(folder) }))
    .toSorted((one, other) => other.at - one.at)[0];
  if (newest === undefined)
    throw new UserError(
      `There is no tuning run in this folder: begin one, as in "${byHand('tune start DIR --model FOLDER')}".`,
    );
  return foundRun(newest.folder);
}

/** When something last happened in a run, Unix milliseconds. */
function touched(folder: string): number {
  for (const file of [RUN_FILES.events, RUN_FILES.run]) {
    const found = statSync(join(folder, file), { throwIfNoEntry: false });
    if (found !== undefined) return found.mtimeMs;
  }
  return 0;
}
