/** Which games may be in a training set. Vehicles and prices never are: they test transfer. */
import { UserError } from '../core/user-error.ts';

/** In the order in which rows are shared out. */
export const TRAINABLE_GAMES: readonly string[] = ['prisoners-dilemma', 'trust', 'ultimatum', 'public-goods'];

/** Throws a UserError that names the first that may not be in a set. */
export function refuseUntrainable(names: readonly string[]): void {
  const stray = names.find((name) => !TRAINABLE_GAMES.includes(name));
  if (stray === undefined) return;
  const why = /^(autonomous-vehicles|pricing-duopoly)$/.test(stray)
    ? 'is never in a training set: it tests transfer'
    : 'is no game that a set can be made of';
  throw new UserError(`${stray} ${why}; choose ${TRAINABLE_GAMES.join(', ')}.`);
}
