/** Opens database files to be read as a whole: the `LogReader` of files, on a connection of its own each. */
import { existsSync } from 'node:fs';
import { isAddress, sameDatabase, withoutPassword } from '../core/database-address.ts';
import type { LogReader } from '../core/log-reader.ts';
import type { SessionEntry } from '../core/stored-rows.ts';
import { UserError } from '../core/user-error.ts';
import { real } from '../disk/folder.ts';
import { fingerprintOf } from './log-fingerprint.ts';
import { proofOf } from './page-proof.ts';
import { connectReader, connectWriter, type Connection } from './connect.ts';
import { matchSource } from './match-source.ts';
import { matchStream } from './match-stream.ts';
import { behind, migrate, type Upgrade, type UpgradeListener } from './migrate.ts';
import { nameOf, logQuestions } from './queries.ts';
import { type Attempt, attempting, PATIENCE_MS } from './retry.ts';
import { worded } from './database-errors.ts';

/** Codes in a piece of `codes`. */
const CODES = 5000;

/**
 * Opens a database, of an address or a file, that must exist, for reading only; one of an older version is brought up to date first (after a copy
 * beside it). Waits up to `patience` milliseconds where another process holds the file. Rejects with a UserError for a
 * file that is missing, not ours, damaged or newer.
 */
