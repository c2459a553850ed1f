/**
 * Azure's side of tuning: OpenAI's paths behind the resource, with an api-version, a key in a header of its own, marks in the suffix;
 * and the management interface, which rents cards by a token and never by that key. Written after azure-rest-api-specs
 * (AzureOpenAI/authoring 2025-04-01-preview) and the reference of Deployments (2024-10-01).
 */
import type { IncomingHttpHeaders } from 'node:http';
import { chatReply } from './chat.ts';
import type { Deployment } from './deployments.ts';
import type { Dialect } from './openai-told.ts';
import { BASES, routesOf } from './openai.ts';
import type { Place } from './place.ts';
import {
  bearer,
  fieldsIn,
  ok,
  Refused,
  textIn,
  type Refused as Refusal,
  type Reply,
  type Route,
  type Section,
  type TuningRequest,
} from './section.ts';

/** What AZURE_MANAGEMENT_TOKEN is to be; the key of the resource is none. */
export const MANAGEMENT_TOKEN = 'token-azure-management';
export const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';
export const RESOURCE_GROUP = 'economics';

const AZURE: Dialect = {
  states: {
    ...{ checking: 'pending', waiting: 'pending', running: 'running' },
    ...{ succeeded: 'succeeded', failed: 'failed', cancelled: 'cancelled' },
  },
  // No metadata: it knows none.
  fields: ['suffix', 'seed', 'method', 'hyperparameters', 'integrations', 'trainingType'],
  suffix: /^[a-zA-Z0-9_-]{1,40}$/,
  marks: ({ order }) => ({ suffix: order.suffix }),
  model: ({ name, tunable, retired }) => ({
    ...{ id: name, object: 'model', status: 'succeeded', lifecycle_status: 'generally-available' },
    capabilities: { fine_tune: tunable && retired === null, inference: true, chat_completion: true },
    deprecation: { fine_tune: 1_799_193_600, inference: 1_830_816_000 },
  }),
  ...{ made: 201, uploadMs: 7_200_000 },
};

const CODES: Readonly<Partial<Record<Refusal['kind'], string>>> = {
  ...{ bad: 'invalidPayload', key: '401', rights: 'forbidden', closed: 'forbidden', unknown: 'notFound' },
  ...{ conflict: 'conflict', quota: 'quotaExceeded', broken: 'internalFailure', starting: 'DeploymentNotFound' },
};

const ACCOUNT =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.CognitiveServices\/accounts\/([^/]+)\/deployments/;
const managed = (rest: string): RegExp => new RegExp(`${ACCOUNT.source}${rest}$`);

/** Who may rent cards here, and where: the resource is the person's own. */
function allowed({ headers, query, params }: TuningRequest): void {
  if (bearer(headers) !== MANAGEMENT_TOKEN) throw new Refused('key', 'The access token is invalid.', { status: 401 });
  if (!/^20\d\d-\d\d-\d\d/.test(query.get('api-version') ?? ''))
    throw new Refused('bad', 'The api-version query parameter is required for all requests.');
  if (params[0] !== SUBSCRIPTION || params[1] !== RESOURCE_GROUP)
    throw new Refused('unknown', `Resource group '${params[1]}' could not be found.`);
}

/** Azure deletes what nobody asks for 15 days; in this world it sleeps, and is gone. */
const IDLE_MS = 15 * 24 * 3_600_000;
const isThere = (place: Place, one: Deployment): boolean => !['ended', 'asleep'].includes(place.deployments.state(one));

function named(place: Place, name: string): Deployment {
  const found = place.deployments.all.findLast((one) => one.marks['name'] === name && isThere(place, one));
  if (found === undefined) throw new Refused('unknown', `The API deployment ${name} for this resource does not exist.`);
  return found;
}

const STATES = { starting: 'Creating', ready: 'Succeeded', failed: 'Failed', asleep: 'Deleting', ended: 'Deleting' };

