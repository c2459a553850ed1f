/**
 * The address of a PostgreSQL database, which may be named wherever a file is: postgres://user@host:5432/lab. A password may be
 * typed in it; it is kept apart from then on, and never shown.
 */
import { UserError } from './user-error.ts';

/** What an address says; null: it says nothing of it, and the environment (PGHOST, PGUSER, …) or what is usual decides. */
export type DatabaseAddress = {
  /** Without the password: what messages, logs and reports call the database. */
  readonly shown: string;
  readonly user: string | null;
  readonly password: string | null;
  /** A computer, or the folder of a socket (/var/run/postgresql). */
  readonly host: string | null;
  readonly port: number | null;
  readonly database: string | null;
  readonly encryption: (typeof ENCRYPTIONS)[number] | null;
};

/** What `sslmode` may be. prefer: where the server can; require: or not at all; verify-full: and its certificate is looked at. */
const ENCRYPTIONS = ['disable', 'prefer', 'require', 'verify-full'] as const;

const SCHEME = /^postgres(?:ql)?:\/\//i;

/** Whether a database is named by an address; else it is a file. */
export const isAddress = (database: string): boolean => SCHEME.test(database);

/** A word without the passwords of addresses that stand in it. */
export const withoutPassword = (word: string): string =>
  word
    // Up to the last @: a password that is written as it is may hold anything.
    .replace(/(\bpostgres(?:ql)?:\/\/[^\s/?#@:]*):\S*@/gi, '$1@')
    .replace(/(\bpostgres(?:ql)?:\/\/\S*?[?&])password=[^\s&]*&?/gi, '$1')
    .replace(/(\bpostgres(?:ql)?:\/\/\S*?)[?&]+(?=\s|$)/gi, '$1');

/** What a database is called where its place is nobody's business: the name in its address, or nothing but the file's own name. */
export function shortName(database: string): string {
  if (!isAddress(database)) return database.split(/[\\/]/).at(-1) ?? database;
  return readAddress(database).database ?? 'postgres';
}

/** The same database for two addresses that differ in how they are written. */
export function sameDatabase(address: string): string {
  const { host, port, database, user } = readAddress(address);
  return JSON.stringify([host ?? 'localhost', port ?? 5432, database ?? user]);
}

/** Reads an address. Throws a UserError, which shows no password, where it is none. */
export function readAddress(typed: string): DatabaseAddress {
  const shown = withoutPassword(typed);
  const not = (why: string): UserError =>
    new UserError(
      `${why} in the address ${shown}; an address is like postgres://user@host:5432/lab, or postgres://user@/lab?host=/var/run/postgresql.`,
    );
  if (
    typed
      .replace(SCHEME, '')
      .replace(/^[^/?#]*/, '')
      .includes('@')
  )
    throw not('A sign that has to be written with a percent sign (/ as %2F, ? as %3F, # as %23, @ as %40) stands');
  // Without a user there may be no computer either, which an address of the web must have.
  const url = URL.parse(typed.replace(SCHEME, 'postgres://'));
  const parts =
    url ?? URL.parse(typed.replace(SCHEME, 'postgres://').replace(/^(postgres:\/\/[^/?#]*@)(?=[:/?#]|$)/, '$1none'));
  if (parts === null) throw not('Something cannot be read');
  const asked = new Map(parts.searchParams);
  const take = (name: string): string | null => {
    const found = asked.get(name) ?? null;
    asked.delete(name);
    return found === '' ? null : found;
  };
  const named = (text: string): string | null => {
    try {
      return text === '' ? null : decodeURIComponent(text);
    } catch {
      throw not('A percent sign that means nothing stands');
    }
  };
  const typedPort = take('port') ?? named(parts.port);
  const port = typedPort === null ? null : Number(typedPort);
  if (port !== null && !(Number.isInteger(port) && port > 0 && port < 65_536))
    throw not(`A port that is none (${typedPort}) stands`);
  const encryption = take('sslmode');
  const known = ENCRYPTIONS.find((one) => one === encryption) ?? null;
  if (encryption !== null && known === null)
    throw not(`sslmode is one of ${ENCRYPTIONS.join(', ')}, and "${encryption}" stands`);
  const address = {
    shown,
    user: take('user') ?? named(parts.username),
    password: take('password') ?? named(parts.password),
    host: take('host') ?? (url === null ? null : named(parts.hostname.replace(/^\[|\]$/g, ''))),
    port,
    database: take('dbname') ?? named(parts.pathname.slice(1)),
    encryption: known,
  };
  const [more] = asked.keys();
  if (more !== undefined) throw not(`"${more}", which homines does not know, stands`);
  if (address.database?.includes('/')) throw not('More than one name of a database stands');
  return address;
}
