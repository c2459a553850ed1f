/**
 * Tinker as its Python SDK speaks to it (tinker 0.38.0: paths, messages and answers are those of the SDK's own files), and its chat by
 * the OpenAI protocol. Not verified on the service: what the SDK does not show, such as the order of refusals, is our guess.
 */
import { zstdDecompressSync } from 'node:zlib';
import { baseLeaning, chatReply, type Mind } from './chat.ts';
import type { Place } from './place.ts';
import { bearer, fieldsIn, numberIn, ok, Refused, textIn, type Fields, type Reply, type Section } from './section.ts';
import {
  answered,
  checkpointAt,
  forwardBackward,
  learnerOf,
  optimStep,
  saved,
  tinkerOf,
  trainingOf,
  type Checkpoint,
  type Training,
} from './tinker-runs.ts';

/** Keys begin so, which the SDK insists on; behind it stands the key as the accounts have it. */
const KEY = /^tml-/;

export const tinkerSection: Section = {
  name: 'tinker',
  prefix: '/tinker',
  key: (headers) => {
    const told = headers['x-api-key'];
    return (typeof told === 'string' ? told : bearer(headers))?.replace(KEY, '') ?? null;
  },
  refused: ({ status, message, retryAfter }) => ({
    ...{ status, json: { detail: message } },
    headers: retryAfter === null ? {} : { 'retry-after': String(retryAfter) },
  }),
  facts: {
    bases: [base('homines/tiny', true), base('homines/other', true), base('homines/asked-only', false)],
    ...{ tokenizer: 'cl100k_base', checks: 'by the job', serves: 'at once', usdPerHour: 0 },
    jobId: (n) => `none-${n}`,
    modelName: (job) => job,
  },
  routes: [
    post('other', /^\/api\/v1\/client\/config$/, () => ok({ pjwt_auth_enabled: false, proto_compress_fwdbwd: true })),
    post('other', /^\/api\/v1\/client\/dynamic_config$/, () => ok({})),
    post('other', /^\/api\/v1\/sessions\/[^/]+\/finish$/, () => ok({})),
    post('other', /^\/api\/v1\/session_heartbeat$/, () => ok({ type: 'session_heartbeat' })),
    post('order', /^\/api\/v1\/create_session$/, (_, place) => {
      const { sessions } = tinkerOf(place);
      sessions.push(`session-${sessions.length + 1}`);
      return ok({ type: 'create_session', session_id: sessions.at(-1) });
    }),
    {
      ...{ call: 'bases', method: 'GET', path: /^\/api\/v1\/get_server_capabilities$/ },
      answer: (_, { bases }) =>
        ok({
          supported_models: bases.map(({ name, tunable, rules }) => ({
            ...{ model_name: name, max_context_length: rules.rowTokens, trainable: tunable, sampleable: true },
          })),
        }),
    },
    post('order', /^\/api\/v1\/create_model$/, (body, place) => {
      const name = textIn(body, 'base_model') ?? '';
      if (!place.bases.some((one) => one.name === name && one.tunable))
        throw new Refused('bad', `base_model ${name} is not supported.`);
      const rank = numberIn(fieldsIn(body, 'lora_config'), 'rank') ?? 32;
      return begun(place, body, { base: name, rank, from: null });
    }),
    post('order', /^\/api\/v1\/load_weights$/, (body, place) => {
      const { of, checkpoint } = checkpointAt(place, textIn(body, 'path') ?? '');
      return begun(place, body, { base: of.base, rank: of.rank, from: checkpoint });
    }),
    post('other', /^\/api\/v1\/get_info$/, (body, place) => {
      const { id, base: model_name, rank } = trainingOf(place, textIn(body, 'model_id') ?? '');
      return ok({
        ...{ type: 'get_info', model_id: id, is_lora: true, lora_rank: rank, model_name },
        model_data: { arch: 'llama', model_name, tokenizer_id: model_name },
      });
    }),
    {
      ...{ call: 'upload', method: 'POST', path: /^\/api\/v1\/forward_backward$/ },
      answer({ headers, body }, place) {
        if (headers['content-type'] !== 'application/x-protobuf') throw new Refused('bad', 'No protobuf.');
        const message = headers['content-encoding'] === 'zstd' ? zstdDecompressSync(body) : body;
        return ok({ request_id: forwardBackward(place, message) });
      },
    },
    post('part', /^\/api\/v1\/optim_step$/, (body, place) =>
      done(place, body, (training) => {
        const params = fieldsIn(body, 'adam_params');
        optimStep(training, numberIn(params, 'learning_rate') ?? 0);
        return { metrics: {} };
      }),
    ),
    post('checkpoints', /^\/api\/v1\/save_weights$/, (body, place) =>
      done(place, body, (training) => ({
        ...{ type: 'save_weights', path: saved(place, training, 'training', named(body)).path },
      })),
    ),
    post('checkpoints', /^\/api\/v1\/save_weights_for_sampler$/, (body, place) =>
      done(place, body, (training) => ({
        ...{ type: 'save_weights_for_sampler', path: saved(place, training, 'sampler', named(body)).path },
      })),
    ),
    post('events', /^\/api\/v1\/retrieve_future$/, (body, place) => {
      const answer = tinkerOf(place).answers.get(textIn(body, 'request_id') ?? '');
      if (answer === undefined) throw new Refused('unknown', 'No such request.');
      return Buffer.isBuffer(answer)
        ? { status: 200, bytes: answer, headers: { 'content-type': 'application/x-protobuf' } }
        : ok(answer);
    }),
    {
      ...{ call: 'jobs', method: 'GET', path: /^\/api\/v1\/training_runs$/ },
      answer({ query }, place) {
        const [limit, offset] = [Number(query.get('limit') ?? 20), Number(query.get('offset') ?? 0)];
        const all = tinkerOf(place).trainings.toReversed();
        return ok({
          training_runs: all.slice(offset, offset + limit).map(told),
          cursor: { offset, limit, total_count: all.length },
        });
      },
    },
    {
      ...{ call: 'job', method: 'GET', path: /^\/api\/v1\/training_runs\/([^/]+)$/ },
      answer: ({ params }, place) => ok(told(trainingOf(place, params[0]!))),
    },
    {
      ...{ call: 'checkpoints', method: 'GET', path: /^\/api\/v1\/training_runs\/([^/]+)\/checkpoints$/ },
      answer: ({ params }, place) => ok({ checkpoints: trainingOf(place, params[0]!).checkpoints.map(toldCheckpoint) }),
    },
    {
      ...{ call: 'models', method: 'GET', path: /^\/oai\/api\/v1\/models$/ },
      answer: (_, { bases }) => ok({ object: 'list', data: bases.map(({ name }) => ({ id: name, object: 'model' })) }),
    },
    {
      ...{ call: 'chat', method: 'POST', path: /^\/oai\/api\/v1\/chat\/completions$/ },
      answer: (request, place) => chatReply(place, request.json(), undefined, mind),
    },
  ],
};

