/**
 * 10,000 calls to a model server of fixed latency, as `homines run` makes them in matches of one question each, and bare calls
 * of the package openai. Run with --expose-gc. Arguments: the server's address, its latency in milliseconds, calls at once, the
 * database file, how the model is asked: json, one call a question, or decision, one for each of two orders; in how many
 * turns with the bare package; how many calls. Prints JSON: medians of the turns, and of a single turn what the heap held at each tenth.
 */
import OpenAI from 'openai';
import { game } from '../../games/prisoners-dilemma/index.ts';
import { readAgent } from '../../src/agents/index.ts';
import { newCode } from '../../src/core/ids.ts';
import { openModels } from '../../src/model/registry.ts';
import { budgeted, newBudget } from '../../src/model/budget.ts';
import { newScheduler } from '../../src/model/scheduler.ts';
import { missingMatches, newTally, sessionRows } from '../../src/run/session.ts';
import { openStore } from '../../src/store/open.ts';
import { inPlayFor, runMatches } from '../../src/run/run-matches.ts';

const [address = '', latency = '500', atOnce = '200', file = '', ask = 'json', inTurns = '1', calls = '10000'] =
  process.argv.slice(2);
const TURNS = Number(inTurns);
const CALLS = Number(calls);
/** Calls of a turn. */
const each = CALLS / TURNS;
const decides = ask === 'decision';
const perMatch = decides ? 2 : 1;
const atOnceNumber = Number(atOnce);

/** Milliseconds and CPU milliseconds of some work. */
type Cost = { readonly ms: number; readonly cpu: number };
async function timed(work: () => Promise<unknown>): Promise<Cost> {
  const since = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - since, cpu: (user + system) / 1000 };
}

const client = new OpenAI({ baseURL: address, apiKey: 'bench', maxRetries: 0 });
let letters = '';
async function bare(calls: number): Promise<void> {
  let begun = 0;
  const work = async (): Promise<void> => {
    while (begun++ < calls)
      await (decides
        ? client.post('/systemone', { body: { model: 'bench', state: letters, questions: { choice: letters } } })
        : client.chat.completions.create({
            model: 'bench',
            messages: [
              { role: 'system', content: letters },
              { role: 'user', content: letters },
            ],
          }));
  };
  await Promise.all(Array.from({ length: atOnceNumber }, work));
}

const models = budgeted(
  openModels(
    {
      folder: '/nonexistent',
      env: { OPENAI_BASE_URL: address, OPENAI_API_KEY: 'bench' },
      limitMs: 60_000,
      atOnce: atOnceNumber,
    },
    {
      providers: {},
      agents: decides ? { 'openai/bench': { decision: { dialect: 'systemone', at: 0 } } } : {},
      cast: {},
    },
  ),
);
const agents = [readAgent(`openai/bench?ask=${ask}`, game, models.models), readAgent('economicus', game)];
const config = game.config.parse({});
const store = await openStore(file);
const heap: number[] = [];
async function ours(calls: number): Promise<void> {
  const matches = calls / perMatch;
  const session = { code: newCode(), kind: 'run' as const, seed: matches, version: 'bench', startedAt: Date.now() };
  await store.record(sessionRows(session, 'bench'));
  let next = 0;
  const matchUp = { game, config, agents, disclosed: true };
  const tally = newTally(game, agents);
  const begun = [...missingMatches(session, matches)];
  await runMatches({
    store,
    session,
    lists: [begun.map((one) => ({ matchUp, ...one, open: null, finished: tally.add }))],
    scheduler: newScheduler(atOnceNumber, newBudget({ calls: null, cost: null }), models),
    inPlay: inPlayFor(atOnceNumber),
    commit: 'answers',
    onFailure: 'failed',
    givesUp: { after: 2 * atOnceNumber, counts: () => true },
    stop: new AbortController().signal,
    progress({ matches: played }) {
      if (TURNS > 1 || calls < each || played < next) return;
      next += matches / 10;
      globalThis.gc?.();
      heap.push(process.memoryUsage().heapUsed / 2 ** 20);
    },
  });
}

// As long as a question of ours is, so that both write and read about as much.
letters = 'x'.repeat(1000);
await ours(2 * atOnceNumber);
await bare(2 * atOnceNumber);
/** How much longer than the server alone would take. */
const over = (ms: number, calls: number): number => ms / ((calls * Number(latency)) / atOnceNumber);
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
// In turns, so that a busy moment of the machine is as likely in the one as in the other.
const turns: { readonly bare: Cost; readonly ours: Cost }[] = [];
while (turns.length < TURNS) turns.push({ bare: await timed(() => bare(each)), ours: await timed(() => ours(each)) });
store.close();
console.log(
  JSON.stringify({
    calls: CALLS,
    seconds: turns.reduce((total, { ours: { ms } }) => total + ms, 0) / 1000,
    ratio: median(turns.map((turn) => over(turn.ours.ms, each))),
    ratioBare: median(turns.map((turn) => over(turn.bare.ms, each))),
    overBare: median(turns.map((turn) => turn.ours.ms / turn.bare.ms)),
    cpuOurs: median(turns.map((turn) => turn.ours.cpu / each)),
    cpuBare: median(turns.map((turn) => turn.bare.cpu / each)),
    heap,
  }),
);
