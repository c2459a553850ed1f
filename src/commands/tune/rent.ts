/**
 * Cards that are rented for a run's model: asked for, found again by the run's mark whoever was killed when, waited for while they start
 * or wake, and ended. That they were to be rented is on disk before they are: nothing that costs is ever forgotten.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { lasting } from '../../core/format.ts';
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { markOf } from '../../jobs/mark.ts';
import { NotThere } from '../../jobs/told-apart.ts';
import { TUNER_FACTS } from '../../jobs/tuners.ts';
import type { Deployment, Deployments } from '../../jobs/tuning-provider.ts';
import { readLab } from '../../model/lab-file.ts';
import { whileLocked } from '../../trainer/lock.ts';
import { rentedIn } from '../../tune/rented.ts';
import { appendEvent, type FoundRun, readEvents } from '../../tune/run-read.ts';
import { isAtProvider, type ProviderRun } from '../../tune/run-folder.ts';
import { printProblem } from '../shared/print.ts';
import { waitLine } from '../shared/wait-line.ts';

/** A run at a provider, where it lies, and who rents cards there. */
export type Rent = {
  readonly run: ProviderRun;
  readonly folder: string;
  readonly deployments: Deployments;
  readonly signal: AbortSignal;
  /** Milliseconds between looks at what starts; left out: ours. */
  readonly everyMs?: number | undefined;
};

/** How often what starts is looked at, and how long it may take, milliseconds. Ours. */
const LOOK_MS = 5000;
const PATIENCE_MS = 40 * 60_000;
/** So often what may have been made a moment ago is looked for before it is taken to be none. */
const LOOKS = 3;

/** What is rented for a run now, as its provider says it; null: nothing is. Writes down what is found out on the way. */
export async function rentedNow(rent: Rent): Promise<Deployment | null> {
  const { run, folder, deployments, signal } = rent;
  const rented = rentedIn(readEvents(folder));
  if (rented === null) return null;
  if (rented.deployment === null) {
    const found = await foundByMark(rent);
    if (found === null) keepEnded(folder, markOf(run));
    else keepDeployed(folder, found);
    return found;
  }
  try {
    const found = await deployments.one(rented.deployment, signal);
    if (!isOver(found)) return found;
    await ended(rent, found);
    return null;
  } catch (error) {
    if (!(error instanceof NotThere)) throw error;
  }
  keepEnded(folder, rented.deployment);
  return null;
}

const isOver = ({ state }: Deployment): boolean => state === 'ended' || state === 'failed';

/** The deployment that was to be made when somebody was killed: a list may show it a moment later than it is there. */
async function foundByMark({ run, deployments, signal, everyMs = LOOK_MS }: Rent): Promise<Deployment | null> {
  const mark = markOf(run);
  for (let look = 1; ; look++) {
    const found = (await deployments.all(signal)).find((one) => one.mark === mark && !isOver(one));
    if (found !== undefined) return found;
    if (look === LOOKS) return null;
    await sleep(everyMs, undefined, { signal });
  }
}

/** One that is over, written down; one that failed is ended first, so that it costs nothing either. */
async function ended({ folder, deployments, signal }: Rent, { id, state }: Deployment): Promise<void> {
  if (state === 'failed') await deployments.end(id, signal);
  keepEnded(folder, id);
}

/** USD an hour as the provider says it, else as somebody read it on its pages; null: nobody said. */
export const hourly = async ({ run, deployments, signal }: Rent, lab: string, model: string): Promise<number | null> =>
  (await deployments.usdPerHour(model, signal)) ?? readLab(lab).tuning?.[run.base.path]?.hour?.usd ?? null;

/** Rents cards for the run's model, which may still be starting then. `usdPerHour`: as it was said before. */
export async function rent(
  { run, folder, deployments, signal }: Rent,
  model: string,
  usdPerHour: number | null,
): Promise<Deployment> {
  appendEvent(folder, { kind: 'deploying', at: Date.now(), usdPerHour });
  const made = await deployments.make(model, markOf(run), signal);
  keepDeployed(folder, { ...made, usdPerHour: made.usdPerHour ?? usdPerHour });
  return made;
}

function keepDeployed(folder: string, { id, model, usdPerHour, sleepsAfterMs, base }: Deployment): void {
  appendEvent(folder, {
    ...{ kind: 'deployed', at: Date.now(), deployment: id, model, usdPerHour, sleepsAfterMs },
    ...(base === undefined ? {} : { base }),
  });
}

const keepEnded = (folder: string, deployment: string): void =>
  appendEvent(folder, { kind: 'ended', at: Date.now(), deployment });

/**
 * Waits until it can be asked, waking it where it sleeps. Says on stderr what it waits for, and how long so far. Throws a UserError where it
 * fails, ends, or takes too long; the signal's reason where that is aborted.
 */
export async function awake(rent: Rent, first: Deployment): Promise<Deployment> {
  const { run, deployments, signal, everyMs = LOOK_MS } = rent;
  const { label } = TUNER_FACTS[run.on];
  const again = `"${byHand(`tune serve ${run.name}`)}"`;
  const wait = waitLine();
  const since = performance.now();
  let woken = false;
  let now = first;
  try {
    for (;;) {
      if (now.state === 'ready') return now;
      if (isOver(now)) {
        await ended(rent, now);
        throw new UserError(`${label} has ended what served ${run.name} (${now.said}): ${again} rents it anew.`);
      }
      const spent = performance.now() - since;
      if (spent > PATIENCE_MS)
        throw new UserError(
          `What is to serve ${run.name} at ${label} is still ${now.said} after ${lasting(PATIENCE_MS)}, and costs: ${again} waits on, "${byHand(`tune end ${run.name}`)}" ends it.`,
        );
      if (now.state === 'asleep' && !woken) {
        woken = true;
        now = await deployments.wake(now.id, signal);
        continue;
      }
      wait.draw(
        `${label} ${woken ? 'wakes' : 'starts'} the cards of ${run.name} (${now.said}): that takes minutes, ${lasting(spent)} so far`,
      );
      await sleep(everyMs, undefined, { signal });
      now = await deployments.one(now.id, signal);
    }
  } finally {
    wait.clear();
  }
}

/** Ends what is rented for a run. Gives its id; null: nothing was rented any more. */
export const endRent = async (rent: Rent): Promise<string | null> =>
  renting(rent, async () => {
    const found = await rentedNow(rent);
    if (found === null) return null;
    await rent.deployments.end(found.id, rent.signal);
    keepEnded(rent.folder, found.id);
    return found.id;
  });

/** Rents or ends while no other program does so for this run: of two that rent at once, the second finds what the first has rented. */
export const renting = async <T>({ run, folder, signal }: Rent, work: () => Promise<T>): Promise<T> =>
  whileLocked(
    folder,
    'renting',
    () => printProblem(`Another program rents or ends the cards of ${run.name}: waiting.`),
    work,
    signal,
  );

/** A run that is at a provider. Throws a UserError where it is on this computer. */
export function atProvider({ folder, run }: FoundRun): { readonly run: ProviderRun; readonly folder: string } {
  if (isAtProvider(run)) return { run, folder };
  throw new UserError(
    `${run.name} was trained on this computer, where nothing is rented: "${byHand('tune serve --stop')}" ends its server.`,
  );
}
