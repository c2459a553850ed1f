/**
 * In which order a participant goes through a battery, and in which order each protocol's options stand: counterbalanced over
 * participants, and a function of a stored seed and the participant's number alone.
 *
 * Protocols of one game stay together, in a block, since each game has rules of its own to be read. Over a cycle of
 * participants (with three blocks of six: 18) every protocol stands exactly once in each of the places, within its block after
 * every other equally often (Williams, Australian Journal of Scientific Research A 2, 1949, where a block has an even size),
 * and every order of three games comes equally often. Over two cycles each protocol stands in each place once with its options
 * in either order; in every block of every participant half of the protocols are turned.
 */
import { rng } from '../../core/rng.ts';

/** A place in the order: which protocol, by its place in the battery's list, and whether its options are turned. */
export type Placed = { readonly protocol: number; readonly turned: boolean };

/** How many participants a cycle has, in which every protocol stands equally often in every place that it can have. */
export const cycleOf = (sizes: readonly number[]): number => sizes.reduce(commonMultiple, 1) * sizes.length;

/**
 * The order for one participant. `sizes`: how many protocols each block has, in the order of the list; `order`: the
 * participant's number, from 1. Seeds and numbers give the same order on every machine.
 */
export function orderFor(sizes: readonly number[], seed: number, order: number): readonly Placed[] {
  const rows = sizes.reduce(commonMultiple, 1);
  const cycle = cycleOf(sizes);
  const round = Math.floor((order - 1) / cycle);
  // Which participant of a cycle gets which order is drawn: nothing hangs on who came early.
  const rank = rng(seed, 'battery', 'cycle', round).shuffle(range(cycle))[(order - 1) % cycle]!;
  const [row, rotation] = [rank % rows, Math.floor(rank / rows)];
  const forth = rng(seed, 'battery', 'blocks').shuffle(range(sizes.length));
  const blocks = row % 2 === 0 ? forth : forth.toReversed();
  const first = sizes.map((_, block) => sizes.slice(0, block).reduce((sum, size) => sum + size, 0));
  return blocks.flatMap((_, at) => {
    const block = blocks[(at + rotation) % blocks.length]!;
    const size = sizes[block]!;
    const named = rng(seed, 'battery', 'protocols', block).shuffle(range(size));
    const coin = rng(seed, 'battery', 'options', block).below(2);
    return latinRow(size, row).map((symbol, place) => ({
      protocol: first[block]! + named[symbol]!,
      turned: (place + rotation + round + coin) % 2 === 1,
    }));
  });
}

/** A row of a Latin square of this size: each symbol once in each place over all rows; of an even size Williams' square. */
function latinRow(size: number, row: number): readonly number[] {
  const zigzag = range(size).map((place) => (place % 2 === 1 ? (place + 1) / 2 : (size - place / 2) % size));
  return zigzag.map((start) => (start + row) % size);
}

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

function commonMultiple(one: number, other: number): number {
  let [a, b] = [one, other];
  while (b > 0) [a, b] = [b, a % b];
  return (one / a) * other;
}
