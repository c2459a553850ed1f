/** `homines tune end RUN…`: the cards that are rented for a run's model are given back, and cost nothing any more. */
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { openRunTuner } from '../../jobs/open.ts';
import { TUNER_FACTS } from '../../jobs/tuners.ts';
import { rentedRuns } from '../../tune/rented.ts';
import { runNamed } from '../../tune/run-read.ts';
import { print, printJson } from '../shared/print.ts';
import { catchSignals } from '../shared/signals.ts';
import { wrap } from '../shared/text-columns.ts';
import { atProvider, endRent } from './rent.ts';

/** Ends those of the named runs; without a name those of the only run that has any. Gives the exit code. */
export async function end({ json = false }: { readonly json?: boolean | undefined }, names: readonly string[]) {
  const lab = process.cwd();
  const runs =
    names.length === 0 ? [soleRented(lab)] : [...new Set(names)].map((name) => atProvider(runNamed(lab, name)));
  const caught = catchSignals();
  const ended: { readonly run: string; readonly deployment: string | null }[] = [];
  try {
    for (const { run, folder } of runs) {
      const { deployments } = await openRunTuner(run, lab, process.env);
      const deployment =
        deployments === null ? null : await endRent({ run, folder, deployments, signal: caught.signal });
      ended.push({ run: run.name, deployment });
      if (!json)
        print(
          wrap(
            deployment === null
              ? `Nothing is rented for ${run.name} at ${TUNER_FACTS[run.on].label}.`
              : `What served ${run.name} at ${TUNER_FACTS[run.on].label} (${deployment}) is ended and costs nothing any more; "${byHand(`tune serve ${run.name}`)}" rents it anew.`,
          ),
        );
    }
  } catch (error) {
    if (caught.signal.aborted) return caught.exitCode();
    throw error;
  } finally {
    caught.done();
  }
  return json ? printJson({ ended }) : 0;
}

function soleRented(lab: string): ReturnType<typeof atProvider> {
  const [first, ...more] = rentedRuns(lab);
  if (first === undefined)
    throw new UserError(`Nothing is rented from this folder: "${byHand('tune list')}" tells what is.`);
  if (more.length > 0)
    throw new UserError(
      `homines tune end needs a run: cards are rented for ${[first, ...more].map(({ run }) => run.name).join(', ')}.`,
    );
  return first;
}
