/** `homines run GAME --seats A,B`: agents play each other without a screen, and every choice is kept. */
import { givesProbabilities } from '../../core/askable.ts';
import { readAgent } from '../../agents/index.ts';
import { ordersLost } from '../../model/decision/found.ts';
import { type BatchRunner, newBatchRunner, refuseWithoutBatches } from '../../model/batch-runner.ts';
import { budgeted, type BudgetedModels, type Limits, newBudget } from '../../model/budget.ts';
import { RUN_LIMIT_S } from '../../model/limit.ts';
import { newScheduler } from '../../model/scheduler.ts';
import { ASKED_AT_MOST, readPolicy, RUN_POLICIES } from '../../core/no-answer.ts';
import type { Hold, Store } from '../../core/log.ts';
import { UserError } from '../../core/user-error.ts';
import { inPlayFor, type MatchJob, runMatches } from '../../run/run-matches.ts';
import { addStored, missingMatches, sessionRows, storedRun } from '../../run/session.ts';
import { tastesTold, unnamed } from '../../match/disclosure.ts';
import { keepLineage } from '../shared/lineage.ts';
import { openStore } from '../../store/open.ts';
import { everyMatch } from '../../core/log-reader.ts';
import {
  ask,
  AT_ONCE,
  concurrency,
  db,
  DEFAULT_DB,
  json,
  LAST,
  maxCalls,
  maxSessionCost,
  preset,
  readMatches,
  readName,
  refuseAsk,
  seed,
  set,
  trust,
  yes,
} from '../shared/flags.ts';
import { printJson, printProblem } from '../shared/print.ts';
import { modelBar, progressBar } from '../shared/progress-bar.ts';
import { heldSession } from '../shared/held.ts';
import { modelsHere, tellWaking } from '../shared/resolve.ts';
import { catchSignals } from '../shared/signals.ts';
import { trusting } from '../shared/trusting.ts';
import { maybe, on, text, verb as define } from '../shared/verb.ts';
import { countedFor, refuseUnpriced } from '../shared/spending.ts';
import { cardOf, printCard, wanted } from './card.ts';
import { documentOf, printServed, printTable, printUnfinished, unanswered, type WithModels } from './output.ts';
import { balancedTable, newPlan, planned, resumedPlan, type RunPlan } from './plan.ts';
import { byHand } from '../../core/shell.ts';
import { upgrading } from '../shared/upgrading.ts';

/** So many questions in a row without an answer, at least, and the run is stopped: the server is gone, or the key. Ours. */
const IN_A_ROW = 50;
/** Matches in play where questions go in batches: all that a wave can hold, as far as memory is no matter. */
const IN_WAVES = 20_000;

