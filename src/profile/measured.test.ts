/** A game that declares no task: its presets are played, and its measures stand beside theory's, without a verdict. */
import { expect, test } from 'vitest';
import { readOfflineAgent } from '../agents/offline.ts';
import type { AnyGame } from '../core/game.ts';
import type { DecisionRow } from '../core/log.ts';
import { loadGame } from '../disk/games.ts';
import { namesFor } from '../match/disclosure.ts';
import { playMatch } from '../match/match.ts';
import { newMatch, rowsOf, seatRow } from '../match/record-match.ts';
import { addMatch, answersOf, type ProfiledLive } from './answers.ts';
import { matchesOf, profileAgent, type ProfileMatch, tasksOf } from './design.ts';
import { figuresOf, glanceOf, judged, patternOf, theoryOf } from './pattern.ts';
import { scoresOf } from './estimates.ts';

const { profile: _, ...market } = await loadGame('pricing-duopoly');
const { profile: declared, ...dilemma } = await loadGame('prisoners-dilemma');

async function decisionsIn({ game, config, seats, seed }: ProfileMatch): Promise<readonly DecisionRow[]> {
  const rows = seats.map((agent) => seatRow(agent));
  const match = newMatch({ session: 's', game, config, seed, agents: seats, seats: rows, disclosed: false, now: 0 });
  const decisions: DecisionRow[] = [];
  const names = namesFor(seats.map(({ label }) => label));
  const signal = new AbortController().signal;
  for await (const event of playMatch({
    game,
    config,
    seed,
    agents: seats,
    names,
    disclosed: false,
    signal,
    stored: [],
  }))
    if (event.type === 'answered')
      for (const row of rowsOf(match, event, 0)) if (row.table === 'decision') decisions.push(row.row);
  return decisions;
}

async function profiled(game: AnyGame, ids: readonly string[], length: 'quick' | 'standard') {
  const tasks = tasksOf([game]);
  const seated = ids.map((id) => profileAgent(id, [game], (one, at) => readOfflineAgent(one, at)));
  const agents = ids.map((id): ProfiledLive => ({
    ...{ id, answers: [], measured: [] },
    kind: id === 'random' ? 'drawn' : 'theory',
  }));
  const matches = matchesOf(seated, tasks, length, 5);
  for (const [at, job] of matches.entries())
    addMatch(
      agents[job.agent]!,
      await answersOf({ ...job, match: `m${at}`, seats: job.seats.length }, await decisionsIn(job)),
    );
  return { agents, matches, tasks, rows: patternOf(tasks).map((row) => judged(row, agents)) };
}

test('every preset, k draws: a row a measure and a preset, with theory in the same matches and no verdict', async () => {
  const { agents, matches, rows, tasks } = await profiled(dilemma, ['economicus', 'random'], 'standard');
  expect(matches).toHaveLength(6 + 5 * 6);
  expect(rows).toHaveLength(6 * dilemma.measures.length);
  expect(rows.every(({ task, reportedOf }) => task === 'prisoners-dilemma' && reportedOf === null)).toBe(true);
  expect(rows.flatMap(({ cells }) => cells.map(({ verdict }) => verdict)).every((one) => one === null)).toBe(true);
  const row = rows.find(({ id }) => id === 'cooperates first, gentle')!;
  // A match in which it moves second says nothing of first moves: draws with values only.
  expect(row.cells[0]).toMatchObject({ estimate: 0, interval: [0, 0], theory: { economicus: 0, 'moralis:0.5': 1 } });
  expect(theoryOf(row, row.cells[0]!)).toBe('theory in the same matches: economicus 0 %, moralis:0.5 100 %');
  expect(figuresOf(row, row.cells[1]!)).toMatch(/^\d+ %, 95 % \d+ to \d+, n [1-5]$/);
  expect(glanceOf(row, row.cells[0]!)).toBe('0 %');
  // Whoever is theory does exactly what stands beside it.
  for (const { cells } of rows)
    if (cells[0]!.estimate !== null) expect(cells[0]!.estimate).toBeCloseTo(cells[0]!.theory!['economicus']!, 9);
  expect(scoresOf(agents[1]!, tasks)).toEqual([]);
  expect(JSON.stringify(rows)).not.toMatch(/NaN|Infinity/);
});

test('amounts keep their unit, and a single match tells no interval', async () => {
  const { rows } = await profiled(dilemma, ['random'], 'quick');
  const row = rows.find(({ id }) => id === 'payoff, gentle')!;
  expect(row.unit).toBe('amount');
  expect(row.cells[0]).toMatchObject({ n: 1, interval: null, why: expect.stringContaining('single draw') });
  expect(figuresOf(row, row.cells[0]!)).toMatch(/^[\d.]+, n 1$/);
});

test('games that declare a task come first, in the order of the paper', () => {
  expect(declared).toBeDefined();
  const tasks = tasksOf([market, { ...dilemma, profile: declared! }]);
  expect(tasks.map(({ spec }) => spec.task)).toEqual(['dilemmas', 'pricing-duopoly']);
});

test('a game without theory or stand-in asks nothing of agents that need them', () => {
  const { theory: _theory, standin: _standin, ...bare } = dilemma;
  const ids = ['economicus', 'baseline', 'random'];
  const agents = ids.map((id) => profileAgent(id, [bare], (one, at) => readOfflineAgent(one, at)));
  expect(new Set(matchesOf(agents, tasksOf([bare]), 'quick', 1).map(({ agent }) => agent))).toEqual(new Set([2]));
});
