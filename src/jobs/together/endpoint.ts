/** Together's endpoints, what runs behind them, and what that costs, as its second interface tells them: together-ai 0.52, `beta.endpoints`. */
import { z } from 'zod';
import { wordsOf } from '../asked.ts';
import { MARK } from '../mark.ts';
import type { CertifiedCards } from './bases.ts';
import type { Deployment } from '../tuning-provider.ts';

const text = z.string().nullish().catch(null);
const count = z.number().nullish().catch(null);

export const deployment = z.object({
  id: z.string().min(1),
  hardware: text,
  autoscaling: z.object({ scaleToZeroWindow: text }).nullish().catch(null),
  status: z.object({ state: z.string(), readyReplicas: count, message: text }),
});
export type Running = z.infer<typeof deployment>;

export const endpoint = z.object({
  id: z.string().min(1),
  /** PROJECT/NAME: what a question names. */
  name: z.string().min(1),
  trafficSplit: z
    .array(z.object({ deploymentId: z.string(), weight: z.number() }))
    .nullish()
    .catch(null),
});
export type Endpoint = z.infer<typeof endpoint>;

export const endpoints = z.object({ data: z.array(endpoint).nullish(), next_cursor: text });
export const deploymentList = z.object({ data: z.array(deployment).nullish() }).transform(({ data }) => data ?? []);
const config = z.object({
  id: z.string().min(1),
  projectId: z.string().min(1),
  selectors: z.array(z.object({ key: z.string(), value: z.string() })).catch([]),
});
export const configs = z.object({ data: z.array(config).nullish() }).transform(({ data }) => data ?? []);
export const hardware = z
  .object({
    data: z
      .array(
        z.object({
          id: z.string(),
          name: z.string().catch(''),
          priceCentsPerHour: z.number(),
          gpuType: z.string().catch(''),
          gpuCount: z.number().catch(1),
        }),
      )
      .nullish(),
  })
  .transform(({ data }) => data ?? []);
export type Hardware = z.infer<typeof hardware>;

export const STATE = 'DEPLOYMENT_STATE_';

/** NAME of PROJECT/NAME. */
export const lastOf = (name: string): string => name.split('/').at(-1) ?? '';

export function shown({ id, name }: Endpoint, running: Running | null, usdPerHour: number | null): Deployment {
  const mark = MARK.exec(lastOf(name))?.[0] ?? null;
  const about = { id, model: name, mark, usdPerHour };
  if (running === null) return { ...about, state: 'failed', said: 'nothing runs behind it', sleepsAfterMs: null };
  const { status, autoscaling } = running;
  const said = wordsOf(status.state.replace(STATE, '').toLowerCase());
  return { ...about, state: stateOf(running), said, sleepsAfterMs: msOf(autoscaling?.scaleToZeroWindow) };
}

function stateOf({ status: { state, readyReplicas } }: Running): Deployment['state'] {
  switch (state.replace(STATE, '')) {
    case 'READY':
      return 'ready';
    case 'STOPPED':
    case 'STOPPING':
      return 'asleep';
    case 'FAILED':
      return 'failed';
    default:
      // Some replicas may serve while it grows or is in trouble.
      return (readyReplicas ?? 0) > 0 ? 'ready' : 'starting';
  }
}

/** "1800s" in milliseconds; null: none is told, or none holds. */
function msOf(window: string | null | undefined): number | null {
  const seconds = Number(/^(\d+(?:\.\d+)?)s$/.exec(window ?? '')?.[1] ?? 0);
  return seconds > 0 ? seconds * 1000 : null;
}

/** USD an hour of hardware by its name, "1xnvidia-h100-80gb"; null: none of that name is told. */
export function usdOf(all: Hardware, type: string): number | null {
  const found = all.find(({ id, name }) => id === type || name === type);
  return found === undefined ? null : found.priceCentsPerHour / 100;
}

/** USD an hour of the cheapest of some cards by kind and number; null: no price of them is told. */
export function usdOfCards(all: Hardware, cards: readonly CertifiedCards[]): number | null {
  const found = all.filter((one) =>
    cards.some(
      ({ gpuType, gpuCount }) => gpuCount === one.gpuCount && gpuType.toLowerCase() === one.gpuType.toLowerCase(),
    ),
  );
  return found.length === 0 ? null : Math.min(...found.map(({ priceCentsPerHour }) => priceCentsPerHour)) / 100;
}
