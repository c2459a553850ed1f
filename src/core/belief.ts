/** The belief of a match, in one place: agents, debriefs, comparisons, reports and profiles all take it from here. */
import type { Belief, Taste } from './game.ts';
import { memo } from './memo.ts';

export const UNIFORM: Belief = { kind: 'uniform' };
const knowing = memo((other: Taste): Belief => ({ kind: 'known', other }));

/**
 * What an agent expects of the other in a match: what the config prescribes (`prescribed`, from `game.belief`); else the
 * plan of a disclosed opponent of known taste (one step: its plan under its own beliefs); else, `other` being null, every
 * action of the other is equally likely. The same arguments give the same object.
 */
export function beliefAgainst(prescribed: Belief | null | undefined, other: Taste | null): Belief {
  return prescribed ?? (other === null ? UNIFORM : knowing(other));
}
