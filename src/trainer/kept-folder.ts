/**
 * Folders that are made once and kept in the user's cache: environments, weights. One maker at a time on this computer;
 * what is half made, by a program that was stopped or failed, is taken away.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../core/user-error.ts';
import { codeOf } from '../disk/file-errors.ts';
import { livesStill, processMark } from './running-program.ts';

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
  try {
    mkdirSync(dirname(folder), { recursive: true });
  } catch (error) {
    throw cannotKeep(dirname(folder), error);
  }
  await alone(`${folder}.being-made`, say, async () => {
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

/** Does something while nobody else on this computer does it: a file holds the process that does, and a dead one's counts for nothing. */
export async function alone(file: string, say: Say, work: () => Promise<void>): Promise<void> {
  for (let told = false; !held(file); told = true) {
    if (!told) say('Another run makes it at this moment: waiting.');
    await sleep(1000);
  }
  try {
    await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function held(file: string): boolean {
  try {
    writeFileSync(file, processMark(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw cannotKeep(file, error);
    if (!livesStill(heldBy(file))) rmSync(file, { force: true });
    return false;
  }
}

/** Who holds it; somebody between making the file and writing into it holds it too. */
function heldBy(file: string): string {
  try {
    return readFileSync(file, 'utf8') || processMark(process.pid);
  } catch {
    return processMark(process.pid);
  }
}

const cannotKeep = (place: string, error: unknown): UserError =>
  new UserError(
    `What is made once cannot be kept at ${place} (${codeOf(error)}): set XDG_CACHE_HOME to a folder that can be written to.`,
  );