const deploymentTold = (place: Place, one: Deployment) => ({
  ...{
    id: `/deployments/${one.marks['name']}`,
    name: one.marks['name'],
    type: 'Microsoft.CognitiveServices/accounts/deployments',
  },
  sku: { name: one.marks['sku'], capacity: 1 },
  properties: {
    model: { format: 'OpenAI', name: one.model, version: '1' },
    provisioningState: STATES[place.deployments.state(one)],
  },
});

const management: readonly Route[] = [
  {
    ...{ call: 'deploy', method: 'PUT', path: managed('/([^/]+)'), open: true },
    answer(request, place) {
      allowed(request);
      const name = request.params[3]!;
      const there = place.deployments.all.find((one) => one.marks['name'] === name && isThere(place, one));
      if (there !== undefined) return ok(deploymentTold(place, there));
      const body = request.json();
      const model = textIn(fieldsIn(fieldsIn(body, 'properties'), 'model'), 'name') ?? '';
      if (place.jobs.of(model) === null && !place.bases.some((one) => one.name === model))
        throw new Refused('bad', `The specified model '${model}' does not exist.`);
      const sku = textIn(fieldsIn(body, 'sku'), 'name') ?? '';
      const made = place.deployments.make({ model, marks: { name, sku }, idleMs: IDLE_MS });
      return ok(deploymentTold(place, made), 201);
    },
  },
  {
    ...{ call: 'deployment', method: 'GET', path: managed('/([^/]+)'), open: true },
    answer(request, place) {
      allowed(request);
      return ok(deploymentTold(place, named(place, request.params[3]!)));
    },
  },
  {
    ...{ call: 'deployments', method: 'GET', path: managed(''), open: true },
    answer(request, place) {
      allowed(request);
      const there = place.deployments.all.filter((one) => isThere(place, one));
      const at = Number(request.query.get('$skipToken') ?? 0);
      const next =
        at + PAGE < there.length ? { nextLink: `${request.address}${request.path}?$skipToken=${at + PAGE}` } : {};
      return ok({ value: there.slice(at, at + PAGE).map((one) => deploymentTold(place, one)), ...next });
    },
  },
  {
    ...{ call: 'end', method: 'DELETE', path: managed('/([^/]+)'), open: true },
    answer(request, place): Reply {
      allowed(request);
      place.deployments.end(named(place, request.params[3]!).id);
      return { status: 202 };
    },
  },
];
const PAGE = 2;

/** Every path of the resource wants an api-version; without one there is nothing. */
const versioned = (route: Route): Route => ({
  ...route,
  answer(request, place) {
    if (!request.query.has('api-version')) throw new Refused('unknown', 'Resource not found');
    return route.answer(request, place);
  },
});

export const azureSection: Section = {
  name: 'azure',
  prefix: '/azure',
  key: (headers: IncomingHttpHeaders) => {
    const key = headers['api-key'];
    return typeof key === 'string' ? key : null;
  },
  refused: ({ status, kind, message, retryAfter }) => ({
    status: kind === 'starting' ? 404 : status,
    json: { error: { code: CODES[kind] ?? kind, message } },
    headers: retryAfter === null ? {} : { 'retry-after': String(retryAfter) },
  }),
  facts: {
    bases: BASES,
    ...{ tokenizer: 'o200k_base', checks: 'by the job', serves: 'rented', usdPerHour: 1.7 },
    jobId: (n) => `ftjob-azure${n}`,
    modelName: (job, { base, suffix }) => `${base}.ft-${job.replace('ftjob-', '')}-${suffix ?? ''}`,
  },
  routes: [
    ...management,
    ...[
      ...routesOf(AZURE, '/openai'),
      {
        ...{ call: 'chat', method: 'POST', path: /^\/openai\/deployments\/([^/]+)\/chat\/completions$/ },
        answer(request, place) {
          const name = request.params[0]!;
          // A base is deployed under its own name here.
          if (place.bases.some((one) => one.name === name)) return chatReply(place, request.json(), name);
          return chatReply(place, request.json(), named(place, name).id);
        },
      } satisfies Route,
    ].map(versioned),
  ],
};
