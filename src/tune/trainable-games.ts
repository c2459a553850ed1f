/** Which games may be in a training set. Vehicles and prices never are: they test transfer. */
import { UserError } from '../core/user-error.ts';

/** In the order in which rows are shared out. */
export const TRAINABLE_GAMES: readonly string[] = ['prisoners-dilemma', 'trust', 'ultimatum', 'public-goods'];

/** What is trained on, played and served where no game is named: the dilemma, which the paper begins with. */
export const FIRST_GAME = TRAINABLE_GAMES[0]!;

/** Throws a UserError that names the first that may not be in a set. */
export function refuseUntrainable(names: readonly string[]): void {
  const stray = names.find((name) => !TRAINABLE_GAMES.includes(name));
  if (stray === undefined) return;
  throw new UserError(
    `${stray} is in no training set: what is no game of two moves or public good tests transfer; choose ${TRAINABLE_GAMES.join(', ')}.`,
  );
}
