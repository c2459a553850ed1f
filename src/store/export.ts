/** One row a decision, as CSV, with oTree's column names where they fit: what economists' scripts already read. */
import { realpathSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import { Refusal } from '../refusal.ts';
import { columns, decisionQuery, type DecisionRecord, people, rowOf } from './columns.ts';
import { connectReader, type Connection } from './connect.ts';
import { behind } from './migrate.ts';
import { patiently, PATIENCE_MS } from './patience.ts';
import { worded, wordedOutput } from './trouble.ts';
import { discard, outputPlace, settle, temporaryFor } from './whole-file.ts';

/** Rows written between two turns of the event loop. */
const CHUNK = 500;

export type Exported = { readonly decisions: number };

/**
 * Writes every decision of `file` that is committed when it begins to `out`, ordered by match and then as answered. Rehearsals
 * (sessions at a keyboard that were given no name) only with `all`. The target is replaced when the export is whole;
 * nothing is left behind when it fails.
 */
export async function exportDecisions(file: string, out: string, { all = false }: { readonly all?: boolean } = {}): Promise<Exported> {
  refuseDatabase(file, out);
  const db = await patiently(() => connectReader(file), PATIENCE_MS).catch((error: unknown) => {
    throw worded(error, file);
  });
  try {
    behind(db, file);
    return await writeWhole(out, (write) => decisionsInto(db, all, write));
  } catch (error) {
    throw worded(error, file);
  } finally {
    db.close();
  }
}

async function decisionsInto(db: Connection, all: boolean, write: (text: string) => Promise<void>): Promise<Exported> {
  db.exec('begin');
  const labels = people(db);
  let chunk: unknown[][] = [columns.map(([name]) => name)];
  let decisions = 0;
  const flush = async () => {
    if (chunk.length > 0) await write(stringify(chunk));
    chunk = [];
  };
  for (const record of db.prepare<[number], DecisionRecord>(decisionQuery).iterate(all ? 1 : 0)) {
    chunk.push(rowOf(record, labels));
    decisions += 1;
    if (chunk.length >= CHUNK) await flush().then(() => turn());
  }
  await flush();
  db.exec('commit');
  return { decisions };
}

/** The whole of a file or nothing; trouble with it is told as trouble with the file to be written. */
async function writeWhole<T>(out: string, fill: (write: (text: string) => Promise<void>) => Promise<T>): Promise<T> {
  const aboutOutput = async <R>(work: () => R | Promise<R>): Promise<R> => {
    try {
      return await work();
    } catch (error) {
      throw wordedOutput(error, out);
    }
  };
  const place = await aboutOutput(() => outputPlace(out));
  const temporary = temporaryFor(place);
  try {
    const handle = await aboutOutput(() => open(temporary, 'wx'));
    try {
      const result = await fill((text) => aboutOutput(() => handle.writeFile(text)));
      await aboutOutput(() => handle.close());
      await aboutOutput(() => settle(temporary, place, true));
      return result;
    } finally {
      await handle.close().catch(() => undefined);
    }
  } finally {
    discard(temporary);
  }
}

/** A slip that would cost everything: the export in the place of the database. */
function refuseDatabase(file: string, out: string): void {
  const target = real(out);
  if (['', '-wal', '-shm'].some((suffix) => real(file + suffix) === target))
    throw new Refusal(`${out} is the database itself; name another file, for instance decisions.csv.`);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
