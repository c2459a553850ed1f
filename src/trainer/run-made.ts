/** A run's folder, made whole or not at all: the set, the trainer, the pins, and what the run is. */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../core/user-error.ts';
import { temporaryFor } from '../disk/atomic-write.ts';
import { wordedOutput } from '../disk/file-errors.ts';
import { makeFolderOf, removeEmpty } from '../disk/folder.ts';
import type { Proof } from '../tune/proof.ts';
import { appendEvent } from '../tune/run-read.ts';
import { isAtProvider, RUN_FILES, RUN_NAME, RUNS_FOLDER, trainsHere, type TuningRun } from '../tune/run-folder.ts';
import { SET_FILES } from '../tune/training-set.ts';
import { axolotlConfig } from './axolotl.ts';
import { pythonFile } from './python-files.ts';
import { rowsHash } from './set-given.ts';

/** What serves, not trains: a run's folder needs none of it. */
const NOT_COPIED = /^(__pycache__|serve\.py|rendered\.py|supervised\.py|ends_with_parent\.py|hub\.py|.*\.pyc)$/;
/** What trains here alone, and at Tinker alone: a run's folder has that of its own kind. */
const ONLY_HERE =
  /^(train\.py|weights\.py|agreement\.py|attempt\.py|course\.py|requirements\.txt|requirements-cuda\.txt)$/;
const ONLY_AT_TINKER = /^(.*tinker.*|provider_run\.py)$/;
/** A temporary folder as old as this was left by a program that was killed, milliseconds. */
const STALE_MS = 3_600_000;

/** The folder that a run has, or would have, in a lab folder. */
const folderOfRun = (lab: string, name: string): string => join(lab, RUNS_FOLDER, name);

/**
 * Writes a run's folder under another name beside its place and puts it there at the end; gives its place. `data`: the folder of its set. Throws a UserError
 * where the name is taken, where the set has changed since it was looked at, and where it cannot be written.
 */
export function makeRun(lab: string, run: TuningRun, data: string, labels: Proof): string {
  const folder = folderOfRun(lab, run.name);
  refuseTaken(lab, run.name);
  const made = temporaryFor(folder);
  try {
    makeFolderOf(folder);
    sweepRuns(dirname(folder));
    mkdirSync(made);
    copySet(data, join(made, RUN_FILES.data));
    if (rowsHash(join(made, RUN_FILES.data)) !== run.data.hash)
      throw new UserError(
        `The rows in ${data} are not those that its set.json names by their hash: they were changed; make the set again.`,
      );
    if (trainsHere(run)) copyTrainer(made, isAtProvider(run) ? ONLY_HERE : ONLY_AT_TINKER);
    if (!isAtProvider(run)) write(join(made, RUN_FILES.axolotl), axolotlConfig(run));
    appendEvent(made, { kind: 'proof', at: labels.at, proof: labels });
    // Last of all: a folder without it is no run.
    write(join(made, RUN_FILES.run), `${JSON.stringify(run, null, 2)}\n`);
    // An existing folder is not replaced: a rename onto one that holds something is refused by the system.
    refuseTaken(lab, run.name);
    renameSync(made, folder);
    return folder;
  } catch (error) {
    throw wordedOutput(error, folder);
  } finally {
    rmSync(made, { recursive: true, force: true });
    removeEmpty(dirname(folder));
  }
}

/** Throws a UserError where a run, or anything else, has this name already. */
function refuseTaken(lab: string, name: string): void {
  if (existsSync(folderOfRun(lab, name)))
    throw new UserError(
      `There is a run ${name} already (${join(RUNS_FOLDER, name)}): give another name with --name, or take that folder away.`,
    );
}

/** Throws a UserError where a name that was typed is none that a run may have, or is taken. */
export function refuseName(lab: string, name: string): void {
  if (!RUN_NAME.test(name))
    throw new UserError(
      `A run's name has up to 40 small letters, digits, dots, dashes and underscores, such as --name economicus-1; got "${name}".`,
    );
  refuseTaken(lab, name);
}

/** A name that no run has yet: the name itself, or with -2, -3 … behind it. */
export function freeRunName(lab: string, wanted: string): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted.slice(0, 36)}-${n}`;
    if (!existsSync(folderOfRun(lab, name))) return name;
  }
}

/** What trains, as files beside the set. */
function copyTrainer(to: string, not: RegExp): void {
  cpSync(pythonFile(''), to, {
    recursive: true,
    filter: (source) => !NOT_COPIED.test(basename(source)) && !not.test(basename(source)),
  });
  // Whatever a package manager made of it.
  chmodSync(join(to, RUN_FILES.start), 0o755);
}

function copySet(from: string, to: string): void {
  for (const name of Object.values(SET_FILES)) {
    const source = join(from, name);
    if (!existsSync(source)) continue;
    mkdirSync(dirname(join(to, name)), { recursive: true });
    copyFileSync(source, join(to, name));
  }
}

function write(file: string, text: string): void {
  writeFileSync(file, text, { flag: 'wx' });
  const handle = openSync(file, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

/** Takes away what killed programs left half made among the runs. */
function sweepRuns(runs: string): void {
  for (const name of readdirSync(runs)) {
    if (!/^\..+\.part$/.test(name)) continue;
    const left = join(runs, name);
    if (Date.now() - (statSync(left, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > STALE_MS)
      rmSync(left, { recursive: true, force: true });
  }
}
