/** The belief of a match, in one place: agents, debriefs, comparisons, reports and profiles all take it from here. */
import type { Belief, Taste } from './game.ts';
import { memo } from './memo.ts';
import { isSameTaste } from './taste.ts';

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

const knowingOf = memo((others: readonly (Taste | null)[]): Belief => {
  const [first = null] = others.filter((taste) => taste !== null);
  if (first === null) return UNIFORM;
  const alike = others.every((taste) => taste !== null && isSameTaste(taste, first));
  return alike ? knowing(first) : { kind: 'known', other: first, others };
});

/**
 * The same against several others, of whom these tastes were told, one a seat but one's own, null where nothing was: whose
 * tastes are all the same is expected as one other is, and otherwise each as the one it is. The same list gives the same object.
 *
 *     beliefAmong(null, [{ kappa: 0 }, { kappa: 0 }])  // known, as against one economicus
 *     beliefAmong(null, [{ kappa: 0 }, null])          // known, and of the second nothing
 */
export const beliefAmong = (prescribed: Belief | null | undefined, others: readonly (Taste | null)[]): Belief =>
  prescribed ?? knowingOf(others);
