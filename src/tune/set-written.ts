/** A training set as a folder: every file of it, whole or not there. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../core/user-error.ts';
import { temporaryFor } from '../disk/atomic-write.ts';
import { wordedOutput } from '../disk/file-errors.ts';
import { makeFolderOf } from '../disk/folder.ts';
import type { TuneRow } from './row.ts';
import { SET_FILES, type TrainingSet } from './training-set.ts';
import { TRAINER_FORMS } from './trainer-forms.ts';

const lines = (of: readonly string[]): string => of.map((line) => `${line}\n`).join('');

/** Rows as a file of ours holds them. */
export const rowLines = (rows: readonly TuneRow[]): string => lines(rows.map((row) => JSON.stringify(row)));

/** SHA-256 over the bytes of both files of rows. */
export const hashOfRows = (train: string | Uint8Array, heldOut: string | Uint8Array): string =>
  createHash('sha256').update(train).update(heldOut).digest('hex');

/** Refuses a folder in which something lies, before anything is made. */
export function refuseFilled(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isDirectory()) throw new UserError(`${folder} is a file: name a new folder for the set, or an empty one.`);
  if (readdirSync(folder).length > 0)
    throw new UserError(`${folder} is not empty: name a new folder for the set, or an empty one.`);
}

/** Writes every file of a set under another name beside the folder, which is put in its place at the end. Throws a UserError where it cannot. */
export function writeSet(
  folder: string,
  set: Omit<TrainingSet, 'hash'>,
  { train, heldOut }: { readonly train: readonly TuneRow[]; readonly heldOut: readonly TuneRow[] },
  texts: (set: TrainingSet) => { readonly card: string; readonly preview: string },
): TrainingSet {
  refuseFilled(folder);
  const [ours, kept] = [rowLines(train), rowLines(heldOut)];
  const whole: TrainingSet = { ...set, hash: hashOfRows(ours, kept) };
  const { card, preview } = texts(whole);
  const files: Readonly<Record<keyof typeof SET_FILES, string>> = {
    ...{ set: `${JSON.stringify(whole, null, 2)}\n`, rows: ours, heldOut: kept, card, preview },
    trl: lines(train.map(TRAINER_FORMS.trl)),
    messages: lines(train.map(TRAINER_FORMS.messages)),
    vertex: lines(train.map(TRAINER_FORMS.vertex)),
  };
  const place = resolve(folder);
  const made = temporaryFor(place);
  try {
    makeFolderOf(place);
    mkdirSync(made);
    for (const [name, text] of Object.entries(files)) {
      const file = join(made, SET_FILES[name as keyof typeof SET_FILES]);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    // An empty folder gives way; one in which something lies by now does not.
    if (statSync(place, { throwIfNoEntry: false }) !== undefined) rmdirSync(place);
    renameSync(made, place);
  } catch (error) {
    throw wordedOutput(error, folder);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  return whole;
}

/** Takes a set away again that was just written: its own files, and its folders where nothing else lies in them. */
export function unwriteSet(folder: string): void {
  const files = Object.values(SET_FILES).map((file) => join(folder, file));
  for (const file of files) rmSync(file, { force: true });
  for (const place of new Set(files.map((file) => dirname(file)))) if (place !== folder) removeEmpty(place);
  removeEmpty(folder);
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something else lies there, or it is gone: either way it stays as it is.
  }
}
