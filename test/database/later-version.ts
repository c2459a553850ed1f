/** A file with a little in it, what is in it, and the steps of a version that comes after this one. */
import { connectReader } from '../../src/store/connect.ts';
import { openStore } from '../../src/store/open.ts';
import { steps } from '../../src/store/schema.ts';
import { begun, decision } from './sample.ts';

/** A file of this version with a session, a match and a decision. */
export async function played(file: string): Promise<void> {
  const store = await openStore(file);
  const { match, rows } = begun();
  await store.record([...rows, { table: 'decision', row: decision(match.code) }]);
  store.close();
}

export const count = (file: string, table: string): number => {
  const db = connectReader(file);
  const found = db.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? -1;
  db.close();
  return found;
};

export const version = (file: string): unknown => {
  const db = connectReader(file);
  const found = db.pragma('user_version', { simple: true });
  db.close();
  return found;
};

/** The version of the files that this program makes. */
export const now = steps.length;

export const later = [
  ...steps,
  "alter table session add column place text default 'here'",
  'create table room (id integer primary key) strict',
];
