/** What tells a database file as it is now from every other, and from itself at any other moment. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Connection, IN_MEMORY } from './connect.ts';

/**
 * Two writings within so many milliseconds may leave the same time: a file that was written less long ago cannot be told from
 * what it may still become. File systems that know parts of a millisecond take the time of the clock's last tick (10 ms at most);
 * others know every second one only (FAT).
 */
const SAME_TIME = { fine: 20, coarse: 2000 };

/** Bytes of a write-ahead log that is read whole; SQLite folds it in at 4 MB where no reader is in its way. */
const LARGEST_HASHED = 2n ** 25n;

/** Rows are only ever added, and each has the highest number of its table. */
const HIGHEST = ['session', 'participant', 'match', 'decision', 'call', 'tally', 'event', 'tuning']
  .map((table) => `(select max(id) from ${table})`)
  .concat('(select max(match) from ending)');

/**
 * Prepares taking the fingerprint of a file that is open in `db`: what the file system says of it and of what SQLite puts beside
 * it (which file it is, how large, when written and when anything of it was changed, which no program sets at will), the highest
 * number of each table, the first session, and the pages and the version of the tables. So rows that our programs add, an edit by
 * any other, a restored copy and another file in its place are all told. Null where it was written just now, or meanwhile.
 */
export function fingerprintOf(file: string, db: Connection): () => string | null {
  if (file === IN_MEMORY) return () => null;
  const path = resolve(file);
  const rows = db
    .prepare<[], unknown[]>(`select (select code from session order by id limit 1), ${HIGHEST.join(', ')}`)
    .raw();
  return () => {
    try {
      const before = seen(path);
      if (before === null) return null;
      const found = [rows.get(), ...['page_count', 'schema_version'].map((name) => db.pragma(name, { simple: true }))];
      return seen(path) === before ? JSON.stringify([before, ...found]) : null;
    } catch {
      return null;
    }
  };
}

/** What the file system says of a database, and all of its write-ahead log; null where it was written just now. */
function seen(path: string): string | null {
  const now = Date.now();
  const marks: string[] = [];
  for (const part of ['', '-wal', '-journal']) {
    const found = statSync(path + part, { bigint: true, throwIfNoEntry: false });
    // Readers make an empty log beside the file, and it is taken away again.
    if (found === undefined || (part !== '' && found.size === 0n)) continue;
    const { dev, ino, size, mtimeNs, ctimeNs } = found;
    const mark = [part, dev, ino, size, mtimeNs];
    // SQLite gives the log to the owner of the file each time an administrator opens it, so that its times say nothing. Only it
    // may be read here: a program that closes the file itself gives up the locks that it has on it.
    if (part === '-wal' && size <= LARGEST_HASHED) {
      marks.push(
        [
          ...mark,
          createHash('sha256')
            .update(readFileSync(path + part))
            .digest('hex'),
        ].join(' '),
      );
      continue;
    }
    const isFine = ctimeNs % 1_000_000n !== 0n;
    const age = now - Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n);
    if (age < (isFine ? SAME_TIME.fine : SAME_TIME.coarse)) return null;
    marks.push([...mark, ctimeNs].join(' '));
  }
  return marks.join(', ');
}
