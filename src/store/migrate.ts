/** Brings a database file to the version that this program knows. */
import { basename, dirname, extname, join, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { UserError } from '../core/user-error.ts';
import { connectReader, type Connection } from './connect.ts';
import { APPLICATION, steps as known } from './schema.ts';
import { discard, settle, temporaryFor } from '../disk/atomic-write.ts';

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

/**
 * Takes the steps that are missing, each in one immediate transaction. Before the first step on a file that holds
 * something a copy is made beside it, named after the version it has: lab.version-1.sqlite.
 */
export function migrate(db: Connection, file: string, steps = known): void {
  let copied = false;
  while (behind(db, file, steps) > 0) {
    db.pragma('foreign_keys = off');
    try {
      db.transaction(() => {
        // Another process may have taken the step while this one waited for the lock.
        const version = steps.length - behind(db, file, steps);
        if (version === steps.length) return;
        if (version > 0 && !copied) keepCopy(file, version);
        copied = true;
        db.exec(steps[version] ?? '');
        if (db.prepare('pragma foreign_key_check').get() !== undefined)
          throw new Error(`Step ${version + 1} leaves a row without the row it belongs to.`);
        db.pragma(`application_id = ${APPLICATION}`);
        db.pragma(`user_version = ${version + 1}`);
      }).immediate();
    } finally {
      db.pragma('foreign_keys = on');
    }
  }
}

/** The writing lock is held by the caller, so a second connection copies exactly what was there before the step. */
function keepCopy(file: string, version: number): void {
  const copy = freeName(file, version);
  const temporary = temporaryFor(copy);
  const reader = connectReader(file);
  try {
    reader.prepare('vacuum into ?').run(temporary);
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
