/**
 * A connection to a PostgreSQL database. This folder is the only code that knows the package postgres, and this file the only one
 * that calls it.
 *
 * One statement is under way on a connection at a time, and one that broke is thrown away with everything that the package knows
 * of it: in postgres 3.4 a transaction or a queue that outlives its connection ends the program, or stays silent for ever.
 */
import postgres from 'postgres';
import { readAddress } from '../../core/database-address.ts';
import { passwordFor } from '../../disk/database-password.ts';
import { restored, storable } from './text.ts';

/** The schema that holds our tables: a database may be shared with others, and `public` is often not ours to write to. */
export const SCHEMA = 'homines';

/** What may stand in the place of $1. */
export type Value = string | number | null;

/** Asks: text with $1, $2, … and their values; gives the records. Without values there may be several statements, done together or not at all. */
export type Query = <Row extends object>(text: string, ...values: readonly Value[]) => Promise<readonly Row[]>;

export type DatabaseConnection = {
  /** In the order in which it is called. Errors come as the server and the package make them. The connection is opened when it is needed. */
  readonly ask: Query;
  /** How many wait for it. */
  waiting(): number;
  end(): Promise<void>;
};

export type DatabaseConnectionOptions = {
  /** What the connection is for, as the server lists it. */
  readonly use: 'writes' | 'reads' | 'holds' | 'hears';
  /** Settings of the session at the server. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called when it was closed, by whichever side. */
  readonly closed?: () => void;
  /** Called for what is said on it. */
  readonly notified?: (channel: string, text: string) => void;
};

/** So long a connection may take to be opened, in seconds. */
const OPENING_S = 10;

/** A connection for reading over which nothing was asked for so long is closed, in seconds. */
const IDLE_S = 30;

/** A computer that died is noticed by the server after so many seconds without an answer: what it held is free then. */
const DEAD = { tcp_keepalives_idle: '10', tcp_keepalives_interval: '5', tcp_keepalives_count: '3' };

/** Prepares a connection to the database of this address. Throws a UserError for what is no address. */
export function connection(address: string, options: DatabaseConnectionOptions): DatabaseConnection {
  readAddress(address);
  let open: ReturnType<typeof connect> | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let ended = false;
  const once = async <Row extends object>(text: string, values: readonly Value[]): Promise<readonly Row[]> => {
    if (ended) throw Object.assign(new Error(`The connection to ${address} was ended.`), { code: 'CONNECTION_ENDED' });
    if (open === null) {
      const mine = connect(address, options, () => {
        if (open === mine) open = null;
        if (!ended) options.closed?.();
      });
      open = mine;
    }
    return [...(await open.unsafe<Row[]>(text, [...values], { prepare: true }))];
  };
  return {
    ask: <Row extends object>(text: string, ...values: readonly Value[]) => {
      waiting += 1;
      const asked = turn.then(() => once<Row>(text, values));
      turn = asked.then(
        () => (waiting -= 1),
        () => (waiting -= 1),
      );
      return asked;
    },
    waiting: () => waiting,
    async end() {
      ended = true;
      await open?.end({ timeout: 1 });
    },
  };
}

/** So many connections for reading, as one: whichever has least to do is asked. */
export function connections(address: string, count: number, options: DatabaseConnectionOptions): DatabaseConnection {
  const all = Array.from({ length: count }, () => connection(address, options));
  return {
    ask: (text, ...values) =>
      all.reduce((least, one) => (one.waiting() < least.waiting() ? one : least)).ask(text, ...values),
    waiting: () => all.reduce((sum, one) => sum + one.waiting(), 0),
    end: async () => void (await Promise.all(all.map((one) => one.end()))),
  };
}

function connect(address: string, { use, settings = {}, notified }: DatabaseConnectionOptions, onclose: () => void) {
  const { user, host, port, database, encryption } = readAddress(address);
  const password = passwordFor(address);
  const socket = host?.startsWith('/') ? `${host}/.s.PGSQL.${port ?? process.env['PGPORT'] ?? 5432}` : null;
  return postgres({
    ...(socket === null ? (host === null ? {} : { host }) : { path: socket }),
    ...(port === null ? {} : { port }),
    ...(user === null ? {} : { user }),
    ...(password === null ? {} : { password }),
    ...(database === null ? {} : { database }),
    ssl: socket !== null || encryption === 'disable' ? false : (encryption ?? 'prefer'),
    max: 1,
    ...(use === 'reads' ? { idle_timeout: IDLE_S } : {}),
    max_lifetime: null,
    connect_timeout: OPENING_S,
    keep_alive: 10,
    fetch_types: false,
    backoff: false,
    onclose,
    onnotice: () => undefined,
    connection: { application_name: `homines ${use}`, search_path: SCHEMA, ...DEAD, ...settings },
    types: {
      // Whole numbers of ours are below 2^53.
      bigint: { to: 20, from: [20], serialize: (value: number | string) => `${value}`, parse: Number },
      text: { to: 25, from: [25], serialize: storable, parse: restored },
      // JSON is made and read by whoever hands it in.
      json: { to: 114, from: [114], serialize: (text: string) => text, parse: (text: string) => text },
    },
    ...(notified === undefined ? {} : { onnotify: notified }),
  });
}
