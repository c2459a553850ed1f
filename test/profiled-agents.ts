/** Profiles of agents that need no server, played as `homines profile` plays them and judged from their rows. */
import { readOfflineAgent } from '../src/agents/offline.ts';
import type { AnyGame } from '../src/core/game.ts';
import type { DecisionRow } from '../src/core/log.ts';
import type { Length } from '../src/core/profile-spec.ts';
import type { Agent } from '../src/match/agent.ts';
import { namesFor } from '../src/match/disclosure.ts';
import { playMatch } from '../src/match/match.ts';
import { newMatch, rowsOf, seatRow } from '../src/match/record-match.ts';
import { addMatch, answersOf, type ProfiledLive } from '../src/profile/answers.ts';
import { matchesOf, type ProfileAgent, profileAgent, type ProfileMatch, tasksOf } from '../src/profile/design.ts';
import { type Judged, judged, patternOf } from '../src/profile/pattern.ts';

/** Plays one match of a profile: the rows that it leaves. */
export async function decisionsIn({ game, config, seats, seed }: ProfileMatch): Promise<readonly DecisionRow[]> {
  const rows = seats.map((agent) => seatRow(agent));
  const match = newMatch({ session: 's', game, config, seed, agents: seats, seats: rows, disclosed: false, now: 0 });
  const decisions: DecisionRow[] = [];
  const names = namesFor(seats.map(({ label }) => label));
  const signal = new AbortController().signal;
  const table = { game, config, seed, agents: seats, names, disclosed: false, signal, stored: [] };
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

/** A profile of these agents side by side: everybody's answers, and the rows with their verdicts. */
export async function profiled(
  agents: readonly ProfileAgent[],
  games: readonly AnyGame[],
  length: Length,
  seed = 5,
): Promise<{
  readonly agents: readonly ProfiledLive[];
  readonly matches: readonly ProfileMatch[];
  readonly rows: readonly Judged[];
}> {
  const tasks = tasksOf(games);
  const lists = agents.map((one): ProfiledLive => ({
    ...{ id: one.id, answers: [], measured: [], choices: [] },
    kind: one.seatIn(games[0]!).kind === 'theory' ? 'theory' : 'drawn',
  }));
  const matches = matchesOf(agents, tasks, length, seed);
  for (const [at, job] of matches.entries()) {
    const rows = await decisionsIn(job);
    addMatch(lists[job.agent]!, await answersOf({ ...job, match: `m${at}`, seats: job.seats.length }, rows));
  }
  return { agents: lists, matches, rows: judged(patternOf(tasks), lists) };
}
