/**
 * Fireworks as the tuning server plays it: the REST interface of accounts, models, datasets, supervised jobs and deployments as
 * docs.fireworks.ai/api-reference has it (version 5.10, November 2026), links to files behind jobs, and the OpenAI protocol beside it.
 * What is known only from what others met is said where it stands. Nothing of it was compared with the service.
 */
import { chatReply } from './chat.ts';
import {
  datasetTold,
  deployed,
  deploymentTold,
  fileOf,
  FIREWORKS_ACCOUNT,
  ID,
  jobTold,
  last,
  LIBRARY,
  madeAt,
  metric,
  modelTold,
  money,
  ordered,
  page,
  rendered,
  rules,
  tokenizer,
  tokensOf,
} from './fireworks-resources.ts';
import type { Place } from './place.ts';
import {
  bearer,
  fieldsIn,
  numberIn,
  ok,
  Refused,
  type RefusalKind,
  type Reply,
  type Section,
  textIn,
  type TuningRequest,
} from './section.ts';

/** gRPC's numbers of what is refused. */
const CODES: Readonly<Record<RefusalKind, number>> = {
  ...{ bad: 3, key: 16, unpaid: 9, rights: 7, closed: 7, unknown: 5, conflict: 6 },
  ...{ large: 3, quota: 8, broken: 13, starting: 14 },
};

