/**
 * Tinker as the lab looks at it: which models it trains and which trainings an account has, by the paths that its Python SDK asks (tinker
 * 0.38.0, resources/service.py and lib/public_interfaces/rest_client.py). Training itself is the SDK's, in the run's folder
 * (src/trainer/python/tune_tinker.py): nothing is uploaded and nothing ordered from here. Not tried on the service by us.
 */
import { z } from 'zod';
import { UserError } from '../../core/user-error.ts';
import { cleanLine } from '../../core/outside-text.ts';
import { jsonIn } from '../../disk/text-file.ts';
import type { Provider } from '../../model/provider.ts';
import { asked } from '../asked.ts';
import { TUNER_FACTS } from '../tuners.ts';
import type { TuningJob, TuningProvider } from '../tuning-provider.ts';
import { wireOf } from '../wire.ts';

/** What stands behind the SDK's address where models are asked by the OpenAI protocol. */
const ASKED = /\/oai\/api\/v1$/;
/** The version that the SDK of our pins calls itself. */
const SDK_VERSION = '0.38.0';
/** What user_metadata calls our mark. */
const MARK = 'homines';

const capabilities = z.object({
  supported_models: z.array(
    z.object({
      model_name: z.string().nullish(),
      max_context_length: z.number().nullish(),
      trainable: z.boolean().nullish(),
    }),
  ),
});
const trainingRun = z.object({
  training_run_id: z.string(),
  base_model: z.string(),
  corrupted: z.boolean().optional(),
  last_request_time: z.string(),
  last_sampler_checkpoint: z.object({ tinker_path: z.string() }).nullish(),
  user_metadata: z.record(z.string(), z.string()).nullish(),
});
const trainingRuns = z.object({
  training_runs: z.array(trainingRun),
  cursor: z.object({ total_count: z.number() }),
});
const config = z.object({ pjwt_auth_enabled: z.boolean().optional() });
const token = z.object({ jwt: z.string() });

/** Tinker with a key. Nothing is asked yet. */
export function tinkerTuner(provider: Provider, key: string): TuningProvider {
  const { label, keyName } = TUNER_FACTS.tinker;
  const whom = { label, keyName: provider.keyName ?? keyName };
  const address = provider.address.replace(ASKED, '');
  const wire = wireOf(key);
  let shown: string | null = null;

  /** `wanted`: as a sentence says it; `by`: what is shown as the key; `body`: what is sent, nothing is asked for with GET. */
  const ask = <T>(
    path: string,
    wanted: string,
    schema: z.ZodType<T>,
    signal: AbortSignal,
    by: string,
    body?: object,
  ): Promise<T> =>
    asked(whom, { wanted, again: true }, schema, signal, async (limit) => {
      const response = await wire(`${address}/api/v1/${path}`, {
        signal: limit,
        headers: { 'x-api-key': by, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      });
      return jsonIn(await response.text());
    });
  /** What is shown in place of the key, where it is exchanged for something that lasts less long. */
  const credential = async (signal: AbortSignal): Promise<string> => {
    if (shown !== null) return shown;
    const sdk = { sdk_version: SDK_VERSION };
    const { pjwt_auth_enabled } = await ask('client/config', 'how keys are shown', config, signal, key, sdk);
    shown = pjwt_auth_enabled === true ? (await ask('auth/token', 'a token', token, signal, key, {})).jwt : key;
    return shown;
  };
  const get = async <T>(path: string, wanted: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> =>
    ask(path, wanted, schema, signal, await credential(signal));
  const here = (): never => {
    throw new UserError(`${label} is trained by a program of the run's own, and takes no files and no orders.`);
  };

  return {
    ...{ tuner: 'tinker', provider, deployments: null },
    limits: { rows: { least: 1, most: null }, bytes: null, source: 'rows are sent one by one (tinker 0.38.0)' },
    async bases(signal) {
      const { supported_models } = await get('get_server_capabilities', 'the list of its models', capabilities, signal);
      return supported_models.flatMap(({ model_name, max_context_length, trainable }) =>
        model_name === null || model_name === undefined || trainable === false
          ? []
          : [{ name: model_name, rowTokens: max_context_length ?? null, closes: null }],
      );
    },
    async jobs(most, signal) {
      const found: TuningJob[] = [];
      for (let offset = 0; found.length < most; offset += 100) {
        const { training_runs, cursor } = await get(
          `training_runs?limit=${Math.min(100, most)}&offset=${offset}&access_scope=owned`,
          'the list of its trainings',
          trainingRuns,
          signal,
        );
        found.push(...training_runs.map(jobOf));
        if (training_runs.length === 0 || offset + training_runs.length >= cursor.total_count) break;
      }
      return found.slice(0, most);
    },
    job: async (id, signal) =>
      jobOf(await get(`training_runs/${encodeURIComponent(id)}`, `the training ${id}`, trainingRun, signal)),
    events: async () => [],
    estimate: async () => null,
    preview: async () => null,
    ...{ upload: async () => here(), order: async () => here(), cancel: async () => here() },
  };
}

/** Milliseconds after its last request in which a training counts as going on: a step takes seconds. */
const GOES_ON_MS = 10 * 60_000;

/**
 * A training as a job. Tinker has no states of one: it is as far as it was asked to go. One whose weights are asked has succeeded, and the
 * others go on, or wait for whoever trains them.
 */
function jobOf(run: z.infer<typeof trainingRun>): TuningJob {
  const model = run.last_sampler_checkpoint?.tinker_path ?? null;
  const at = Date.parse(run.last_request_time);
  const [state, said] =
    run.corrupted === true
      ? (['failed', 'corrupted'] as const)
      : model !== null
        ? (['succeeded', 'weights saved'] as const)
        : ([Date.now() - at < GOES_ON_MS ? 'running' : 'waiting', 'no weights saved'] as const);
  return {
    ...{ id: cleanLine(run.training_run_id), base: cleanLine(run.base_model), name: null, data: null, state, said },
    mark: run.user_metadata?.[MARK] ?? null,
    ...{ createdAt: Number.isNaN(at) ? 0 : at, endedAt: null, tokens: null, usd: null, why: null },
    model: model === null ? null : cleanLine(model),
  };
}
