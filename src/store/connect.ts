/** One connection to a database file, with the settings that every connection needs. */
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { UserError } from '../core/user-error.ts';
import { makeFolderOf } from '../disk/folder.ts';
import { BUSY_MS } from './retry.ts';

/** An open database file, of better-sqlite3. */
export type Connection = Database.Database;

/** Kept in memory only and gone with the process: for tests. */
export const IN_MEMORY = ':memory:';

/** Opens a file for writing; it and its folder are made if they are missing and `create` says so. */
export function connectWriter(file: string, create: boolean): Connection {
  if (file !== IN_MEMORY && !isThere(file)) {
    if (!create) throw missing(file);
    makeFolderOf(file);
  }
  const db = new Database(place(file), { timeout: BUSY_MS });
  try {
    // WAL with FULL: a commit is on the disk when it returns, power cut or not. better-sqlite3's own default is NORMAL.
    db.pragma('journal_mode = wal');
    db.pragma('synchronous = full');
    db.pragma('foreign_keys = on');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens a file for reading only. It must exist. */
export function connectReader(file: string): Connection {
  if (!isThere(file)) throw missing(file);
  return new Database(place(file), { readonly: true, timeout: BUSY_MS });
}

/** An absolute path, so that no name is read as an address or as a database in memory. */
const place = (file: string): string => (file === IN_MEMORY ? file : resolve(file));

/** Refuses what can never be a database: a folder, a device, no name at all. */
function isThere(file: string): boolean {
  if (file.trim() === '' || file.includes('\0'))
    throw new UserError('The name of the database is empty; name a file with --db FILE.');
  const found = statSync(resolve(file), { throwIfNoEntry: false });
  if (found?.isDirectory())
    throw new UserError(
      `${file} is a folder; name a file in it with --db FILE, for instance ${join(file, 'lab.sqlite')}.`,
    );
  if (found !== undefined && !found.isFile())
    throw new UserError(`${file} is not an ordinary file; name another file with --db FILE.`);
  return found !== undefined;
}

const missing = (file: string): UserError =>
  new UserError(`There is no database ${file} yet; play or run something first, or name another file with --db FILE.`);
