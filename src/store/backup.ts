/** A consistent copy of the database, made while the lab runs. */
import { existsSync } from 'node:fs';
import { UserError } from '../core/user-error.ts';
import { connectReader, type Connection } from './connect.ts';
import { behind } from './migrate.ts';
import { patiently, PATIENCE_MS } from './retry.ts';
import { codeOf, wordedOutput } from '../disk/file-errors.ts';
import { worded } from './database-errors.ts';
import { discard, outputPlace, settle, temporaryFor } from '../disk/atomic-write.ts';

/** How many pages are copied before the event loop gets a turn. */
const PAGES = 2000;

export type BackupListener = {
  /** How far it is, in pages of the database, between two pieces of it. */
  far?(copied: number, of: number): void;
  /** Once aborted, nothing more is copied: the promise rejects with its reason. */
  readonly stop?: AbortSignal;
};

/**
 * Copies the database `file` to `target`, which must not exist yet. What is committed when it begins is in the copy;
 * nothing is left behind when it fails or is stopped. Rejects with a UserError that says what to do.
 */
export async function backup(file: string, target: string, { far, stop }: BackupListener = {}): Promise<void> {
  if (existsSync(target)) throw taken(target);
  const db = await patiently(() => snapshot(file), PATIENCE_MS).catch((error: unknown) => {
    throw worded(error, file);
  });
  let temporary: string | null = null;
  try {
    const place = outputPlace(target);
    temporary = temporaryFor(place);
    await db.backup(temporary, {
      progress({ totalPages, remainingPages }) {
        stop?.throwIfAborted();
        far?.(totalPages - remainingPages, totalPages);
        return PAGES;
      },
    });
    stop?.throwIfAborted();
    settle(temporary, place, false);
  } catch (error) {
    if (stop?.aborted) throw stop.reason;
    if (codeOf(error) === 'EEXIST') throw taken(target);
    // Damage is in the file that is read; everything else happened to the file that is written.
    throw /^SQLITE_(CORRUPT|NOTADB|BUSY|LOCKED)/.test(codeOf(error))
      ? worded(error, file)
      : wordedOutput(error, target);
  } finally {
    db.close();
    if (temporary !== null) discard(temporary);
  }
}

/** A reading transaction held open, so that a lab that keeps writing cannot make the copy begin again and again. */
function snapshot(file: string): Connection {
  const db = connectReader(file);
  try {
    db.exec('begin');
    behind(db, file);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

const taken = (target: string): UserError =>
  new UserError(`${target} exists already and is not overwritten; give the copy another name.`);
