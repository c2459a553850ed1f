/** Decisions a second of three programs, in turns so that a busy moment strikes all of them. Prints JSON. */
import { game } from '../../games/prisoners-dilemma/index.ts';
import { bare, boardgame, ours, type Player } from './dilemma.ts';
import { median } from './figures.ts';

const ROUNDS = 5;
const MILLISECONDS = 1500;

const config = game.config.parse(game.presets[0]!.config);
const players: Readonly<Record<string, Player>> = {
  ours: ours(game, config),
  bare: bare(config),
  boardgame: boardgame(config),
};
const speeds: Record<string, number[]> = {};

for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, play] of Object.entries(players)) {
    const since = performance.now();
    let decisions = 0;
    let elapsed = 0;
    for (let matches = 100; elapsed < MILLISECONDS; matches = Math.min(matches * 2, 20_000)) {
      decisions += await play(matches);
      elapsed = performance.now() - since;
    }
    // The first round warms up.
    if (round > 0) (speeds[name] ??= []).push((1000 * decisions) / elapsed);
  }
}

console.log(JSON.stringify(Object.fromEntries(Object.entries(speeds).map(([name, all]) => [name, median(all)]))));
