/**
 * Together's section: files by a signed address, fine-tunes, and cards by its second interface. After the types of together-ai 0.52 and
 * docs.together.ai; what the service itself does otherwise is not known here.
 */
import { chatReply } from './chat.ts';
import type { Job, JobHappening, JobState } from './jobs.ts';
import type { Place } from './place.ts';
import { bearer, fieldsIn, numberIn, ok, Refused, textIn, type Fields, type Route, type Section } from './section.ts';
import type { StoredFile } from './files.ts';
import { cardRoutes, PROJECT, SLUG } from './together-cards.ts';
import { previewRow } from './together-preview.ts';
import { checkedRows } from './rows.ts';
import { togetherState } from './together-state.ts';

const STATUS: Readonly<Record<JobState, string>> = {
  ...{ checking: 'pending', waiting: 'queued', running: 'running' },
  ...{ succeeded: 'completed', failed: 'error', cancelled: 'cancelled' },
};
const FILE_STATUS: Readonly<Record<string, string>> = {
  ...{ uploaded: 'RUNNING', processed: 'COMPLETED', rejected: 'INVALID_FORMAT' },
};

/** The limits of every base. */
export const LIMITS = {
  lora_training: {
    max_batch_size: 32,
    max_batch_size_dpo: 16,
    min_batch_size: 8,
    max_rank: 64,
    target_modules: ['q_proj'],
  },
  ...{ max_num_epochs: 20, max_num_evals: 100, max_learning_rate: 0.01, min_learning_rate: 1e-8 },
  ...{ supports_full_training: false, supports_vision: false, supports_tools: true, supports_reasoning: false },
  ...{ merge_output_lora: true, default_gradient_accumulation_steps: 1, max_num_checkpoints: 10 },
  ...{ min_max_seq_length: 256, max_seq_length_sft: 4096, max_seq_length_dpo: 4096 },
};

const iso = (ms: number): string => new Date(ms).toISOString();

