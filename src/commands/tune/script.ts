/**
 * Commands of `tune` one after the other, as a person would type them: `replicate` and `dose` are such lists and nothing else. Each is
 * printed before it runs. What is done is known by its folder, so that a list that was stopped goes on where it was.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commandLine, wordsByHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { ownCommand, type OwnCommandEnd } from '../../trainer/own-command.ts';
import { runState, stateWords } from '../../trainer/state.ts';
import { RUN_FILES, RUNS_FOLDER, type TuningRun } from '../../tune/run-folder.ts';
import { readRun } from '../../tune/run-read.ts';
import { SET_FILES } from '../../tune/training-set.ts';
import { print, printProblem } from '../shared/print.ts';
import { wrap } from '../shared/text-columns.ts';

/** One command of a list. */
export type ScriptStep = {
  /** The words after `homines` that bring it about as things stand; null: it is done. */
  next(): readonly string[] | null;
};

/**
 * Runs what is not done yet, in order. Gives the exit code: 0 all is done; else that of the command that ended otherwise, after
 * which nothing more is begun. `again`: how the list is typed again, to go on; `run`: what runs a command.
 */
export async function runScript(
  steps: readonly ScriptStep[],
  again: readonly string[],
  run: (words: readonly string[]) => Promise<OwnCommandEnd> = ownCommand,
): Promise<number> {
  for (const step of steps) {
    for (let words = step.next(); words !== null; words = step.next()) {
      print(`\n$ ${commandLine(wordsByHand(words))}`);
      const { code, stopped } = await run(words);
      if (code === 0 && !stopped && isProgress(words, step.next())) continue;
      if (code === 0 && !stopped)
        throw new UserError(`"${words.join(' ')}" ended, and what it was to make is not there.`);
      printProblem(
        wrap(
          `\nStopped: what is done stays, a training that was begun goes on by itself, and "${commandLine(wordsByHand(again))}" goes on from here.`,
        ),
      );
      return code === 0 ? STOPPED : code;
    }
  }
  return 0;
}

/** A step that was stopped, though its command ended well. */
const STOPPED = 130;

/** Whether a command has changed what is to be done next. */
const isProgress = (did: readonly string[], next: readonly string[] | null): boolean =>
  next === null || next.join(' ') !== did.join(' ');

/** Makes a training set, unless its folder has one. `options`: words as typed, the agent first. */
export const setStep = (folder: string, options: readonly string[]): ScriptStep => ({
  next: () => (existsSync(join(folder, SET_FILES.set)) ? null : ['tune', 'data', ...options, '--out', folder]),
});

/**
 * Trains a run of a set to its end: begins it, or goes on where it stands. Throws a UserError where a run of this name is of another
 * model, or failed a proof.
 */
export const runStep = (
  lab: string,
  name: string,
  set: string,
  model: string,
  options: readonly string[],
): ScriptStep => ({
  next() {
    const folder = join(lab, RUNS_FOLDER, name);
    if (!existsSync(join(folder, RUN_FILES.run)))
      return ['tune', 'start', set, '--model', model, '--name', name, ...options];
    const run = readRun(folder);
    refuseOther(run, model);
    const state = runState(folder);
    switch (state.kind) {
      case 'finished':
        return null;
      case 'running':
      case 'ordered':
        return ['tune', 'watch', name];
      case 'prepared':
      case 'ordering':
      case 'stopped':
      case 'died':
      case 'failed':
        return ['tune', 'resume', name];
      case 'refused':
      case 'cancelled':
      case 'elsewhere':
        throw new UserError(
          `${name} cannot go on: ${stateWords(state)}. Take another name with --name, or remove ${folder}.`,
        );
    }
  },
});

function refuseOther({ name, base }: TuningRun, model: string): void {
  if (base.given !== model && base.path !== resolve(model))
    throw new UserError(
      `${name} is there already and is trained from ${base.given}, not from ${model}: take another name with --name.`,
    );
}

/** A command that is run once in a list, whatever is there: it asks and trains nothing twice. */
export function onceStep(words: readonly string[]): ScriptStep {
  let asked = false;
  return {
    next() {
      if (asked) return null;
      asked = true;
      return words;
    },
  };
}
