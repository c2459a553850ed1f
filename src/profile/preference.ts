/** What a model's choices in a profile tell of κ: a range over beliefs and noises, or why there is none. */
import { type Preferences, preferencesOf } from '../analysis/preferences/group.ts';
import type { KappaRange } from '../analysis/preferences/kappa-range.ts';
import { isRefusal } from '../analysis/preferences/refusal.ts';
import { natureOf, type Profiled } from './answers.ts';

/** κ of one model in one task's dilemmas, with the notes that it rests on. */
export type ProfilePreference = {
  readonly range: KappaRange;
  readonly observations: number;
  readonly notes: Preferences['notes'];
};

const byGame = (one: { readonly game: string }, other: { readonly game: string }): number =>
  one.game < other.game ? -1 : one.game > other.game ? 1 : 0;

/**
 * κ of a model over all dilemmas that it was asked, under the beliefs that it stated; a sentence where economics allows no
 * estimate. null: it is no model (theory is known, a stand-in and lots prefer nothing), or it chose in no game with plans.
 */
export function preferenceOf(one: Profiled): ProfilePreference | string | null {
  const { id, choices = [] } = one;
  if (natureOf(one) !== null || choices.length === 0) return null;
  // In whichever order matches ended the sums are the same.
  const observations = choices
    .map((choice) => ({ ...choice, player: id, unit: id, kind: 'model' as const }))
    .toSorted(byGame);
  const found = preferencesOf(observations);
  if (isRefusal(found)) return found.refused.sentence;
  if (isRefusal(found.kappa)) return found.kappa.refused.sentence;
  return found.range === null ? null : { range: found.range, observations: found.observations, notes: found.notes };
}

/** "κ lies between 0.16 and 0.68, under the beliefs …": in a sentence, with its draws; null where there is nothing to say. */
export function preferenceWords(found: ReturnType<typeof preferenceOf>): string | null {
  if (found === null || typeof found === 'string') return found;
  const asked = found.notes.find((note) => note.includes('node by node'));
  return [found.range.sentence, `${found.observations} plans.`, ...(asked === undefined ? [] : [asked])].join(' ');
}
