/** Settings as chance draws them for batches and training sets, where several games draw them alike. */
import type { Rng } from './rng.ts';
import type { roundSettings } from './rounds.ts';

/** A probability in twentieths or, more often, in tenths, as it is stated in a sentence: 0 to 1. */
export const sampledChance = (rng: Rng): number => (rng.below(5) < 2 ? rng.below(21) / 20 : rng.below(11) / 10);

/** How long a match is: more than half have one round, the others two to ten, or no known end. */
export function sampledRounds(rng: Rng): {
  readonly [key in keyof typeof roundSettings]?: key extends 'ending' ? 'finite' | 'indefinite' : number;
} {
  const lot = rng.below(20);
  if (lot < 12) return { rounds: 1 };
  if (lot < 17) return { rounds: rng.pick([2, 3, 4, 5, 10]) };
  return { ending: 'indefinite', delta: rng.pick([0.5, 0.6, 0.7, 0.75, 0.8, 0.9]) };
}
