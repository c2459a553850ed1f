/** Opens PostgreSQL databases to be read as a whole: the `LogReader` of databases, on lines of its own each, which can only read. */
import type { LogReader } from '../../core/log-reader.ts';
import type { SessionEntry } from '../../core/stored-rows.ts';
import { UserError } from '../../core/user-error.ts';
import { keepPassword } from '../../disk/database-password.ts';
import { matchStream } from '../match-stream.ts';
import { PATIENCE_MS } from '../retry.ts';
import { TABLES } from '../schema.ts';
import { type Query, OPENING_MS, patientAsk, patiently, plainly, type Value } from './ask.ts';
import { type Lines, connect } from './client.ts';
import { worded } from './errors.ts';
import { matchSource } from './match-source.ts';
import { behind, migrate } from './migrate.ts';
import { logQuestions, namedIn, withName } from './questions.ts';
import { steps } from './schema.ts';

/** Codes in a piece of `codes`. */
const CODES = 5000;

/** Lines at most: for lists that are asked for at once. */
const LINES = 3;

/**
 * Opens a database that must hold a log, for reading only; one of an older version is brought up to date first. Waits up to
 * `patience` milliseconds where the line breaks. Rejects with a UserError for one that is missing, not ours or newer.
 */
export async function openLog(typed: string, patience = PATIENCE_MS): Promise<LogReader> {
  const address = keepPassword(typed);
  const client = connect(address, { use: 'reads', most: LINES, settings: { default_transaction_read_only: 'on' } });
  try {
    await patiently(address, Math.min(patience, OPENING_MS), async () => {
      const missing = await behind(plainly(client), address);
      if (missing === steps.length) throw nothingYet(address);
      if (missing > 0) await bringUpToDate(address);
    });
  } catch (error) {
    await client.end({ timeout: 0 });
    throw error;
  }
  return reader(client, patientAsk(client, address, patience), address, patience);
}

async function bringUpToDate(address: string): Promise<void> {
  const client = connect(address, { use: 'writes', most: 1 });
  try {
    await migrate(client, address);
  } finally {
    await client.end({ timeout: 1 });
  }
}

function reader(client: Lines, ask: Query, address: string, patience: number): LogReader {
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
    snapshot: async (read) => {
      const found: { value: Awaited<ReturnType<typeof read>> }[] = [];
      const failed: { error: unknown }[] = [];
      await patiently(address, patience, async () => {
        if (failed.length + found.length > 0) return;
        await client.begin('isolation level repeatable read read only', async (inside) => {
          const now = plainly(inside);
          // The moment is that of the first reading.
          await now('select 1');
          const once: Query = <Row extends object>(text: string, ...values: readonly Value[]) =>
            now<Row>(text, ...values).catch((error: unknown) => {
              throw worded(error, address);
            });
          const frozen: LogReader = { ...log, ...readingOf(once, address) };
          try {
            found.push({ value: await read(frozen) });
          } catch (error) {
            failed.push({ error });
          }
        });
      });
      if (failed[0] !== undefined) throw failed[0].error;
      return found[0]!.value;
    },
    close: () => void client.end({ timeout: 1 }),
  };
  return log;
}

/** The highest number in each table. */
const LATEST = `select concat_ws(' ', ${TABLES.map((table) => `(select coalesce(max(id), 0) from ${table})`).join(', ')}) as last`;

const readingOf = (ask: Query, address: string): Omit<LogReader, 'changed' | 'snapshot' | 'close'> => ({
  file: address,
  ...logQuestions(ask),
  played: matchStream(matchSource(ask)),
  catalogue: async () =>
    (
      await ask<SessionEntry>(
        `select s.code, s.kind, s.seed, s.version, s.started_at as "startedAt", ${namedIn('s.id')} as name,
           (select count(*) from match m where m.session = s.id) as matches
         from session s order by s.id`,
      )
    ).map(withName),
  matchesByPerson: async (session) =>
    new Map(
      (
        await ask<{ code: string; matches: number }>(
          `select seat ->> 'participant' as code, count(*) as matches
           from match, json_array_elements(match.seats::json) seat
           where session = (select id from session where code = $1) and seat ->> 'participant' is not null
           group by 1 order by 1`,
          session,
        )
      ).map(({ code, matches }) => [code, matches]),
    ),
  treatments: async () =>
    new Map(
      (
        await ask<{ code: string; treatment: string }>(
          'select code, treatment from participant where treatment is not null order by id',
        )
      ).map(({ code, treatment }) => [code, treatment]),
    ),
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
