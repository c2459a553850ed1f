/** The seed of each match of a session: drawn from the session's seed and the number of the match, so that what is missing can be told. */
import type { SessionRow } from '../core/log.ts';
import { rng } from '../core/rng.ts';

/** Match `index`, from 0. */
export const matchSeed = (session: Pick<SessionRow, 'seed'>, index: number): number =>
  rng(session.seed, 'match', index).below(2 ** 31);

/** The seeds of all matches in order; without those that were begun, each as often as it was. */
export function* missingSeeds(
  session: Pick<SessionRow, 'seed'>,
  matches: number,
  begun: Iterable<number> = [],
): Generator<number, void> {
  const there = new Map<number, number>();
  for (const seed of begun) there.set(seed, (there.get(seed) ?? 0) + 1);
  for (let index = 0; index < matches; index++) {
    const seed = matchSeed(session, index);
    const left = there.size === 0 ? 0 : (there.get(seed) ?? 0);
    if (left === 0) yield seed;
    else there.set(seed, left - 1);
  }
}