export const fireworksSection: Section = {
  name: 'fireworks',
  prefix: '/fireworks',
  key: bearer,
  refused: ({ status, message, kind, retryAfter }) => ({
    ...{ status, json: { code: CODES[kind], message, details: [] } },
    headers: retryAfter === null ? {} : { 'retry-after': String(retryAfter) },
  }),
  facts: {
    bases: [
      { name: `${LIBRARY}/models/qwen3-14b`, tunable: true, retired: null, rules, usdPerMillion: 0.5 },
      { name: `${LIBRARY}/models/llama-v3p1-8b-instruct`, tunable: true, retired: null, rules, usdPerMillion: 0.5 },
      // Such are there: "tunable", and refused all the same.
      { name: `${LIBRARY}/models/qwen2p5-7b-instruct`, tunable: false, retired: null, rules, usdPerMillion: 0.5 },
    ],
    ...{ tokenizer, checks: 'by the job', serves: 'rented', usdPerHour: 7 },
    jobId: (n) => `sftj-${n}`,
    modelName: (job, { suffix }) => suffix ?? `${FIREWORKS_ACCOUNT}/models/${job}`,
  },
  routes: [
    {
      ...{ call: 'other', method: 'GET', path: /^\/v1\/accounts$/ },
      answer: () => ok({ accounts: [{ name: FIREWORKS_ACCOUNT, state: 'READY' }], nextPageToken: '', totalSize: 1 }),
    },
    {
      ...{ call: 'bases', method: 'GET', path: /^\/v1\/accounts\/fireworks\/models$/ },
      answer: (request, place) => ok(page(request, 'models', place.bases.map(modelTold))),
    },
    {
      ...{ call: 'other', method: 'POST', path: /^\/v1\/accounts\/lab\/datasets$/ },
      answer(request, place) {
        const body = request.json();
        const id = textIn(body, 'datasetId');
        const { displayName, exampleCount } = fieldsIn(body, 'dataset');
        if (id === undefined || !ID.test(id)) throw new Refused('bad', 'dataset_id is invalid');
        if (Number(exampleCount) < 1) throw new Refused('bad', 'example_count must be positive');
        const made = madeAt(place);
        if (made.has(id)) throw new Refused('conflict', `dataset "${id}" already exists`);
        made.set(id, String(displayName));
        return ok(datasetTold(place, id));
      },
    },
    {
      ...{ call: 'files', method: 'GET', path: /^\/v1\/accounts\/lab\/datasets$/ },
      answer: (request, place) =>
        ok(
          page(
            request,
            'datasets',
            [...madeAt(place).keys()].map((id) => datasetTold(place, id)),
          ),
        ),
    },
    {
      ...{ call: 'file', method: 'GET', path: /^\/v1\/accounts\/lab\/datasets\/([\w-]+)$/ },
      answer: ({ params }, place) => ok(datasetTold(place, params[0]!)),
    },
    {
      ...{ call: 'upload', method: 'POST', path: /^\/v1\/accounts\/lab\/datasets\/([\w-]+):upload$/ },
      answer(request, place) {
        const id = request.params[0]!;
        if (!madeAt(place).has(id)) throw new Refused('unknown', `dataset "${id}" not found`);
        if (fileOf(place, id) !== null) throw new Refused('bad', `dataset "${id}" was already uploaded`);
        const file = request.form().find(({ name }) => name === 'file');
        if (file === undefined) throw new Refused('bad', 'file is required');
        if (file.content.length > 150_000_000) throw new Refused('large', 'file exceeds 150MB');
        place.files.put({ id, name: file.file ?? id, purpose: 'fine-tune', content: file.content });
        return ok({ id, filename: file.file, bytes: file.content.length, object: 'file', purpose: 'fine-tune' });
      },
    },
    {
      ...{ call: 'price', method: 'POST', path: /^\/v1\/accounts\/lab\/supervisedFineTuningJobs:estimateCost$/ },
      answer(request, place) {
        const body = request.json();
        const file = fileOf(place, last(textIn(body, 'dataset')));
        if (file === null) throw new Refused('unknown', 'dataset not found');
        const base = place.bases.find(({ name }) => name === textIn(body, 'baseModel'));
        const tokens = tokensOf(file) * (numberIn(body, 'epochs') ?? 1);
        return ok({ estimatedCost: money((tokens / 1e6) * (base?.usdPerMillion ?? 0)) });
      },
    },
    {
      ...{ call: 'order', method: 'POST', path: /^\/v1\/accounts\/lab\/supervisedFineTuningJobs$/ },
      answer: (request, place) => ok(jobTold(request, place, ordered(request, place))),
    },
    {
      ...{ call: 'jobs', method: 'GET', path: /^\/v1\/accounts\/lab\/supervisedFineTuningJobs$/ },
      answer(request, place) {
        const jobs = place.jobs.list().map((job) => jobTold(request, place, job));
        // Without an order that is asked for the list goes by name.
        if (request.query.get('orderBy') !== 'create_time desc') jobs.sort((a, b) => a.name.localeCompare(b.name));
        return ok(page(request, 'supervisedFineTuningJobs', jobs));
      },
    },
    {
      ...{ call: 'job', method: 'GET', path: /^\/v1\/accounts\/lab\/supervisedFineTuningJobs\/([\w-]+)$/ },
      answer: (request, place) => ok(jobTold(request, place, place.jobs.get(request.params[0]!))),
    },
    {
      ...{ call: 'cancel', method: 'POST', path: /^\/v1\/accounts\/lab\/supervisedFineTuningJobs\/([\w-]+):cancel$/ },
      answer({ params }, place) {
        place.jobs.cancel(params[0]!);
        return ok({});
      },
    },
    {
      ...{ call: 'events', method: 'GET', path: /^\/storage\/([\w-]+)\/metrics\.jsonl$/, open: true },
      answer({ params }, place) {
        const lines = place.jobs
          .happenings(place.jobs.get(params[0]!))
          .flatMap((one) => (one.kind === 'step' ? [metric(one)] : []));
        return { status: 200, bytes: lines.map((line) => `${JSON.stringify(line)}\n`).join('') };
      },
    },
    {
      ...{ call: 'preview', method: 'GET', path: /^\/storage\/([\w-]+)\/renders\.jsonl$/, open: true },
      answer({ params }, place) {
        const { order } = place.jobs.get(params[0]!);
        const lines = rendered(place.files.get(order.train));
        return { status: 200, bytes: lines.map((line) => `${JSON.stringify(line)}\n`).join('') };
      },
    },
    {
      ...{ call: 'deploy', method: 'POST', path: /^\/v1\/accounts\/lab\/deployments$/ },
      answer: (request, place) => ok(deploymentTold(place, deployed(request, place))),
    },
    {
      ...{ call: 'deployments', method: 'GET', path: /^\/v1\/accounts\/lab\/deployments$/ },
      answer(request, place) {
        const there = place.deployments.all.filter((one) => place.deployments.state(one) !== 'ended');
        return ok(
          page(
            request,
            'deployments',
            there.map((one) => deploymentTold(place, one)),
          ),
        );
      },
    },
    {
      ...{ call: 'deployment', method: 'GET', path: /^\/v1\/accounts\/lab\/deployments\/([\w-]+)$/ },
      answer: ({ params }, place) => ok(deploymentTold(place, place.deployments.get(params[0]!))),
    },
    {
      ...{ call: 'end', method: 'DELETE', path: /^\/v1\/accounts\/lab\/deployments\/([\w-]+)$/ },
      answer({ params, query }, place) {
        const one = place.deployments.get(params[0]!);
        const isUsed = place.clock.now() - one.askedAt < 3_600_000;
        if (isUsed && query.get('ignoreChecks') !== 'true')
          throw new Refused('unpaid', 'deployment has received inference requests in the last hour', { status: 400 });
        place.deployments.end(one.id);
        return ok({});
      },
    },
    {
      ...{ call: 'chat', method: 'POST', path: /^(?:\/inference\/v1)?\/chat\/completions$/ },
      answer: (request, place) => chatted(request, place),
    },
  ],
};

/** "MODEL#DEPLOYMENT" or the deployment's name; a base is asked by its own. Refusals have the form of OpenAI's here. */
function chatted(request: TuningRequest, place: Place): Reply {
  const body = request.json();
  const model = textIn(body, 'model') ?? '';
  const named = /(?:^|#)accounts\/lab\/deployments\/([\w-]+)$/.exec(model)?.[1] ?? model;
  try {
    return chatReply(place, body, named);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { kind, status, message } = error;
    const code = kind === 'starting' ? 'DEPLOYMENT_SCALING_UP' : kind === 'unknown' ? 'NOT_FOUND' : 'error';
    const said = kind === 'starting' ? 'Deployment is currently scaled to zero and is scaling up.' : message;
    return { status, json: { error: { message: said, code, type: 'error' } } };
  }
}
