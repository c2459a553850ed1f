/**
 * Together tunes: LoRA by its official package, answers alone trained, the mask shown by its own preview before it is paid, and the tuned
 * model asked on cards that are rented by the minute.
 *
 * Facts are from the types of together-ai 0.52 and from docs.together.ai (fine-tuning/quickstart, monitoring, pricing; dedicated-endpoints).
 * None of it was tried on the service, only against a stand-in of it in test/tuning-server.
 */
import { z } from 'zod';
import { UserError } from '../../core/user-error.ts';
import type { Provider } from '../../model/provider.ts';
import { sleep } from '../../model/waiting.ts';
import { PACE, type Pace } from '../asked.ts';
import { basesOf, settingsOf } from './bases.ts';
import { togetherCalls, type TogetherCalls } from './client.ts';
import { togetherDeployments } from './deployments.ts';
import { events, eventsOf, fineTune, fineTunes, jobOf, metrics, suffixOf } from './job.ts';
import { uploaded } from './upload.ts';
import { mayBeDone, Refused } from '../told-apart.ts';
import { textOfTokens } from './token-text.ts';
import type { JobOrder, PreviewRow, TuningJob, TuningProvider } from '../tuning-provider.ts';

/** Prompts are never trained. */
const ANSWERS_ONLY = { method: 'sft', train_on_inputs: false } as const;

/** `pace`: tests go faster. */
export function togetherTuner(
  provider: Provider,
  key: string,
  _env: NodeJS.ProcessEnv = {},
  pace: Pace = PACE,
): TuningProvider {
  const calls = togetherCalls(provider, key, pace);
  const { ask, v1 } = calls;
  const again = true;
  const all = async (signal: AbortSignal): Promise<readonly TuningJob[]> => {
    const found = await ask({ wanted: 'the list of its jobs', again }, fineTunes, signal, (one) =>
      v1.fineTuning.list({ signal: one }),
    );
    return found.map(jobOf).toSorted((a, b) => b.createdAt - a.createdAt);
  };
  const one = async (id: string, signal: AbortSignal): Promise<TuningJob> =>
    jobOf(
      await ask({ wanted: `the job ${id}`, again }, fineTune, signal, (limit) =>
        v1.fineTuning.retrieve(id, { signal: limit }),
      ),
    );
  return {
    tuner: 'together',
    provider,
    limits: {
      rows: { least: 1, most: null },
      bytes: Math.floor(4.9 * 2 ** 30),
      source: 'together-ai 0.52, lib/check-file, of September 2026',
    },
    bases: (signal) => basesOf(calls, signal),
    upload: (file, signal) => uploaded(calls, file, signal),
    estimate: (order, signal) => estimate(calls, order, signal),
    preview: (order, rows, signal) => preview(calls, order, rows, signal),
    order: (order, signal) => ordered(calls, order, all, signal),
    jobs: async (most, signal) => (await all(signal)).slice(0, most),
    job: one,
    async events(id, signal) {
      const happened = await ask({ wanted: `what happened in the job ${id}`, again }, events, signal, (limit) =>
        v1.fineTuning.listEvents(id, { signal: limit }),
      );
      const measured = await ask({ wanted: `the losses of the job ${id}`, again }, metrics, signal, (limit) =>
        v1.fineTuning.listMetrics(id, {}, { signal: limit }),
      ).catch((error: unknown) => {
        // A job that has not begun may have none yet.
        if (error instanceof Refused) return [];
        throw error;
      });
      return eventsOf(happened, measured);
    },
    async cancel(id, signal) {
      const stopped = ask({ wanted: `an end of the job ${id}`, again }, z.unknown(), signal, (limit) =>
        v1.fineTuning.cancel(id, { signal: limit }),
      );
      // One that has ended is refused, and stands as it stands.
      const refused = await stopped.then(
        () => null,
        (error: unknown) => error,
      );
      const job = await one(id, signal);
      if (refused !== null && (job.state === 'waiting' || job.state === 'running')) throw refused;
      return job;
    },
    deployments: togetherDeployments(calls, all),
  };
}

const estimation = z.object({
  estimation_available: z.boolean().nullish().catch(null),
  estimated_total_price: z.number().nullish().catch(null),
  allowed_to_proceed: z.boolean().nullish().catch(null),
  user_limit: z.number().nullish().catch(null),
  unavailable_reason: z.string().nullish().catch(null),
});

