/** Cards that are rented for tuned models: they start, sleep when nobody asks, wake up, and cost by the hour while awake. */
import type { Clock } from './clock.ts';
import type { Pace } from './jobs.ts';
import type { PlaceFacts } from './place.ts';
import { Refused } from './section.ts';

export type DeploymentState = 'starting' | 'ready' | 'asleep' | 'failed' | 'ended';

export type Deployment = {
  readonly id: string;
  readonly model: string;
  /** Whatever the caller marks it by, kept as it came. */
  readonly marks: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly usdPerHour: number;
  /** It sleeps so long after the last question; null: never. */
  readonly idleMs: number | null;
  /** Since when it starts or is awake; null: it sleeps, failed or has ended. */
  awakeSince: number | null;
  /** When it was last asked. */
  askedAt: number;
  endedAt: number | null;
  /** Why it never gets ready. */
  failed: string | null;
  /** USD of the times before `awakeSince`. */
  paid: number;
};

export type NewDeployment = {
  readonly model: string;
  readonly marks: Readonly<Record<string, string>>;
  readonly idleMs: number | null;
  readonly id?: string;
};

export type Deployments = {
  /** All that were ever made, oldest first. */
  readonly all: readonly Deployment[];
  /** Why the next ones never get ready, first come first served. */
  readonly failures: string[];
  make(deployment: NewDeployment): Deployment;
  /** Throws *unknown* where there is none. */
  get(id: string): Deployment;
  state(deployment: Deployment): DeploymentState;
  wake(id: string): Deployment;
  /** Stops it, as somebody asked for. */
  sleep(id: string): Deployment;
  end(id: string): Deployment;
  /** USD so far. */
  usd(deployment: Deployment): number;
  /** Notes that it was asked; throws *starting* where it is not ready, which wakes it up where it sleeps. */
  ask(deployment: Deployment): void;
};

const HOUR_MS = 3_600_000;

export function deploymentsOf(clock: Clock, facts: PlaceFacts, pace: Pace): Deployments {
  const all: Deployment[] = [];
  const failures: string[] = [];

  /** Puts it to sleep where its time without a question is over by now. */
  const settle = (one: Deployment): void => {
    if (one.awakeSince === null || one.idleMs === null) return;
    const sleepsAt = Math.max(one.askedAt, one.awakeSince + pace.startMs) + one.idleMs;
    if (clock.now() >= sleepsAt) rest(one, sleepsAt);
  };
  const rest = (one: Deployment, at: number): void => {
    if (one.awakeSince !== null) one.paid += ((at - one.awakeSince) / HOUR_MS) * one.usdPerHour;
    one.awakeSince = null;
  };
  const state = (one: Deployment): DeploymentState => {
    settle(one);
    if (one.endedAt !== null) return 'ended';
    if (one.awakeSince === null) return 'asleep';
    if (clock.now() < one.awakeSince + pace.startMs) return 'starting';
    return one.failed === null ? 'ready' : 'failed';
  };
  const get = (id: string): Deployment => {
    const found = all.find((one) => one.id === id);
    if (found === undefined) throw new Refused('unknown', `No such deployment: ${id}`, { param: 'id' });
    return found;
  };
  const wakeUp = (one: Deployment): void => {
    if (state(one) === 'asleep') one.awakeSince = clock.now();
  };
  return {
    ...{ all, failures, get, state },
    make({ model, marks, idleMs, id }) {
      const made: Deployment = {
        ...{ id: id ?? `deployment-${all.length + 1}`, model, marks, idleMs, usdPerHour: facts.usdPerHour },
        ...{ createdAt: clock.now(), awakeSince: clock.now(), askedAt: clock.now(), endedAt: null, paid: 0 },
        failed: failures.shift() ?? null,
      };
      if (all.some((one) => one.id === made.id))
        throw new Refused('conflict', `Deployment ${made.id} is there already.`);
      all.push(made);
      return made;
    },
    wake(id) {
      const one = get(id);
      if (one.endedAt !== null) throw new Refused('conflict', `Deployment ${id} has ended.`);
      wakeUp(one);
      return one;
    },
    sleep(id) {
      const one = get(id);
      settle(one);
      rest(one, clock.now());
      return one;
    },
    end(id) {
      const one = get(id);
      settle(one);
      rest(one, clock.now());
      one.endedAt ??= clock.now();
      return one;
    },
    usd(one) {
      settle(one);
      return one.paid + (one.awakeSince === null ? 0 : ((clock.now() - one.awakeSince) / HOUR_MS) * one.usdPerHour);
    },
    ask(one) {
      const found = state(one);
      if (found === 'ended') throw new Refused('unknown', `Deployment ${one.id} has ended.`);
      if (found === 'failed') throw new Refused('broken', one.failed ?? 'It failed.');
      one.askedAt = clock.now();
      if (found === 'ready') return;
      wakeUp(one);
      throw new Refused('starting', `Deployment ${one.id} is starting: no replica is ready yet.`, { retryAfter: 1 });
    },
  };
}
