/**
 * A PostgreSQL server of our own for tests, of Debian's package: made in a temporary folder by somebody without special rights,
 * on a socket in that folder, without safety from power cuts, stopped when the tests of this thread have ended.
 */
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';

/** The newest PostgreSQL of this computer; null: none is installed. */
function programs(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((one, two) => Number(two) - Number(one)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
  ];
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)))) ?? null;
}

/** Whoever runs the server: it refuses to be run by root. */
const NOBODY = 65_534;
const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

export type Server = {
  /** The folder of its socket. */
  readonly folder: string;
  readonly pid: number;
  /** An empty database of its own, by its address. */
  fresh(): Promise<string>;
  /** Asks something of a database, in SQL. */
  sql(address: string, text: string): Promise<readonly Record<string, unknown>[]>;
  /** Stops it as a power cut would, or as somebody who looks after it. */
  stop(how: 'crash' | 'fast'): Promise<void>;
  start(): Promise<void>;
};

/** Whether there is a PostgreSQL here to be tested with. */
export const isThere = (): boolean => programs() !== null;

/** Makes a server, and starts it. `end` stops it and takes its folder away. */
export async function server(): Promise<Server & { end(): Promise<void> }> {
  const bin = programs();
  if (bin === null) throw new Error('There is no PostgreSQL here: install the package postgresql.');
  const folder = mkdtempSync(join(tmpdir(), 'homines-pg-'));
  if (asNobody.uid !== undefined) chownSync(folder, asNobody.uid, asNobody.gid);
  const data = join(folder, 'data');
  const made = { ...asNobody, cwd: folder, stdio: 'pipe' as const };
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'lab', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N'],
    made,
  );
  let running: ReturnType<typeof spawn> | null = null;
  const address = (database: string): string => `postgres://lab@/${database}?host=${folder}`;
  const ask = async (database: string, text: string) => {
    const client = postgres({
      path: `${folder}/.s.PGSQL.5432`,
      user: 'lab',
      database,
      max: 1,
      onnotice: () => undefined,
    });
    try {
      return [...(await client.unsafe(text))];
    } finally {
      await client.end({ timeout: 1 });
    }
  };
  const start = async (): Promise<void> => {
    const settings = [
      'fsync=off',
      'full_page_writes=off',
      'max_connections=200',
      'shared_buffers=32MB',
      'listen_addresses=',
    ];
    running = spawn(join(bin, 'postgres'), ['-D', data, '-k', folder, ...settings.flatMap((one) => ['-c', one])], {
      ...asNobody,
      cwd: folder,
      stdio: 'ignore',
    });
    for (;;) {
      if (running.exitCode !== null) throw new Error(`PostgreSQL ended with ${running.exitCode}.`);
      try {
        await ask('postgres', 'select 1');
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  };
  const stop = (how: 'crash' | 'fast'): Promise<void> =>
    new Promise((resolve) => {
      if (running === null || running.exitCode !== null) return resolve();
      running.once('exit', () => resolve());
      running.kill(how === 'crash' ? 'SIGQUIT' : 'SIGINT');
    });
  await start();
  let made_ = 0;
  return {
    folder,
    get pid() {
      return running?.pid ?? 0;
    },
    async fresh() {
      made_ += 1;
      const name = `lab${process.pid}_${made_}`;
      await ask('postgres', `create database ${name}`);
      return address(name);
    },
    sql: (at, text) => ask(new URL(at.replace('@/', '@none/')).pathname.slice(1), text),
    stop,
    start,
    async end() {
      await stop('crash');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
