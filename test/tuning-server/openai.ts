/**
 * OpenAI's side of tuning: files and uploads in parts, jobs, events, checkpoints, models, chat. Written after the documentation in its
 * official client (openai 7.55) and its guides; it refuses what that does not know.
 */
import { chatReply } from './chat.ts';
import type { Upload } from './files.ts';
import type { Job } from './jobs.ts';
import { type Dialect, eventTold, fileTold, jobTold, seconds, uploadTold } from './openai-told.ts';
import type { Base, Place } from './place.ts';
import {
  bearer,
  fieldsIn,
  numberIn,
  ok,
  Refused,
  textIn,
  type Fields,
  type Refused as Refusal,
  type Reply,
  type Route,
  type Section,
  type TuningRequest,
} from './section.ts';

const OPENAI: Dialect = {
  states: {
    ...{ checking: 'validating_files', waiting: 'queued', running: 'running' },
    ...{ succeeded: 'succeeded', failed: 'failed', cancelled: 'cancelled' },
  },
  fields: ['suffix', 'seed', 'method', 'metadata', 'hyperparameters', 'integrations'],
  suffix: /^.{1,64}$/,
  marks: ({ order }) => ({ metadata: Object.keys(order.marks).length === 0 ? null : order.marks }),
  model: ({ name, retired }) => ({
    ...{ id: name, object: 'model', created: 1_700_000_000, owned_by: 'system' },
    shutdown_date: retired !== null ? '2026-10-23' : /^gpt-4(o|\.1)/.test(name) ? '2027-01-14' : null,
  }),
  ...{ made: 200, uploadMs: 3_600_000 },
};

const base = (name: string, usdPerMillion: number, tunable = true): Base => ({
  ...{ name, tunable, retired: null, usdPerMillion },
  rules: { rowTokens: 65_536, least: 10 },
});

/** Prices as they stood in January 2026: a stand-in's. */
export const BASES: readonly Base[] = [
  base('gpt-4.1-2025-04-14', 25),
  base('gpt-4.1-mini-2025-04-14', 5),
  base('gpt-4.1-nano-2025-04-14', 1.5),
  base('gpt-4o-2024-08-06', 25),
  base('gpt-4o-mini-2024-07-18', 3),
  base('gpt-5-2025-08-07', 0, false),
];

const CODES: Readonly<Record<Refusal['kind'], { readonly type: string; readonly code: string | null }>> = {
  bad: { type: 'invalid_request_error', code: 'invalid_value' },
  key: { type: 'invalid_request_error', code: 'invalid_api_key' },
  unpaid: { type: 'invalid_request_error', code: 'billing_not_active' },
  rights: { type: 'invalid_request_error', code: 'insufficient_permissions' },
  closed: { type: 'invalid_request_error', code: 'training_not_available' },
  unknown: { type: 'invalid_request_error', code: 'not_found' },
  conflict: { type: 'invalid_request_error', code: 'conflict' },
  large: { type: 'invalid_request_error', code: 'file_too_large' },
  quota: { type: 'requests', code: 'rate_limit_exceeded' },
  broken: { type: 'server_error', code: null },
  starting: { type: 'server_error', code: null },
};

export const refusedByOpenAI = ({ status, message, kind, param, retryAfter }: Refusal): Reply => ({
  status,
  json: {
    error: {
      ...{ message, param, ...CODES[kind] },
      ...(/current quota/.test(message) ? { code: 'insufficient_quota' } : {}),
      ...(kind === 'bad' && param === 'model' ? { code: 'model_not_available' } : {}),
    },
  },
  headers: retryAfter === null ? {} : { 'retry-after': String(retryAfter) },
});

/** A page of what is newest first: behind `after`, `limit` at most. */
function pageOf<One extends { readonly id: string }>(all: readonly One[], { query }: TuningRequest, usual = 20): Reply {
  const after = query.get('after');
  const at = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
  if (after !== null && at === 0) throw new Refused('unknown', `No such object: ${after}`, { param: 'after' });
  const limit = Number(query.get('limit') ?? usual);
  const data = all.slice(at, at + limit);
  return ok({
    ...{ object: 'list', data, has_more: at + limit < all.length },
    ...{ first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null },
  });
}

