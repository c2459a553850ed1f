/**
 * Tuning jobs by OpenAI's interface, as OpenAI and Azure speak it: ordered once, listed, followed and cancelled. Fields and states
 * are those of the official client (package openai 7.55, resources/fine-tuning/jobs) and of Azure's description of its interface
 * (azure-rest-api-specs, AzureOpenAI/authoring 2025-04-01-preview). Not tried on the services.
 */
import { z } from 'zod';
import { UserError } from '../../core/user-error.ts';
import { byHand } from '../../core/shell.ts';
import { sleep } from '../../model/waiting.ts';
import type { JobState } from '../../tune/run-folder.ts';
import { wordsOf } from '../asked.ts';
import { type Account, ask, listed } from './account.ts';
import { mayBeDone, NotThere, Refused } from '../told-apart.ts';
import type { JobEvent, JobOrder, TuningJob } from '../tuning-provider.ts';

const text = z.string().nullish().catch(null);
const number = z.number().nullish().catch(null);

const job = z.object({
  ...{ id: z.string().min(1), status: z.string(), model: z.string().catch(''), created_at: z.number() },
  ...{ finished_at: number, fine_tuned_model: text, trained_tokens: number, training_file: text, suffix: text },
  error: z.object({ code: text, message: text, param: text }).nullish().catch(null),
  metadata: z.record(z.string(), z.unknown()).nullish().catch(null),
});
export type JobThere = z.infer<typeof job>;

/** How OpenAI and Azure differ in a job. */
export type JobForm = {
  /** What stands in an order beside the model, the files and the options. */
  readonly mark: (order: JobOrder) => Readonly<Record<string, unknown>>;
  /** Whose job it is. */
  readonly read: (job: JobThere) => Pick<TuningJob, 'name' | 'mark' | 'data'>;
};

const STATES: Readonly<Record<string, JobState>> = {
  ...{ validating_files: 'waiting', queued: 'waiting', created: 'waiting', pending: 'waiting', paused: 'waiting' },
  ...{ running: 'running', pausing: 'running', resuming: 'running' },
  ...{ succeeded: 'succeeded', failed: 'failed', cancelled: 'cancelled', canceled: 'cancelled' },
};

/** A job as the rest of the lab sees it. A state that nobody told us of counts as running. */
export function jobOf(there: JobThere, { read }: JobForm): TuningJob {
  const { id, status, model, created_at, finished_at, fine_tuned_model, trained_tokens } = there;
  const state = STATES[status.toLowerCase()] ?? 'running';
  return {
    ...{ id, state, said: wordsOf(status), base: model, ...read(there) },
    createdAt: created_at * 1000,
    endedAt: finished_at ? finished_at * 1000 : null,
    model: fine_tuned_model || null,
    tokens: trained_tokens ?? null,
    usd: null,
    why: state === 'failed' ? whyOf(there) : null,
  };
}

/** What the provider says of a job that failed: its words, and what they are about where that is a file or an option. */
function whyOf({ error }: JobThere): string {
  const said = wordsOf(error?.message ?? '') || wordsOf(error?.code ?? '') || 'it does not say why';
  const about = error?.param ? wordsOf(error.param) : '';
  return about === '' || said.includes(about) ? said : `${about}: ${said}`;
}

/** The largest seed that fits the 32 bits that Azure's description gives it. */
const SEEDS = 2 ** 31;

/** Orders a job; where the answer was lost, the job that may have come of it is looked for and given instead. */
export async function orderJob(
  account: Account,
  form: JobForm,
  order: JobOrder,
  signal: AbortSignal,
): Promise<TuningJob> {
  const { epochs, lr, rank, batch, seed } = order.options;
  if (rank !== null)
    throw new Refused(`${account.whom.label} chooses the rank of its adapters itself: leave out --rank ${rank}.`);
  const hyperparameters = {
    ...(epochs === null ? {} : { n_epochs: epochs }),
    ...(batch === null ? {} : { batch_size: batch }),
    ...(lr === null ? {} : { learning_rate_multiplier: lr }),
  };
  const method = { type: 'supervised' as const, supervised: { hyperparameters } };
  const body = {
    ...{ model: order.base, training_file: order.train, seed: Math.abs(seed) % SEEDS, method },
    ...(order.heldOut === null ? {} : { validation_file: order.heldOut }),
    ...form.mark(order),
  };
  try {
    const there = await ask(
      ...([account, 'a job', job] as const),
      // The key of idempotence is documented for neither: it does no harm, and nothing relies on it.
      (client, limit) =>
        client.fineTuning.jobs.create(body, { signal: limit, headers: { 'Idempotency-Key': order.mark } }).asResponse(),
      signal,
      { again: false },
    );
    return jobOf(there, form);
  } catch (error) {
    if (!(error instanceof UserError && mayBeDone(error))) throw error;
    const found = await foundAgain(account, form, order.mark, signal);
    if (found !== null) return found;
    throw new UserError(
      `${error.message.replace(/\.$/, '')}; no job of this order is listed yet: "${byHand(`tune resume ${order.name}`)}" looks for it once more before another is ordered.`,
    );
  }
}

/** How long a job whose answer was lost is looked for: lists may lag behind. Ours. */
const LOOKS_MS = [500, 2000, 5000];
/** So many of the newest jobs are looked through for it. */
const LOOKED_THROUGH = 100;

async function foundAgain(
  account: Account,
  form: JobForm,
  mark: string,
  signal: AbortSignal,
): Promise<TuningJob | null> {
  for (const wait of LOOKS_MS) {
    await sleep(wait, signal);
    const jobs = await listJobs(account, form, LOOKED_THROUGH, signal);
    const found = jobs.find((one) => one.mark === mark);
    if (found !== undefined) return found;
  }
  return null;
}

