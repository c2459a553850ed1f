/** A run with language models at the table: what it will be like, how far it is, what came of it. */
import { beginning } from '../batch.ts';
import type { Store } from '../log.ts';
import { type Limits, type Metered, newMeter } from '../model/meter.ts';
import { Refusal } from '../refusal.ts';
import { missingSeeds } from '../seeds.ts';
import { playTogether } from '../together.ts';
import { printJson } from './print.ts';
import { modelBar } from './progress-bar.ts';
import type { Held } from './run-before.ts';
import { cardOf, printCard, wanted } from './run-card.ts';
import { planned, type Plan } from './run-plan.ts';
import { documentOf, printTable, printUnfinished, unanswered, type WithModels } from './run-told.ts';
import type { stopping } from './stopping.ts';

export type RunFlags = {
  readonly limits: Limits;
  readonly atOnce: number;
  readonly yes: boolean;
  readonly json: boolean;
};

/** Gives the exit code: 0 all was answered; 1 something was not, or a cap was reached; 130 interrupted. */
export async function runWithModels(
  store: Store,
  plan: Plan,
  held: Held,
  house: Metered,
  { limits, atOnce, yes, json }: RunFlags,
  stopped: ReturnType<typeof stopping>,
): Promise<number> {
  const { session, game, config, agents, matches, resumed } = plan;
  refuseUnpriced(limits, house);
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
  const bar = modelBar(matches, held.matches);
  let together;
  try {
    together = await playTogether({
      store,
      session,
      game,
      config,
      agents,
      disclosed: true,
      open: held.open,
      seeds: [...missingSeeds(session, matches, held.seeds)],
      before: held,
      atOnce,
      onFailure: plan.onFailure,
      meter,
      queues: house.queues,
      stop: stopped.signal,
      ready: (gate) => {
        house.onDenied = (match) => {
          gate.stop('max-calls');
          gate.leave(match);
        };
      },
      progress: bar.draw,
    });
  } finally {
    bar.clear();
  }
  const seconds = (performance.now() - since) / 1000;
  const models: WithModels = { wanted: matches, ...together, sums: await store.callSums(session.code), resumed, card };
  if (json) printJson(documentOf(together, seconds, plan, models));
  else printTable(plan, store.file, together, seconds, models);
  printUnfinished(plan, models, together.matches);
  if (stopped.signal.aborted) return stopped.exitCode();
  return unanswered(models.sums) > 0 || together.stopped !== null ? 1 : 0;
}

/** A cap in money needs to know what the calls cost. */
function refuseUnpriced({ cost }: Limits, { seats }: Metered): void {
  if (cost === null) return;
  const unpriced = [...seats.values()].find(({ price }) => price === null);
  if (unpriced !== undefined)
    throw new Refusal(
      `--max-cost needs the price of ${unpriced.id}: write it into homines.config.json (providers, ${unpriced.provider}, prices, "${unpriced.line.model}": in and out, USD a million tokens), or cap the calls with --max-calls.`,
    );
}
