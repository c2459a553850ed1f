/**
 * Something that the user can mend: what was given, what is possible, what to do, in one sentence.
 * The command line prints it and exits with 2; a screen shows it. Anything else that is thrown is our mistake.
 */
import { distance } from 'fastest-levenshtein';

export class UserError extends Error {
  override readonly name = 'UserError';
}

/** "Unknown game "prisoner"; there is a, b and c. Did you mean "prisoners-dilemma"?" */
export function unknown(what: string, given: string, possible: readonly string[]): UserError {
  const nearest = nearestName(given, possible);
  const list = possible.length > 0 ? `choose ${possible.join(', ')}` : 'there is none';
  return new UserError(`Unknown ${what} "${given}"; ${list}.${nearest === null ? '' : ` Did you mean "${nearest}"?`}`);
}

/** The closest of the possible names, if it is close enough to be a slip of the fingers: of two letters that differ in both none is. */
export function nearestName(given: string, possible: readonly string[]): string | null {
  const typed = given.toLowerCase();
  let best: string | null = null;
  let least = Math.max(2, Math.ceil(typed.length / 2));
  for (const name of possible) {
    const far = name.startsWith(typed) ? 0 : distance(typed, name.toLowerCase());
    if (far <= least && far < Math.max(typed.length, name.length)) {
      if (far < least || best === null) best = name;
      least = far;
    }
  }
  return best;
}
