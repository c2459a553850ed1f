/**
 * One program at a time does something in a folder, and whoever finds a dead one there takes over. The lock is a file with a number,
 * NAME.1, NAME.2 …: the highest counts. It is made where nobody else has made it and, when it is let go, stays there empty of a holder,
 * so that of several programs which find a dead holder at the same moment one alone comes next.
 */
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../core/user-error.ts';
import { codeOf } from '../disk/file-errors.ts';
import { livesStill, processMark } from './running-program.ts';

/** A lock that is held; `free` lets it go. */
export type FolderLock = { readonly free: () => void };

/** Milliseconds between two tries. */
const AGAIN_MS = 250;
/** A file in which no holder stands yet was made at this moment, or by a program that was killed then; milliseconds. */
const BEGUN_MS = 5000;
const NEVER = new AbortController().signal;
/** First word of the file; of one length, for the one is written over the other. */
const TAKEN = 'held';
const FREE = 'free';

/**
 * Takes a lock; null: somebody else holds it. `lives`: whether the process of a mark still runs. Throws a UserError where the folder cannot be
 * written, or a program on another computer holds it.
 */
export function tryLock(folder: string, name: string, lives: Lives = livesStill): FolderLock | null {
  const highest = Math.max(0, ...numbersOf(folder, name));
  if (highest > 0 && isHeld(join(folder, `${name}.${highest}`), lives)) return null;
  const mine = join(folder, `${name}.${highest + 1}`);
  try {
    writeFileSync(mine, `${TAKEN} ${hostname()} ${processMark(process.pid)}`, { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return null;
    throw new UserError(`${folder} cannot be written (${codeOf(error)}): make it writable, and try again.`);
  }
  const others = numbersOf(folder, name);
  if (others.some((one) => one > highest + 1)) {
    // Somebody came, went and was followed between the look and the file.
    rmSync(mine, { force: true });
    return null;
  }
  for (const one of others.filter((one) => one <= highest)) rmSync(join(folder, `${name}.${one}`), { force: true });
  return { free: () => letGo(mine) };
}

/** Does something while no other program does it in this folder; whoever does is waited for, which `waiting` hears once. Throws as `tryLock` does, and the signal's reason. */
export async function whileLocked<T>(
  folder: string,
  name: string,
  waiting: () => void,
  work: () => Promise<T>,
  signal: AbortSignal = NEVER,
): Promise<T> {
  let lock = tryLock(folder, name);
  for (let told = false; lock === null; lock = tryLock(folder, name)) {
    if (!told) waiting();
    told = true;
    await sleep(AGAIN_MS, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    lock.free();
  }
}

function letGo(file: string): void {
  try {
    writeFileSync(file, FREE, { flag: 'r+' });
  } catch {
    // Its folder was taken away, or the disk is gone: whoever comes next finds a dead holder.
  }
}

const numbersOf = (folder: string, name: string): readonly number[] =>
  readdirSync(folder).flatMap((file) => {
    const number = file.startsWith(`${name}.`) ? Number(file.slice(name.length + 1)) : NaN;
    return Number.isSafeInteger(number) && number > 0 ? [number] : [];
  });

type Lives = (mark: string) => boolean;

function isHeld(file: string, lives: Lives): boolean {
  let text: string;
  let age: number;
  try {
    text = readFileSync(file, 'utf8');
    age = Date.now() - statSync(file).mtimeMs;
  } catch {
    // The next one has taken it away.
    return true;
  }
  const [kind, host, ...mark] = text.split(' ');
  if (kind !== TAKEN || host === undefined) return text === '' && age < BEGUN_MS;
  if (host === hostname()) return lives(mark.join(' '));
  throw new UserError(
    `A program on another computer, ${host}, is at work in this folder: wait for its end, or remove ${file} where it has ended.`,
  );
}
