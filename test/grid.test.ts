/** Numbers that games ask can also be chosen from a grid. */
import { expect, it } from 'vitest';
import { loadGames } from '../src/disk/games.ts';
import { configsOf, playByLot } from '../src/laws/index.ts';
import { decisionsOf } from '../src/laws/trace.ts';

const games = await loadGames();

it('no game here asks a number without a grid', () => {
  const whole = games.filter((game) =>
    configsOf(game).every((config, seed) =>
      decisionsOf(playByLot({ game, config, seed, seats: game.seats(config).least })).every(
        ({ input, grid }) => input.kind === 'choice' || grid !== undefined,
      ),
    ),
  );
  expect(whole.map(({ name }) => name)).toEqual(games.map(({ name }) => name));
});

it('a rating and a probability in percent stand by tens', () => {
  const grids = new Set(
    games.flatMap((game) => {
      const config = game.config.parse(game.presets[0]!.config);
      return decisionsOf(playByLot({ game, config, seed: 1, seats: game.seats(config).least })).flatMap(
        ({ input, grid }) => (input.kind === 'number' && input.max === 100 && input.min === 0 ? [grid?.join()] : []),
      );
    }),
  );
  expect([...grids]).toEqual(['0,10,20,30,40,50,60,70,80,90,100']);
});
