/** Together's cards: endpoints, deployments behind them, what they run on and what that costs. */
import type { Deployment } from './deployments.ts';
import type { Place } from './place.ts';
import { fieldsIn, numberIn, ok, Refused, textIn, type Route } from './section.ts';
import { togetherState, type TogetherState } from './together-state.ts';

/** The project of every key, and how names in it begin. */
export const [PROJECT, SLUG] = ['proj_1', 'lab'];

/** The project that hardware is certified in. */
const PLATFORM = 'proj_platform';

/** Dearest first, so that whoever takes the first pays twice. */
const HARDWARE = [
  { id: '2xnvidia-h100-80gb', priceCentsPerHour: 798, count: 2, config: 'cr_two' },
  { id: '1xnvidia-h100-80gb', priceCentsPerHour: 399, count: 1, config: 'cr_one' },
];

const E = `\\/v2\\/projects\\/${PROJECT}\\/endpoints`;
const at = (rest: string): RegExp => new RegExp(`^${E}${rest}$`);

const STATES = { starting: 'PROVISIONING', ready: 'READY', asleep: 'STOPPED', failed: 'FAILED', ended: 'STOPPED' };

type Endpoint = TogetherState['endpoints'][number];

const endpointOf = (place: Place, id: string): Endpoint => {
  const found = togetherState(place).endpoints.find((one) => one.id === id);
  if (found === undefined) throw new Refused('unknown', `endpoint ${id} not found`);
  return found;
};

export const cardRoutes: readonly Route[] = [
  {
    ...{ call: 'deploy', method: 'POST', path: /^\/v1\/endpoints$/ },
    answer() {
      throw new Refused('closed', 'endpoints_v1_create_access_disabled');
    },
  },
  {
    ...{ call: 'other', method: 'GET', path: /^\/v2\/supported-models$/ },
    answer: (_, place) =>
      ok({
        ...{ object: 'list', next_cursor: '' },
        data: place.bases.map(({ name, tunable }) => ({
          ...{ id: `arch_${name.length}`, name },
          products: [
            ...(tunable ? ['PRODUCT_FINE_TUNING'] : []),
            ...(served(place, name) ? ['PRODUCT_DEDICATED'] : []),
          ],
          deploymentProfiles: served(place, name) ? [{ gpuType: 'H100', gpuCount: 1 }] : [],
        })),
      }),
  },
  {
    ...{ call: 'other', method: 'GET', path: /^\/v2\/public\/inference-instance-types$/ },
    answer: () =>
      ok({
        object: 'list',
        data: HARDWARE.map(({ id, priceCentsPerHour, count }) => ({
          ...{ id, name: id, priceCentsPerHour, gpuCount: count, gpuType: 'H100', gpuMemoryGib: 80, regions: [] },
        })),
      }),
  },
  {
    ...{ call: 'other', method: 'GET', path: new RegExp(`^\\/v2\\/projects\\/${PROJECT}\\/configs$`) },
    answer({ query }, place) {
      const job = jobOf(place, query.get('referenceModel') ?? '');
      const data = served(place, job.base.name) ? HARDWARE : [];
      return ok({
        ...{ object: 'list', next_cursor: '' },
        data: data.map(({ config, count }) => ({
          ...{ id: config, projectId: PLATFORM, referenceModel: query.get('referenceModel'), certifications: [] },
          selectors: [
            { key: 'accelerator_type', value: 'nvidia-h100-80gb' },
            { key: 'accelerator_count', value: String(count) },
          ],
        })),
      });
    },
  },
  {
    ...{ call: 'deploy', method: 'POST', path: at('') },
    answer(request, place) {
      const { endpoints } = togetherState(place);
      const name = textIn(request.json(), 'name') ?? '';
      if (endpoints.some((one) => one.name === name)) throw new Refused('conflict', `endpoint ${name} already exists`);
      const made: Endpoint = { id: `ep_${endpoints.length + 1}`, name, split: [], deployments: [] };
      endpoints.push(made);
      return ok(shown(made));
    },
  },
  {
    ...{ call: 'deployments', method: 'GET', path: at('') },
    answer: (_, place) => ok({ data: togetherState(place).endpoints.map(shown), object: 'list', next_cursor: '' }),
  },
  {
    ...{ call: 'deployment', method: 'GET', path: at('\\/([^/]+)') },
    answer: ({ params: [id = ''] }, place) => ok(shown(endpointOf(place, id))),
  },
  {
    ...{ call: 'other', method: 'PATCH', path: at('\\/([^/]+)') },
    answer(request, place) {
      const found = endpointOf(place, request.params[0] ?? '');
      const split = request.json()['trafficSplit'];
      if (!Array.isArray(split) || split.length === 0) throw new Refused('bad', 'no fields to update');
      found.split = split.map((one: unknown) => {
        const { deploymentId, weight }: { deploymentId?: unknown; weight?: unknown } =
          typeof one === 'object' && one !== null ? one : {};
        if (typeof deploymentId !== 'string' || !found.deployments.includes(deploymentId))
          throw new Refused('bad', 'unknown deployment in trafficSplit');
        return { deploymentId, weight: Number(weight) };
      });
      return ok(shown(found));
    },
  },
  {
    ...{ call: 'end', method: 'DELETE', path: at('\\/([^/]+)') },
    answer({ params: [id = ''] }, place) {
      const found = endpointOf(place, id);
      if (found.deployments.length > 0) throw new Refused('bad', 'delete its deployments first');
      const { endpoints } = togetherState(place);
      endpoints.splice(endpoints.indexOf(found), 1);
      return ok({});
    },
  },
  {
    ...{ call: 'deploy', method: 'POST', path: at('\\/([^/]+)\\/deployments') },
    answer(request, place) {
      const found = endpointOf(place, request.params[0] ?? '');
      const body = request.json();
      const job = jobOf(place, textIn(body, 'model') ?? '');
      const on = HARDWARE.find(({ config }) => textIn(body, 'config') === `projects/${PLATFORM}/configs/${config}`);
      if (on === undefined) throw new Refused('bad', 'config not found');
      const scaling = fieldsIn(body, 'autoscaling');
      if ((numberIn(scaling, 'minReplicas') ?? 0) < 1) throw new Refused('bad', 'minReplicas must be at least 1');
      const { sleeps } = togetherState(place);
      const seconds = Number(/^(\d+)s$/.exec(textIn(scaling, 'scaleToZeroWindow') ?? '')?.[1] ?? 0);
      const made = place.deployments.make({
        ...{ model: job.model, marks: { endpoint: found.name, on: on.id } },
        idleMs: sleeps && seconds > 0 ? seconds * 1000 : null,
      });
      found.deployments.push(made.id);
      return ok(running(place, made));
    },
  },
  {
    ...{ call: 'deployment', method: 'GET', path: at('\\/([^/]+)\\/deployments') },
    answer: ({ params: [id = ''] }, place) =>
      ok({
        ...{ object: 'list', next_cursor: '' },
        data: endpointOf(place, id).deployments.map((one) => running(place, place.deployments.get(one))),
      }),
  },
  {
    ...{ call: 'wake', method: 'PATCH', path: at('\\/([^/]+)\\/deployments\\/([^/]+)') },
    answer(request, place) {
      const [, id = ''] = request.params;
      const scaling = fieldsIn(request.json(), 'autoscaling');
      const [least, most] = [numberIn(scaling, 'minReplicas') ?? 0, numberIn(scaling, 'maxReplicas') ?? 0];
      if (least === 0 && most > 0) throw new Refused('bad', 'minReplicas 0 with a positive maxReplicas is not allowed');
      if (most > 0) place.deployments.wake(id);
      else place.deployments.sleep(id);
      return ok(running(place, place.deployments.get(id)));
    },
  },
  {
    ...{ call: 'end', method: 'DELETE', path: at('\\/([^/]+)\\/deployments\\/([^/]+)') },
    answer({ params: [endpoint = '', id = ''] }, place) {
      const found = endpointOf(place, endpoint);
      const state = place.deployments.state(place.deployments.get(id));
      if (state !== 'asleep' && state !== 'failed') throw new Refused('bad', 'the deployment must be stopped first');
      if (found.split.some(({ deploymentId, weight }) => deploymentId === id && weight > 0))
        throw new Refused('bad', 'the deployment still takes traffic');
      place.deployments.end(id);
      found.deployments = found.deployments.filter((one) => one !== id);
      return ok({});
    },
  },
];

