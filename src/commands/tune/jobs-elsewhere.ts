/** The jobs of providers whose keys are there, also those that were started elsewhere: each provider has seconds to answer. */
import { cleanLine } from '../../core/outside-text.ts';
import { localTime } from '../../core/format.ts';
import { UserError } from '../../core/user-error.ts';
import { JOBS_SEEN } from '../../jobs/launch.ts';
import { jobOf } from '../../jobs/journal.ts';
import { hasKey, openTuner, tunerProvider } from '../../jobs/open.ts';
import { TUNER_FACTS } from '../../jobs/tuners.ts';
import type { TuningJob } from '../../jobs/tuning-provider.ts';
import { isAtProvider, TUNERS, type Tuner } from '../../tune/run-folder.ts';
import { readEvents, readOfRuns } from '../../tune/run-read.ts';

/** A job as `tune list --json` has it. `run`: the run of this folder that ordered it; null: it was ordered elsewhere. */
export type ListedJob = {
  readonly on: Tuner;
  readonly job: string;
  readonly run: string | null;
  readonly name: string | null;
  readonly state: TuningJob['state'];
  readonly said: string;
  readonly base: string;
  readonly model: string | null;
  readonly data: string | null;
  readonly at: number;
};

export type JobsElsewhere = {
  readonly jobs: readonly ListedJob[];
  /** A sentence for each provider that did not answer. */
  readonly silent: readonly string[];
};

/** Milliseconds that a provider has. */
const ANSWER_MS = 5000;

/** Asks every provider whose key is there and that is trusted, at the same time. */
export async function jobsElsewhere(lab: string, env: NodeJS.ProcessEnv): Promise<JobsElsewhere> {
  const ours = orderedHere(lab);
  const asked = await Promise.all(TUNERS.filter((on) => isReachable(on, lab, env)).map((on) => jobsAt(on, lab, env)));
  return {
    jobs: asked.flatMap(({ on, jobs }) =>
      jobs.map((job) => ({
        ...{ on, job: job.id, run: ours.get(`${on} ${job.id}`) ?? null, name: job.name, state: job.state },
        ...{ said: cleanLine(job.said), base: job.base, model: job.model, data: job.data, at: job.createdAt },
      })),
    ),
    silent: asked.flatMap(({ why }) => (why === null ? [] : [why])),
  };
}

/** "OpenAI ftjob-1 (running), gpt-4.1-nano, of 30 Nov: run economicus-1". */
export const jobLine = ({ on, job, run, name, said, state, base, model, at }: ListedJob): string =>
  cleanLine(
    `${TUNER_FACTS[on].label} ${job}: ${said || state}, ${model ?? base}, ${localTime(at)}, ${run === null ? `started elsewhere${name === null ? '' : ` as ${name}`}` : `run ${run}`}`,
  );

/** Whether a provider has a key; one whose place cannot be told is not asked. */
function isReachable(on: Tuner, lab: string, env: NodeJS.ProcessEnv): boolean {
  try {
    return hasKey(tunerProvider(on, lab, env), env);
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

async function jobsAt(
  on: Tuner,
  lab: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly on: Tuner; readonly jobs: readonly TuningJob[]; readonly why: string | null }> {
  const { label } = TUNER_FACTS[on];
  const limit = AbortSignal.timeout(ANSWER_MS);
  try {
    const provider = await openTuner(on, lab, env);
    return { on, jobs: await provider.jobs(JOBS_SEEN, limit), why: null };
  } catch (error) {
    if (limit.aborted)
      return { on, jobs: [], why: `${label} has not listed its jobs within ${ANSWER_MS / 1000} seconds.` };
    if (error instanceof UserError) return { on, jobs: [], why: `${label} lists no jobs: ${error.message}` };
    throw error;
  }
}

/** The runs of this folder by the provider and the job that they ordered. */
const orderedHere = (lab: string): ReadonlyMap<string, string> =>
  new Map(
    readOfRuns<readonly [string, string]>(lab, ({ folder, run }) => {
      if (!isAtProvider(run)) return null;
      const job = jobOf(readEvents(folder));
      return job === null ? null : [`${run.on} ${job}`, run.name];
    }),
  );
