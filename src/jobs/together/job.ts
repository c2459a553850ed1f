/** Together's job as ours, and what happened in it: which of its fields says what. By the types of together-ai 0.52, not tried on the service. */
import { z } from 'zod';
import type { JobState } from '../../tune/run-folder.ts';
import { wordsOf } from '../asked.ts';
import { MARK, OURS } from '../mark.ts';
import type { JobEvent, TuningJob } from '../tuning-provider.ts';

const text = z.string().nullish().catch(null);
const count = z.number().nullish().catch(null);

const happening = z.object({
  type: z.string().catch(''),
  message: z.string().catch(''),
  created_at: z.string().catch(''),
  level: text,
  step: count,
  total_steps: count,
});

/**
 * What GET /fine-tunes, GET /fine-tunes/ID and the answers to an order and a cancellation have in common. `suffix` is in all but the
 * second; the name of the tuned model, which has it within, is in all once there is one. `model_object_id` is in the second alone.
 */
export const fineTune = z.object({
  id: z.string().min(1),
  status: z.string(),
  created_at: text,
  updated_at: text,
  model: text,
  suffix: text,
  model_output_name: text,
  model_object_id: text,
  token_count: count,
  total_price: count,
  events: z.array(happening).nullish().catch(null),
});

type FineTune = z.infer<typeof fineTune>;

export const fineTunes = z.object({ data: z.array(fineTune).nullish() }).transform(({ data }) => data ?? []);

/** A suffix has so many letters at most, and no more kinds of them than names of models have. */
const LONGEST_SUFFIX = 64;

/** What a job of ours adds to the tuned model's name: the run's name for people, and the mark by which it is found again. */
export const suffixOf = (name: string, mark: string): string =>
  `${name.replace(/[^a-z0-9]+/g, '-').slice(0, LONGEST_SUFFIX - mark.length - 1)}-${mark}`;

const STATES: Readonly<Record<string, JobState>> = {
  ...{ pending: 'waiting', queued: 'waiting', running: 'running', compressing: 'running', uploading: 'running' },
  ...{ cancel_requested: 'running', cancelled: 'cancelled', error: 'failed', completed: 'succeeded' },
};

/**
 * Prices of jobs are told in billionths of a dollar: Together's own Python client (together 1.5, finetune_price_to_dollars) divides by so
 * many before it shows one; an estimate is in dollars.
 */
const IN_A_DOLLAR = 1e9;

export function jobOf(job: FineTune): TuningJob {
  const state = STATES[job.status] ?? 'running';
  const ended = state === 'succeeded' || state === 'failed' || state === 'cancelled';
  const named = job.suffix ?? job.model_output_name ?? '';
  const mark = MARK.exec(named)?.[0] ?? null;
  return {
    ...{ id: job.id, state, said: wordsOf(job.status), base: job.model ?? '', mark },
    name: mark === null || !job.suffix?.endsWith(`-${mark}`) ? null : job.suffix.slice(0, -mark.length - 1),
    // Files have a name with their hash, jobs do not tell the set's.
    data: null,
    createdAt: dateOf(job.created_at) ?? 0,
    endedAt: ended ? dateOf(job.updated_at) : null,
    model: state === 'succeeded' ? (job.model_output_name ?? job.model_object_id ?? null) : null,
    tokens: job.token_count ?? null,
    usd: ended && typeof job.total_price === 'number' ? job.total_price / IN_A_DOLLAR : null,
    why: state === 'failed' ? whyOf(job) : null,
  };
}

function whyOf({ events }: FineTune): string {
  const bad = (events ?? []).filter(
    ({ type, level }) => type === 'job_error' || type === 'billing_limit' || (level ?? '').endsWith('error'),
  );
  return wordsOf(bad.at(-1)?.message ?? '') || 'it does not say why';
}

const dateOf = (told: string | null | undefined): number | null => {
  const at = Date.parse(told ?? '');
  return Number.isNaN(at) ? null : at;
};

export const events = z.object({ data: z.array(happening).nullish() }).transform(({ data }) => data ?? []);

/**
 * A line of GET /fine-tunes/ID/metrics: a step of training has `train/…`, one of evaluation `eval/…` (docs.together.ai,
 * docs/fine-tuning/monitoring). `timestamp`: nanoseconds.
 */
export const metrics = z
  .object({ metrics: z.array(z.record(z.string(), z.unknown())).nullish() })
  .transform(({ metrics: lines }) => lines ?? []);

/** What happened, oldest first: steps with their losses, checkpoints, and what Together says of it. */
export function eventsOf(happened: z.infer<typeof events>, measured: z.infer<typeof metrics>): readonly JobEvent[] {
  const of = Math.max(0, ...happened.map(({ total_steps }) => total_steps ?? 0)) || null;
  const steps = measured.flatMap((line): readonly JobEvent[] => {
    const [step, loss, at] = [line['train/global_step'], line['train/loss'], line['timestamp']];
    if (typeof step !== 'number' || typeof loss !== 'number') return [];
    return [{ kind: 'step', at: typeof at === 'number' ? Math.round(at / 1e6) : 0, step, of, loss }];
  });
  const said = happened.flatMap(({ type, message, created_at, step }): readonly JobEvent[] => {
    const at = dateOf(created_at) ?? 0;
    if (type === 'checkpoint_save' && typeof step === 'number') return [{ kind: 'checkpoint', at, step }];
    return message === '' ? [] : [{ kind: 'said', at, text: wordsOf(message) }];
  });
  return [...steps, ...said].toSorted((a, b) => a.at - b.at);
}

/** Whether a name of something there is one that homines gave. */
export const isOurs = (name: string): boolean => name.startsWith(OURS);
