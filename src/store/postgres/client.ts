/** Lines to a PostgreSQL database, with what every line needs. This folder is the only code that knows the package postgres. */
import postgres from 'postgres';
import { readAddress } from '../../core/database-address.ts';
import { passwordFor } from '../../disk/database-password.ts';
import { restored, storable } from './text.ts';

/** The schema that holds our tables: a database may be shared with others, and `public` is often not ours to write to. */
export const SCHEMA = 'homines';

/** One line or several to one database, of the package postgres. They are opened when something is asked, and again when they broke. */
export type Lines = ReturnType<typeof connect>;

export type LineOptions = {
  /** What the lines are for, as the server lists them. */
  readonly use: 'writes' | 'reads' | 'holds' | 'hears';
  /** At most so many lines. */
  readonly most: number;
  /** Settings of the session at the server. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called when a line was closed, by whichever side. */
  readonly closed?: () => void;
  /** Called for what is said on the line. */
  readonly notified?: (channel: string, text: string) => void;
};

/** So long a line may take to be opened, in seconds. */
const OPENING_S = 10;

/** Lines over which nothing was asked for so long are closed, in seconds. */
const IDLE_S = 30;

/** A computer that died is noticed by the server after so many seconds without an answer: what it held is free then. */
const DEAD = { tcp_keepalives_idle: '10', tcp_keepalives_interval: '5', tcp_keepalives_count: '3' };

/** Prepares lines to the database of this address. Throws a UserError for what is no address. */
export function connect(address: string, { use, most, settings = {}, closed, notified }: LineOptions) {
  const { user, host, port, database, encryption } = readAddress(address);
  const password = passwordFor(address);
  const isSocket = host?.startsWith('/') ?? false;
  return postgres({
    ...(host === null
      ? {}
      : isSocket
        ? { path: `${host}/.s.PGSQL.${port ?? process.env['PGPORT'] ?? 5432}` }
        : { host }),
    ...(port === null ? {} : { port }),
    ...(user === null ? {} : { user }),
    ...(password === null ? {} : { password }),
    ...(database === null ? {} : { database }),
    ssl: isSocket || encryption === 'disable' ? false : (encryption ?? 'prefer'),
    max: most,
    ...(use === 'reads' ? { idle_timeout: IDLE_S } : {}),
    max_lifetime: null,
    connect_timeout: OPENING_S,
    keep_alive: 10,
    fetch_types: false,
    backoff: false,
    onnotice: () => undefined,
    connection: { application_name: `homines ${use}`, search_path: SCHEMA, ...DEAD, ...settings },
    types: {
      // Whole numbers of ours are below 2^53.
      bigint: { to: 20, from: [20], serialize: (value: number) => `${value}`, parse: Number },
      text: { to: 25, from: [25], serialize: storable, parse: restored },
      // JSON is made and read by whoever hands it in.
      json: { to: 114, from: [114], serialize: (text: string) => text, parse: (text: string) => text },
    },
    ...(closed === undefined ? {} : { onclose: closed }),
    ...(notified === undefined ? {} : { onnotify: notified }),
  });
}
