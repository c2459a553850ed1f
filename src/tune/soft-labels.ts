/**
 * Soft labels: an answer stands in so many rows as the logit rule gives it probability, P ∝ exp(u/λ), λ in points. Rows repeated so
 * have the loss of soft labels in expectation, and what is learned from them is the preference with its noise, not its best answer.
 */
import type { Answer, Reasoned } from '../core/game.ts';
import type { Rng } from '../core/rng.ts';
import type { RowSource } from './row.ts';

/** The logit rule over the answers of a question: sums to 1. */
export function logitRule(utilities: Reasoned['utilities'], lambda: number): readonly number[] {
  const best = Math.max(...utilities.map(({ utility }) => utility));
  const weights = utilities.map(({ utility }) => Math.exp((utility - best) / lambda));
  const sum = weights.reduce((all, one) => all + one, 0);
  return weights.map((weight) => weight / sum);
}

/** How many of so many copies get each answer: as near to its probability as whole numbers are, one number of chance deciding what is between, so that each mean is exact. */
export function softCounts(
  utilities: Reasoned['utilities'],
  lambda: number,
  copies: number,
  chance: Rng,
): readonly { readonly answer: Answer; readonly count: number }[] {
  const start = chance.unit();
  let [below, counted] = [0, 0];
  const probabilities = logitRule(utilities, lambda);
  return utilities.map(({ answer }, at) => {
    below += probabilities[at]!;
    // Points stand at start, start + 1, …; an answer has those that fall into its stretch of the copies.
    const upTo =
      at === utilities.length - 1 ? copies : Math.min(copies, Math.max(counted, Math.ceil(copies * below - start)));
    const count = upTo - counted;
    counted = upTo;
    return { answer, count };
  });
}

/** What a question with soft labels is called, in whatever order its options stand: its chance hangs on it, made and solved again. */
export const softName = ({
  game,
  config,
  seed,
  before,
  seat,
  key,
  round,
}: Pick<RowSource, 'game' | 'config' | 'seed' | 'before' | 'seat' | 'key' | 'round'>): string =>
  JSON.stringify([game, config, seed, before, seat, key, round]);