/** The jobs of an account, newest first. */
export async function listJobs(
  account: Account,
  form: JobForm,
  most: number,
  signal: AbortSignal,
): Promise<readonly TuningJob[]> {
  const jobs: TuningJob[] = [];
  const all = listed(
    ...([account, 'the list of its jobs', job] as const),
    (client, query, limit) => client.fineTuning.jobs.list(query, { signal: limit }).asResponse(),
    signal,
  );
  for await (const one of all) {
    if (jobs.length >= most) break;
    jobs.push(jobOf(one, form));
  }
  return jobs.toSorted((a, b) => b.createdAt - a.createdAt);
}

/** A job as it stands. Throws a UserError where it is not known any more. */
export async function oneJob(account: Account, form: JobForm, id: string, signal: AbortSignal): Promise<TuningJob> {
  try {
    const there = await ask(
      ...([account, `the job ${id}`, job] as const),
      (client, limit) => client.fineTuning.jobs.retrieve(id, { signal: limit }).asResponse(),
      signal,
    );
    return jobOf(there, form);
  } catch (error) {
    if (!(error instanceof NotThere)) throw error;
    throw new NotThere(
      `${account.whom.label} knows no job ${id} any more (404): it was deleted, or the key${keyWords(account)} belongs to another project; "${byHand('tune list')}" shows the jobs that it knows.`,
      404,
    );
  }
}

const keyWords = ({ provider }: Account): string => (provider.keyName === undefined ? '' : ` in ${provider.keyName}`);

/** Ends a job; one that has ended already stays as it is. */
export async function cancelJob(account: Account, form: JobForm, id: string, signal: AbortSignal): Promise<TuningJob> {
  try {
    const there = await ask(
      ...([account, `the end of the job ${id}`, job] as const),
      (client, limit) => client.fineTuning.jobs.cancel(id, { signal: limit }).asResponse(),
      signal,
    );
    return jobOf(there, form);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const now = await oneJob(account, form, id, signal);
    if (now.endedAt !== null || !['waiting', 'running'].includes(now.state)) return now;
    throw error;
  }
}

const event = z.object({
  ...{ id: z.string().min(1), created_at: z.number(), message: z.string().catch('') },
  data: z.object({ step: number, total_steps: number, train_loss: number }).nullish().catch(null),
});
type EventThere = z.infer<typeof event>;

const checkpoint = z.object({ id: z.string().min(1), created_at: z.number(), step_number: z.number() });

/** What is known of each job's events, so that only what is new is asked for. */
export type EventsHeard = Map<
  string,
  { readonly events: readonly EventThere[]; readonly checkpoints: readonly JobEvent[] }
>;

/** What happened in a job so far, oldest first. */
export async function eventsOf(
  account: Account,
  heard: EventsHeard,
  id: string,
  signal: AbortSignal,
): Promise<readonly JobEvent[]> {
  const before = heard.get(id) ?? { events: [], checkpoints: [] };
  const newest = before.events.at(-1)?.id;
  const fresh: EventThere[] = [];
  // Newest first: what is known already ends it.
  const all = listed(
    ...([account, `the events of the job ${id}`, event] as const),
    (client, query, limit) => client.fineTuning.jobs.listEvents(id, query, { signal: limit }).asResponse(),
    signal,
  );
  for await (const one of all) {
    if (one.id === newest) break;
    fresh.push(one);
  }
  const now =
    fresh.length === 0
      ? before
      : { events: [...before.events, ...fresh.reverse()], checkpoints: await checkpointsOf(account, id, signal) };
  heard.set(id, now);
  const told = now.events.filter(({ message }) => !CHECKPOINT.test(message)).map(eventIn);
  return [...told, ...now.checkpoints].toSorted((a, b) => a.at - b.at);
}

async function checkpointsOf(account: Account, id: string, signal: AbortSignal): Promise<readonly JobEvent[]> {
  const found: JobEvent[] = [];
  const all = listed(
    ...([account, `the checkpoints of the job ${id}`, checkpoint] as const),
    (client, query, limit) => client.fineTuning.jobs.checkpoints.list(id, query, { signal: limit }).asResponse(),
    signal,
  );
  try {
    for await (const { created_at, step_number } of all)
      found.push({ kind: 'checkpoint', at: created_at * 1000, step: step_number });
  } catch (error) {
    // Not every job has a list of them.
    if (!(error instanceof NotThere)) throw error;
  }
  return found;
}

/** What its list of checkpoints tells too. */
const CHECKPOINT = /^checkpoint created at step \d+/i;
/** "Step 96/100: training loss=0.52", as OpenAI's messages have it. */
const STEP = /\bstep (\d+)(?:\/(\d+))?\b/i;
const LOSS = /training loss[=:]\s*([\d.]+)/i;

function eventIn({ created_at, message, data }: EventThere): JobEvent {
  const at = created_at * 1000;
  const told = STEP.exec(message);
  const step = data?.step ?? Number(told?.[1] ?? NaN);
  const loss = data?.train_loss ?? Number(LOSS.exec(message)?.[1] ?? NaN);
  if (Number.isInteger(step) && Number.isFinite(loss)) {
    const of = data?.total_steps ?? (told?.[2] === undefined ? null : Number(told[2]));
    return { kind: 'step', at, step, of, loss };
  }
  return { kind: 'said', at, text: wordsOf(message) };
}
