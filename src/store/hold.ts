/**
 * Who plays what: a run of a session, or a match with people in it, belongs to one program at a time. The operating system
 * keeps the lock and takes it away with the program, however that ends: nothing has to beat, no process number is believed.
 */
import { closeSync, fstatSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import type { Hold } from '../core/log.ts';
import { isBusy, worded } from './database-errors.ts';
import { IN_MEMORY } from './connect.ts';

const nameFor = (file: string, code: string): string => join(dirname(resolve(file)), `.${basename(file)}.${code}.lock`);

/** Holds this code (of a session or a match) of a database for this program, within what it holds; null: another one, or another part of this one, does. */
export function hold(file: string, code: string, within?: Hold): Hold | null {
  if (file === IN_MEMORY) return { release: () => undefined };
  if (within !== undefined && alive.has(within)) return heldHere(nameFor(file, code));
  try {
    return holdFile(nameFor(file, code), SWEEPING);
  } catch (error) {
    throw worded(error, file);
  }
}

/** Whoever sweeps holds what nobody else does for a moment, in milliseconds: so long it is waited for. */
const SWEEPING = 60;

/** So often a lock is tried whose file others take away at the same moment. */
const TRIES = 200;

/** What this program holds, by the file of the lock: a connection that nothing refers to is closed, and its lock with it. */
const held = new Map<string, Database.Database | null>();
/** What was given out and not given back. */
const alive = new WeakSet<Hold>();

/** Held by this program within something that it holds: no other program would ask. */
function heldHere(path: string): Hold | null {
  if (held.has(path)) return null;
  held.set(path, null);
  let mine = true;
  return {
    release() {
      if (mine) held.delete(path);
      mine = false;
    },
  };
}

function holdFile(path: string, timeout: number): Hold | null {
  // Not looked at again: a process that closes a file gives up all its locks on it.
  if (held.has(path)) return null;
  for (let tried = 1; ; tried++) {
    const file = openSync(path, 'a');
    // A file of SQLite with nothing in it: its exclusive lock works wherever the database beside it does.
    const lock = new Database(path, { timeout });
    try {
      lock.exec('begin exclusive');
      // Its last holder, or whoever sweeps, takes the file away: a lock on a file without a name is none. The file that we
      // have opened keeps its number, and what has lost its name never has it again: so SQLite has locked this one.
      if (inode(fstatSync(file, { bigint: true })) === inode(statSync(path, { bigint: true, throwIfNoEntry: false })))
        return holding(path, lock, file);
    } catch (error) {
      if (isBusy(error) || tried === TRIES) {
        lock.close();
        closeSync(file);
        if (isBusy(error)) return null;
        throw error;
      }
    }
    lock.close();
    closeSync(file);
  }
}

function holding(path: string, lock: Database.Database, file: number): Hold {
  held.set(path, lock);
  let mine = true;
  const given: Hold = {
    release() {
      if (!mine) return;
      mine = false;
      alive.delete(given);
      // Taken away while it is still locked: whoever waits for it sees that, and makes a new one.
      const removed = remove(path);
      lock.close();
      closeSync(file);
      held.delete(path);
      if (!removed) remove(path);
    },
  };
  alive.add(given);
  return given;
}

const inode = (found: { readonly dev: bigint; readonly ino: bigint } | undefined): string =>
  found === undefined ? '' : `${found.dev} ${found.ino}`;

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
      if (name.startsWith(`.${basename(file)}.`) && name.endsWith('.lock')) holdFile(join(folder, name), 0)?.release();
  } catch {
    // A folder that cannot be read or written: nothing was left there by us.
  }
}
