/** Heap after a full collection, every 10,000 of 100,000 unlogged matches. Run with --expose-gc. Prints JSON. */
import { game } from '../../games/prisoners-dilemma/index.ts';
import { ours } from './dilemma.ts';

const play = ours(game, game.config.parse(game.presets[0]!.config));
const heap: number[] = [];
for (let tenth = 0; tenth <= 10; tenth++) {
  globalThis.gc?.();
  heap.push(process.memoryUsage().heapUsed / 2 ** 20);
  if (tenth < 10) await play(10_000);
}
console.log(JSON.stringify(heap));
