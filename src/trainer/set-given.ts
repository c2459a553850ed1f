/** The training set that a run is made from, as its folder says it: what it is, and how long its rows are. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/user-error.ts';
import { readSetFile, rowBytes } from '../tune/set-read.ts';
import { SET_FILES, type TrainingSet } from '../tune/training-set.ts';
import { hashOfRows } from '../tune/set-written.ts';

export type SetGiven = {
  readonly folder: string;
  readonly set: TrainingSet;
  /** Letters of a row, prompt and answer, in the mean. */
  readonly lettersPerRow: number;
  /** Bytes of all its files. */
  readonly bytes: number;
};

/** Reads what a set says of itself. Throws a UserError where there is none, where it is of another version, or has no rows to train on. */
export function setGiven(folder: string): SetGiven {
  const set = readSetFile(folder);
  const trl = statSync(join(folder, SET_FILES.trl), { throwIfNoEntry: false });
  if (trl?.isFile() !== true || trl.size === 0 || set.rows.train === 0)
    throw new UserError(`${folder} has no rows to train on (${SET_FILES.trl}): make the set again.`);
  const bytes = Object.values(SET_FILES).reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
  return { folder, set, lettersPerRow: trl.size / set.rows.train, bytes };
}

/** The hash of the rows as they lie there, which is the set's own where nobody has changed them. */
export const rowsHash = (folder: string): string =>
  hashOfRows(rowBytes(join(folder, SET_FILES.rows)), rowBytes(join(folder, SET_FILES.heldOut)));
