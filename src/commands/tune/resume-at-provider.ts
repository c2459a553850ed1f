/** `homines tune resume` of a run at a provider: brought there where it is not yet, followed where it is; no job is ordered twice. */
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { openRunTuner } from '../../jobs/open.ts';
import { TUNER_FACTS } from '../../jobs/tuners.ts';
import { runState } from '../../trainer/state.ts';
import type { ProviderRun } from '../../tune/run-folder.ts';
import { print, printJson } from '../shared/print.ts';
import { catchSignals } from '../shared/signals.ts';
import { wrap } from '../shared/text-columns.ts';
import { trusting } from '../shared/trusting.ts';
import { launched } from './launched.ts';
import type { ResumeFlags } from './run-flags.ts';

/** Gives the exit code. Throws a UserError where its job is over: another one is another run. */
export async function resumeAtProvider(
  { detach, yes, trust, json }: ResumeFlags,
  folder: string,
  run: ProviderRun,
): Promise<number> {
  const state = runState(folder);
  if (state.kind === 'cancelled')
    throw new UserError(
      `${run.name} was cancelled, and ${TUNER_FACTS[run.on].label} goes on with no cancelled job: begin another run with "${byHand('tune start')}".`,
    );
  if (state.kind === 'failed' && !state.again)
    throw new UserError(
      `${run.name} failed at ${TUNER_FACTS[run.on].label} and is not paid twice (${state.sentence.replace(/\.$/, '')}): begin another run with "${byHand('tune start')}".`,
    );
  if (state.kind !== 'ordered' && state.kind !== 'finished') {
    const stopped = catchSignals();
    try {
      const provider = await trusting(trust ?? false, () => openRunTuner(run, process.cwd(), process.env));
      const job = await launched({ folder, run }, provider, yes ?? false, stopped.signal);
      if (detach ?? false) {
        if (json ?? false) return printJson({ name: run.name, folder, job });
        print(
          wrap(
            `${run.name} trains at ${TUNER_FACTS[run.on].label} (job ${job}): "${byHand(`tune watch ${run.name}`)}" shows how far it is.`,
          ),
        );
        return 0;
      }
    } catch (error) {
      if (!stopped.signal.aborted) throw error;
      return stopped.exitCode();
    } finally {
      stopped.done();
    }
  }
  return (await import('./watch.ts')).watched(folder, run, json ?? false, trust ?? false);
}