export const verb = define({
  name: 'run',
  word: '[GAME]',
  says: 'Agents play each other without a screen; every choice is kept. Language models play many matches at once.',
  flags: {
    seats: text(
      'A,B',
      'who sits where: one agent a seat, separated by commas; 3xmoralis for three of a kind',
      (typed) => typed,
    ),
    matches: text('N', 'how many matches (default: 1)', readMatches),
    preset,
    set,
    seed,
    session: text('NAME', 'what the session is called (default: game and time)', readName),
    resume: maybe(
      'SESSION',
      LAST,
      'go on with an interrupted run: only what is missing is played (default: the last)',
      (typed) => typed,
    ),
    ask,
    concurrency,
    maxCost: maxSessionCost,
    maxCalls,
    onFailure: text('WHAT', 'a model has no answer: fail (the match ends, default), stand-in, or again', (typed) =>
      readPolicy(typed, RUN_POLICIES),
    ),
    trust,
    batch: on('ask in batches, cheaper and within a day: the Batch API of the provider'),
    yes,
    db,
    json,
  },
  examples: [
    'homines run prisoners-dilemma --seats economicus,moralis:0.5 --matches 1000',
    'homines run prisoners-dilemma --seats script:C,script:D --preset sharp --json',
    'homines run pricing-duopoly --seats moralis:0.5/buyers,baseline --seed 7',
    'homines run prisoners-dilemma --seats openai/MODEL,economicus --matches 100',
    'homines run prisoners-dilemma --seats local/base,economicus --ask decision',
    'homines run --resume',
  ],
  notes: [
    `Agents: economicus, moralis[:κ] (in pricing also moralis:κ/sellers and /buyers), baseline (stand-in), random, script:C:D, provider/model[?ask=decision][+economicus] ("${byHand('agents')}" lists providers; openai needs only OPENAI_API_KEY, and OPENAI_BASE_URL for another server).`,
    'Ctrl-C stops: what was played is kept, answers under way are waited for a moment, exit code 130. The same command with --resume goes on, and no call whose answer had arrived is made again.',
    'HOMINES_TIMEOUT_S is how many seconds a model may take for one decision (default: 120). Exit code 1 if a model gave no answer or a cap was reached (the JSON is complete), 2 if the run could not begin.',
  ],
  async run(flags, word) {
    const atOnce = flags.concurrency ?? AT_ONCE;
    const models = budgeted(modelsHere(RUN_LIMIT_S, atOnce, flags.ask, tellWaking));
    const typed = { ...flags, word };
    const trusts = flags.trust ?? false;
    const begun = flags.resume === undefined ? await trusting(trusts, () => newPlan(typed, models.models)) : null;
    const store = await openStore(flags.db ?? DEFAULT_DB, { upgrade: upgrading() });
    const stopped = catchSignals();
    const run = {
      ...{ store, stopped, atOnce, yes: flags.yes ?? false, json: flags.json ?? false },
      limits: { calls: flags.maxCalls ?? null, cost: flags.maxCost ?? null },
    };
    let hold: Hold | null = null;
    try {
      const plan = begun ?? (await trusting(trusts, () => resumedPlan(store, typed, models.models)));
      hold = await heldSession(store, plan.session.code);
      refuseAsk(models.seats.size);
      if (models.seats.size === 0) {
        if (plan.batch) throw new UserError('--batch is for language models, and none sits here: leave it out.');
        return await runOffline({ ...run, plan, models });
      }
      await keepLineage(store, process.cwd());
      if (!plan.batch) return await runWithModels({ ...run, plan, models }, null);
      const batches = newBatchRunner(modelsHere(RUN_LIMIT_S, atOnce, flags.ask, tellWaking), store, plan.session);
      const batched = budgeted(batches.models);
      const agents = plan.agents.map(({ id }) => readAgent(id, plan.game, batched.models));
      return await runWithModels({ ...run, plan: { ...plan, agents }, models: batched }, batches);
    } finally {
      stopped.done();
      hold?.release();
      store.close();
    }
  },
});

type Run = {
  readonly store: Store;
  readonly stopped: ReturnType<typeof catchSignals>;
  readonly plan: RunPlan;
  readonly models: BudgetedModels;
  readonly limits: Limits;
  readonly atOnce: number;
  readonly yes: boolean;
  readonly json: boolean;
};

/** What is missing of a run, and what is played already, which is added up with it. */
async function missingOf(store: Store, plan: RunPlan) {
  const { session, game, config, agents, matches } = plan;
  // Where settings name nobody, agents are told what people are told at a keyboard: the same condition.
  const hidden = game.neutral?.(config) === true;
  const matchUp = {
    game,
    config,
    agents,
    disclosed: !hidden,
    ...(hidden ? { shown: unnamed(agents.length, game.called) } : {}),
  };
  const before = await storedRun(store, plan.resumed ? everyMatch(store, { session: session.code }) : [], matchUp);
  const missing = Math.max(0, matches - before.matches);
  const tastes = tastesTold(agents, matchUp.disclosed);
  // What was told and read stands in the log: probabilities are what counts then, and not the answers drawn from them.
  const finished: NonNullable<MatchJob['finished']> = agents.some(givesProbabilities)
    ? async (_, match) => addStored(before.tally, matchUp, match, await store.decisions(match.code), tastes)
    : before.tally.add;
  function* jobs(): Generator<MatchJob, void> {
    for (const open of before.open.slice(0, missing)) yield { matchUp, seed: open.seed, open, finished };
    for (const one of missingMatches(session, matches, before.seeds, balancedTable(plan)))
      yield { matchUp, ...one, open: null, finished };
  }
  return { before, missing, jobs: jobs() };
}

