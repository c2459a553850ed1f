/**
 * Cards at Together: an endpoint, which has the name that a question names, over a deployment of a tuned model on certified hardware. This
 * is its second interface of that kind (`beta.endpoints` of together-ai 0.52, at …/v2): the first takes no new endpoints any more (403
 * endpoints_v1_create_access_disabled; docs.together.ai, docs/dedicated-endpoints/migrate-from-v1). Not tried on the service.
 *
 * An endpoint is called by its run's mark, and a name is there once: what was begun and broke off is gone on with, never made twice. What
 * runs costs by the minute until it is stopped; whether it stops by itself is what the deployment says, not what was asked for.
 */
import { z } from 'zod';
import { UserError } from '../../core/user-error.ts';
import { sleep } from '../../model/waiting.ts';
import { wordsOf } from '../asked.ts';
import { servedBases } from './bases.ts';
import type { TogetherCalls } from './client.ts';
import {
  configs,
  deployment,
  deploymentList,
  type Endpoint,
  endpoint,
  endpoints,
  type Hardware,
  hardware,
  lastOf,
  type Running,
  shown,
  STATE,
  usdOf,
  usdOfCards,
} from './endpoint.ts';
import { fineTune, isOurs } from './job.ts';
import { NotThere, Refused } from '../told-apart.ts';
import type { Deployment, Deployments, TuningJob } from '../tuning-provider.ts';

/** It is asked to stop after so long without a question, seconds. */
const IDLE_S = 1800;

/** Entries of a page, and pages of endpoints that are read at most. */
const [PAGE, PAGES] = [100, 10];

/** Stopping takes minutes; it is waited for so many times as long as one call may take. */
const STOPPING = 10;

const AWAKE = { minReplicas: 1, maxReplicas: 1, scaleToZeroWindow: `${IDLE_S}s` };
const ASLEEP = { minReplicas: 0, maxReplicas: 0 };

/** A run's deployment within its endpoint. */
const NAME = 'tuned';

