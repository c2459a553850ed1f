/** Files that are either whole or not there: written under a temporary name beside the target and renamed at the end. */
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import { codeOf } from './trouble.ts';

/** A name in the same folder that nobody else uses. */
export const temporaryFor = (target: string): string =>
  join(dirname(resolve(target)), `.${basename(target)}.${randomUUID().slice(0, 8)}.part`);

/** Writes a file that must not exist yet; nothing is left behind if writing fails. */
export function settled(target: string, write: (temporary: string) => void): void {
  const temporary = temporaryFor(target);
  try {
    write(temporary);
    settle(temporary, target, false);
  } finally {
    discard(temporary);
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
    if (!/^(EPERM|ENOSYS|ENOTSUP|EOPNOTSUPP|EISDIR|UNKNOWN)$/.test(codeOf(error))) throw error;
    renameSync(temporary, target);
  }
}

/** Takes away a temporary file and what SQLite may have put beside it. */
export function discard(temporary: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(temporary + suffix, { force: true });
}
