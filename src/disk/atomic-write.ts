/** Files that are either whole or not there: written under a temporary name beside the target and renamed at the end. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import { UserError } from '../core/user-error.ts';
import { makeFolderOf } from './folder.ts';
import { codeOf } from './file-errors.ts';

/**
 * Where a file to be written really lies (a link is followed), its folder made. Refuses folders and devices, since a rename
 * would put a file in their place, and databases: nobody means to lose one.
 */
export function outputPlace(target: string): string {
  const found = statSync(target, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new UserError(`${target} is a folder; name a file in it.`);
  if (found !== undefined && !found.isFile())
    throw new UserError(`${target} is not an ordinary file; name a file to be written.`);
  if (found !== undefined && isDatabase(target))
    throw new UserError(`${target} is a database; name another file to be written.`);
  if (found !== undefined) return realpathSync(target);
  makeFolderOf(target);
  return resolve(target);
}

/** Whether a file begins as every SQLite file does; of one that cannot be read nothing is known. */
function isDatabase(file: string): boolean {
  try {
    const handle = openSync(file, 'r');
    try {
      const start = Buffer.alloc(16);
      readSync(handle, start, 0, start.length, 0);
      return start.toString('latin1') === 'SQLite format 3\0';
    } finally {
      closeSync(handle);
    }
  } catch {
    return false;
  }
}

/** A name in the same folder that nobody else uses. */
export const temporaryFor = (target: string): string =>
  join(dirname(resolve(target)), `.${basename(target)}.${randomUUID().slice(0, 8)}.part`);

/** Nothing is written for so long: whoever began a temporary file as old as this was killed. In milliseconds. */
const STALE = 86_400_000;

/** Takes away temporary files of this target that a killed program left behind. */
export function sweep(target: string): void {
  const start = `.${basename(target)}.`;
  try {
    for (const name of readdirSync(dirname(target))) {
      if (!name.startsWith(start) || !/^[0-9a-f]{8}\.part$/.test(name.slice(start.length))) continue;
      const left = join(dirname(target), name);
      if (Date.now() - statSync(left).mtimeMs > STALE) discard(left);
    }
  } catch {
    // What cannot be looked at is left as it is.
  }
}

/** Puts a finished temporary file in its place, on disk before it has its name. Without `replace` an existing target is an EEXIST error. */
export function settle(temporary: string, target: string, replace: boolean): void {
  const handle = openSync(temporary, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  if (replace) return renameSync(temporary, target);
  try {
    linkSync(temporary, target);
    rmSync(temporary);
  } catch (error) {
    // A file system without links (FAT on a stick): a rename is the best there is.
    if (codeOf(error) === 'EEXIST' || existsSync(target)) throw error;
    renameSync(temporary, target);
  }
}

/** Takes away a temporary file and what SQLite may have put beside it, as far as it can. */
export function discard(temporary: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) {
    try {
      rmSync(temporary + suffix, { force: true });
    } catch {
      // Whoever discards has something more important to tell.
    }
  }
}
