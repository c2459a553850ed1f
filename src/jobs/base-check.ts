/** Whether a provider tunes a model, by its list of those that it does. */
import { listed } from '../core/format.ts';
import { cleanLine } from '../core/outside-text.ts';
import { nearestName, UserError } from '../core/user-error.ts';
import type { Tuner } from '../tune/run-folder.ts';
import { TUNER_FACTS } from './tuners.ts';
import type { TunableBase } from './tuning-provider.ts';

/** So many names are told at most. */
const TOLD = 12;

/** The model as the provider lists it. Throws a UserError with the list and the nearest name where it is not there; `bases` null: nothing is known of it. */
export function baseIn(bases: readonly TunableBase[] | null, typed: string, tuner: Tuner): TunableBase {
  if (bases === null) return { name: typed, rowTokens: null, closes: null };
  const found = bases.find(({ name }) => name === typed);
  if (found !== undefined) return found;
  const { label } = TUNER_FACTS[tuner];
  if (bases.length === 0)
    throw new UserError(
      `${label} tunes no model for this account: its key has no right to tune, or its list is empty; see ${TUNER_FACTS[tuner].pricesAt}.`,
    );
  const names = bases.map(({ name }) => cleanLine(name));
  const nearest = nearestName(typed, names) ?? names.find((name) => name.toLowerCase().includes(typed.toLowerCase()));
  // The nearest first, so that it is among those that are told.
  const first = [...(nearest === undefined ? [] : [nearest]), ...names.filter((name) => name !== nearest)];
  const rest = first.length - TOLD;
  const told = first.slice(0, TOLD);
  throw new UserError(
    `${label} does not tune "${typed}"; it tunes ${listed(rest > 0 ? [...told, `${rest} more`] : told)}.${nearest === undefined ? '' : ` Did you mean "${nearest}"?`}`,
  );
}
