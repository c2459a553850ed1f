/**
 * Rows in an order in which two that are alike and answered differently stand side by side: a step of the training then holds
 * them against each other, and what they share (the scene, the words of the answers, the base rate) pulls neither way. In an order of
 * chance SmolLM2-135M answered α = .5, β = .6 with one constant after 320 rows (README).
 */
import type { Rng } from '../core/rng.ts';

/**
 * What two rows have in common, from most to least, as names: they are alike at the first of these names that both have. None: a row
 * that is held against no other. `answer`: rows of the same are not held against each other.
 */
export type Likeness = { readonly names: readonly string[]; readonly answer: string };

/** The rows in pairs, pairs and what is left over in an order of chance; those left over stand in twos as well, so that pairs begin at even places. */
export function sideBySide<T>(rows: readonly T[], likeness: (row: T) => Likeness, chance: Rng): readonly T[] {
  const pairs: (readonly T[])[] = [];
  let left = rows.map((row) => ({ row, ...likeness(row) }));
  const levels = Math.max(0, ...left.map(({ names }) => names.length));
  for (let level = 0; level < levels; level++) {
    const groups = Map.groupBy(left, ({ names }) => names[level]);
    left = [];
    for (const [name, group] of groups) {
      const single = name === undefined ? group : heldAgainst(group, (one, other) => pairs.push([one.row, other.row]));
      left.push(...single);
    }
  }
  const single = chance.shuffle(left.map(({ row }) => row));
  for (let at = 0; at + 1 < single.length; at += 2) pairs.push(single.slice(at, at + 2));
  return [...chance.shuffle(pairs).flatMap((pair) => chance.shuffle(pair)), ...single.slice(single.length & ~1)];
}

/** Pairs of different answers, as many as there can be: one each of the two answers of which most are left. Gives back who stays alone. */
function heldAgainst<T extends Likeness>(group: readonly T[], pair: (one: T, other: T) => void): readonly T[] {
  const waiting = [...Map.groupBy(group, ({ answer }) => answer).values()].map((rows) => [...rows]);
  for (;;) {
    waiting.sort((one, other) => other.length - one.length);
    const [most, next] = waiting;
    if (most === undefined || next === undefined || next.length === 0) return waiting.flat();
    pair(most.shift()!, next.shift()!);
  }
}
