/** How long a comparison takes to follow a class that plays: milliseconds an update. Argument: a database to be made. Prints JSON. */
import { liveComparison } from '../../src/comparing/live-comparison.ts';
import { loadGame, loadGames } from '../../src/disk/games.ts';
import { openStore } from '../../src/store/open.ts';
import { cooperating, keep, playClass, rating } from '../class.ts';
import { quantile } from './figures.ts';

const CLASS = 40;
const UPDATES = 15;

const [dilemma, vehicles, duopoly] = await Promise.all(
  ['prisoners-dilemma', 'autonomous-vehicles', 'pricing-duopoly'].map((name) => loadGame(name)),
);
const file = process.argv[2]!;
const store = await openStore(file);
const prices = (_: unknown, chance: { normal(mean: number, sd: number): number }): number =>
  Math.round(chance.normal(165, 10)) / 10;
await keep(store, [
  await playClass({
    game: dilemma!,
    name: 'morning',
    people: CLASS,
    against: 'moralis:0.5',
    choose: cooperating(0.6, 0.8, 0.2),
  }),
  await playClass({
    game: dilemma!,
    name: 'evening',
    people: CLASS,
    against: 'moralis:0.5',
    choose: cooperating(0.4, 0.7, 0.2),
    seed: 2,
  }),
  await playClass({ game: vehicles!, name: 'morning', people: CLASS, against: '', choose: rating(40), seed: 3 }),
  await playClass({ game: duopoly!, name: 'morning', people: CLASS, against: 'human', choose: prices, seed: 4 }),
]);
const open = await liveComparison([file], await loadGames(), { session: null, rehearsals: false, game: null });
await open.update('session');
const took: number[] = [];
for (let update = 0; update < UPDATES; update++) {
  await keep(store, [
    await playClass({
      game: dilemma!,
      name: 'one more',
      people: 1,
      against: 'moralis:0.5',
      choose: cooperating(0.5, 0.5, 0.5),
      seed: 10 + update,
    }),
  ]);
  const since = performance.now();
  if (!(await open.changed())) throw new Error('A match was stored and nothing was noticed.');
  await open.update('session');
  took.push(performance.now() - since);
}
open.close();
store.close();
console.log(JSON.stringify({ p50: quantile(took, 0.5), worst: Math.max(...took) }));