export async function openLog(file: string, upgrade: UpgradeListener = {}, patience = PATIENCE_MS): Promise<LogReader> {
  if (isAddress(file)) return (await import('./postgres/log-reader.ts')).openLog(file, patience);
  const attempt = attempting(file, patience);
  const db = await upToDate(file, attempt, { ...upgrade, patience });
  try {
    // Rows are read in order: a large cache would only take memory.
    db.pragma('cache_size = -4000');
    return await attempt(() => reader(db, file, patience));
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Brings databases of an older version up to date, before others read them who tell nobody. Rejects as `openLog` does. */
export async function bringUpToDate(files: readonly string[], upgrade: UpgradeListener): Promise<void> {
  for (const file of files)
    if (!isAddress(file))
      (await upToDate(file, attempting(file, PATIENCE_MS), { ...upgrade, patience: PATIENCE_MS })).close();
}

/** Whether there is a log under this name: a file, or our tables in the database of an address. Rejects with a UserError where that cannot be told. */
export const isLogThere = async (file: string): Promise<boolean> =>
  isAddress(file) ? (await import('./postgres/log-reader.ts')).isLogAt(file) : existsSync(file);

/** Opens several files as `openLog` does, each once: the same file by two names would count everything twice, and is refused. */
export async function openLogs(files: readonly string[]): Promise<readonly LogReader[]> {
  refuseTwice(files);
  const logs: LogReader[] = [];
  try {
    for (const file of files) logs.push(await openLog(file));
    return logs;
  } catch (error) {
    for (const log of logs) log.close();
    throw error;
  }
}

function reader(db: Connection, file: string, patience: number): LogReader {
  const attempt = attempting(file, patience);
  const sessions = db.prepare<[], Omit<SessionEntry, 'matches'> & { id: number }>(
    `select s.id, s.code, s.kind, s.seed, s.version, s.started_at as startedAt, ${nameOf('s.id')} as name
     from session s order by s.id`,
  );
  const catalogue = newCatalogue(db);
  const treatments = newTreatments(db);
  const codesAfter = db
    .prepare<[string], string>(`select code from match where code > ? order by code limit ${CODES}`)
    .pluck();
  const lastNumber = db.prepare<[], number>('select coalesce(max(id), 0) from match').pluck();
  const numbered = db
    .prepare<[string], string>('select code from match where id in (select value from json_each(?)) order by id')
    .pluck();
  const fingerprint = fingerprintOf(file, db);
  let version: unknown;

  const log: LogReader = {
    file,
    ...logQuestions(db, attempt),
    played: matchStream(matchSource(db, attempt)),
    catalogue: () =>
      attempt(() => {
        const matches = catalogue();
        return sessions.all().map(({ id, ...session }) => ({ ...session, matches: matches.get(id) ?? 0 }));
      }),
    treatments: () => attempt(treatments),
    async *codes() {
      for (let last = ''; ;) {
        const after = last;
        const codes = await attempt(() => codesAfter.all(after));
        yield codes;
        if (codes.length < CODES) return;
        last = codes.at(-1)!;
      }
    },
    lastMatchNumber: () => attempt(() => lastNumber.get() ?? 0),
    matchesNumbered: (numbers) => attempt(() => numbered.all(JSON.stringify(numbers))),
    changed: () =>
      attempt(() => {
        const now = db.pragma('data_version', { simple: true });
        const other = now !== version;
        version = now;
        return other;
      }),
    fingerprint: async () => fingerprint(),
    proof: async (before) => proofOf(file, db, before),
    async snapshot(read) {
      await attempt(() => {
        db.exec('begin');
        // The moment is that of the first reading.
        db.prepare('select 1 from session limit 1').get();
      });
      try {
        return await read(log);
      } finally {
        endReading(db);
      }
    },
    close: () => db.close(),
  };
  return log;
}

/** By session how many matches it has. Rows only come, with growing numbers, so that each is counted once. */
function newCatalogue(db: Connection): () => ReadonlyMap<number, number> {
  type Counted = [session: number, matches: number, last: number];
  const counted = 'select session, count(*), max(id) from match';
  // The first time from the index alone: the table is as large as the file.
  const all = db.prepare<[], Counted>(`${counted} group by session`).raw();
  // The plus keeps it from going through the whole index to have sessions in order.
  const since = db.prepare<[number], Counted>(`${counted} where id > ? group by +session`).raw();
  const counts = new Map<number, number>();
  let seen = 0;
  return () => {
    let newest = seen;
    for (const [session, matches, last] of seen === 0 ? all.all() : since.all(seen)) {
      counts.set(session, (counts.get(session) ?? 0) + matches);
      newest = Math.max(newest, last);
    }
    seen = newest;
    return counts;
  };
}

/** By participant code the treatment of those who have one, each read once. */
function newTreatments(db: Connection): () => ReadonlyMap<string, string> {
  const newest = db.prepare<[], number | null>('select max(id) from participant').pluck();
  const treated = db
    .prepare<[number, number], [code: string, treatment: string]>(
      'select code, treatment from participant where id > ? and id <= ? and treatment is not null',
    )
    .raw();
  const treatments = new Map<string, string>();
  let seen = 0;
  return () => {
    const last = newest.get() ?? 0;
    for (const [code, treatment] of treated.all(seen, last)) treatments.set(code, treatment);
    seen = last;
    return treatments;
  };
}

/** Nothing was written, so nothing is lost where a damaged file does not even let go. */
function endReading(db: Connection): void {
  try {
    db.exec('rollback');
  } catch {
    // What failed before it is told.
  }
}

/** A connection for reading to a file of the version that this program knows. */
async function upToDate(file: string, attempt: Attempt, upgrade: Upgrade): Promise<Connection> {
  const current = await attempt(() => {
    const db = connectReader(file);
    try {
      if (behind(db, file) === 0) return db;
    } catch (error) {
      db.close();
      throw error;
    }
    db.close();
    return null;
  });
  if (current !== null) return current;
  const writer = await attempt(() => connectWriter(file, false));
  try {
    await migrate(writer, file, upgrade);
  } catch (error) {
    throw worded(error, file);
  } finally {
    writer.close();
  }
  return attempt(() => connectReader(file));
}

function refuseTwice(files: readonly string[]): void {
  const places = new Map<string, string>();
  for (const file of files) {
    const place = isAddress(file) ? sameDatabase(file) : real(file);
    const before = places.get(place);
    if (before !== undefined)
      throw new UserError(
        before === file
          ? `${withoutPassword(file)} was named twice; name each database once.`
          : `${withoutPassword(before)} and ${withoutPassword(file)} are the same ${isAddress(file) ? 'database' : 'file'}; name each database once.`,
      );
    places.set(place, file);
  }
}