const routes: readonly Route[] = [
  {
    ...{ call: 'other', method: 'GET', path: /^\/v1\/whoami$/ },
    answer: () =>
      ok({
        ...{ api_key_id: 'key_1', organization_id: 'org_1', organization_name: 'Lab' },
        ...{ project_id: PROJECT, project_slug: SLUG, project_name: 'Lab' },
      }),
  },
  {
    ...{ call: 'bases', method: 'GET', path: /^\/v1\/fine-tunes\/models\/supported$/ },
    answer: (_, { bases }) =>
      ok({ models: bases.filter(({ tunable }) => tunable).map(({ name }) => name), detailed_models: [] }),
  },
  {
    ...{ call: 'bases', method: 'GET', path: /^\/v1\/fine-tunes\/models\/limits$/ },
    answer({ query }, { bases }) {
      const name = query.get('model_name');
      if (!bases.some((base) => base.name === name && base.tunable))
        throw new Refused('unknown', `Model ${name} not found or not supported for fine-tuning`);
      return ok({ model_name: name, ...LIMITS });
    },
  },
  {
    ...{ call: 'upload', method: 'POST', path: /^\/v1\/files$/ },
    answer({ query, address }, place) {
      const { pending } = togetherState(place);
      const name = query.get('file_name');
      const purpose = query.get('purpose');
      if (!name || !purpose) throw new Refused('bad', 'file_name and purpose are required', { param: 'file_name' });
      if (query.get('file_type') !== 'jsonl')
        throw new Refused('bad', 'file_type must be jsonl', { param: 'file_type' });
      const id = `file-${pending.length + 1}`;
      pending.push({ id, name, purpose });
      return {
        status: 302,
        headers: { location: `${address}/storage/${id}?signature=s-${id}`, 'x-together-file-id': id },
      };
    },
  },
  {
    ...{ call: 'part', method: 'PUT', path: /^\/storage\/([^/]+)$/, open: true },
    answer({ params: [id = ''], query, headers, body, key }, place) {
      const found = togetherState(place).pending.find((one) => one.id === id);
      if (found === undefined || query.get('signature') !== `s-${id}`)
        throw new Refused('rights', 'SignatureDoesNotMatch');
      // A storage takes one way to be authorized.
      if (key !== null) throw new Refused('bad', 'Only one auth mechanism allowed');
      if (Number(headers['content-length']) !== body.length) throw new Refused('bad', 'MissingContentLength');
      place.files.put({ ...found, content: body });
      return { status: 200 };
    },
  },
  {
    ...{ call: 'other', method: 'POST', path: /^\/v1\/files\/([^/]+)\/preprocess$/ },
    answer: ({ params: [id = ''] }, place) => ok(file(place, place.files.get(id))),
  },
  {
    ...{ call: 'files', method: 'GET', path: /^\/v1\/files$/ },
    answer(_, place) {
      const there = place.files.all;
      const empty = togetherState(place).pending.filter(({ id }) => !there.some((one) => one.id === id));
      const begun = empty.map(({ id, name, purpose }) => ({
        ...{ id, object: 'file', created_at: 0, filename: name, bytes: 0, purpose, FileType: 'jsonl' },
        ...{ Processed: false, processing_status: 'PENDING' },
      }));
      return ok({ data: [...place.files.list().map((one) => file(place, one)), ...begun] });
    },
  },
  {
    ...{ call: 'file', method: 'GET', path: /^\/v1\/files\/([^/]+)$/ },
    answer: ({ params: [id = ''] }, place) => ok(file(place, place.files.get(id))),
  },
  {
    ...{ call: 'price', method: 'POST', path: /^\/v1\/fine-tunes\/estimate-price$/ },
    answer(request, place) {
      const body = request.json();
      const train = place.files.get(textIn(body, 'training_file') ?? '');
      const base = place.bases.find(({ name }) => name === textIn(body, 'model'));
      if (base === undefined) throw new Refused('bad', 'Unknown model', { param: 'model' });
      if (place.files.state(train) === 'uploaded')
        return ok({ estimation_available: false, unavailable_reason: 'train_file_not_validated' });
      if (place.files.state(train) === 'rejected')
        return ok({ estimation_available: false, unavailable_reason: 'train_file_invalid' });
      const { rows } = checkedRows(train.content, place.facts.tokenizer, base.rules);
      const tokens = rows.reduce((sum, row) => sum + row.tokens, 0) * (numberIn(body, 'n_epochs') ?? 1);
      const usd = (tokens / 1e6) * base.usdPerMillion;
      const { account } = togetherState(place);
      return ok({
        ...{ estimation_available: true, estimated_total_price: usd, allowed_to_proceed: usd <= account },
        ...{ estimated_train_token_count: tokens, estimated_eval_token_count: 0, user_limit: account },
      });
    },
  },
  {
    ...{ call: 'preview', method: 'POST', path: /^\/v1\/fine-tunes\/preview$/ },
    answer(request, place) {
      const body = request.json();
      const train = place.files.get(textIn(body, 'training_file') ?? '');
      const rules = { rowTokens: null, least: 1 };
      const { rows } = checkedRows(train.content, place.facts.tokenizer, rules);
      const { mask } = togetherState(place);
      const onInputs = body['train_on_inputs'] === true;
      return ok({
        ...{ dataset_format: 'conversation', max_seq_length: LIMITS.max_seq_length_sft, model: textIn(body, 'model') },
        rows: rows
          .slice(0, numberIn(body, 'top_k') ?? 5)
          .map(({ turns }) => previewRow(turns, onInputs ? 'everything' : mask)),
        train_on_inputs: onInputs,
      });
    },
  },
  {
    ...{ call: 'order', method: 'POST', path: /^\/v1\/fine-tunes$/ },
    answer(request, place) {
      const body = request.json();
      const type = fieldsIn(body, 'training_type');
      const suffix = textIn(body, 'suffix') ?? null;
      if (numberIn(body, 'batch_size') === undefined)
        throw new Refused('bad', 'batch size is zero', { param: 'batch_size' });
      if ((suffix ?? '').length > 64)
        throw new Refused('bad', 'suffix must be at most 64 characters', { param: 'suffix' });
      const epochs = numberIn(body, 'n_epochs') ?? 1;
      const job = place.jobs.order({
        ...{ base: textIn(body, 'model') ?? '', train: textIn(body, 'training_file') ?? '' },
        ...{ heldOut: textIn(body, 'validation_file') ?? null, suffix, marks: {} },
        hyper: {
          ...{ epochs, batch: numberIn(body, 'batch_size') ?? 1, lr: numberIn(body, 'learning_rate') ?? null },
          ...{ rank: numberIn(type, 'lora_r') ?? null, seed: numberIn(body, 'random_seed') ?? null },
        },
      });
      togetherState(place).orders.push(body);
      return ok(brief(place, job));
    },
  },
  {
    ...{ call: 'jobs', method: 'GET', path: /^\/v1\/fine-tunes$/ },
    // Its order is told nowhere: oldest first, so that nobody relies on the other one.
    answer: (_, place) =>
      ok({
        data: place.jobs
          .list()
          .toReversed()
          .map((job) => brief(place, job)),
      }),
  },
  {
    ...{ call: 'job', method: 'GET', path: /^\/v1\/fine-tunes\/([^/]+)$/ },
    answer({ params: [id = ''] }, place) {
      const job = place.jobs.get(id);
      const { suffix: _suffix, ...rest } = brief(place, job);
      const { state } = place.jobs.now(job);
      return ok({
        ...rest,
        events: happened(place, job),
        ...(state === 'succeeded' ? { model_object_id: `ml_${job.id}`, model_object_name: `${SLUG}/${job.id}` } : {}),
      });
    },
  },
  {
    ...{ call: 'events', method: 'GET', path: /^\/v1\/fine-tunes\/([^/]+)\/events$/ },
    answer: ({ params: [id = ''] }, place) => ok({ data: happened(place, place.jobs.get(id)) }),
  },
  {
    ...{ call: 'events', method: 'GET', path: /^\/v1\/fine-tunes\/([^/]+)\/metrics$/ },
    answer: ({ params: [id = ''] }, place) =>
      ok({
        metrics: place.jobs.happenings(place.jobs.get(id)).flatMap((one) =>
          one.kind === 'step'
            ? [
                {
                  timestamp: one.at * 1e6,
                  'train/global_step': one.step,
                  'train/loss': one.loss,
                  'train/grad_norm': 1,
                },
              ]
            : [],
        ),
      }),
  },
  {
    ...{ call: 'cancel', method: 'POST', path: /^\/v1\/fine-tunes\/([^/]+)\/cancel$/ },
    answer: ({ params: [id = ''] }, place) => ok(brief(place, place.jobs.cancel(id))),
  },
  {
    ...{ call: 'models', method: 'GET', path: /^\/v1\/models$/ },
    answer: (_, { bases }) => ok(bases.map(({ name }) => ({ id: name, object: 'model', created: 0, type: 'chat' }))),
  },
  {
    ...{ call: 'chat', method: 'POST', path: /^\/v1\/chat\/completions$/ },
    answer(request, place) {
      const body = request.json();
      const model = textIn(body, 'model') ?? '';
      const found = togetherState(place).endpoints.find(({ name }) => `${SLUG}/${name}` === model);
      if (found === undefined) return chatReply(place, body);
      const lead = found.split.find(({ weight }) => weight > 0);
      if (lead === undefined) throw new Refused('bad', 'endpoint_not_configured: the endpoint has no traffic split');
      // One that was stopped is not woken by a question.
      if (place.deployments.state(place.deployments.get(lead.deploymentId)) === 'asleep')
        throw new Refused('starting', 'The endpoint has no ready replicas.');
      return chatReply(place, body, lead.deploymentId);
    },
  },
  ...cardRoutes,
];

