/** What training sets and batches may be sampled from in games of two moves: payoffs that fall, words, places and beliefs. */
import type { Rng } from '../core/rng.ts';
import { sampledChance } from '../core/sampled.ts';

/** Points as classes see them: in which units, and up to how many. */
const SCALES = [
  { unit: 5, most: 100 },
  { unit: 5, most: 100 },
  { unit: 1, most: 100 },
  { unit: 10, most: 200 },
  { unit: 1, most: 20 },
] as const;

/** Four points that fall, the second above the middle of the first and the last: taking turns never pays more than it. */
export function fallingPoints(rng: Rng): readonly [number, number, number, number] {
  const { unit, most } = rng.pick(SCALES);
  for (;;) {
    const points = [0, 1, 2, 3].map(() => unit * rng.below(most / unit + 1)).sort((one, other) => other - one);
    const [a = 0, b = 0, c = 0, d = 0] = points;
    if (a > b && b > c && c > d && 2 * b > a + d) return [a, b, c, d];
  }
}

/** The points of a division: the proposer's part, the equal one, the responder's, and what is left after a rejection. */
export function dividedPoints(rng: Rng): readonly [number, number, number, number] {
  const { unit, most } = rng.pick(SCALES);
  for (;;) {
    const [none = 0, less = 0, more = 0] = [0, 1, 2]
      .map(() => rng.below(most / unit + 1))
      .sort((one, other) => one - other);
    // As often both splits divide the same sum, the unequal one a smaller, and the unequal one a larger.
    const sum = rng.below(3);
    const half = sum === 0 ? (less + more) / 2 : less + 1 + rng.below(Math.max(1, more - less - 1));
    const equal =
      sum === 1 ? Math.max(half, less + more - half) : sum === 2 ? Math.min(half, less + more - half) : half;
    if (Number.isInteger(equal) && more > equal && equal > less && less > none)
      return [unit * more, unit * equal, unit * less, unit * none];
  }
}

/** What the options are called, as often by letters; of a third of these the other is named to nobody either. */
export function sampledWords<Named extends string>(
  rng: Rng,
  named: Named,
): { readonly labels: Named | 'neutral'; readonly neutral: boolean } {
  const neutral = rng.below(2) === 0;
  return { labels: neutral ? 'neutral' : named, neutral: neutral && rng.below(3) === 0 };
}

/** How it is asked and who moves first; where full plans are asked, often beliefs too. */
export function sampledPlaces<Roles extends string>(
  rng: Rng,
  roles: readonly Roles[],
): { readonly method: 'direct' | 'strategy'; readonly roles: Roles; readonly askBeliefs: boolean } {
  const method = rng.below(2) === 0 ? 'direct' : 'strategy';
  return { method, roles: rng.pick(roles), askBeliefs: rng.below(4) === 0 };
}

/**
 * What is expected of the other at each of so many nodes; of a fourth of all, anything as likely, which is what is expected where a
 * table says nothing.
 */
export const sampledBeliefs = (rng: Rng, nodes: number): 'uniform' | readonly number[] =>
  rng.below(4) === 0 ? 'uniform' : Array.from({ length: nodes }, () => sampledChance(rng));
