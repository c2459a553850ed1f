/** `homines tune stop`: the trainer saves a checkpoint and ends; a job at a provider is cancelled. */
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { runState, stateWords } from '../../trainer/state.ts';
import { stopTrainer } from '../../trainer/trainer-process.ts';
import { lastRun } from '../../tune/last-run.ts';
import { isAtProvider, trainsHere } from '../../tune/run-folder.ts';
import { runNamed } from '../../tune/run-read.ts';
import { print, printJson, printWait } from '../shared/print.ts';
import { wrap } from '../shared/text-columns.ts';
import type { StopFlags } from './run-flags.ts';

/** Milliseconds that a step and its checkpoint may take. */
const PATIENCE_MS = 10 * 60_000;

/** Stops the run that is named, or the last one. Gives the exit code: 1 where it still runs. */
export async function stop(flags: StopFlags, named: string | undefined): Promise<number> {
  const json = flags.json ?? false;
  const { folder, run } = named === undefined ? lastRun(process.cwd()) : runNamed(process.cwd(), named);
  if (isAtProvider(run) && !trainsHere(run))
    return (await import('./stop-at-provider.ts')).stopAtProvider(flags, folder, run);
  const before = runState(folder);
  if (before.kind !== 'running')
    throw new UserError(`${run.name} does not train here at this moment: it is ${stateWords(before)}.`);
  let told = false;
  const state = await stopTrainer(folder, PATIENCE_MS, () => {
    if (!told) printWait(`${run.name} ends after the step that it takes, with a checkpoint.`);
    told = true;
  });
  if (json) return (printJson({ name: run.name, folder, state }), state.kind === 'running' ? 1 : 0);
  print(
    wrap(
      state.kind === 'running'
        ? `${run.name} was asked to stop and still takes its step (process ${state.pid}): "${byHand(`tune watch ${run.name}`)}" shows when it has.`
        : `${run.name} is ${stateWords(state)}.${state.kind === 'finished' ? '' : ` "${byHand(`tune resume ${run.name}`)}" goes on.`}`,
    ),
  );
  return state.kind === 'running' ? 1 : 0;
}
