/** Runs as their folders say: which there are, what each is, what has happened in it, and what its model may be called. */
import { byHand } from '../core/shell.ts';
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readdirSync, readSync, statSync, writeSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { codeOf, full } from '../disk/file-errors.ts';
import { jsonIn, readTextFile } from '../disk/text-file.ts';
import { UserError, unknown } from '../core/user-error.ts';
import { type Proof, tunedStanding, type TunedStanding } from './proof.ts';
import {
  RUN_FILES,
  RUN_NAME,
  RUNS_FOLDER,
  type TuningEvent,
  localRun,
  providerRun,
  type TuningRun,
} from './run-folder.ts';
import { eventReader } from './run-events.ts';

/** A run and where it lies. */
export type FoundRun = { readonly folder: string; readonly run: TuningRun };

/** The names of the runs in a lab folder, in the order of the alphabet: every folder of `tunes` that has a run.json. */
export function runsIn(lab: string): readonly string[] {
  const names = (): readonly string[] => {
    try {
      return readdirSync(join(lab, RUNS_FOLDER));
    } catch {
      return [];
    }
  };
  return names()
    .filter((name) => RUN_NAME.test(name) && isFile(join(lab, RUNS_FOLDER, name, RUN_FILES.run)))
    .toSorted();
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/**
 * The run that was typed: its name, or the path of its folder. Throws a UserError where there is none, where its run.json
 * cannot be used, or where folder and run have other names.
 */
export function runNamed(lab: string, typed: string): FoundRun {
  const named = typed.replace(/[\\/]+$/, '');
  const folder = RUN_NAME.test(named) ? join(lab, RUNS_FOLDER, named) : resolve(lab, named);
  if (!isFile(join(folder, RUN_FILES.run))) throw unknown('run', typed, runsIn(lab));
  return foundRun(folder);
}

/** The run of a folder that is called as it. Throws a UserError where it is not, and as `readRun` does. */
export function foundRun(folder: string): FoundRun {
  const run = readRun(folder);
  // Its model would be seated, and kept in rows, by the name of another.
  if (basename(folder) !== run.name)
    throw new UserError(
      `${folder} holds the run ${run.name}, and a run's folder is called as the run: rename it to ${run.name}.`,
    );
  return { folder, run };
}

/**
 * What is read of the runs of a lab folder, in the order of their names; null: nothing. One that cannot be read is left out; `broken` hears why.
 */
export const readOfRuns = <Of>(
  lab: string,
  read: (found: FoundRun) => Of | null,
  broken: (error: UserError) => void = () => undefined,
): readonly Of[] =>
  runsIn(lab)
    .map((name) => {
      try {
        return read(runNamed(lab, name));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        broken(error);
        return null;
      }
    })
    .filter((one) => one !== null);

/** What a run is. Throws a UserError where its run.json is not there, is none, or is of another version. */
export function readRun(folder: string): TuningRun {
  const file = join(folder, RUN_FILES.run);
  const text = readTextFile(file);
  if (text === null) throw new UserError(`${folder} is no folder of a run: it has no ${RUN_FILES.run}.`);
  const json = jsonIn(text);
  const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined;
  if (version !== undefined && version !== 1)
    throw new UserError(
      `${file} is of version ${JSON.stringify(version)}, and this homines reads version 1: train it again, or use the homines that made it.`,
    );
  const read = (typeof json === 'object' && json !== null && 'on' in json ? providerRun : localRun).safeParse(json);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new UserError(
    `${file} cannot be used (${issue === undefined || issue.path.length === 0 ? 'it is no run' : `${issue.path.join('.')}: ${issue.message}`}): it was edited or cut; make the run again with "${byHand('tune start')}".`,
  );
}

/** What has happened in a run so far, in the order in which it was written. A line that is cut, or of a kind unknown here, is left out. */
export const readEvents = (folder: string): readonly TuningEvent[] => eventReader(folder).more();

/** Adds an event at the end, in one piece whoever else writes; what a killed program left half written there becomes a line of its own. */
export const appendEvent = (folder: string, event: TuningEvent): void => appendEvents(folder, [event]);

/** What has happened could not be written down: whoever goes on may not know of it. */
export class NotWritten extends UserError {}

/**
 * The same for several, in one piece. `lasting`: they are on the disk when it returns, also where the computer is switched off. Throws
 * NotWritten where the disk is full or the folder is not to be written.
 */
export function appendEvents(folder: string, events: readonly TuningEvent[], lasting = false): void {
  if (events.length === 0) return;
  const file = join(folder, RUN_FILES.events);
  try {
    appended(file, events, lasting);
  } catch (error) {
    const code = codeOf(error);
    if (code === '') throw error;
    const mend = full.test(code) ? 'the disk is full: free some space' : `${code}: make it a file that you may write`;
    throw new NotWritten(`${file} could not be written (${mend}); go on then, nothing is ordered or paid twice.`);
  }
}

function appended(file: string, events: readonly TuningEvent[], lasting: boolean): void {
  const handle = openSync(file, 'a+');
  try {
    const { size } = fstatSync(handle);
    const last = Buffer.alloc(1);
    if (size > 0) readSync(handle, last, 0, 1, size - 1);
    const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
    const bytes = Buffer.from(`${size > 0 && last[0] !== 10 ? '\n' : ''}${lines}`);
    // A disk that gets full takes a part and says so only to the next write.
    for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written);
    if (lasting) fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The proofs among events, in the order in which they were made: the last of a name holds. */
export const proofsIn = (events: readonly TuningEvent[]): readonly Proof[] =>
  events.flatMap((event) => (event.kind === 'proof' ? [event.proof] : []));

/** SHA-256 of the adapter that came out last; null: none has. */
export const digestIn = (events: readonly TuningEvent[]): string | null =>
  events.findLast((event) => event.kind === 'finished')?.digest ?? null;

/** SHA-256 of the adapter that lies in a run's folder now; null: none does. */
export function adapterDigest(folder: string): string | null {
  const file = join(folder, RUN_FILES.adapter, ADAPTER_WEIGHTS);
  if (!isFile(file)) return null;
  const hash = createHash('sha256');
  const handle = openSync(file, 'r');
  try {
    const piece = Buffer.alloc(2 ** 20);
    for (let read = readSync(handle, piece); read > 0; read = readSync(handle, piece))
      hash.update(piece.subarray(0, read));
  } finally {
    closeSync(handle);
  }
  return hash.digest('hex');
}

/** The adapter's weights, as PEFT calls them. */
const ADAPTER_WEIGHTS = 'adapter_model.safetensors';

/** What may be said of a run's model now. */
export const standingOf = (folder: string): TunedStanding => tunedStanding(proofsIn(readEvents(folder)));
