/**
 * Whether a database is still the file that was opened. SQLite writes on into a file that was deleted, moved, cut off or
 * overwritten under it, and says nothing: what is acknowledged would be where nobody finds it.
 */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import Database from 'better-sqlite3';
import { UserError } from '../core/user-error.ts';
import { type Connection, IN_MEMORY } from './connect.ts';
import { isBusy } from './database-errors.ts';

type Seen = { readonly file: string; readonly size: bigint; readonly changed: bigint };

const look = (path: string): Seen => {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (found === undefined) return { file: '', size: 0n, changed: 0n };
  return { file: `${found.dev} ${found.ino}`, size: found.size, changed: found.mtimeNs };
};

/**
 * Remembers the file as it is now, with its write-ahead log; the function returned gives, in a sentence, what has become of
 * it, or null where it is as it should be. Two looks at the file system; more only after somebody wrote into the file itself,
 * as SQLite does when it folds the log in.
 */
export function inPlaceCheck(file: string, db: Connection): () => string | null {
  if (file === IN_MEMORY) return () => null;
  const path = resolve(file);
  let known = look(path);
  const opened = known.file;
  let log = '';
  const first = firstSession(db);
  let mark: string | undefined;
  return () => {
    const now = look(path);
    if (now.file !== opened) return moved(file);
    const beside = look(`${path}-wal`).file;
    // The log is there from the first row on for as long as this connection is open.
    if (log !== '' && beside !== log) return moved(file);
    log = beside;
    mark ??= first.get();
    // SQLite takes an empty file for a new one, and would throw its log away.
    if (now.size === 0n && known.size > 0n) return overwritten(file);
    if (now.size === known.size && now.changed === known.changed) return null;
    const found = readAgain(path, mark, now.size < known.size);
    if (found === 'the same') known = now;
    return found === 'another' ? overwritten(file) : null;
  };
}

/** What tells a database from every other: its first session. */
const firstSession = (db: Connection) => db.prepare<[], string>('select code from session order by id limit 1').pluck();

/** Reads the file as somebody who opens it now: whether it holds what it held, or somebody holds it and nothing can be told. */
function readAgain(path: string, mark: string | undefined, smaller: boolean): 'the same' | 'another' | 'held' {
  try {
    const fresh = new Database(path, { readonly: true, timeout: 0 });
    try {
      if (firstSession(fresh).get() !== mark) return 'another';
      return smaller && fresh.pragma('quick_check(1)', { simple: true }) !== 'ok' ? 'another' : 'the same';
    } finally {
      fresh.close();
    }
  } catch (error) {
    return isBusy(error) ? 'held' : 'another';
  }
}

const moved = (file: string): string =>
  `The database ${file} was moved or deleted while it was in use, so this was not stored; put it back, or leave and start again to begin a new file.`;

const overwritten = (file: string): string =>
  `The database ${file} was cut off or overwritten while it was in use, so this was not stored; keep what is there aside, put a backup in its place, or leave and start again with another file (--db FILE).`;

/** Throws what `inPlaceCheck` found, as a UserError. */
export function refuseMoved(trouble: string | null): void {
  if (trouble !== null) throw new UserError(trouble);
}
