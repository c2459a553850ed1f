/** A training set read from its folder: nothing of it is trusted, and what cannot be read is told with file and line. */
import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/user-error.ts';
import { codeOf } from '../disk/file-errors.ts';
import { isTooDeep, jsonIn, readTextFile } from '../disk/text-file.ts';
import { LONGEST_ROW, tuneRow, type TuneRow } from './row.ts';
import { hashOfRows } from './set-written.ts';
import { SET_FILES, trainingSet, type TrainingSet } from './training-set.ts';

/** Bytes of the largest file of rows that is read, and rows in it: a hundred times what a small model needs. */
const MOST_ROW_BYTES = 1_000_000_000;
export const MOST_ROWS = 400_000;

/** A set as its folder holds it. */
export type ReadTrainingSet = {
  readonly set: TrainingSet;
  readonly train: readonly TuneRow[];
  readonly heldOut: readonly TuneRow[];
};

/** A line of a file, from 1: what stands in it, or why nothing can be read. */
export type ReadLine<Of> = { readonly line: number } & ({ readonly value: Of } | { readonly problem: string });

/** The bytes of a file of rows. Throws a UserError where there is none, or it is no ordinary file, or larger than is read. */
export function rowBytes(file: string): Buffer {
  let handle: number;
  try {
    handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new UserError(`${file} is not there: make the set again.`);
    throw new UserError(`${file} cannot be read (${codeOf(error)}): make it an ordinary file that you may read.`);
  }
  try {
    const found = fstatSync(handle);
    if (!found.isFile()) throw new UserError(`${file} is no ordinary file: put the rows of a set there.`);
    if (found.size > MOST_ROW_BYTES)
      throw new UserError(
        `${file} is larger than rows are read (${found.size.toLocaleString('en')} bytes, at most ${MOST_ROW_BYTES.toLocaleString('en')}).`,
      );
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The lines of a file as JSON, each as `read` takes it; the last line break ends the last line. Blank lines are none, and are told. */
export function* jsonLines<Of>(bytes: Buffer, read: (value: unknown) => Of | string): Generator<ReadLine<Of>> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for (let [from, line] = [0, 1]; from < bytes.length; line++) {
    const found = bytes.indexOf(0x0a, from);
    const end = found < 0 ? bytes.length : found;
    const here = bytes.subarray(from, end);
    from = end + 1;
    const problem = (why: string): ReadLine<Of> => ({ line, problem: why });
    if (line > MOST_ROWS) {
      yield problem(`there are more than ${MOST_ROWS.toLocaleString('en')} lines`);
      return;
    }
    // A letter has four bytes at most.
    if (here.length > 4 * LONGEST_ROW) {
      yield problem(`it is longer than a row can be (${LONGEST_ROW.toLocaleString('en')} letters)`);
      continue;
    }
    let text: string;
    try {
      text = decoder.decode(here);
    } catch {
      yield problem('it is no UTF-8');
      continue;
    }
    if (text.length > LONGEST_ROW)
      yield problem(`it is longer than a row can be (${LONGEST_ROW.toLocaleString('en')} letters)`);
    else if (text.startsWith('\uFEFF'))
      yield problem('it begins with a byte order mark: save the file as UTF-8 without one');
    else if (text.trim() === '') yield problem('it is blank');
    else if (isTooDeep(text)) yield problem('its braces stand too deep');
    else {
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        yield problem('it is no JSON');
        continue;
      }
      const taken = read(value);
      yield typeof taken === 'string' ? problem(taken) : { line, value: taken };
    }
  }
}

/** A row of ours, or why it is none. */
export function rowIn(value: unknown): TuneRow | string {
  const parsed = tuneRow.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return `it is no row: ${issue?.path.join('.') || 'it'}: ${issue?.message ?? ''}`;
}

/** What set.json says. Throws a UserError where there is none, or one of another version. */
export function readSetFile(folder: string): TrainingSet {
  const file = join(folder, SET_FILES.set);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UserError(`${folder} is no folder: name the folder of a training set.`);
  const text = readTextFile(file);
  if (text === null) throw new UserError(`${folder} is no training set: it has no ${SET_FILES.set}.`);
  const parsed = trainingSet.safeParse(jsonIn(text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new UserError(
    `${file} is no description of a training set of this version (${issue?.path.join('.') || 'it'}: ${issue?.message ?? ''}); make the set again.`,
  );
}

/**
 * A set, whole: its description and its rows. Throws a UserError with file and line where a row cannot be read, where a row stands
 * twice, and where the bytes of the rows are not those that were made. That rows are right is another question: `proveLabels`.
 */
export function readTrainingSet(folder: string): ReadTrainingSet {
  const set = readSetFile(folder);
  const files = { train: join(folder, SET_FILES.rows), heldOut: join(folder, SET_FILES.heldOut) };
  const bytes = { train: rowBytes(files.train), heldOut: rowBytes(files.heldOut) };
  const ids = new Set<string>();
  const rowsOf = (part: 'train' | 'heldOut'): readonly TuneRow[] => {
    const rows: TuneRow[] = [];
    for (const read of jsonLines(bytes[part], rowIn)) {
      if ('problem' in read) throw new UserError(`${files[part]}, line ${read.line}: ${read.problem}.`);
      const { id } = read.value;
      if (ids.has(id)) throw new UserError(`${files[part]}, line ${read.line}: the row ${id} stands twice.`);
      ids.add(id);
      rows.push(read.value);
    }
    return rows;
  };
  const [train, heldOut] = [rowsOf('train'), rowsOf('heldOut')];
  if (train.length === 0) throw new UserError(`${files.train} has no rows: there is nothing to train on.`);
  if (hashOfRows(bytes.train, bytes.heldOut) !== set.hash)
    throw new UserError(
      `The rows in ${folder} are not those that were made: their hash is not the one in ${SET_FILES.set}; "check" says which row was changed.`,
    );
  return { set, train, heldOut };
}

/** The held-out questions of a set: choices that the utility answers. Throws as `readTrainingSet` does. */
export const heldOutRows = (folder: string): readonly TuneRow[] =>
  readTrainingSet(folder).heldOut.filter(({ kind }) => kind === 'choice');
