/** A consistent copy of the database, made while the lab runs. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Refusal } from '../refusal.ts';
import { connectReader } from './connect.ts';
import { behind } from './migrate.ts';
import { patiently, PATIENCE_MS } from './patience.ts';
import { codeOf, worded } from './trouble.ts';
import { discard, settle, temporaryFor } from './whole-file.ts';

/** How many pages are copied before the event loop gets a turn. */
const PAGES = 2000;

/** Copies the database `file` to `target`, which must not exist yet. What is committed when it begins is in the copy. */
export async function backup(file: string, target: string): Promise<void> {
  if (existsSync(target)) throw taken(target);
  const temporary = temporaryFor(target);
  try {
    mkdirSync(dirname(resolve(target)), { recursive: true });
  } catch (error) {
    throw worded(error, target);
  }
  try {
    const db = await patiently(() => connectReader(file), PATIENCE_MS).catch((error: unknown) => {
      throw worded(error, file);
    });
    try {
      behind(db, file);
      // Held open, so that a lab that keeps writing cannot make the copy begin again and again.
      db.exec('begin');
      db.prepare('select count(*) from sqlite_schema').get();
      await db.backup(temporary, { progress: () => PAGES });
      db.exec('commit');
    } finally {
      db.close();
    }
    settle(temporary, target, false);
  } catch (error) {
    throw codeOf(error) === 'EEXIST' ? taken(target) : worded(error, target);
  } finally {
    discard(temporary);
  }
}

const taken = (target: string): Refusal => new Refusal(`${target} exists already and is not overwritten; give the copy another name.`);