function file(place: Place, stored: StoredFile) {
  const state = place.files.state(stored);
  return {
    ...{ id: stored.id, object: 'file', created_at: Math.floor(stored.createdAt / 1000), filename: stored.name },
    ...{ bytes: stored.content.length, purpose: stored.purpose, FileType: 'jsonl', Processed: state === 'processed' },
    processing_status: FILE_STATUS[state] ?? 'FAILED',
    ...(state === 'rejected'
      ? { validation_report: { valid: false, error_type: 'INVALID_FORMAT', error: stored.fate.rejected } }
      : {}),
  };
}

/** A job as lists and orders tell it. */
function brief(place: Place, job: Job) {
  const { state, usd, startedAt, endedAt } = place.jobs.now(job);
  return {
    ...{ id: job.id, status: STATUS[state], user_id: 'user_1', created_at: iso(job.createdAt) },
    ...{ updated_at: iso(endedAt ?? place.clock.now()), model: job.base.name, training_file: job.order.train },
    ...{ suffix: job.order.suffix, n_epochs: job.hyper.epochs, batch_size: job.hyper.batch },
    ...(state === 'succeeded' ? { model_output_name: job.model } : {}),
    // Counted when the job begins, priced when it is over.
    ...(startedAt === null ? {} : { token_count: job.rowTokens * job.hyper.epochs }),
    ...(usd === null ? {} : { total_price: Math.round(usd * 1e9) }),
  };
}

function happened(place: Place, job: Job) {
  return place.jobs.happenings(job).flatMap((one) => (one.kind === 'step' ? [] : [eventOf(one, job)]));
}

function eventOf(one: Exclude<JobHappening, { kind: 'step' }>, { steps }: Job): Fields {
  const about = { object: 'fine-tune-event', created_at: iso(one.at), total_steps: steps };
  return one.kind === 'checkpoint'
    ? { ...about, type: 'checkpoint_save', message: 'Checkpoint saved', step: one.step, level: 'info' }
    : { ...about, type: one.level === 'error' ? 'job_error' : 'job_pending', message: one.text, level: one.level };
}

const base = (name: string, tunable = true) => ({
  ...{ name, tunable, retired: null, usdPerMillion: 0.48 },
  rules: { rowTokens: LIMITS.max_seq_length_sft, least: 1 },
});

export const togetherSection: Section = {
  ...{ name: 'together', prefix: '/together', entry: '/v1', key: bearer },
  refused: ({ status, message, kind, param, retryAfter }) => ({
    ...{ status, json: { error: { message, type: `${kind}_error`, param, code: kind } } },
    headers: retryAfter === null ? {} : { 'retry-after': String(retryAfter) },
  }),
  facts: {
    // The second is tuned and can be served nowhere, the third is not tuned.
    bases: [
      base('Qwen/Qwen3-8B'),
      base('meta-llama/Meta-Llama-3.1-8B-Instruct-Reference'),
      base('openai/gpt-oss-120b', false),
    ],
    ...{ tokenizer: 'cl100k_base', checks: 'by the job', serves: 'rented', usdPerHour: 3.99 },
    jobId: (n) => `ft-${String(n).padStart(4, '0')}`,
    modelName: (job, { base: from, suffix }) => `${SLUG}/${from.split('/').at(-1)}:${suffix ?? ''}:${job}`,
  },
  routes,
};
