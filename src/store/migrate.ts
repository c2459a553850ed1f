/** Brings a database file to the version that this program knows. */
import { basename, dirname, extname, join, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { nextTurn } from '../core/breather.ts';
import { UserError } from '../core/user-error.ts';
import { connectReader, type Connection } from './connect.ts';
import { APPLICATION, steps as known } from './schema.ts';
import { patiently, PATIENCE_MS } from './retry.ts';
import { discard, settle, sweep, temporaryFor } from '../disk/atomic-write.ts';

const numberOf = (db: Connection, pragma: string): number => Number(db.pragma(pragma, { simple: true }));

/** How far a file is behind: 0 when it is at the version that this program knows. Refuses files that are not ours or newer. */
export function behind(db: Connection, file: string, steps = known): number {
  // Of one moment: another process may be making the file just now.
  const { version, ours, empty } = db.transaction(() => ({
    version: numberOf(db, 'user_version'),
    ours: numberOf(db, 'application_id') === APPLICATION,
    empty: db.prepare('select 1 from sqlite_schema limit 1').get() === undefined,
  }))();
  if (!ours && !empty)
    throw new UserError(`${file} is a database of another program; name another file with --db FILE.`);
  if (version > steps.length)
    throw new UserError(
      `${file} was written by a newer homines (version ${version} of the tables; this one knows ${steps.length}); bring homines up to date, or name another file with --db FILE.`,
    );
  return steps.length - version;
}

/** Who is told of a file that holds something while it is brought up to date. */
export type UpgradeListener = {
  /** Once, before anything is done to it: what will be. */
  begins?(sentence: string): void;
  /** How far it is with a part of it: pages that were copied, rows that were checked. */
  far?(what: string, done: number, of: number): void;
};

export type Upgrade = UpgradeListener & {
  /** How long to wait for another process that holds the file, in milliseconds. */
  readonly patience?: number;
  readonly steps?: readonly string[];
};

/**
 * Takes the steps that are missing, all in one transaction: whoever is killed meanwhile leaves the file as it was. Before that a
 * copy of a file that holds something is made beside it, named after the version it has: lab.version-1.sqlite. Nobody else writes
 * until it is done; the event loop has its turn.
 */
export async function migrate(db: Connection, file: string, upgrade: Upgrade = {}): Promise<void> {
  const { steps = known, patience = PATIENCE_MS } = upgrade;
  const missing = await patiently(() => behind(db, file, steps), patience);
  if (missing === 0) return;
  db.pragma('foreign_keys = off');
  try {
    if (missing === steps.length)
      // Of many that open a new file at once one makes its tables, and none waits for another's turn.
      return await patiently(() => db.transaction(() => takeSteps(db, file, steps)).immediate(), patience);
    await patiently(() => db.exec('begin immediate'), patience);
    // Another process may have taken the steps while this one waited for the lock.
    const version = steps.length - behind(db, file, steps);
    if (version < steps.length) {
      await besideCopy(file, version, steps.length, upgrade, async () => {
        takeSteps(db, file, steps);
        await checkRows(db, steps.length, upgrade);
      });
    }
    db.exec('commit');
  } finally {
    if (db.inTransaction) db.exec('rollback');
    db.pragma('foreign_keys = on');
  }
}

function takeSteps(db: Connection, file: string, steps: readonly string[]): void {
  const missing = behind(db, file, steps);
  if (missing === 0) return;
  for (const step of steps.slice(-missing)) db.exec(step);
  db.pragma(`application_id = ${APPLICATION}`);
  db.pragma(`user_version = ${steps.length}`);
}

/** Throws where a row is without the row it belongs to. */
async function checkRows(db: Connection, version: number, { far }: UpgradeListener): Promise<void> {
  const tables = db
    .prepare<[], string>("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
    .pluck()
    .all();
  const rows = tables.map((table) => db.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0);
  const all = rows.reduce((sum, some) => sum + some, 0);
  let done = 0;
  for (const [at, table] of tables.entries()) {
    if (db.prepare(`pragma foreign_key_check(${table})`).get() !== undefined)
      throw new Error(`On the way to version ${version} a row is left without the row it belongs to.`);
    done += rows[at]!;
    far?.('rows checked', done, all);
    await nextTurn();
  }
}

/** Pages that are copied before the event loop gets a turn. */
const PAGES = 2000;

/**
 * Does the work beside a copy, which has its name once both are done: who is stopped again and again leaves no row of copies. The
 * writing lock is held by the caller, so a second connection copies exactly what was there before the first step.
 */
async function besideCopy(
  file: string,
  version: number,
  next: number,
  { begins, far }: UpgradeListener,
  work: () => Promise<void>,
): Promise<void> {
  // Half a copy of somebody who was killed.
  sweep(dirname(resolve(file)));
  const copy = freeName(file, version);
  begins?.(
    `${file} is brought from version ${version} of its tables to ${next}; as it is now it stays beside it, as ${basename(copy)}.`,
  );
  const temporary = temporaryFor(copy);
  const reader = connectReader(file);
  const copied = (pages: number, of: number): void => far?.(`pages copied to ${basename(copy)}`, pages, of);
  try {
    const { totalPages: all } = await reader.backup(temporary, {
      progress({ totalPages, remainingPages }) {
        copied(totalPages - remainingPages, totalPages);
        return PAGES;
      },
    });
    copied(all, all);
    await work();
    settle(temporary, copy, false);
  } finally {
    reader.close();
    discard(temporary);
  }
}

function freeName(file: string, version: number): string {
  const ending = extname(file);
  const stem = join(dirname(resolve(file)), basename(file, ending));
  for (let n = 1; ; n++) {
    const name = `${stem}.version-${version}${n === 1 ? '' : `-${n}`}${ending}`;
    if (!existsSync(name)) return name;
  }
}
