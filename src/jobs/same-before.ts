/** Whether the same rows were tuned on the same model before: in this lab by its runs, elsewhere by the provider's list of jobs. */
import { cleanLine } from '../core/outside-text.ts';
import { byHand } from '../core/shell.ts';
import { isAtProvider, type Tuner } from '../tune/run-folder.ts';
import { runState, type RunState } from '../trainer/state.ts';
import { readOfRuns } from '../tune/run-read.ts';
import type { PlanQuestion } from './price.ts';
import { dayOf } from './closing-dates.ts';
import { TUNER_FACTS } from './tuners.ts';
import type { TuningJob } from './tuning-provider.ts';

export type SameWanted = {
  readonly lab: string;
  readonly tuner: Tuner;
  readonly base: string;
  /** SHA-256 of the set. */
  readonly data: string;
  /** Whether a name was typed for the new run: whoever does means another one. */
  readonly named: boolean;
};

/** What is asked where it was: nothing where it was not, or where it came to nothing. */
export function sameBefore(
  { lab, tuner, base, data, named }: SameWanted,
  jobs: readonly TuningJob[],
): readonly PlanQuestion[] {
  const { label } = TUNER_FACTS[tuner];
  const job = jobs.find(
    (one) =>
      isSameSet(one.data, data) && isSameModel(one.base, base) && one.state !== 'failed' && one.state !== 'cancelled',
  );
  // One that cannot be read is no reason to begin none.
  const run =
    readOfRuns(lab, (found) => found).find(
      ({ folder, run: one }) =>
        isAtProvider(one) &&
        one.on === tuner &&
        one.data.hash === data &&
        one.base.given === base &&
        !NOTHING.includes(runState(folder).kind),
    )?.run.name ?? null;
  if (job === undefined && run === null) return [];
  const which = [
    ...(run === null ? [] : [`run ${run}`]),
    ...(job === undefined ? [] : [`job ${cleanLine(job.id)} of ${dayOf(job.createdAt)}, ${job.state}`]),
  ].join(', ');
  const known = `These rows were tuned on ${base} at ${label} before (${which})`;
  const instead =
    run === null ? `"${byHand('tune list')}" shows it` : `"${byHand(`tune resume ${run}`)}" goes on with it`;
  return [
    {
      asks: `${known}; ${instead}. Tune them once more, and pay once more?`,
      // Nobody types a second name by mistake.
      yes: named ? null : `${known}, and --yes alone does not pay twice: ${instead}; name the new run with --name.`,
    },
  ];
}

/** Runs that came to nothing. */
const NOTHING: readonly RunState['kind'][] = ['failed', 'cancelled'];

/** A provider may keep the first digits of a hash alone. */
const isSameSet = (kept: string | null, data: string): boolean =>
  kept !== null && kept.length >= LEAST_DIGITS && data.startsWith(kept);
const LEAST_DIGITS = 16;

/** A job names the version that a shorter name stood for. */
const isSameModel = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}-`) || other.startsWith(`${one}-`);
