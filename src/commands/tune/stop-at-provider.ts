/** `homines tune stop` of a run at a provider: its job is cancelled, which is not taken back, and may be paid as far as it came. */
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { systemClock } from '../../jobs/clock.ts';
import { look } from '../../jobs/follow.ts';
import { jobOf, journalOf } from '../../jobs/journal.ts';
import { findOrdered } from '../../jobs/launch.ts';
import { isJobOver } from '../../jobs/news.ts';
import { openRunTuner } from '../../jobs/open.ts';
import { TUNER_FACTS } from '../../jobs/tuners.ts';
import type { TuningProvider } from '../../jobs/tuning-provider.ts';
import { runState, stateWords } from '../../trainer/state.ts';
import type { ProviderRun } from '../../tune/run-folder.ts';
import { trainingProgress } from '../../tune/training-progress.ts';
import { print, printJson, printProblem } from '../shared/print.ts';
import { catchSignals } from '../shared/signals.ts';
import { wrap } from '../shared/text-columns.ts';
import { trusting } from '../shared/trusting.ts';
import { answered } from './agreed-plan.ts';
import { billWords } from './job-words.ts';
import type { StopFlags } from './run-flags.ts';

/** Milliseconds between two looks at whether it stands still, and so many looks. */
const LOOK_MS = 2000;
const LOOKS = 15;

/** Gives the exit code: 1 where the provider has not said within half a minute that it is cancelled. */
export async function stopAtProvider(
  { yes, trust, json }: StopFlags,
  folder: string,
  run: ProviderRun,
): Promise<number> {
  const { label } = TUNER_FACTS[run.on];
  const before = runState(folder);
  if (before.kind !== 'ordered' && before.kind !== 'ordering')
    throw new UserError(`${run.name} has no job that could be cancelled: it is ${stateWords(before)}.`);
  const stopped = catchSignals();
  const { signal } = stopped;
  try {
    const provider = await trusting(trust ?? false, () => openRunTuner(run, process.cwd(), process.env));
    const job = await jobThere(folder, run, provider, signal);
    if (job === null) {
      if (json ?? false) return printJson({ name: run.name, folder, state: runState(folder) });
      print(wrap(`${label} has no job of ${run.name}: nothing was ordered, and nothing is paid.`));
      return 0;
    }
    if (!(yes ?? false)) {
      printProblem(
        wrap(
          `${run.name} (job ${job}) is cancelled for good: it does not go on later, and ${label} may take what it has trained by now.`,
        ),
      );
      if (!(await answered('Cancel it?', 'Nothing was cancelled')))
        throw new UserError(`Nothing was cancelled: ${run.name} goes on.`);
    }
    await provider.cancel(job, signal);
    const journal = journalOf(folder);
    for (let looks = 0; looks < LOOKS; looks++) {
      await look({ run, provider, journal, clock: systemClock, signal });
      if (isJobOver(journal.read())) break;
      await systemClock.sleep(LOOK_MS, signal);
    }
    const state = runState(folder);
    const billed = billWords(trainingProgress(journal.read()));
    const over = state.kind !== 'ordered';
    if (json ?? false) printJson({ name: run.name, folder, state });
    else
      print(
        wrap(
          over
            ? `${run.name} is ${stateWords(state)}${billed === null ? '' : `; ${label} counted ${billed}`}.`
            : `${label} was asked to cancel ${run.name} and has not said yet that it did: "${byHand(`tune watch ${run.name}`)}" shows when it has.`,
        ),
      );
    return over ? 0 : 1;
  } catch (error) {
    if (!signal.aborted) throw error;
    return stopped.exitCode();
  } finally {
    stopped.done();
  }
}

/** The job of the run, looked for where nobody wrote down which it is; null: there is none. */
async function jobThere(
  folder: string,
  run: ProviderRun,
  provider: TuningProvider,
  signal: AbortSignal,
): Promise<string | null> {
  const known = jobOf(journalOf(folder).read());
  return known ?? findOrdered({ folder, run, provider, signal, say: (line) => printProblem(wrap(line)) });
}
