/** The laws of games, for every game that is found: a new game is tested without a line here. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gameNames, loadGames } from '../src/disk/games.ts';
import { configsOf, lawsOfGames, lawsOfMatches, playByLot } from '../src/laws/index.ts';

const games = await loadGames();

it('finds the games', () => {
  expect(gameNames()).toEqual(expect.arrayContaining(['autonomous-vehicles', 'pricing-duopoly', 'prisoners-dilemma']));
  expect(games.map((game) => game.name)).toEqual(gameNames());
});

it('no file outside games knows a game by its name, but for examples of commands and comments', () => {
  // A name that is also a word of English tells a game only where a game is asked for.
  const [words, own] = [/^[a-z]+$/, gameNames()];
  const asked = own.filter((name) => words.test(name)).map((name) => `(game|name|games/|loadGame)\\W+${name}\\b`);
  const names = new RegExp([...own.filter((name) => !words.test(name)), ...asked].join('|'));
  const example = /homines (games|play|host|run|theory|compare|report|export|profile) /;
  const src = join(import.meta.dirname, '..', 'src');
  const found = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|test-data)\./.test(file))
    .flatMap((file) =>
      readFileSync(join(src, file), 'utf8')
        .split('\n')
        .filter((line) => names.test(line) && !example.test(line) && !/^\s*(\/?\*|\/\/)/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
  expect(found).toEqual([]);
});

describe.each(games.map((game) => ({ name: game.name, game })))('$name', ({ game }) => {
  it.each(lawsOfGames)('$sentence', async ({ broken }) => {
    expect(await broken(game)).toEqual([]);
  });

  // Every config that the game offers by name, with the fewest and the most seats, each with a seed of its own.
  const conditions = configsOf(game).flatMap((config, i) => {
    const { least, most } = game.seats(config);
    return [...new Set([least, Math.min(most, least + 1)])].map((seats) => ({ game, config, seats, seed: 1000 + i }));
  });
  const traces = conditions.map((condition) => playByLot(condition));

  it.each(lawsOfMatches)('$sentence', async ({ broken }) => {
    for (const trace of traces) {
      const where = `${JSON.stringify(trace.config)}, ${trace.seats} seats, seed ${trace.seed}`;
      expect({ where, broken: await broken(trace) }).toEqual({ where, broken: [] });
    }
  });

  it('another seed or another answer leads to another match', () => {
    const [condition] = conditions;
    const played = (seed: number) => JSON.stringify(playByLot({ ...condition!, seed }).answers);
    expect(new Set([1, 2, 3, 4, 5, 6, 7, 8].map(played)).size).toBeGreaterThan(1);
  });
});