export function togetherDeployments(
  calls: TogetherCalls,
  jobs: (signal: AbortSignal) => Promise<readonly TuningJob[]>,
): Deployments {
  const { ask, v1, v2, pace, whom, project } = calls;
  const cards = v2.beta.endpoints;
  const again = true;

  let priced: Hardware | null = null;
  const prices = async (signal: AbortSignal): Promise<Hardware> =>
    (priced ??= await ask({ wanted: 'the prices of its cards', again }, hardware, signal, (one) =>
      cards.hardware.list({ signal: one }),
    ));

  async function ours(signal: AbortSignal): Promise<readonly Endpoint[]> {
    const { id: projectId } = await project(signal);
    const found: Endpoint[] = [];
    let after: string | null = '';
    for (let page = 0; page < PAGES && after !== null; page++) {
      const query = { projectId, limit: PAGE, ...(after === '' ? {} : { after }) };
      const read: z.infer<typeof endpoints> = await ask(
        { wanted: 'the list of its endpoints', again },
        endpoints,
        signal,
        async (one) => {
          const { data, next_cursor } = await cards.list(query, { signal: one });
          return { data, next_cursor };
        },
      );
      found.push(...(read.data ?? []).filter(({ name }) => isOurs(lastOf(name))));
      after = read.next_cursor || null;
    }
    return found;
  }

  /** What runs behind an endpoint; null: nothing does. */
  async function behind(endpointId: string, signal: AbortSignal): Promise<Running | null> {
    const { id: projectId } = await project(signal);
    const all = await ask({ wanted: `what runs behind ${endpointId}`, again }, deploymentList, signal, async (one) => {
      const { data } = await cards.deployments.list(endpointId, { projectId }, { signal: one });
      return { data };
    });
    return all[0] ?? null;
  }

  /** The tuned model as the interface names it: a job's model has a name for people and an id for machines. */
  async function resourceOf(model: string, signal: AbortSignal): Promise<string> {
    const { id: projectId } = await project(signal);
    if (model.startsWith('ml_')) return `projects/${projectId}/models/${model}`;
    const job = (await jobs(signal)).find((one) => one.model === model);
    if (job === undefined)
      throw new UserError(`${whom.label} has no job any more that made ${model}: its weights cannot be found.`);
    const { model_object_id } = await ask({ wanted: `the job ${job.id}`, again }, fineTune, signal, (one) =>
      v1.fineTuning.retrieve(job.id, { signal: one }),
    );
    if (!model_object_id)
      throw new UserError(`${whom.label} has not put the weights of ${model} into its registry yet: go on later.`);
    return `projects/${projectId}/models/${model_object_id}`;
  }

  /** The cheapest hardware on which it runs. `usd`: an hour; null: its price is not told. */
  async function cheapest(
    model: string,
    signal: AbortSignal,
  ): Promise<{ readonly config: string; readonly model: string; readonly usd: number | null }> {
    const { id: projectId } = await project(signal);
    const resource = await resourceOf(model, signal);
    const found = await ask({ wanted: `what ${model} can run on`, again }, configs, signal, async (one) => {
      const { data } = await v2.beta.models.configs.list({ projectId, referenceModel: resource }, { signal: one });
      return { data };
    });
    const all = await prices(signal);
    const costing = found
      .map(({ id, projectId: owner, selectors }) => {
        const told = (key: string): string => selectors.find((one) => one.key === key)?.value ?? '';
        const type = `${told('accelerator_count') || '1'}x${told('accelerator_type')}`;
        return { config: `projects/${owner}/configs/${id}`, model: resource, usd: usdOf(all, type) };
      })
      .toSorted((a, b) => (a.usd ?? Infinity) - (b.usd ?? Infinity));
    const [best] = costing;
    if (best === undefined)
      throw new Refused(
        `${whom.label} has no hardware that ${model} is certified on, so that it cannot be asked there: take its weights from the job's page, or tune another base.`,
      );
    return best;
  }

  async function told(one: Endpoint, signal: AbortSignal): Promise<Deployment> {
    const running = await behind(one.id, signal);
    return shown(one, running, running?.hardware ? usdOf(await prices(signal), running.hardware) : null);
  }

  async function endpointOf(id: string, signal: AbortSignal): Promise<Endpoint> {
    const { id: projectId } = await project(signal);
    return ask({ wanted: `the endpoint ${id}`, again }, endpoint, signal, (one) =>
      cards.retrieve(id, { projectId }, { signal: one }),
    );
  }

  /** The endpoint of this name, made where there is none; whoever was quicker has made it. */
  async function named(mark: string, signal: AbortSignal): Promise<Endpoint> {
    const find = async (): Promise<Endpoint | undefined> =>
      (await ours(signal)).find(({ name }) => lastOf(name) === mark);
    const there = await find();
    if (there !== undefined) return there;
    const { id: projectId } = await project(signal);
    try {
      return await ask({ wanted: 'an endpoint', again: false }, endpoint, signal, (one) =>
        cards.create({ projectId, name: mark }, { signal: one }),
      );
    } catch (error) {
      signal.throwIfAborted();
      const made = await find();
      if (made !== undefined) return made;
      throw error;
    }
  }

  /** What runs behind it, made where nothing does. */
  async function running(one: Endpoint, model: string, signal: AbortSignal): Promise<Running> {
    const there = await behind(one.id, signal);
    if (there !== null) return there;
    const { id: projectId } = await project(signal);
    const { config: on, model: resource } = await cheapest(model, signal);
    try {
      return await ask({ wanted: 'cards for a tuned model', again: false }, deployment, signal, (limit) =>
        cards.deployments.create(
          one.id,
          { projectId, name: NAME, model: resource, config: on, autoscaling: AWAKE },
          { signal: limit },
        ),
      );
    } catch (error) {
      signal.throwIfAborted();
      const made = await behind(one.id, signal);
      if (made !== null) return made;
      throw error;
    }
  }

  /** Sets how many replicas there are. */
  async function scaled(
    endpointId: string,
    id: string,
    autoscaling: typeof AWAKE | typeof ASLEEP,
    signal: AbortSignal,
  ): Promise<void> {
    const { id: projectId } = await project(signal);
    const wanted = autoscaling === ASLEEP ? 'a stop of its cards' : 'a start of its cards';
    await ask({ wanted, again }, z.unknown(), signal, (one) =>
      cards.deployments.update(id, { projectId, endpointId, updateMask: 'autoscaling', autoscaling }, { signal: one }),
    );
  }

  /** Gives a deployment all questions to its endpoint, or none: without it a ready one is not asked. */
  async function routed(endpointId: string, deploymentId: string, weight: 0 | 1, signal: AbortSignal): Promise<void> {
    const { id: projectId } = await project(signal);
    await ask({ wanted: 'a way of questions to its cards', again }, z.unknown(), signal, (one) =>
      cards.update(
        endpointId,
        { projectId, updateMask: 'trafficSplit', trafficSplit: [{ deploymentId, weight }] },
        { signal: one },
      ),
    );
  }

  return {
    async usdPerHour(model, signal) {
      if (model.startsWith('ml_') || (await jobs(signal)).some((one) => one.model === model))
        return (await cheapest(model, signal)).usd;
      // Of a base, which no job has made, it is asked before anything is tuned: by the cards that it is certified on.
      const base = (await servedBases(calls, signal)).get(model);
      return base === undefined ? null : usdOfCards(await prices(signal), base);
    },
    async make(model, mark, signal) {
      const made = await named(mark, signal);
      const { id } = await running(made, model, signal);
      const leads = (made.trafficSplit ?? []).some(({ deploymentId, weight }) => deploymentId === id && weight > 0);
      if (!leads) await routed(made.id, id, 1, signal);
      return told(made, signal);
    },
    one: async (id, signal) => told(await endpointOf(id, signal), signal),
    async all(signal) {
      const found: Deployment[] = [];
      for (const one of await ours(signal)) found.push(await told(one, signal));
      return found;
    },
    async wake(id, signal) {
      const one = await endpointOf(id, signal);
      const there = await behind(id, signal);
      if (there === null)
        throw new UserError(
          `Nothing runs behind ${one.name} at ${whom.label} that could be woken up: end it, and rent cards anew.`,
        );
      await scaled(id, there.id, AWAKE, signal);
      return told(one, signal);
    },
    async end(id, signal) {
      const gone = (error: unknown): null => {
        if (error instanceof NotThere) return null;
        throw error;
      };
      if ((await endpointOf(id, signal).catch(gone)) === null) return;
      const { id: projectId } = await project(signal);
      const there = await behind(id, signal);
      if (there !== null) {
        // From here on it costs nothing, whatever becomes of the rest.
        await scaled(id, there.id, ASLEEP, signal);
        await stopped(id, signal);
        await routed(id, there.id, 0, signal).catch((error: unknown) => {
          if (!(error instanceof Refused)) throw error;
        });
        await ask({ wanted: 'an end of its cards', again }, z.unknown(), signal, (one) =>
          cards.deployments.delete(there.id, { projectId, endpointId: id }, { signal: one }),
        ).catch(gone);
      }
      await ask({ wanted: `an end of the endpoint ${id}`, again }, z.unknown(), signal, (one) =>
        cards.delete(id, { projectId }, { signal: one }),
      ).catch(gone);
    },
  };

  /** Waits until nothing runs behind an endpoint: only then it can be deleted. */
  async function stopped(endpointId: string, signal: AbortSignal): Promise<void> {
    const until = Date.now() + pace.limit * STOPPING;
    for (;;) {
      const state = (await behind(endpointId, signal))?.status.state;
      if (state === undefined || state === `${STATE}STOPPED` || state === `${STATE}FAILED`) return;
      if (Date.now() > until)
        throw new UserError(
          `${whom.label} was told to stop the cards behind ${endpointId} and has not yet (${wordsOf(state)}): end it again in some minutes, and look at its page that it costs nothing.`,
        );
      await sleep(pace.pause * 5, signal);
    }
  }
}