/** In USD, as Together says before the order. Throws a UserError where it would not let the account order it. */
async function estimate(calls: TogetherCalls, order: JobOrder, signal: AbortSignal): Promise<number | null> {
  const { n_epochs, training_type } = await settingsOf(calls, order, signal);
  const said = await calls.ask({ wanted: 'what the job would cost', again: true }, estimation, signal, (one) =>
    calls.v1.fineTuning.estimatePrice(
      {
        ...{ model: order.base, training_file: order.train, training_method: ANSWERS_ONLY, training_type },
        ...(n_epochs === undefined ? {} : { n_epochs }),
      },
      { signal: one },
    ),
  );
  const usd = said.estimated_total_price ?? null;
  if (said.unavailable_reason === 'train_file_invalid')
    throw new Refused(`${calls.whom.label} says that the file ${order.train} is not valid: make the set anew.`);
  if (said.allowed_to_proceed === false)
    throw new Refused(
      `${calls.whom.label} would not begin the job: about ${usd === null ? 'an unknown sum' : `${usd} USD`} is more than the account has, ${said.user_limit ?? 'an unknown sum'} USD; fill it, or train on fewer rows.`,
    );
  return said.estimation_available === false ? null : usd;
}

const shown = z.object({
  train_on_inputs: z.boolean().nullish(),
  rows: z.array(
    z.object({
      labels: z.array(z.number()),
      tokens: z.array(z.string()),
      num_tokens: z.number(),
      num_trained_tokens: z.number(),
    }),
  ),
});

/** What no loss is reckoned of has this label. */
const MASKED = -100;

/** The first rows as they will be trained: by the labels, token by token. Throws a UserError where the counts told say otherwise. */
async function preview(
  { ask, v1, whom }: TogetherCalls,
  { base, train }: JobOrder,
  rows: number,
  signal: AbortSignal,
): Promise<readonly PreviewRow[]> {
  const { method: training_method, train_on_inputs } = ANSWERS_ONLY;
  const body = { model: base, training_file: train, top_k: rows, train_on_inputs, training_method };
  const said = await ask({ wanted: 'a preview of the first rows', again: true }, shown, signal, (one) =>
    v1.fineTuning.preview(body, { signal: one }),
  );
  return said.rows.slice(0, rows).map(({ labels, tokens, num_tokens, num_trained_tokens }, at) => {
    const trained = tokens.filter((_, n) => (labels[n] ?? MASKED) !== MASKED);
    if (labels.length !== tokens.length || tokens.length !== num_tokens || trained.length !== num_trained_tokens)
      throw new UserError(
        `${whom.label}'s preview of row ${at + 1} contradicts itself (${tokens.length} tokens of ${num_tokens}, ${trained.length} trained of ${num_trained_tokens}): nothing is ordered on it; try again later.`,
      );
    return { tokens: num_tokens, trained: trained.length, text: textOfTokens(trained) };
  });
}

/** So often the list of jobs is looked into for one whose order had no answer. */
const LOOKS = 4;

/** Orders once. Where the answer is lost, the job is looked for by its mark. */
async function ordered(
  calls: TogetherCalls,
  order: JobOrder,
  all: (signal: AbortSignal) => Promise<readonly TuningJob[]>,
  signal: AbortSignal,
): Promise<TuningJob> {
  const { v1, ask, pace } = calls;
  const settings = await settingsOf(calls, order, signal);
  try {
    const job = await ask({ wanted: 'a job', again: false }, fineTune, signal, (one) =>
      v1.fineTuning.create(
        {
          ...{ model: order.base, training_file: order.train, suffix: suffixOf(order.name, order.mark), ...settings },
          training_method: ANSWERS_ONLY,
        },
        { signal: one },
      ),
    );
    return jobOf(job);
  } catch (error) {
    signal.throwIfAborted();
    if (!mayBeDone(error)) throw error;
    for (let look = 0; look < LOOKS; look++) {
      await sleep(pace.pause * 2 ** look, signal);
      const found = (await all(signal)).find(({ mark }) => mark === order.mark);
      if (found !== undefined) return found;
    }
    throw error;
  }
}
