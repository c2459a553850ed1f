/**
 * Folders that are made once and kept in the user's cache: environments, weights. One maker at a time on this computer;
 * what is half made, by a program that was stopped or failed, is taken away.
 */
import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../core/user-error.ts';
import { codeOf } from '../disk/file-errors.ts';
import { whileLocked } from './lock.ts';

/** A line to whoever waits. */
export type Say = (line: string) => void;

/** Says it on stderr. */
export const sayAside: Say = (line) => void process.stderr.write(`${line}\n`);

/** The note in a kept folder that says from what it was made: written last of all. */
const NOTE = 'made-from';

/** The hash of files and words: what a folder is made from. */
export function hashOf(files: readonly string[], ...words: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  for (const word of words) hash.update(`\0${word}`);
  return hash.digest('hex');
}

/** Whether a folder is there, made whole from this. */
export function isKept(folder: string, from: string): boolean {
  try {
    return readFileSync(join(folder, NOTE), 'utf8') === from;
  } catch {
    return false;
  }
}

/**
 * Makes a folder unless it is there as made `from` this hash; whoever else makes it is waited for. `make` gets it empty and a signal that says
 * that the person has stopped: everything is then taken away, and the program ends as by the signal. Throws a UserError
 * where the folder cannot be written, and whatever `make` throws.
 */
export async function keptFolder(
  folder: string,
  from: string,
  make: (folder: string, stop: AbortSignal) => Promise<void>,
  say: Say = sayAside,
): Promise<void> {
  if (isKept(folder, from)) return;
  const place = dirname(folder);
  try {
    mkdirSync(place, { recursive: true });
    accessSync(place, constants.W_OK);
  } catch (error) {
    throw cannotKeep(place, error);
  }
  const waiting = (): void => say('Another run makes it at this moment: waiting.');
  await whileLocked(place, `${basename(folder)}.being-made`, waiting, async () => {
    if (isKept(folder, from)) return;
    await interruptible(async (stop) => {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      try {
        await make(folder, stop);
        if (stop.aborted) throw new UserError('Stopped: nothing half made is left.');
      } catch (error) {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
        throw error;
      }
      writeFileSync(join(folder, NOTE), from);
    });
  });
}

/** Does something that Ctrl-C, or a closed window, stops in good order; then the signal has its usual effect. */
async function interruptible(work: (stop: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  let caught: NodeJS.Signals | null = null;
  const stop = (signal: NodeJS.Signals): void => {
    caught = signal;
    controller.abort();
  };
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, stop);
  try {
    await work(controller.signal);
  } finally {
    for (const signal of signals) process.removeListener(signal, stop);
    // Whoever waits for this goes on to its own end; where nobody catches the signal it ends here.
    const again: NodeJS.Signals | null = caught;
    if (again !== null) setImmediate(() => process.kill(process.pid, again));
  }
}

const cannotKeep = (place: string, error: unknown): UserError =>
  new UserError(
    `What is made once cannot be kept at ${place} (${codeOf(error)}): set XDG_CACHE_HOME to a folder that can be written to.`,
  );
