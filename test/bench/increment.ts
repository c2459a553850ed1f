/**
 * What it costs to bring a comparison up to date by a class of so many new choices, in milliseconds of this thread's work: medians
 * of the whole update and of everything else that a look costs (nothing new). Arguments: a database, made where there is none,
 * and a session to look at alone. Prints JSON.
 */
import { liveComparison } from '../../src/comparing/live-comparison.ts';
import { loadGame, loadGames } from '../../src/disk/games.ts';
import { openStore } from '../../src/store/open.ts';
import { cooperating, keep, playClass } from '../class.ts';
import { quantile } from './figures.ts';

/** People of a class, each with one choice and one answer to it. */
const PEOPLE = 500;
const UPDATES = 7;

const game = await loadGame('prisoners-dilemma');
const [file, session = null] = process.argv.slice(2);
const store = await openStore(file!);
const classOf = (seed: number) =>
  playClass({
    ...{ game, name: `class ${seed}`, people: PEOPLE, against: 'moralis:0.5', seed },
    choose: cooperating(0.5, 0.7, 0.3),
  });
await keep(store, [await classOf(1)]);
const open = await liveComparison([file!], await loadGames(), { session, rehearsals: false, game: null });
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
};
const first = await timed(() => open.update('session'));
const took: number[] = [];
const idle: number[] = [];
for (let update = 0; update < UPDATES; update++) {
  await keep(store, [await classOf(2 + update)]);
  took.push(
    await timed(async () => {
      if (!(await open.changed())) throw new Error('A class was stored and nothing was noticed.');
      await open.update('session');
    }),
  );
  idle.push(await timed(() => open.update('session')));
}
open.close();
store.close();
console.log(JSON.stringify({ first, update: quantile(took, 0.5), idle: quantile(idle, 0.5) }));
