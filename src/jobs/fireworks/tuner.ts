/**
 * Fireworks as a provider of tuned models, by its REST interface: there is no official client for this language. The routes are those
 * of its Python client fireworks-ai 1.2.2 and of docs.fireworks.ai/api-reference (version 5.10 of the interface, November 2026), where
 * `:cancel` and `:estimateCost` of supervised jobs stand besides. Jobs and deployments get ids made of their marks, so that Fireworks
 * itself refuses a second one. Not tried on the service.
 */
import { z } from 'zod';
import { cleanLine } from '../../core/outside-text.ts';
import type { Provider } from '../../model/provider.ts';
import type { JobState } from '../../tune/run-folder.ts';
import { type FireworksApi, fireworksApi, idOf, pathId } from './api.ts';
import { fireworksDeployments } from './deployments.ts';
import { FIREWORKS_LIMITS, putDataset } from './files.ts';
import { datasetForm, estimateForm, type FireworksJob, type FireworksModel, jobForm, modelForm } from './forms.ts';
import { rendersIn, stepsIn } from './record.ts';
import { OURS } from '../mark.ts';
import { REST_PACE } from './rest.ts';
import { NotThere } from '../told-apart.ts';
import type { JobOrder, TuningJob, TuningProvider } from '../tuning-provider.ts';

/** Where the models of Fireworks itself lie. */
const LIBRARY = 'accounts/fireworks';
/** Models of the library that are looked through. */
const MOST_MODELS = 5000;
const JOBS = 'supervisedFineTuningJobs';

/**
 * `provider`: at the address by which models are asked, https://api.fireworks.ai/inference/v1; all else lies beside it. `env`: its
 * FIREWORKS_ACCOUNT_ID says which account, where the key belongs to several.
 */
export function fireworksTuner(
  provider: Provider,
  key: string | null,
  env: NodeJS.ProcessEnv,
  pace = REST_PACE,
): TuningProvider {
  const api = fireworksApi(provider, key, env, pace);
  const toldBy = async (id: string, signal: AbortSignal): Promise<FireworksJob | null> => {
    const path = `/${await api.account(signal)}/${JOBS}/${pathId(id, 'job')}`;
    const heard = await api.hear({ method: 'GET', path, doing: `tell of the job ${id}` }, jobForm, signal);
    if (heard.kind === 'said') return heard.said;
    if (heard.refusal.code === 'NOT_FOUND') return null;
    throw heard.refusal.error;
  };
  const told = async (id: string, signal: AbortSignal): Promise<FireworksJob> => {
    const found = await toldBy(id, signal);
    if (found === null)
      throw new NotThere(
        `Fireworks does not know the job ${id} any more: it was deleted there, or belongs to another account than the key's.`,
      );
    return found;
  };
  return {
    tuner: 'fireworks',
    provider,
    limits: FIREWORKS_LIMITS,
    deployments: fireworksDeployments(api),

    async bases(signal) {
      const models = await api.list('models', modelForm, MOST_MODELS, signal, {}, LIBRARY);
      return tunable(models).map(({ name, trainingContextLength, contextLength }) => ({
        name,
        rowTokens: trainingContextLength || contextLength || null,
        // The day that a model has here is that of its serverless seat, not of its tuning.
        closes: null,
      }));
    },
    upload: (file, signal) => putDataset(api, file, signal),
    async estimate(order, signal) {
      const path = `/${await api.account(signal)}/${JOBS}:estimateCost`;
      const json = await orderForm(api, order, signal);
      const heard = await api.hear({ method: 'POST', path, json, doing: 'estimate the cost' }, estimateForm, signal);
      return heard.kind === 'said' ? heard.said.estimatedCost : null;
    },
    /** Rows are shown once the job has rendered them, which it does after it was ordered: null until then. */
    async preview({ mark }, rows, signal) {
      const link = (await toldBy(mark, signal))?.renderSamplesSignedUrl;
      const text = link ? await api.linked(link, signal) : null;
      const shown = text === null ? [] : rendersIn(text, rows);
      return shown.length === 0 ? null : shown;
    },
    async order(order, signal) {
      const path = `/${await api.account(signal)}/${JOBS}`;
      const query = { supervisedFineTuningJobId: order.mark };
      const json = await orderForm(api, order, signal);
      const asked = { method: 'POST' as const, path, query, json, doing: `tune ${order.base}` };
      const heard = await api.hear(asked, jobForm, signal);
      if (heard.kind === 'said') return jobOf(heard.said);
      // An attempt before this one came through and its answer was lost: it is the job.
      if (heard.refusal.code === 'ALREADY_EXISTS') return jobOf(await told(order.mark, signal));
      throw heard.refusal.error;
    },
    async jobs(most, signal) {
      const jobs = await api.list(JOBS, jobForm, most, signal, { orderBy: 'create_time desc' });
      return jobs.map(jobOf).toSorted((a, b) => b.createdAt - a.createdAt);
    },
    async job(id, signal) {
      const found = await told(id, signal);
      const job = jobOf(found);
      return job.state === 'succeeded' && job.tokens === null
        ? { ...job, tokens: await datasetTokens(api, found, signal) }
        : job;
    },
    async events(id, signal) {
      const { metricsFileSignedUrl: link, createTime } = await told(id, signal);
      const text = link ? await api.linked(link, signal) : null;
      return text === null ? [] : stepsIn(text, timeOf(createTime) ?? 0);
    },
    async cancel(id, signal) {
      const path = `/${await api.account(signal)}/${JOBS}/${pathId(id, 'job')}:cancel`;
      const asked = { method: 'POST' as const, path, json: {}, doing: `cancel the job ${id}` };
      const heard = await api.hear(asked, z.unknown(), signal);
      const job = jobOf(await told(id, signal));
      // What has ended can be cancelled no more, which is what was wanted.
      if (heard.kind === 'refused' && (job.state === 'waiting' || job.state === 'running')) throw heard.refusal.error;
      return job;
    },
  };
}

