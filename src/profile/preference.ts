/** What a model's choices in a profile tell of κ: a range over beliefs and noises, from probabilities an estimate and how far it moves, or why there is none. */
import { type Preferences, preferencesOf } from '../analysis/preferences/group.ts';
import type { KappaRange } from '../analysis/preferences/kappa-range.ts';
import type { ProbabilityPreferences } from '../analysis/preferences/probability-group.ts';
import { isRefusal } from '../analysis/preferences/refusal.ts';
import { words } from '../analysis/preferences/words.en.ts';
import { natureOf, type Profiled } from './answers.ts';

/** κ of one model from what it answered in one task's dilemmas, with the notes that it rests on. */
export type DrawnPreference = {
  readonly of: 'draws';
  readonly range: KappaRange;
  readonly observations: number;
  readonly notes: Preferences['notes'];
};

/** κ of one model: from answers, or from probabilities. */
export type ProfilePreference = DrawnPreference | ProbabilityPreferences;

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
  if (found.of === 'probabilities') {
    const kappa = found[found.better];
    return isRefusal(kappa) ? kappa.refused.sentence : found;
  }
  if (isRefusal(found.kappa)) return found.kappa.refused.sentence;
  const { range, notes } = found;
  return range === null ? null : { of: 'draws', range, observations: found.observations, notes };
}

/**
 * "κ lies between 0.16 and 0.68, under the beliefs …" or "κ = 0.40: 0.39 to 0.41 …": in a sentence, with what it rests on;
 * null where there is nothing to say.
 */
export function preferenceWords(found: ReturnType<typeof preferenceOf>): string | null {
  if (found === null || typeof found === 'string') return found;
  if (found.of === 'probabilities') {
    const fit = found[found.better];
    if (isRefusal(fit)) return fit.refused.sentence;
    const { probabilities: said } = words;
    return [
      `${fit.estimates[0]!.sentence} (${said.rules[found.better]}; from probabilities, no reasoning).`,
      ...fit.flags.map(({ sentence }) => sentence),
      ...(found.place === null ? [] : [found.place.sentence]),
    ].join(' ');
  }
  const { notes: said } = words;
  const asked = found.notes.find((note) => note === said.nodeByNode || note === said.alone);
  return [found.range.sentence, `${found.observations} plans.`, ...(asked === undefined ? [] : [asked])].join(' ');
}
