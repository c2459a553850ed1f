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

const apart = memo((told: readonly (Taste | null)[]) =>
  memo((me: number): Belief => {
    const others = told.filter((_, seat) => seat !== me);
    return { kind: 'known', other: others.find((taste) => taste !== null)!, others };
  }),
);

/**
 * The same against several others, of whom these tastes were told, one a seat, null where nothing was: whose tastes are all the
 * same is expected as one other is, and otherwise each as the one it is. `me`: one's own seat in the list, where it has one. The
 * same list gives the same object.
 *
 *     beliefAmong(null, [{ kappa: 0 }, { kappa: 0 }])  // known, as against one economicus
 *     beliefAmong(null, [{ kappa: 0 }, null])          // known, and of the second nothing
 */
export function beliefAmong(prescribed: Belief | null | undefined, told: readonly (Taste | null)[], me = -1): Belief {
  if (prescribed) return prescribed;
  // Asked at every decision: nothing is made where the others are alike.
  let first: Taste | null = null;
  let unlike = false;
  for (let seat = 0; seat < told.length; seat++) {
    const taste = told[seat] ?? null;
    if (seat === me) continue;
    if (taste === null) unlike = true;
    else if (first === null) first = taste;
    else unlike ||= !isSameTaste(taste, first);
  }
  if (first === null) return UNIFORM;
  return unlike ? apart(told)(me) : knowing(first);
}
