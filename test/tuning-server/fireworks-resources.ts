/** What the stand-in of Fireworks has: datasets, jobs and deployments, in the forms in which they are told, and how they are made. */
import type { Deployment } from './deployments.ts';
import type { StoredFile } from './files.ts';
import type { Job, JobState } from './jobs.ts';
import type { Place } from './place.ts';
import { checkedRows } from './rows.ts';
import { fieldsIn, numberIn, Refused, textIn, type TuningRequest } from './section.ts';

/** The one account of every key. */
export const FIREWORKS_ACCOUNT = 'accounts/lab';
export const LIBRARY = 'accounts/fireworks';

export const rules = { rowTokens: 32_768, least: 3 };
/** The tokenizer of Qwen and of Llama 3 grew out of this one. */
export const tokenizer = 'cl100k_base';

export const ID = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The last part of a name. */
export const last = (name: string | undefined): string => name?.split('/').at(-1) ?? '';

/** A page of a list, at most 200, the next one by a token of where it begins. */
export function page<One>({ query }: TuningRequest, named: string, all: readonly One[]) {
  const size = Math.min(200, Number(query.get('pageSize') ?? 50));
  const from = Number(query.get('pageToken') ?? 0);
  const next = from + size < all.length ? String(from + size) : '';
  return { [named]: all.slice(from, from + size), nextPageToken: next, totalSize: all.length };
}

export const modelTold = ({ name, tunable }: Place['bases'][number]) => ({
  ...{ name, kind: 'HF_BASE_MODEL', state: 'READY', contextLength: 131_072, trainingContextLength: rules.rowTokens },
  ...{ tunable: true, supportsLora: true, supportsServerless: false, supervisedLoraTunable: tunable },
});

/** Datasets that were made, by id with their titles; of those the files are there whose bytes came. */
const made = new WeakMap<Place, Map<string, string>>();
export function madeAt(place: Place): Map<string, string> {
  const found = made.get(place) ?? new Map<string, string>();
  made.set(place, found);
  return found;
}

export const fileOf = (place: Place, id: string): StoredFile | null =>
  place.files.all.find((file) => file.id === id && !['deleted', 'expired'].includes(place.files.state(file))) ?? null;

export const tokensOf = (file: StoredFile): number =>
  checkedRows(file.content, tokenizer, rules).rows.reduce((sum, { tokens }) => sum + tokens, 0);

export function datasetTold(place: Place, id: string) {
  const displayName = madeAt(place).get(id);
  if (displayName === undefined) throw new Refused('unknown', `dataset "${id}" not found`);
  const file = fileOf(place, id);
  const state = file === null ? 'uploaded' : place.files.state(file);
  const rejected = state === 'rejected' ? file?.fate.rejected : undefined;
  return {
    ...{ name: `${FIREWORKS_ACCOUNT}/datasets/${id}`, displayName, format: 'CHAT', userUploaded: {} },
    state: state === 'processed' ? 'READY' : 'UPLOADING',
    status: rejected === undefined ? { code: 'OK', message: '' } : { code: 'INVALID_ARGUMENT', message: rejected },
    ...(file === null || state !== 'processed' ? {} : { estimatedTokenCount: String(tokensOf(file)) }),
  };
}

export function ordered(request: TuningRequest, place: Place): Job {
  const body = request.json();
  const id = request.query.get('supervisedFineTuningJobId');
  if (id !== null && !ID.test(id)) throw new Refused('bad', 'supervised_fine_tuning_job_id is invalid');
  if (id !== null && place.jobs.all.some((job) => job.id === id))
    throw new Refused('conflict', `supervised fine-tuning job "${id}" already exists`);
  const dataset = datasetTold(place, last(textIn(body, 'dataset')));
  if (dataset.state !== 'READY') throw new Refused('bad', 'dataset is not ready');
  const [epochs, lr, rank, batch] = ['epochs', 'learningRate', 'loraRank', 'batchSizeSamples'].map((one) =>
    numberIn(body, one),
  );
  const heldOut = textIn(body, 'evaluationDataset');
  return place.jobs.order({
    ...(id === null ? {} : { id }),
    ...{ base: textIn(body, 'baseModel') ?? '', train: last(dataset.name) },
    heldOut: heldOut === undefined ? null : last(heldOut),
    ...{ suffix: textIn(body, 'outputModel') ?? null, marks: { displayName: textIn(body, 'displayName') ?? '' } },
    hyper: {
      ...{ epochs: epochs ?? 1, lr: lr ?? 0.0001, rank: rank ?? 8 },
      ...(batch === undefined ? {} : { batch }),
    },
  });
}

const JOB_STATES: Readonly<Record<JobState, string>> = {
  ...{ checking: 'VALIDATING', waiting: 'PENDING', running: 'RUNNING' },
  ...{ succeeded: 'COMPLETED', failed: 'FAILED', cancelled: 'CANCELLED' },
};

