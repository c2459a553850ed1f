/** Profiles of agents that need no server, played as `homines profile` plays them and judged from their rows. */
import { readOfflineAgent } from '../src/agents/offline.ts';
import { unaskable } from '../src/core/askable.ts';
import type { AnyGame } from '../src/core/game.ts';
import type { DecisionRow } from '../src/core/log.ts';
import type { Length } from '../src/core/profile-spec.ts';
import type { Agent, Reply, Request } from '../src/match/agent.ts';
import {
  canonical,
  type Distribution,
  drawKey,
  drawnFrom,
  meanOverOrders,
  rotationsOf,
} from '../src/core/distribution.ts';
import { namesFor } from '../src/match/disclosure.ts';
import { playMatch } from '../src/match/match.ts';
import { newMatch, rowsOf, seatRow } from '../src/match/record-match.ts';
import { addMatch, answersOf, type ProfiledLive } from '../src/profile/answers.ts';
import {
  matchesOf,
  type ProfileAgent,
  profileAgent,
  type ProfileDesign,
  type ProfileMatch,
  type ProfileTask,
  tasksOf,
} from '../src/profile/design.ts';
import { type Judged, judged, patternOf } from '../src/profile/pattern.ts';

/** Plays one match of a profile: the rows that it leaves. */
export async function decisionsIn({
  game,
  config,
  seats,
  seed,
  presentation,
}: ProfileMatch): Promise<readonly DecisionRow[]> {
  const rows = seats.map((agent) => seatRow(agent));
  const match = newMatch({
    ...{ session: 's', game, config, seed, agents: seats, seats: rows, disclosed: false, presentation, now: 0 },
  });
  const decisions: DecisionRow[] = [];
  const names = namesFor(seats.map(({ label }) => label));
  const signal = new AbortController().signal;
  const table = { game, config, seed, agents: seats, names, disclosed: false, signal, stored: [], presentation };
  for await (const event of playMatch(table))
    if (event.type === 'answered')
      for (const row of rowsOf(match, event, 0)) if (row.table === 'decision') decisions.push(row.row);
  return decisions;
}

/** An agent of theory or a stand-in by its id. */
export const solved = (id: string, games: readonly AnyGame[]): ProfileAgent =>
  profileAgent(id, games, (one, game) => readOfflineAgent(one, game));

/** An agent with a character of its own, whose answers count as draws. */
export const character = (id: string, choose: Agent['choose']): ProfileAgent => ({
  id,
  seatIn: () => ({ id, label: 'script', kind: 'script', choose }),
});

/** How an agent that gives probabilities is asked, and what the place of an option does to it. */
type Telling = {
  readonly ask?: 'decision' | 'grid';
  /** Log-odds that the option shown first gains. */
  readonly bias?: number;
};

/**
 * A model that gives probabilities: `likely` says how likely an answer is, up to a factor, in whatever order it is shown; it
 * is asked in every order, and its answer is drawn from their mean as a match draws.
 */
export function telling(
  id: string,
  likely: (request: Request, answer: string | number) => number,
  { ask = 'decision', bias = 0 }: Telling = {},
): ProfileAgent {
  const choose = (request: Request): Reply => {
    const { decision, turn, draw } = request;
    const { input, grid } = decision;
    if (input.kind === 'number' && (ask !== 'grid' || grid === undefined))
      throw new Error(`${decision.key}: no choice`);
    const answers: readonly (string | number)[] =
      input.kind === 'choice' ? canonical(input.options).map(({ value }) => value) : grid!;
    const orders = rotationsOf(answers.length).map((rotation) => {
      const odds = answers.map((answer, at) => likely(request, answer) * (at === rotation ? Math.exp(bias) : 1));
      const all = odds.reduce((sum, one) => sum + one, 0);
      const probabilities = odds.map((one) => one / all);
      return { rotation, probabilities, sum: 1, outside: null, decimals: null };
    });
    const distribution: Distribution = {
      ...{ options: answers.map(String), orders, mean: meanOverOrders(orders), dialect: 'systemone', served: null },
      ...(input.kind === 'number' ? { grid: true as const } : {}),
    };
    return { answer: drawnFrom(distribution, draw(drawKey(turn, decision.key))), distribution };
  };
  const instrument = { onGrid: ask === 'grid', mostOptions: 26 };
  return {
    id,
    seatIn: () => ({
      ...{ id, label: id, kind: 'model', ask, choose },
      unaskable: (decision) => unaskable(decision, instrument),
    }),
  };
}

/** A design as the command makes it. */
export const designed = (length: Length, seed: number, more: Partial<ProfileDesign> = {}): ProfileDesign => ({
  ...{ length, seed, wordings: 1, balanced: true, both: false },
  ...more,
});

/** A profile of these agents side by side: everybody's answers, and the rows with their verdicts. */
export async function profiled(
  agents: readonly ProfileAgent[],
  games: readonly AnyGame[],
  length: Length,
  design: Partial<ProfileDesign> = {},
  tasks: readonly ProfileTask[] = tasksOf(games),
): Promise<{
  readonly agents: readonly ProfiledLive[];
  readonly matches: readonly ProfileMatch[];
  readonly rows: readonly Judged[];
}> {
  const lists = agents.map((one): ProfiledLive => {
    const { kind, ask } = one.seatIn(games[0]!);
    return {
      ...{ id: one.id, answers: [], measured: [], choices: [], told: [] },
      kind: kind === 'theory' ? 'theory' : 'drawn',
      ...(ask === undefined ? {} : { ask }),
    };
  });
  const matches = matchesOf(agents, tasks, designed(length, 5, design));
  for (const [at, job] of matches.entries()) {
    const rows = await decisionsIn(job);
    addMatch(lists[job.agent]!, await answersOf({ ...job, match: `m${at}`, seats: job.seats.length }, rows));
  }
  return { agents: lists, matches, rows: judged(patternOf(tasks), lists) };
}
