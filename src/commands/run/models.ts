/** A run with language models at the table: what it will be like, how far it is, what came of it. */
import { beginning } from '../../run/batch.ts';
import type { Store } from '../../core/log.ts';
import { type Limits, type Metered, newMeter } from '../../model/budget.ts';
import { UserError } from '../../core/user-error.ts';
import { missingSeeds } from '../../run/seeds.ts';
import { playTogether } from '../../run/run-matches.ts';
import { noBatches } from '../../model/batch-api.ts';
import type { Waves } from '../../model/batch-runner.ts';
import { printJson, printProblem } from '../print.ts';
import { modelBar } from '../progress-bar.ts';
import type { StoredRun } from './before.ts';
import { cardOf, printCard, wanted } from './card.ts';
import { planned, type RunPlan } from './plan.ts';
import { documentOf, printTable, printUnfinished, unanswered, type WithModels } from './told.ts';
import type { stopping } from '../signals.ts';

export type RunModelFlags = {
  readonly limits: Limits;
  readonly atOnce: number;
  readonly yes: boolean;
  readonly json: boolean;
  /** Asks in batches; null: asks at once. */
  readonly waves: Waves | null;
};

/** Gives the exit code: 0 all was answered; 1 something was not, or a cap was reached; 130 interrupted. */
export async function runWithModels(
  store: Store,
  plan: RunPlan,
  held: StoredRun,
  house: Metered,
  { limits, atOnce, yes, json, waves }: RunModelFlags,
  stopped: ReturnType<typeof stopping>,
): Promise<number> {
  const { session, game, config, agents, matches, resumed } = plan;
  refuseUnpriced(limits, house);
  if (waves !== null) await refuseWithoutBatches(house);
  const missing = Math.max(0, matches - held.matches);
  const card = await cardOf(store, plan, { missing, answered: held.answered }, atOnce, house);
  const before = await store.callSums(session.code);
  if (missing > 0) {
    if (!json) printCard(plan, card);
    if (process.stdin.isTTY && process.stderr.isTTY && !yes && !(await wanted(stopped.signal))) return 130;
  }
  const meter = newMeter(limits, before, card.price === null || card.calls === 0 ? 0 : card.price / card.calls);
  house.meter = meter;
  if (!resumed) await store.record(beginning(session, plan.name, planned(plan)));
  const since = performance.now();
  const bar = modelBar(matches, held.matches, () =>
    Math.max(0, ...[...house.queues.values()].map((queue) => queue.pausedFor())),
  );
  const flying = new AbortController();
  let flight: Promise<void> | undefined;
  if (waves !== null) waves.onFar = bar.say;
  let together;
  try {
    if (waves !== null && resumed) await waves.recover(await unread(store, session.code), stopped.signal);
    together = await playTogether({
      store,
      session,
      game,
      config,
      agents,
      disclosed: true,
      open: held.open.slice(0, missing),
      seeds: [...missingSeeds(session, matches, held.seeds)],
      before: held,
      ...(waves === null ? { atOnce } : { atOnce: Infinity, inPlay: IN_WAVES, patienceMs: 0 }),
      onFailure: plan.onFailure,
      meter,
      queues: house.queues,
      stop: stopped.signal,
      ready: (gate) => {
        house.onDenied = (match) => {
          gate.stop('max-calls');
          gate.leave(match);
        };
        flight = waves?.fly(gate, flying.signal).catch((error: unknown) => {
          gate.stop('batch');
          gate.leaveAll();
          throw error;
        });
        // Heard when all is over.
        flight?.catch(() => undefined);
      },
      progress: bar.draw,
    });
  } catch (error) {
    if (!stopped.signal.aborted || error !== stopped.signal.reason) throw error;
    printProblem(
      `Stopped before the batch was read: it goes on at the provider, and "homines run --resume ${session.code}" reads it.`,
    );
    return stopped.exitCode();
  } finally {
    flying.abort();
    bar.clear();
  }
  await flight;
  await waves?.settle();
  const seconds = (performance.now() - since) / 1000;
  const models: WithModels = {
    wanted: matches,
    ...together,
    sums: await store.callSums(session.code),
    resumed,
    card,
    waves,
  };
  if (json) printJson(documentOf(together, seconds, plan, models));
  else printTable(plan, store.file, together, seconds, models);
  printUnfinished(plan, models, together.matches);
  if (stopped.signal.aborted) return stopped.exitCode();
  return unanswered(models.sums) > 0 || together.matches < matches ? 1 : 0;
}

/** Matches in play where questions go in batches: all that a wave can hold, as far as memory is no matter. */
const IN_WAVES = 20_000;

/** The batches that were sent and not read. */
async function unread(
  store: Store,
  session: string,
): Promise<readonly { readonly id: string; readonly model: string }[]> {
  const events = await store.events(session);
  const read = new Set(events.flatMap((event) => (event.kind === 'batch read' ? [event.body.id] : [])));
  return events.flatMap((event) => (event.kind === 'batch' && !read.has(event.body.id) ? [event.body] : []));
}

async function refuseWithoutBatches({ seats }: Metered): Promise<void> {
  for (const { provider, line } of seats.values()) {
    const why = await noBatches(line.client, AbortSignal.timeout(10_000));
    if (why !== null)
      throw new UserError(
        `${provider} does not take batches (${why}): leave out --batch, and the same run asks one question at a time.`,
      );
  }
}

/** A cap in money needs to know what the calls cost. */
export function refuseUnpriced({ cost }: Limits, { seats }: Metered): void {
  if (cost === null) return;
  const unpriced = [...seats.values()].find(({ price }) => price === null);
  if (unpriced !== undefined)
    throw new UserError(
      `--max-cost needs the price of ${unpriced.id}: write it into homines.config.json (providers, ${unpriced.provider}, prices, "${unpriced.line.model}": in and out, USD a million tokens), or cap the calls with --max-calls.`,
    );
}
