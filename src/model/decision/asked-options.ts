/** What a model that gives probabilities may answer to a question, in canonical order. */
import { canonical } from '../../core/distribution.ts';
import type { Decision } from '../../core/game.ts';
import { UserError } from '../../core/user-error.ts';

/** A legal answer as it is stored and as it is shown. */
export type AskedOption = { readonly value: string; readonly label: string };

/**
 * The options of a choice; of a number, on the game's grid, where that was declared. Throws a UserError that names the question
 * where it cannot be asked so: a free number, labels that are the same once blanks around them are gone, more options than
 * the server takes.
 */
export function askedOptions(
  { input, key, seat, grid }: Pick<Decision, 'input' | 'key' | 'seat' | 'grid'>,
  onGrid: boolean,
  mostOptions: number,
): readonly AskedOption[] {
  const where = `"${key}" (seat ${seat + 1})`;
  if (input.kind === 'number' && (!onGrid || grid === undefined))
    throw new UserError(
      grid === undefined
        ? `${where} asks for a number, which cannot be chosen from a few: ask this model for JSON or words.`
        : `${where} asks for a number: write ?ask=grid to have it chosen from ${grid.length} of them, a condition of its own, or ask for JSON or words.`,
    );
  const options: readonly AskedOption[] =
    input.kind === 'number'
      ? grid!.map((number) => ({ value: String(number), label: number.toFixed(input.decimals) }))
      : canonical(input.options).map(({ value, label }) => ({ value, label: label.trim() }));
  const labels = options.map(({ label }) => label.toLowerCase());
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  if (twice !== undefined)
    throw new UserError(
      `${where} has two options that read "${twice}" once blanks around them are gone: they cannot be told apart in a decision; ask for JSON or words.`,
    );
  if (options.length > mostOptions)
    throw new UserError(
      `${where} has ${options.length} options, and this server takes ${mostOptions} in a decision: ask for JSON or words.`,
    );
  return options;
}