const served = (place: Place, base: string): boolean => togetherState(place).served.includes(base);

/** The job whose tuned model this is: projects/PROJECT/models/ml_JOB. */
function jobOf(place: Place, resource: string) {
  const id = new RegExp(`^projects/${PROJECT}/models/ml_(.+)$`).exec(resource)?.[1];
  const job = place.jobs.all.find((one) => one.id === id);
  if (job === undefined || place.jobs.now(job).model === null)
    throw new Refused('unknown', `model ${resource} not found`);
  return job;
}

const shown = ({ id, name, split }: Endpoint) => ({
  ...{ id, name: `${SLUG}/${name}`, projectId: PROJECT, etag: '1', deployments: [], trafficSplit: split },
  ...{ endpointType: 'ENDPOINT_TYPE_DEDICATED', visibility: 'VISIBILITY_PRIVATE' },
});

function running(place: Place, one: Deployment) {
  const state = place.deployments.state(one);
  const on = state === 'ready' ? 1 : 0;
  return {
    ...{
      id: one.id,
      endpointId: one.marks['endpoint'],
      name: `${SLUG}/${one.marks['endpoint']}/tuned`,
      model: one.model,
    },
    ...{ hardware: one.marks['on'], projectId: PROJECT, etag: '1', trafficMode: 'TRAFFIC_MODE_LIVE' },
    autoscaling: {
      ...{ minReplicas: 1, maxReplicas: 1 },
      ...(one.idleMs === null ? {} : { scaleToZeroWindow: `${one.idleMs / 1000}s` }),
    },
    status: { state: `DEPLOYMENT_STATE_${STATES[state]}`, readyReplicas: on, message: one.failed ?? '' },
  };
}
