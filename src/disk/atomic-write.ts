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
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { createHash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
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

/** This computer, in four hexadecimal digits: process numbers of another one mean nothing here. */
const here = createHash('sha256').update(hostname()).digest('hex').slice(0, 4);

/** A name in the same folder that nobody else uses; it says which program of which computer is writing. */
export const temporaryFor = (target: string): string =>
  join(dirname(resolve(target)), `.${basename(target)}.${here}-${process.pid}-${randomUUID().slice(0, 8)}.part`);

const TEMPORARY = /^\..+\.(?:([0-9a-f]{4})-(\d+)-)?[0-9a-f]{8}\.part$/;

/** Nothing is written for so long: whoever began a temporary file as old as this was killed. In milliseconds. */
const STALE = 86_400_000;

/** Takes away the temporary files that killed programs left in a folder. Never throws. */
export function sweep(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const [found, computer, program] = TEMPORARY.exec(name) ?? [];
      if (found === undefined) continue;
      const left = join(folder, name);
      const dead = computer === here && program !== undefined && !lives(Number(program));
      if (dead || Date.now() - statSync(left).mtimeMs > STALE) discard(left);
    }
  } catch {
    // What cannot be looked at is left as it is.
  }
}

function lives(program: number): boolean {
  try {
    process.kill(program, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
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

/** Writes a file in the place of whatever has that name: whole, or not at all. `mode`: who may read it, where not everybody may. */
export function writeWhole(place: string, content: string | Uint8Array, mode = 0o666): void {
  replaceWith(place, content, mode, (temporary) => settle(temporary, place, true));
}

/** The same without waiting for the disk: what is lost with the power must be told by what reads it, and can be made again. */
export function writeUnsettled(place: string, content: string | Uint8Array, mode = 0o666): void {
  replaceWith(place, content, mode, (temporary) => renameSync(temporary, place));
}

function replaceWith(
  place: string,
  content: string | Uint8Array,
  mode: number,
  put: (temporary: string) => void,
): void {
  const temporary = temporaryFor(place);
  try {
    writeFileSync(temporary, content, { flag: 'wx', mode });
    put(temporary);
  } catch (error) {
    discard(temporary);
    throw error;
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
