/** Brings a PostgreSQL database to the version that this program knows. */
import { codeOf } from '../../disk/file-errors.ts';
import { UserError } from '../../core/user-error.ts';
import { type Query, SCHEMA } from './connection.ts';
import { MARK, steps as known } from './schema.ts';
import { LOCKS } from './storing.ts';

/** What stands where our tables are to be. `version` 0: nothing yet. */
type Found = { readonly version: number; readonly schema: boolean };

/** How far a database is behind: 0 when it is at the version that this program knows. Throws a UserError where the schema is somebody else's, or newer. */
export async function behind(ask: Query, address: string, steps = known): Promise<number> {
  return steps.length - (await found(ask, address, steps)).version;
}

async function found(ask: Query, address: string, steps: readonly string[]): Promise<Found> {
  const [there] = await ask<{ mark: string | null; tables: number; taken: number }>(
    `select obj_description(n.oid, 'pg_namespace') as mark,
       (select count(*) from pg_class c where c.relnamespace = n.oid) as tables,
       (select count(*) from pg_class c where c.relnamespace = n.oid and c.relname = 'step') as taken
     from pg_namespace n where n.nspname = $1`,
    SCHEMA,
  );
  if (there === undefined) return { version: 0, schema: false };
  if (there.mark !== MARK) {
    // Made for us by whoever looks after the database: there is nothing in it.
    if (there.tables === 0) return { version: 0, schema: true };
    throw new UserError(`The schema ${SCHEMA} in ${address} is another program's; name another database with --db.`);
  }
  if (there.taken === 0) return { version: 0, schema: true };
  const [last] = await ask<{ version: number }>(`select coalesce(max(number), 0) as version from ${SCHEMA}.step`);
  const version = last?.version ?? 0;
  if (version > steps.length)
    throw new UserError(
      `${address} was written by a newer homines (version ${version} of the tables; this one knows ${steps.length}); bring homines up to date, or name another database with --db.`,
    );
  return { version, schema: true };
}

/**
 * Takes the steps that are missing, all together or none: they are one message to the server. Others who open the database at the
 * same moment wait for it, and then find nothing to do.
 */
export async function migrate(ask: Query, address: string, steps = known): Promise<void> {
  for (;;) {
    const { version, schema } = await found(ask, address, steps);
    if (version === steps.length) return;
    if (version === 0) await refuseEncoding(ask, address);
    try {
      await ask(`
        select pg_advisory_xact_lock(${LOCKS.tables});
        do $guard$ begin
          if ${version === 0 ? `to_regclass('${SCHEMA}.step') is not null` : `(select max(number) from ${SCHEMA}.step) <> ${version}`} then
            raise exception 'another program has taken this step' using errcode = '${TAKEN}';
          end if;
        end $guard$;
        ${schema ? '' : `create schema ${SCHEMA};`}
        ${version === 0 ? `comment on schema ${SCHEMA} is '${MARK}'; create table step (number bigint primary key, taken_at timestamptz not null default now());` : ''}
        ${steps.slice(version).join('\n')}
        insert into step (number) values ${steps
          .slice(version)
          .map((_, at) => `(${version + at + 1})`)
          .join(', ')};`);
      return;
    } catch (error) {
      // Two who make the schema at the same moment: the second waits, and is told that it is there.
      if (![TAKEN, '42P06', '23505'].includes(codeOf(error))) throw error;
    }
  }
}

/** Raised where another program was quicker. */
const TAKEN = 'HM001';

async function refuseEncoding(ask: Query, address: string): Promise<void> {
  const [encoded] = await ask<{ encoding: string }>("select current_setting('server_encoding') as encoding");
  if (encoded?.encoding !== 'UTF8')
    throw new UserError(
      `The database of ${address} keeps texts as ${encoded?.encoding ?? 'nothing that is known'}, in which not every answer can be written; make one that keeps them as UTF8 ("createdb --encoding UTF8 --template template0 NAME"), and name it with --db.`,
    );
}
