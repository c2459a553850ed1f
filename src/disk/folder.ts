/** Where a file lies: the folder of one that is about to be made, and the place that a name means. */
import { existsSync, mkdirSync, realpathSync, rmdirSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { isAddress, withoutPassword } from '../core/database-address.ts';
import { codeOf } from './file-errors.ts';

/** Makes the folder of a file, and the folders above it; throws the file system's error where it cannot. */
export function makeFolderOf(file: string): void {
  const missing: string[] = [];
  for (let folder = dirname(resolve(file)); !existsSync(folder); folder = dirname(folder)) missing.unshift(folder);
  // One by one: mkdir's own recursive mode never returns where a file system refuses with ENOENT (/proc).
  for (const folder of missing) {
    try {
      mkdirSync(folder);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || !existsSync(folder)) throw error;
    }
  }
}

/** The nearest folder above that is there. */
export const existing = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));

/** Takes away a folder with nothing in it; any other stays. Never throws. */
export function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is not there, or not empty.
  }
}

/** A file as it is named to whoever works in this folder: from here where it lies below, else whole; never "../../…". An address stays as it is. */
export function fromHere(file: string): string {
  if (isAddress(file)) return file;
  const way = relative(process.cwd(), file);
  return way === '' || way.startsWith('..') ? resolve(file) : way;
}

/** The option of a command that names this database; none for the one that is taken where none is named. */
export const optionOf = (database: string): readonly string[] =>
  !isAddress(database) && resolve(database) === resolve('data', 'lab.sqlite') ? [] : ['--db', fromHere(database)];

/** Where files about a database are written: its folder, or for one that is no file the folder you stand in. */
export const folderBeside = (database: string): string => (isAddress(database) ? '.' : dirname(database));

/** Where a file lies in truth, links followed; of one that is not there where it would lie. */
export function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/** By what a database is known whatever it is called: its file, or its address without the password. */
export const placeOf = (database: string): string => (isAddress(database) ? withoutPassword(database) : real(database));