/** Agents that answer at once. Gives the exit code: 0, or that of the signal that stopped it. */
async function runOffline({ store, stopped, plan, models, json }: Run): Promise<number> {
  const { session, matches } = plan;
  const { before, jobs } = await missingOf(store, plan);
  const bar = progressBar(matches, before.matches);
  const since = performance.now();
  try {
    const played = await runMatches({
      ...{ store, session, before, lists: [jobs], inPlay: 1, commit: 'matches', stop: stopped.signal },
      first: plan.resumed ? [] : sessionRows(session, plan.name, planned(plan)),
      scheduler: newScheduler(1, newBudget({ calls: null, cost: null }), models),
      onFailure: plan.onFailure,
      givesUp: { after: IN_A_ROW, counts: () => true },
      progress: bar.draw,
    });
    bar.clear();
    const seconds = (performance.now() - since) / 1000;
    const result = { ...played, seats: before.tally.seats() };
    if (json) printJson(documentOf(result, seconds, plan, null));
    else printTable(plan, store.file, result, seconds, null);
    return stopped.code(played.matches, matches, session.code);
  } finally {
    bar.clear();
  }
}

/** Gives the exit code: 0 all was answered; 1 something was not, or a cap was reached; 130 interrupted. */
async function runWithModels(
  { store, stopped, plan, models, limits, atOnce, yes: sure, json }: Run,
  batches: BatchRunner | null,
): Promise<number> {
  const { session, matches, resumed } = plan;
  const { before, missing, jobs } = await missingOf(store, plan);
  refuseUnpriced(limits, models);
  if (batches !== null) await refuseWithoutBatches(models.seats.values());
  const card = await cardOf(store, plan, { missing, answered: before.answered }, atOnce, models);
  const paid = await store.callSums(session.code);
  if (missing > 0) {
    if (!json) printCard(plan, card);
    if (process.stdin.isTTY && process.stderr.isTTY && !sure && !(await wanted(stopped.signal))) return 130;
  }
  const scheduler = newScheduler(
    batches === null ? atOnce : Infinity,
    newBudget(limits, { ...paid, counted: await countedFor(limits, store, session.code, models) }, card.dearest),
    models,
  );
  if (!resumed) await store.record(sessionRows(session, plan.name, planned(plan)));
  const since = performance.now();
  const bar = modelBar(matches, before.matches, models);
  const over = new AbortController();
  let sending: Promise<void> | undefined;
  let played;
  try {
    if (batches !== null) {
      batches.onProgress = bar.say;
      if (resumed) await batches.recover(stopped.signal);
      sending = batches.run(scheduler, over.signal);
      // Heard when all is over.
      sending.catch(() => undefined);
    }
    played = await runMatches({
      ...{ store, session, before, lists: [jobs], scheduler, commit: 'answers', stop: stopped.signal },
      ...(batches === null ? { inPlay: inPlayFor(atOnce) } : { inPlay: IN_WAVES, patienceMs: 0 }),
      onFailure: (_, times) => (plan.onFailure === 'ask again' && times >= ASKED_AT_MOST ? 'failed' : plan.onFailure),
      givesUp: { after: Math.max(IN_A_ROW, batches === null ? 2 * atOnce : Infinity), counts: () => true },
      progress: bar.draw,
    });
  } catch (error) {
    if (!stopped.signal.aborted || error !== stopped.signal.reason) throw error;
    printProblem(
      `Stopped before the batch was read: it goes on at the provider, and "${byHand(`run --resume ${session.code}`)}" reads it.`,
    );
    return stopped.exitCode();
  } finally {
    over.abort();
    bar.clear();
  }
  await sending;
  await batches?.markRead();
  const seconds = (performance.now() - since) / 1000;
  const result = { ...played, seats: before.tally.seats() };
  const told: WithModels = {
    ...{ wanted: matches, failed: played.failed, open: played.open, stopped: played.stopped, why: played.why },
    ...{
      sums: await store.callSums(session.code),
      served: await store.servedModels(session.code),
      ordersLost: ordersLost(models.seats.values()),
      resumed,
      card,
      batches,
    },
    counted: limits.cost === null ? null : models.spent().counted,
  };
  if (json) printJson(documentOf(result, seconds, plan, told));
  else printTable(plan, store.file, result, seconds, told);
  printUnfinished(plan, told, played.matches);
  printServed(told);
  if (stopped.signal.aborted) return stopped.exitCode();
  return unanswered(told.sums) > 0 || played.matches < matches ? 1 : 0;
}
