/** Whether a PostgreSQL database answers, for a look before the class comes in. */
import { connection, SCHEMA } from './connection.ts';
import { behind } from './migrate.ts';
import { OPENING_MS, patiently } from './patience.ts';
import { steps } from './schema.ts';

/** What was found of a database. */
export type DatabaseHealth = {
  /** Of the server: 15.18. */
  readonly server: string;
  /** What one question took, there and back, in milliseconds: of ten the one in the middle. */
  readonly ms: number;
  /** Of the tables: the database's, 0 where there are none yet, and the one that it is brought to when it is used next. */
  readonly version: number;
  readonly current: number;
  readonly sessions: number;
  readonly decisions: number;
  /** Whether this user may do what playing needs. */
  readonly mayWrite: boolean;
};

/** Asks a few questions and changes nothing. Rejects with a UserError where the database cannot be reached or read, or is not ours. */
export async function databaseHealth(address: string, patience = OPENING_MS): Promise<DatabaseHealth> {
  const { ask, end } = connection(address, { use: 'reads' });
  try {
    return await patiently(address, patience, async () => {
      const version = steps.length - (await behind(ask, address));
      const took: number[] = [];
      for (let n = 0; n < 10; n++) {
        const from = performance.now();
        await ask('select 1');
        took.push(performance.now() - from);
      }
      const [rights] = await ask<{ server: string; may: boolean }>(
        `select split_part(current_setting('server_version'), ' ', 1) as server, current_setting('transaction_read_only') = 'off' and
           ${version === 0 ? "has_database_privilege(current_database(), 'create')" : `has_table_privilege('${SCHEMA}.decision', 'insert')`} as may`,
      );
      const counted = async (table: string): Promise<number> =>
        version === 0 ? 0 : ((await ask<{ count: number }>(`select count(*) from ${table}`))[0]?.count ?? 0);
      return {
        server: rights?.server ?? '',
        ms: took.sort((one, two) => one - two)[5] ?? 0,
        version,
        current: steps.length,
        sessions: await counted('session'),
        decisions: await counted('decision'),
        mayWrite: rights?.may ?? false,
      };
    });
  } finally {
    await end();
  }
}
