/**
 * A tuned model on rented cards of Fireworks, where alone an adapter of one's own is asked (docs.fireworks.ai/fine-tuning/
 * deploying-loras, November 2026): merged into its base, on the cards that Fireworks takes for it ("default" shape), one replica at
 * most and none while nobody asks. The interface tells no price. Not tried on the service.
 */
import { z } from 'zod';
import { UserError } from '../../core/user-error.ts';
import { once } from './rest.ts';
import { type FireworksApi, idOf, pathId, type ApiRefusal } from './api.ts';
import { deploymentForm, type FireworksDeployment } from './forms.ts';
import { OURS } from '../mark.ts';
import { NotThere, Refused } from '../told-apart.ts';
import type { Deployment, Deployments } from '../tuning-provider.ts';

/** Without a question for so long it sleeps; Fireworks takes five minutes at least. */
const SLEEPS_AFTER_S = 15 * 60;
/** An id stays taken for a week after its deployment was ended: so many are tried for one mark. */
const NUMBERS = 20;
/** Deployments of an account that are looked through. */
const MOST = 1000;

export function fireworksDeployments(api: FireworksApi): Deployments {
  const pathOf = async (id: string, signal: AbortSignal): Promise<string> =>
    `/${await api.account(signal)}/deployments/${pathId(id, 'deployment')}`;
  const all = async (signal: AbortSignal): Promise<readonly Deployment[]> =>
    (await api.list('deployments', deploymentForm, MOST, signal))
      .map(deploymentOf)
      .filter(({ mark, state }) => mark !== null && state !== 'ended');
  const one = async (id: string, signal: AbortSignal): Promise<Deployment> => {
    const path = await pathOf(id, signal);
    const heard = await api.hear(
      { method: 'GET', path, doing: `tell of the deployment ${id}` },
      deploymentForm,
      signal,
    );
    if (heard.kind === 'refused') throw lost(heard.refusal, id);
    return deploymentOf(heard.said);
  };
  return {
    usdPerHour: () => Promise.resolve(null),
    all,
    one,
    async make(model, mark, signal) {
      const there = (await all(signal)).find((found) => found.mark === mark && found.state !== 'failed');
      if (there !== undefined) return there;
      for (let number = 1; number <= NUMBERS; number++) {
        const id = number === 1 ? mark : `${mark}-${number}`;
        const heard = await api.hear(await making(api, id, model, signal), deploymentForm, signal);
        if (heard.kind === 'said') return deploymentOf(heard.said);
        if (heard.refusal.code !== 'ALREADY_EXISTS') throw heard.refusal.error;
        // The answer to an attempt before this one was lost, or it was ended and its id is not free yet.
        const taken = await one(id, signal);
        if (taken.state !== 'ended' && taken.state !== 'failed') return taken;
      }
      throw new Refused(
        `Fireworks keeps the ids of ${NUMBERS} ended deployments of this run: deploy it again in a week.`,
      );
    },
    async wake(id, signal) {
      const asleep = await one(id, signal);
      if (asleep.state !== 'asleep') return asleep;
      // A question is what wakes it: it is refused with 503 at once, and not kept.
      const url = `${api.root}/inference/v1/chat/completions`;
      const json = { model: asleep.model, messages: [{ role: 'user', content: 'Hello' }], max_tokens: 1 };
      await once({ method: 'POST', url, key: api.key, json }, signal);
      const now = await one(id, signal);
      return now.state === 'asleep' ? { ...now, state: 'starting' } : now;
    },
    async end(id, signal) {
      // Without it Fireworks keeps a deployment that was asked within the last hour.
      const query = { ignoreChecks: 'true' };
      const asked = {
        method: 'DELETE' as const,
        path: await pathOf(id, signal),
        query,
        doing: `end the deployment ${id}`,
      };
      // A page for people is no answer: what it is said of may cost on.
      const heard = await api.hear(asked, z.looseObject({}), signal);
      if (heard.kind === 'said' || heard.refusal.code === 'NOT_FOUND') return;
      if ((await one(id, signal)).state !== 'ended') throw heard.refusal.error;
    },
  };
}

const making = async (api: FireworksApi, id: string, model: string, signal: AbortSignal) => ({
  ...{ method: 'POST' as const, path: `/${await api.account(signal)}/deployments`, query: { deploymentId: id } },
  doing: `deploy ${model}`,
  json: {
    ...{ baseModel: model, displayName: id, deploymentShape: 'default', minReplicaCount: 0, maxReplicaCount: 1 },
    autoscalingPolicy: { scaleToZeroWindow: `${SLEEPS_AFTER_S}s` },
  },
});

const lost = ({ code, error }: ApiRefusal, id: string): UserError =>
  code === 'NOT_FOUND'
    ? new NotThere(
        `Fireworks does not know the deployment ${id} any more: it costs nothing; deploy it again to ask it.`,
      )
    : error;

/** "homines-0123456789ab-2" is the second deployment of a mark. */
const MARKED = new RegExp(`^(${OURS}[0-9a-f]{12})(?:-\\d+)?$`);

function deploymentOf(told: FireworksDeployment): Deployment {
  const id = idOf(told.name);
  return {
    id,
    state: stateOf(told),
    said: told.state ?? 'STATE_UNSPECIFIED',
    // As docs.fireworks.ai/models/deploying names it: the model, and where it runs.
    model: `${told.baseModel ?? ''}#${told.name}`,
    mark: MARKED.exec(id)?.[1] ?? null,
    usdPerHour: null,
    sleepsAfterMs: (told.minReplicaCount ?? 0) > 0 ? null : windowMs(told.autoscalingPolicy?.scaleToZeroWindow),
  };
}

function stateOf({ state, replicaStats, replicaCount, desiredReplicaCount }: FireworksDeployment): Deployment['state'] {
  if (state === 'FAILED') return 'failed';
  if (state === 'DELETING' || state === 'DELETED') return 'ended';
  if (state !== 'READY' && state !== 'UPDATING') return 'starting';
  if ((replicaStats?.readyReplicaCount ?? replicaCount ?? 0) > 0) return 'ready';
  // READY is said of one without a replica, too.
  return state === 'UPDATING' || (replicaCount ?? 0) > 0 || (desiredReplicaCount ?? 0) > 0 ? 'starting' : 'asleep';
}

/** "900s" as milliseconds. Where nothing is told it is an hour (autoscaling_policy.py of the client). */
const windowMs = (told: string | null | undefined): number => {
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(told ?? '')?.[1];
  return seconds === undefined ? 3600_000 : Number(seconds) * 1000;
};