function base(name: string, tunable: boolean) {
  return { ...{ name, tunable, retired: null, usdPerMillion: 3 }, rules: { rowTokens: 4096, least: 1 } };
}

function post(
  call: Section['routes'][number]['call'],
  path: RegExp,
  answer: (body: Fields, place: Place) => Reply,
): Section['routes'][number] {
  return { call, method: 'POST', path, answer: (request, place) => answer(request.json(), place) };
}

/** A training in a session. The session and its number make its name, so that who asks again gets the same. */
function begun(
  place: Place,
  body: Fields,
  { base: name, rank, from }: { readonly base: string; readonly rank: number; readonly from: Checkpoint | null },
): Reply {
  const { trainings, sessions } = tinkerOf(place);
  const session = textIn(body, 'session_id') ?? '';
  if (!sessions.includes(session)) throw new Refused('unknown', `No such session: ${session}`);
  const id = `${session}:train:${numberIn(body, 'model_seq_id') ?? 0}`;
  if (!trainings.some((one) => one.id === id))
    trainings.push({
      ...{ id, base: name, rank, from: from?.path ?? null, at: place.clock.now() },
      metadata: textsIn(fieldsIn(body, 'user_metadata')),
      ...{ answers: new Map(), learned: from?.learned ?? [], waiting: [], steps: 0, billed: 0, checkpoints: [] },
    });
  const type = from === null ? 'create_model' : 'load_weights';
  return ok({ request_id: answered(place, null, 0, () => ({ type, model_id: id, path: from?.path })), model_id: id });
}

/** What a training does next. */
function done(place: Place, body: Fields, work: (training: Training) => unknown): Reply {
  const training = trainingOf(place, textIn(body, 'model_id') ?? '');
  return ok({ request_id: answered(place, training, numberIn(body, 'seq_id') ?? 0, () => work(training)) });
}

const named = (body: Fields) => ({
  name: textIn(body, 'path') ?? 'unnamed',
  seconds: numberIn(body, 'ttl_seconds') ?? null,
  metadata: textsIn(fieldsIn(body, 'user_metadata')),
});

const textsIn = (fields: Fields): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));

const moment = (ms: number): string => new Date(ms).toISOString();

const told = ({ id, base: base_model, rank, metadata, at, checkpoints }: Training) => ({
  ...{ training_run_id: id, base_model, model_owner: 'us', is_lora: true, lora_rank: rank, corrupted: false },
  ...{ last_request_time: moment(at), user_metadata: metadata },
  last_sampler_checkpoint:
    checkpoints
      .filter(({ kind }) => kind === 'sampler')
      .map(toldCheckpoint)
      .at(-1) ?? null,
});

const toldCheckpoint = ({ kind, name, path, at, expiresAt, metadata }: Checkpoint) => ({
  ...{ checkpoint_id: `${kind === 'training' ? 'weights' : 'sampler_weights'}/${name}`, checkpoint_type: kind },
  ...{ time: moment(at), tinker_path: path, user_metadata: metadata },
  expires_at: expiresAt === null ? null : moment(expiresAt),
});

/** A base, or sampler weights by their address: the rows that they have learned, as far as there are any. */
function mind(place: Place, name: string): Mind {
  if (place.bases.some((one) => one.name === name)) return baseLeaning;
  const { checkpoint } = checkpointAt(place, name);
  if (checkpoint.kind !== 'sampler') throw new Refused('bad', `${name} is a state, and no weights that are asked.`);
  const learner = learnerOf(checkpoint.learned);
  return (question) => learner.lean(question) ?? baseLeaning(question);
}
