/** The lab's database: a file that keeps every choice. This folder is the only code that knows better-sqlite3. */
import type { Store } from '../core/log.ts';
import { connectReader, connectWriter, type Connection } from './connect.ts';
import { stayingPut } from './same-file.ts';
import { behind, migrate } from './migrate.ts';
import { patiently, PATIENCE_MS } from './retry.ts';
import { findOrRecord } from './find-or-record.ts';
import { queries } from './queries.ts';
import { recorder } from './record.ts';
import { worded } from './database-errors.ts';

export type OpenOptions = {
  /** For looking only: the file must exist, and `record` is an Error. */
  readonly readonly?: boolean;
  /** Whether a missing file is made, its folder with it: true unless said otherwise. */
  readonly create?: boolean;
  /** How long to wait for another process that holds the file, in milliseconds. */
  readonly patience?: number;
};

/**
 * Opens a file, makes it if it is missing, and brings an older one up to date (after a copy beside it). Rejects with a
 * UserError, one sentence that says what to do, for a file that cannot be used. `:memory:` is kept in memory only.
 */
export async function openStore(
  file: string,
  { readonly = false, create = true, patience = PATIENCE_MS }: OpenOptions = {},
): Promise<Store> {
  const wordingErrors = async <T>(work: () => T): Promise<T> => {
    try {
      return await patiently(work, patience);
    } catch (error) {
      throw worded(error, file);
    }
  };
  const { db, reading, write } = await wordingErrors(() =>
    prepared(readonly ? openReader(file) : openWriter(file, create), (db) => ({
      db,
      reading: queries(db),
      write: readonly ? null : recorder(db, file),
    })),
  );
  const found = write === null ? null : findOrRecord(db, write);
  const inPlace = stayingPut(file);

  // Rows are committed in the order in which they were handed in, though one of them may have to wait for a lock.
  let before: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const inTurn = <T>(work: () => T): Promise<T> => {
    const commit = () =>
      wordingErrors(() => {
        inPlace();
        return work();
      });
    const mine = waiting === 0 ? commit() : before.then(commit);
    waiting += 1;
    before = mine.then(
      () => (waiting -= 1),
      () => (waiting -= 1),
    );
    return mine;
  };
  const refused = () => Promise.reject(new Error(`${file} was opened for reading only.`));

  return {
    file,
    record: (rows) => (write === null ? refused() : rows.length === 0 ? Promise.resolve() : inTurn(() => write(rows))),
    openSession: (name, fresh) => (found === null ? refused() : inTurn(() => found.session(name, fresh))),
    openParticipant: (fresh) => (found === null ? refused() : inTurn(() => found.participant(fresh))),
    sessions: () => wordingErrors(() => reading.sessions()),
    session: (code) => wordingErrors(() => reading.session(code)),
    participants: (session) => wordingErrors(() => reading.participants(session)),
    matches: (filter) => wordingErrors(() => reading.matches(filter)),
    match: (code) => wordingErrors(() => reading.match(code)),
    decisions: (match) => wordingErrors(() => reading.decisions(match)),
    calls: (match) => wordingErrors(() => reading.calls(match)),
    callSums: (session) => wordingErrors(() => reading.callSums(session)),
    callMeans: (provider, model) => wordingErrors(() => reading.callMeans(provider, model)),
    payoffs: (match) => wordingErrors(() => reading.payoffs(match)),
    events: (session) => wordingErrors(() => reading.events(session)),
    close: () => db.close(),
  };
}

/** What is made of a connection; without it nobody needs the connection any more. */
function prepared<T>(db: Connection, make: (db: Connection) => T): T {
  try {
    return make(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

const openWriter = (file: string, create: boolean): Connection =>
  prepared(connectWriter(file, create), (db) => {
    migrate(db, file);
    return db;
  });

/** A file of an older version is brought up to date first, whoever asks. */
function openReader(file: string): Connection {
  const db = connectReader(file);
  if (prepared(db, () => behind(db, file)) === 0) return db;
  db.close();
  openWriter(file, false).close();
  return connectReader(file);
}
