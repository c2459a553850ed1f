/** One of some names, as it is typed. */
import { unknown } from '../../core/user-error.ts';

/** Reads one of these names, whatever the case of its letters. The reader throws a UserError for anything else. `what`: what they are names of. */
export const oneTyped =
  <const Name extends string>(what: string, names: readonly Name[]) =>
  (typed: string): Name => {
    const found = names.find((name) => name === typed.trim().toLowerCase());
    if (found === undefined) throw unknown(what, typed, names);
    return found;
  };
