/** Opens PostgreSQL databases to be read as a whole: the `LogReader` of databases, on connections of its own each, which can only read. */
import type { LogReader } from '../../core/log-reader.ts';
import type { SessionEntry } from '../../core/stored-rows.ts';
import { UserError } from '../../core/user-error.ts';
import { keepPassword } from '../../disk/database-password.ts';
import { matchStream } from '../match-stream.ts';
import { PATIENCE_MS } from '../retry.ts';
import { TABLES } from '../schema.ts';
import { connection, connections, type DatabaseConnection, type Query, type Value } from './connection.ts';
import { worded, wordedAll } from './errors.ts';
import { OPENING_MS, patientQuery, patiently } from './patience.ts';
import { matchSource } from './match-source.ts';
import { behind, migrate } from './migrate.ts';
import { logQuestions, namedIn, withName } from './questions.ts';
import { steps } from './schema.ts';

/** Codes in a piece of `codes`. */
const CODES = 5000;

/** Connections at most: for lists that are asked for at once. */
const CONNECTIONS = 3;

/**
 * Opens a database that must hold a log, for reading only; one of an older version is brought up to date first. Waits up to
 * `patience` milliseconds where the connection breaks. Rejects with a UserError for one that is missing, not ours or newer.
 */
export async function openLog(typed: string, patience = PATIENCE_MS): Promise<LogReader> {
  const address = keepPassword(typed);
  const reading = connections(address, CONNECTIONS, READING);
  try {
    await patiently(address, Math.min(patience, OPENING_MS), async () => {
      const missing = await behind(reading.ask, address);
      if (missing === steps.length) throw nothingYet(address);
      if (missing > 0) await bringUpToDate(address);
    });
  } catch (error) {
    await reading.end();
    throw error;
  }
  return reader(reading, address, patience);
}

const READING = { use: 'reads', settings: { default_transaction_read_only: 'on' } } as const;

/** Whether a log is in the database of this address. Rejects with a UserError where it does not answer. */
export async function isLogAt(typed: string): Promise<boolean> {
  const address = keepPassword(typed);
  const { ask, end } = connection(address, READING);
  try {
    return await patiently(address, OPENING_MS, async () => (await behind(ask, address)) < steps.length);
  } finally {
    await end();
  }
}

async function bringUpToDate(address: string): Promise<void> {
  const { ask, end } = connection(address, { use: 'writes' });
  try {
    await migrate(ask, address);
  } finally {
    await end();
  }
}

function reader(reading: DatabaseConnection, address: string, patience: number): LogReader {
  const ask = patientQuery(reading.ask, address, patience);
  let seen: string | undefined;
  const log: LogReader = {
    ...readingOf(ask, address),
    async changed() {
      // Numbers grow in the order of commits: nothing is committed that does not raise one of them.
      const [now] = await ask<{ last: string }>(LATEST);
      const other = now?.last !== seen;
      seen = now?.last;
      return other;
    },
    async fingerprint() {
      try {
        const [now] = await ask<{ mark: string | null }>(FINGERPRINT);
        return now?.mark ?? null;
      } catch {
        return null;
      }
    },
    // Pages are the server's own business.
    proof: async () => null,
    async snapshot(read) {
      const moment = await atOneMoment(address, patience);
      try {
        return await read({ ...log, ...readingOf(moment.ask, address) });
      } finally {
        await moment.end();
      }
    },
    close: () => void reading.end(),
  };
  return log;
}

/** A connection on which everything is of the moment at which this resolves. What is asked rejects once it broke: another would be of another moment. */
async function atOneMoment(address: string, patience: number): Promise<Pick<DatabaseConnection, 'ask' | 'end'>> {
  let broke = false;
  const opened = await patiently(address, patience, async () => {
    broke = false;
    const mine = connection(address, { ...READING, closed: () => (broke = true) });
    try {
      await mine.ask('begin isolation level repeatable read read only');
      // The moment is that of the first reading.
      await mine.ask('select 1');
      return mine;
    } catch (error) {
      await mine.end();
      throw error;
    }
  });
  const refuseAnother = (): void => {
    if (broke) throw Object.assign(new Error('The connection broke.'), { code: 'CONNECTION_CLOSED' });
  };
  return {
    end: opened.end,
    ask: async <Row extends object>(text: string, ...values: readonly Value[]) => {
      try {
        refuseAnother();
        const found = await opened.ask<Row>(text, ...values);
        refuseAnother();
        return found;
      } catch (error) {
        throw worded(error, address);
      }
    },
  };
}

/** The highest number in each table. */
const LATEST = `select concat_ws(' ', ${TABLES.map((table) => `(select coalesce(max(id), 0) from ${table})`).join(', ')}) as last`;

/**
 * Which server this is and since when it runs, which database, the number that the next transaction of any database there will
 * have, and the highest number in each table: whatever is written takes such a number, rows that another program changes too.
 * Null while anybody is writing. On a server with other writers it is never the same for long.
 */
const FINGERPRINT = `select case when txid_snapshot_xmin(now) = txid_snapshot_xmax(now) then concat_ws(' ',
    (select system_identifier from pg_control_system()), extract(epoch from pg_postmaster_start_time()), current_database(),
    'homines'::regnamespace::oid, txid_snapshot_xmax(now), (${LATEST})) end as mark
  from txid_current_snapshot() as now`;

const readingOf = (
  ask: Query,
  address: string,
): Omit<LogReader, 'changed' | 'fingerprint' | 'proof' | 'snapshot' | 'close'> => ({
  file: address,
  ...wordedAll(logQuestions(ask), address),
  played: matchStream(matchSource(ask, address)),
  catalogue: async () =>
    (
      await ask<SessionEntry>(
        `select s.code, s.kind, s.seed, s.version, s.started_at as "startedAt", ${namedIn('s.id')} as name,
           (select count(*) from match m where m.session = s.id) as matches
         from session s order by s.id`,
      )
    ).map(withName),
  treatments: async () =>
    new Map(
      (
        await ask<{ code: string; treatment: string }>(
          'select code, treatment from participant where treatment is not null order by id',
        )
      ).map(({ code, treatment }) => [code, treatment]),
    ),
  async lastMatchNumber() {
    const [found] = await ask<{ last: number }>('select coalesce(max(id), 0)::int as last from match');
    return found?.last ?? 0;
  },
  async matchesNumbered(numbers) {
    const found = await ask<{ code: string }>(
      'select code from match where id in (select value::bigint from json_array_elements_text($1::json)) order by id',
      JSON.stringify(numbers),
    );
    return found.map(({ code }) => code);
  },
  async *codes() {
    for (let last = ''; ;) {
      const found = await ask<{ code: string }>(
        `select code from match where code collate "C" > $1 order by code collate "C" limit ${CODES}`,
        last,
      );
      yield found.map(({ code }) => code);
      if (found.length < CODES) return;
      last = found.at(-1)!.code;
    }
  },
});

/** There is no log in a database. */
export const nothingYet = (address: string): UserError =>
  new UserError(`There is no log in ${address} yet; play or run something first, or name another database with --db.`);