/** The models that a supervised job takes: where any says so in so many words that counts, else what can be tuned in some way. */
function tunable(models: readonly FireworksModel[]): readonly FireworksModel[] {
  const said = models.some(({ supervisedLoraTunable: one }) => one !== null && one !== undefined);
  return models.filter((model) =>
    said ? model.supervisedLoraTunable === true : model.tunable === true && model.supportsLora !== false,
  );
}

/** "qwen3-14b" is a model of the library. */
const fullModel = (base: string): string => (base.startsWith('accounts/') ? base : `${LIBRARY}/models/${base}`);

/** So many digits of the set's hash stand in a job's title, which has less than 64 letters. */
const DIGITS = 16;
const TITLE = new RegExp(`^(.*) ([0-9a-f]{${DIGITS}})$`);

/** A job as it is ordered. Fireworks takes no seed; `lr` is the rate itself, `batch` rows for each step. */
async function orderForm(api: FireworksApi, order: JobOrder, signal: AbortSignal) {
  const account = await api.account(signal);
  const { epochs, lr, rank, batch } = order.options;
  return {
    displayName: `${order.name} ${order.data.slice(0, DIGITS)}`,
    dataset: `${account}/datasets/${order.train}`,
    ...(order.heldOut === null ? {} : { evaluationDataset: `${account}/datasets/${order.heldOut}` }),
    ...{ baseModel: fullModel(order.base), outputModel: `${account}/models/${order.mark}` },
    ...(epochs === null ? {} : { epochs }),
    ...(lr === null ? {} : { learningRate: lr }),
    ...(rank === null ? {} : { loraRank: rank }),
    ...(batch === null ? {} : { batchSizeSamples: batch }),
  };
}

/** What Fireworks bills: its own estimate of the dataset's tokens, for each epoch; null: it tells none. */
async function datasetTokens(api: FireworksApi, job: FireworksJob, signal: AbortSignal): Promise<number | null> {
  if (!job.dataset || !job.epochs) return null;
  const path = `/${await api.account(signal)}/datasets/${pathId(idOf(job.dataset), 'dataset')}`;
  const heard = await api.hear({ method: 'GET', path, doing: 'tell of the dataset' }, datasetForm, signal);
  const tokens = heard.kind === 'said' ? heard.said.estimatedTokenCount : null;
  return tokens ? tokens * job.epochs : null;
}

const STATES: Readonly<Record<string, JobState>> = {
  ...{ UNSPECIFIED: 'waiting', CREATING: 'waiting', CREATING_INPUT_DATASET: 'waiting', VALIDATING: 'waiting' },
  ...{ PENDING: 'waiting', RE_QUEUEING: 'waiting', IDLE: 'waiting', PAUSED: 'waiting' },
  ...{ RUNNING: 'running', WRITING_RESULTS: 'running', CANCELLING: 'running' },
  ...{ COMPLETED: 'succeeded', EARLY_STOPPED: 'succeeded', FAILED: 'failed', EXPIRED: 'failed' },
  ...{ CANCELLED: 'cancelled', DELETING: 'cancelled', DELETING_CLEANING_UP: 'cancelled' },
  ...{ DELETED: 'cancelled', ARCHIVED: 'cancelled' },
};

function jobOf(told: FireworksJob): TuningJob {
  const id = idOf(told.name);
  const said = (told.state ?? 'JOB_STATE_UNSPECIFIED').replace(/^JOB_STATE_/, '');
  const state = STATES[said] ?? 'running';
  const title = cleanLine(told.displayName ?? '');
  const [, name = title, data] = TITLE.exec(title) ?? [];
  const ours = id.startsWith(OURS);
  const words = told.status?.message || (state === 'failed' ? said : '');
  return {
    ...{ id, state, said: cleanLine(said), base: told.baseModel || told.warmStartFrom || '' },
    name: name === '' ? null : name,
    mark: ours ? id : null,
    data: ours ? (data ?? null) : null,
    createdAt: timeOf(told.createTime) ?? 0,
    endedAt: timeOf(told.completedTime),
    model: state === 'succeeded' ? (told.outputModel ?? null) : null,
    tokens: state === 'succeeded' ? told.jobProgress?.inputTokens || null : null,
    usd: state === 'succeeded' ? told.estimatedCost : null,
    why: state === 'failed' ? cleanLine(words).slice(0, 300) : null,
  };
}

/** Unix milliseconds; null: no time is told. */
function timeOf(told: string | null | undefined): number | null {
  const at = Date.parse(told ?? '');
  return Number.isNaN(at) ? null : at;
}
