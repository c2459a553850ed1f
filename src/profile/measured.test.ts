/** A game that declares no task: its presets are played, and its measures stand beside theory's, without a verdict. */
import { expect, test } from 'vitest';
import type { AnyGame } from '../core/game.ts';
import { conditionPresets } from '../core/settings.ts';
import { loadGame } from '../disk/games.ts';
import { matchesOf, tasksOf } from './design.ts';
import { figuresOf, glanceOf, theoryOf } from './pattern.ts';
import { scoresOf } from './scores.ts';
import { designed, profiled as profiledAgents, solved } from '../../test/profiled-agents.ts';

const { profile: _, ...market } = await loadGame('pricing-duopoly');
const { profile: declared, ...dilemma } = await loadGame('prisoners-dilemma');

async function profiled(game: AnyGame, ids: readonly string[], length: 'quick' | 'standard') {
  const agents = ids.map((id) => solved(id, [game]));
  return { ...(await profiledAgents(agents, [game], length)), tasks: tasksOf([game]) };
}

test('every preset, k draws: a row a measure and a preset, with theory in the same matches and no verdict', async () => {
  const { agents, matches, rows, tasks } = await profiled(dilemma, ['economicus', 'random'], 'standard');
  const presets = conditionPresets(dilemma).length;
  expect(matches).toHaveLength(presets + 5 * presets);
  expect(rows).toHaveLength(presets * dilemma.measures.length);
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
  const agents = ids.map((id) => solved(id, [bare]));
  expect(new Set(matchesOf(agents, tasksOf([bare]), designed('quick', 1)).map(({ agent }) => agent))).toEqual(
    new Set([2]),
  );
});