/** Files, jobs and what they say, behind this beginning of a path. */
export function routesOf(dialect: Dialect, behind = ''): readonly Route[] {
  const at = (path: string): RegExp => new RegExp(`^${behind}${path.replaceAll('ID', '([^/]+)')}$`);
  return [
    {
      ...{ call: 'upload', method: 'POST', path: at('/files') },
      answer(request, place) {
        const parts = request.form();
        const file = parts.find(({ name }) => name === 'file');
        const purpose = parts.find(({ name }) => name === 'purpose')?.content.toString();
        if (file === undefined) throw new Refused('bad', "'file' is a required property", { param: 'file' });
        if (purpose !== 'fine-tune') throw new Refused('bad', `'${purpose}' is no purpose`, { param: 'purpose' });
        const put = place.files.put({ name: file.file ?? 'file', purpose, content: file.content });
        return ok(fileTold(place, put), dialect.made);
      },
    },
    {
      ...{ call: 'files', method: 'GET', path: at('/files') },
      answer(request, place) {
        const purpose = request.query.get('purpose');
        const files = place.files
          .list()
          .filter((one) => purpose === null || one.purpose === purpose)
          .map((one) => fileTold(place, one));
        return pageOf(request.query.get('order') === 'asc' ? files.toReversed() : files, request, 10_000);
      },
    },
    {
      ...{ call: 'file', method: 'GET', path: at('/files/ID') },
      answer: ({ params }, place) => ok(fileTold(place, place.files.get(params[0]!))),
    },
    {
      ...{ call: 'delete file', method: 'DELETE', path: at('/files/ID') },
      answer: ({ params }, place) => ok({ id: place.files.delete(params[0]!).id, object: 'file', deleted: true }),
    },
    {
      ...{ call: 'upload', method: 'POST', path: at('/uploads') },
      answer(request, place) {
        const body = request.json();
        const [name, purpose, bytes] = [textIn(body, 'filename'), textIn(body, 'purpose'), numberIn(body, 'bytes')];
        if (
          name === undefined ||
          purpose !== 'fine-tune' ||
          bytes === undefined ||
          textIn(body, 'mime_type') === undefined
        )
          throw new Refused('bad', 'An upload has filename, purpose, bytes and mime_type.');
        return ok(uploadTold(place.files.begin({ name, purpose, bytes }), dialect));
      },
    },
    {
      ...{ call: 'part', method: 'POST', path: at('/uploads/ID/parts') },
      answer(request, place) {
        const data = request.form().find(({ name }) => name === 'data');
        if (data === undefined) throw new Refused('bad', "'data' is a required property", { param: 'data' });
        const upload = live(place, request.params[0]!, dialect);
        const id = place.files.part(upload.id, data.content);
        return ok({ id, object: 'upload.part', created_at: seconds(place.clock.now()), upload_id: upload.id });
      },
    },
    {
      ...{ call: 'part', method: 'POST', path: at('/uploads/ID/complete') },
      answer(request, place) {
        const parts = request.json()['part_ids'];
        if (!Array.isArray(parts)) throw new Refused('bad', "'part_ids' is a required property", { param: 'part_ids' });
        const upload = live(place, request.params[0]!, dialect);
        const file = place.files.complete(upload.id, parts.map(String));
        return ok({ ...uploadTold(upload, dialect), file: fileTold(place, file) });
      },
    },
    {
      ...{ call: 'other', method: 'POST', path: at('/uploads/ID/cancel') },
      answer: ({ params }, place) => ok(uploadTold(place.files.cancel(params[0]!), dialect)),
    },
    {
      ...{ call: 'order', method: 'POST', path: at('/fine_tuning/jobs') },
      answer: (request, place) => ok(jobTold(place, ordered(request.json(), place, dialect), dialect), dialect.made),
    },
    {
      ...{ call: 'jobs', method: 'GET', path: at('/fine_tuning/jobs') },
      answer: (request, place) =>
        pageOf(
          place.jobs.list().map((job) => jobTold(place, job, dialect)),
          request,
        ),
    },
    {
      ...{ call: 'job', method: 'GET', path: at('/fine_tuning/jobs/ID') },
      answer: ({ params }, place) => ok(jobTold(place, place.jobs.get(params[0]!), dialect)),
    },
    {
      ...{ call: 'cancel', method: 'POST', path: at('/fine_tuning/jobs/ID/cancel') },
      answer: ({ params }, place) => ok(jobTold(place, place.jobs.cancel(params[0]!), dialect)),
    },
    {
      ...{ call: 'events', method: 'GET', path: at('/fine_tuning/jobs/ID/events') },
      answer(request, place) {
        const happened = place.jobs.happenings(place.jobs.get(request.params[0]!));
        return pageOf(happened.map((one, n) => eventTold(one, n)).toReversed(), request);
      },
    },
    {
      ...{ call: 'checkpoints', method: 'GET', path: at('/fine_tuning/jobs/ID/checkpoints') },
      answer(request, place) {
        const job = place.jobs.get(request.params[0]!);
        const told = place.jobs.happenings(job).flatMap((one) =>
          one.kind !== 'checkpoint'
            ? []
            : {
                ...{ object: 'fine_tuning.job.checkpoint', id: one.id, created_at: seconds(one.at) },
                ...{ fine_tuned_model_checkpoint: one.model, fine_tuning_job_id: job.id, step_number: one.step },
                metrics: { step: one.step },
              },
        );
        return pageOf(told.toReversed(), request);
      },
    },
    {
      ...{ call: 'models', method: 'GET', path: at('/models') },
      answer: (_, place) => ok({ object: 'list', data: place.bases.map((one) => dialect.model(one)) }),
    },
  ];
}

