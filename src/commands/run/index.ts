/** `homines run GAME --seats A,B`: agents play each other without a screen, and every choice is kept. */
import { readAgent } from '../../agents/index.ts';
import { playBatch } from '../../run/batch.ts';
import { readNumber } from '../../core/game.ts';
import { metered } from '../../model/budget.ts';
import { RUN_LIMIT_S } from '../../model/limit.ts';
import { newWaves, type Waves } from '../../model/batch-runner.ts';
import { UserError, unknown } from '../../core/user-error.ts';
import { openStore } from '../../store/open.ts';
import type { RunFailurePolicy } from '../../run/run-matches.ts';
import { modelsHere } from '../resolve.ts';
import { db, DEFAULT_DB, json, preset, readMatches, readName, seed, set, wholeNumber } from '../flags.ts';
import { printJson } from '../print.ts';
import { progressBar } from '../progress-bar.ts';
import { heldBy } from './before.ts';
import { runWithModels } from './models.ts';
import { LAST, newPlan, ON_FAILURE, planned, resumedPlan } from './plan.ts';
import { documentOf, printTable } from './told.ts';
import { stopping } from '../signals.ts';
import { maybe, on, text, verb as define } from '../verb.ts';

/** Questions at once with one key, unless said otherwise. Ours. */
export const AT_ONCE = 8;
const MOST_AT_ONCE = 1000;

export const verb = define({
  name: 'run',
  word: '[GAME]',
  says: 'Agents play each other without a screen; every choice is kept. Language models play many matches at once.',
  flags: {
    seats: text('A,B', 'who sits where: one agent a seat, separated by commas', (typed) => typed),
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
    concurrency: text('N', `questions to models at once with one key (default: ${AT_ONCE})`, readConcurrency),
    maxCost: text('USD', 'stop before the calls of the session cost more', readMaxCost),
    maxCalls: text('N', 'stop before the session has more calls', readMaxCalls),
    onFailure: text('WHAT', 'a model has no answer: fail (the match ends, default), stand-in, or again', readOnFailure),
    batch: on('ask in batches, cheaper and within a day: the Batch API of the provider'),
    yes: on('do not wait for Enter before models are asked'),
    db,
    json,
  },
  examples: [
    'homines run prisoners-dilemma --seats economicus,moralis:0.5 --matches 1000',
    'homines run prisoners-dilemma --seats script:C,script:D --preset sharp --json',
    'homines run pricing-duopoly --seats moralis:0.5/buyers,baseline --seed 7',
    'homines run prisoners-dilemma --seats openai/MODEL,economicus --matches 100',
    'homines run --resume',
  ],
  notes: [
    'Agents: economicus, moralis[:κ] (in pricing also moralis:κ/sellers and /buyers), baseline (stand-in), random, script:C:D, provider/model[+economicus] ("homines agents" lists providers; openai needs only OPENAI_API_KEY, and OPENAI_BASE_URL for another server).',
    'Ctrl-C stops: what was played is kept, answers under way are waited for a moment, exit code 130. The same command with --resume goes on, and no call whose answer had arrived is made again.',
    'HOMINES_TIMEOUT_S is how many seconds a model may take for one decision (default: 120). Exit code 1 if a model gave no answer or a cap was reached (the JSON is complete), 2 if the run could not begin.',
  ],
  async run(flags, word) {
    const atOnce = flags.concurrency ?? AT_ONCE;
    let house = metered(modelsHere(RUN_LIMIT_S, atOnce));
    const typed = { ...flags, word };
    const begun = flags.resume === undefined ? await newPlan(typed, house.models) : null;
    const store = await openStore(flags.db ?? DEFAULT_DB);
    const stopped = stopping();
    try {
      let plan = begun ?? (await resumedPlan(store, typed, house.models));
      let waves: Waves | null = null;
      if (plan.batch) {
        if (house.seats.size === 0)
          throw new UserError('--batch is for language models, and none sits here: leave it out.');
        const { session, game } = plan;
        waves = newWaves(modelsHere(RUN_LIMIT_S, atOnce), {
          session: () => session.code,
          keep: (event) =>
            store.record([
              {
                table: 'event',
                row: { session: session.code, match: null, participant: null, ...event, at: Date.now() },
              },
            ]),
        });
        const batched = (house = metered(waves.models));
        plan = { ...plan, agents: plan.agents.map(({ id }) => readAgent(id, game, batched.models)) };
      }
      const held = await heldBy(store, plan, true);
      if (house.seats.size > 0) {
        const limits = { calls: flags.maxCalls ?? null, cost: flags.maxCost ?? null };
        return await runWithModels(
          store,
          plan,
          held,
          house,
          { limits, atOnce, yes: flags.yes ?? false, json: flags.json ?? false, waves },
          stopped,
        );
      }
      const bar = progressBar(plan.matches);
      const since = performance.now();
      try {
        const batch = await playBatch({
          ...plan,
          store,
          ...(plan.resumed ? { before: held } : {}),
          plan: planned(plan),
          disclosed: true,
          stop: stopped.signal,
          progress: bar.draw,
        });
        bar.clear();
        const seconds = (performance.now() - since) / 1000;
        if (flags.json) printJson(documentOf(batch, seconds, plan, null));
        else printTable(plan, store.file, batch, seconds, null);
        return stopped.code(batch.matches, plan.matches, plan.session.code);
      } finally {
        bar.clear();
      }
    } finally {
      stopped.done();
      store.close();
    }
  },
});

export function readConcurrency(typed: string): number {
  const count = wholeNumber(typed);
  if (count === null || count < 1 || count > MOST_AT_ONCE)
    throw new UserError(
      `How many questions at once is a whole number from 1 to ${MOST_AT_ONCE}, such as --concurrency 8; got "${typed}".`,
    );
  return count;
}

export function readMaxCalls(typed: string): number {
  const count = wholeNumber(typed);
  if (count === null || count < 1)
    throw new UserError(
      `How many calls at most is a whole number of 1 or more, such as --max-calls 500; got "${typed}".`,
    );
  return count;
}

export function readMaxCost(typed: string): number {
  const usd = readNumber(typed);
  if (usd === null || usd <= 0)
    throw new UserError(`A cap in USD is a number above 0, such as --max-cost 2.50; got "${typed}".`);
  return usd;
}

function readOnFailure(typed: string): RunFailurePolicy {
  const found = ON_FAILURE.find((one) => one === typed.trim().toLowerCase());
  if (found === undefined) throw unknown('way to go on without an answer', typed, ON_FAILURE);
  return found;
}
