/**
 * What was observed of a match as plain data, which can be kept and read again: all but what follows from its table (whose
 * condition it was, the plans of its game), which is found again by the rules.
 */
import type { Plans } from '../../core/game.ts';
import type { StoredMatch } from '../../core/stored-rows.ts';
import type { ExclusionReason } from '../preferences/match-choices.ts';
import type { ObservedChoice } from '../preferences/observation.ts';
import type { Condition } from './condition.ts';
import type { MatchObservation, SeatObserved } from './observations.ts';

/** One seat of it. */
type KeptSeat = Pick<SeatObserved, 'role' | 'values' | 'path' | 'placed'> & {
  readonly choices: readonly (Omit<ObservedChoice, 'plans'> | ExclusionReason)[];
};

/** Alike matches are observed once, and what was kept of them is the same object too. */
export type KeptObservation = Omit<MatchObservation, 'seats'> & { readonly seats: readonly KeptSeat[] };

/**
 * What is kept of it; null where probabilities were told: how their situations are numbered hangs on all matches before.
 */
export function keptObservation(
  { seats, ...counts }: MatchObservation,
  { answers }: StoredMatch,
): KeptObservation | null {
  if (answers.some(({ distribution }) => distribution !== null) || seats.some(({ told }) => told !== null)) return null;
  return {
    ...counts,
    seats: seats.map(({ role, values, path, placed, choices }) => ({
      ...{ role, values, path, placed },
      choices: choices.map(withoutPlans),
    })),
  };
}

/** The observation that was kept, of a match at a table of these seats, conditions and plans. */
export const observationKept = (
  { seats, ...counts }: KeptObservation,
  at: { readonly seats: StoredMatch['seats']; readonly conditions: readonly Condition[]; readonly plans: Plans | null },
): MatchObservation => ({
  ...counts,
  seats: seats.map(({ choices, ...seat }, place) => ({
    ...seat,
    ...{ seat: at.seats[place]!, condition: at.conditions[place]!, told: null, play: null, bucket: null },
    choices: choices.map((one) => (typeof one === 'string' ? one : { ...one, plans: at.plans! })),
  })),
});

const withoutPlans = (choice: ObservedChoice | ExclusionReason): KeptSeat['choices'][number] => {
  if (typeof choice === 'string') return choice;
  const { plans: _, ...rest } = choice;
  return rest;
};