/** An upload that still takes parts. */
function live(place: Place, id: string, { uploadMs }: Dialect): Upload {
  const upload = place.files.upload(id);
  if (place.clock.now() > upload.createdAt + uploadMs) throw new Refused('bad', `Upload ${id} is expired.`);
  return upload;
}

function ordered(body: Fields, place: Place, dialect: Dialect): Job {
  const known = ['model', 'training_file', 'validation_file', ...dialect.fields];
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Refused('bad', `Unrecognized request argument supplied: ${unknown}`, { param: unknown });
  const suffix = textIn(body, 'suffix') ?? null;
  if (suffix !== null && !dialect.suffix.test(suffix))
    throw new Refused('bad', `'${suffix}' is too long or has other letters`, { param: 'suffix' });
  const method = fieldsIn(body, 'method');
  if (body['method'] !== undefined && textIn(method, 'type') !== 'supervised')
    throw new Refused('bad', 'This stand-in tunes by supervised rows alone.', { param: 'method' });
  const hyper = {
    ...fieldsIn(body, 'hyperparameters'),
    ...fieldsIn(fieldsIn(method, 'supervised'), 'hyperparameters'),
  };
  const [epochs, batch, lr] = ['n_epochs', 'batch_size', 'learning_rate_multiplier'].map((name) =>
    numberIn(hyper, name),
  );
  const seed = numberIn(body, 'seed');
  const marks = Object.entries(fieldsIn(body, 'metadata'));
  if (
    marks.length > 16 ||
    marks.some(([name, value]) => name.length > 64 || typeof value !== 'string' || value.length > 512)
  )
    throw new Refused('bad', 'Metadata has 16 pairs at most, of texts.', { param: 'metadata' });
  return place.jobs.order({
    ...{ base: textIn(body, 'model') ?? '', train: textIn(body, 'training_file') ?? '', suffix },
    heldOut: textIn(body, 'validation_file') ?? null,
    marks: Object.fromEntries(marks.map(([name, value]) => [name, String(value)])),
    hyper: {
      ...(epochs === undefined ? {} : { epochs }),
      ...(batch === undefined ? {} : { batch }),
      ...(lr === undefined ? {} : { lr }),
      ...(seed === undefined ? {} : { seed }),
    },
  });
}

export const openaiSection: Section = {
  name: 'openai',
  prefix: '/openai/v1',
  key: bearer,
  refused: refusedByOpenAI,
  facts: {
    bases: BASES,
    ...{ tokenizer: 'o200k_base', checks: 'by the job', serves: 'at once', usdPerHour: 0 },
    jobId: (n) => `ftjob-${n}`,
    modelName: (job, { base: of, suffix }) => `ft:${of}:ours:${suffix ?? ''}:${job.replace('ftjob-', 'Ab')}`,
  },
  routes: [
    ...routesOf(OPENAI),
    {
      ...{ call: 'chat', method: 'POST', path: /^\/chat\/completions$/ },
      answer: (request, place) => chatReply(place, request.json()),
    },
  ],
};
