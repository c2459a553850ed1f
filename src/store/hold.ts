/**
 * Who plays what: a run of a session, or a match with people in it, belongs to one program at a time. The operating system
 * keeps the lock and takes it away with the program, however that ends: nothing has to beat, no process number is believed.
 */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import type { Hold } from '../core/log.ts';
import { isBusy } from './database-errors.ts';
import { IN_MEMORY } from './connect.ts';

const nameFor = (file: string, code: string): string => join(dirname(resolve(file)), `.${basename(file)}.${code}.lock`);

/** Holds this code (of a session or a match) of a database for this program; null: another one, or another part of this one, does. */
export function hold(file: string, code: string): Hold | null {
  if (file === IN_MEMORY) return { release: () => undefined };
  return holdFile(nameFor(file, code));
}

function holdFile(path: string): Hold | null {
  for (;;) {
    // A file of SQLite with nothing in it: its exclusive lock works wherever the database beside it does.
    const lock = new Database(path, { timeout: 0 });
    try {
      const mine = inode(path);
      lock.exec('begin exclusive');
      // Between opening and locking its last holder may have taken the file away: then the lock is on a file without a name.
      if (mine !== '' && mine === inode(path)) return holding(lock, path);
    } catch (error) {
      if (!isBusy(error)) throw error;
      lock.close();
      return null;
    }
    lock.close();
  }
}

/** What this program holds: a connection that nothing refers to is closed, and its lock with it. */
const held = new Set<Database.Database>();

function holding(lock: Database.Database, path: string): Hold {
  held.add(lock);
  return {
    release() {
      if (!held.delete(lock)) return;
      // Taken away while it is still locked: whoever waits for it sees that, and makes a new one.
      const removed = remove(path);
      lock.close();
      if (!removed) remove(path);
    },
  };
}

const inode = (path: string): string => {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? '' : `${found.dev} ${found.ino}`;
};

function remove(path: string): boolean {
  try {
    rmSync(path);
    return true;
  } catch {
    // Windows keeps a file that is open; what is left over is swept.
    return false;
  }
}

/** Takes away what killed programs have left beside a database. Never throws. */
export function sweepHolds(file: string): void {
  if (file === IN_MEMORY) return;
  try {
    const folder = dirname(resolve(file));
    for (const name of readdirSync(folder))
      if (name.startsWith(`.${basename(file)}.`) && name.endsWith('.lock')) holdFile(join(folder, name))?.release();
  } catch {
    // A folder that cannot be read or written: nothing was left there by us.
  }
}
