/**
 * Beliefs decide what choices tell of a preference: a selfish player who expects cooperation looks like a Kantian who
 * expects nothing. Where nobody was asked, everything is said over a stated grid of beliefs and noises, and what is
 * concluded is what holds on all of it.
 */
import type { ChoiceCell } from './cells.ts';

/** How likely each answer of the other is taken to be, in the grid; ours. */
export const LEVELS = [0.25, 0.5, 0.75] as const;
/** More nodes than this, and the same level stands at all of them: the grid would be too large. */
const MOST_NODES = 3;
/** Choice noise in points (ours). */
export const NOISE = 5;
/** The noises of the grid, in points (ours): half of the usual one, the usual one, and twice it. */
export const NOISES = [NOISE / 2, NOISE, 2 * NOISE] as const;

/**
 * The beliefs over which a sample of these cells is looked at: by node how likely (0–1) the answer is that it names first, 27
 * of them for three nodes. [null]: every belief was stated, or known from a named opponent, and none is supposed.
 */
export function beliefsOver(cells: readonly ChoiceCell[]): readonly (readonly number[] | null)[] {
  const nodes = Math.max(
    0,
    ...cells.flatMap(({ supposing, othersNodes }) => (supposing === null ? [] : [othersNodes])),
  );
  if (nodes === 0) return [null];
  if (nodes > MOST_NODES) return LEVELS.map((level) => Array.from({ length: nodes }, () => level));
  let grid: readonly (readonly number[])[] = [[]];
  for (let node = 0; node < nodes; node++) grid = grid.flatMap((one) => LEVELS.map((level) => [...one, level]));
  return grid;
}
