/** `homines tune resume`: a run goes on from its last checkpoint, or begins where it never did. */
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { whyNoEnvironment } from '../../trainer/environment.ts';
import { runState } from '../../trainer/state.ts';
import { startTrainer } from '../../trainer/trainer-process.ts';
import { lastRun } from '../../tune/last-run.ts';
import { isAtProvider, trainsHere, type TuningRun } from '../../tune/run-folder.ts';
import { runNamed } from '../../tune/run-read.ts';
import { print, printJson } from '../shared/print.ts';
import { wrap } from '../shared/text-columns.ts';
import type { ResumeFlags } from './run-flags.ts';
import { environmentAgreed } from './agreed.ts';

/** Goes on with the run that is named, or the last one, and watches it. Gives the exit code. */
export async function resume(flags: ResumeFlags, named: string | undefined): Promise<number> {
  const { detach, json } = flags;
  const { folder, run } = named === undefined ? lastRun(process.cwd()) : runNamed(process.cwd(), named);
  if (isAtProvider(run) && !trainsHere(run))
    return (await import('./resume-at-provider.ts')).resumeAtProvider(flags, folder, run);
  const state = runState(folder);
  if (state.kind === 'running')
    throw new UserError(
      `${run.name} trains already (process ${state.pid}): "${byHand(`tune watch ${run.name}`)}" shows how far it is.`,
    );
  if (state.kind === 'finished')
    throw new UserError(
      `${run.name} is finished, and there is nothing to go on with: "${byHand(`tune serve ${run.name}`)}" seats it, "${byHand('tune start')}" begins another.`,
    );
  if (state.kind === 'refused')
    throw new UserError(
      `${run.name} was not trained, since the proof of ${state.proof.name} failed (${state.proof.fault ?? state.proof.figure}): make a set that passes it, and begin a new run.`,
    );
  const pid = await begunAgain(flags, folder, run);
  if (detach ?? false) {
    if (json ?? false) return printJson({ name: run.name, folder, pid });
    print(
      wrap(
        `${run.name} goes on by itself (process ${pid}): "${byHand(`tune watch ${run.name}`)}" shows how far it is.`,
      ),
    );
    return 0;
  }
  return (await import('./watch.ts')).watched(folder, run, json ?? false, flags.trust ?? false);
}

/** Goes on with a training here, or with one whose cards are Tinker's; gives the number of its process. */
async function begunAgain(
  { yes = false, trust = false }: ResumeFlags,
  folder: string,
  run: TuningRun,
): Promise<number> {
  if (isAtProvider(run)) {
    const { beginTinker } = await import('./tinker.ts');
    return beginTinker({ folder, run }, { env: process.env, sure: yes, trust, tokenizer: null });
  }
  const problem = whyNoEnvironment();
  if (problem !== null) throw new UserError(problem);
  return startTrainer(folder, await environmentAgreed(yes));
}