export function jobTold({ address }: TuningRequest, place: Place, job: Job) {
  const { state, step, endedAt, why } = place.jobs.now(job);
  const { order, hyper } = job;
  const link = (file: string) => `${address}/storage/${job.id}/${file}.jsonl?X-Signature=${job.createdAt}`;
  return {
    name: `${FIREWORKS_ACCOUNT}/supervisedFineTuningJobs/${job.id}`,
    displayName: order.marks['displayName'],
    createTime: new Date(job.createdAt).toISOString(),
    ...(endedAt === null ? {} : { completedTime: new Date(endedAt).toISOString() }),
    dataset: `${FIREWORKS_ACCOUNT}/datasets/${order.train}`,
    ...(order.heldOut === null ? {} : { evaluationDataset: `${FIREWORKS_ACCOUNT}/datasets/${order.heldOut}` }),
    state: `JOB_STATE_${JOB_STATES[state]}`,
    status: why === null ? { code: 'OK', message: '' } : { code: 'INVALID_ARGUMENT', message: why },
    ...{ baseModel: job.base.name, outputModel: job.model, createdBy: 'lab@example.org' },
    ...{ epochs: hyper.epochs, learningRate: hyper.lr, loraRank: hyper.rank, batchSizeSamples: hyper.batch },
    jobProgress: { percent: Math.floor((100 * step) / job.steps), epoch: 0 },
    estimatedCost: money(((job.rowTokens * hyper.epochs) / 1e6) * job.base.usdPerMillion),
    ...(step > 0 ? { metricsFileSignedUrl: link('metrics'), renderSamplesSignedUrl: link('renders') } : {}),
  };
}

export const money = (usd: number) => ({
  ...{ currencyCode: 'USD', units: String(Math.floor(usd)) },
  nanos: Math.round((usd - Math.floor(usd)) * 1e9),
});

/** Both forms of a line that others published, by turns. */
export const metric = ({ step, at, loss }: { readonly step: number; readonly at: number; readonly loss: number }) =>
  step % 2 === 0
    ? { step, timestamp: at / 1000, 'train/loss': loss }
    : { step, timestamp: at / 1000, data: { 'train/epoch': 0, 'train/loss': loss } };

/** The first rows, a word a token: what is read has no weight, the answer has one. */
export const rendered = (file: StoredFile) =>
  checkedRows(file.content, tokenizer, rules)
    .rows.slice(0, 8)
    .map(({ turns }, at) => {
      const tokens = turns.flatMap(({ content }, turn) =>
        content.split(/(?<= )/).map((token) => ({ token, weight: turn === turns.length - 1 ? 1 : 0 })),
      );
      return {
        ...{ source_jsonl_row_index: at, token_ids: tokens.map((_, id) => id) },
        ...{ decoded_tokens: tokens.map(({ token }) => token), token_weights: tokens.map(({ weight }) => weight) },
      };
    });

export function deployed(request: TuningRequest, place: Place): Deployment {
  const body = request.json();
  const id = request.query.get('deploymentId');
  const model = textIn(body, 'baseModel') ?? '';
  if (id !== null && !ID.test(id)) throw new Refused('bad', 'deployment_id is invalid');
  if (place.jobs.of(model) === null && !place.bases.some(({ name }) => name === model))
    throw new Refused('unknown', `model "${model}" not found`);
  // Met by whoever named neither: docs.fireworks.ai, "What is a deployment shape".
  if (textIn(body, 'deploymentShape') === undefined && textIn(body, 'acceleratorType') === undefined)
    throw new Refused('bad', 'accelerator_type must be specified for non-embeddings engines');
  const seconds = /^(\d+)s$/.exec(textIn(fieldsIn(body, 'autoscalingPolicy'), 'scaleToZeroWindow') ?? '3600s')?.[1];
  if (seconds === undefined || Number(seconds) < 300) throw new Refused('bad', 'scale_to_zero_window is too short');
  const idleMs = (numberIn(body, 'minReplicaCount') ?? 0) > 0 ? null : Number(seconds) * 1000;
  const marks = { displayName: textIn(body, 'displayName') ?? '' };
  return place.deployments.make({ model, marks, idleMs, ...(id === null ? {} : { id }) });
}

export function deploymentTold(place: Place, one: Deployment) {
  const state = place.deployments.state(one);
  const ready = state === 'ready' ? 1 : 0;
  return {
    ...{ name: `${FIREWORKS_ACCOUNT}/deployments/${one.id}`, displayName: one.marks['displayName'] },
    ...{ baseModel: one.model, createTime: new Date(one.createdAt).toISOString() },
    state: { starting: 'CREATING', ready: 'READY', asleep: 'READY', failed: 'FAILED', ended: 'DELETED' }[state],
    status: state === 'failed' ? { code: 'INTERNAL', message: one.failed } : { code: 'OK', message: '' },
    ...{ minReplicaCount: one.idleMs === null ? 1 : 0, maxReplicaCount: 1, replicaCount: ready },
    ...{ desiredReplicaCount: ready, replicaStats: { readyReplicaCount: ready } },
    ...{ acceleratorType: 'NVIDIA_H200_141GB', acceleratorCount: 1, deploymentShape: 'default' },
    autoscalingPolicy: { scaleToZeroWindow: `${(one.idleMs ?? 3_600_000) / 1000}s` },
  };
}
