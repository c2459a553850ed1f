/** Which of two options is the likelier, with its chance: what is expected, in words. */
import { chanceText } from '../core/format.ts';
import { fill } from '../core/template.ts';

/** "cooperates with a chance of 80 %", and of two that are alike "cooperates or defects with a chance of 50 % each". */
export type ChanceWords = { readonly chance: string; readonly even: string };

/**
 * Of two options the likelier in words, and both where they are alike. `chance`: of the first, 0 to 1. Which it is stands in another
 * word and not in a number alone: a small model tells two words apart where it does not compare two numbers (README).
 *
 *     likelierText(said, ['cooperates', 'defects'], 0.2)   // "defects with a chance of 80 %"
 */
export function likelierText(said: ChanceWords, [first, second]: readonly [string, string], chance: number): string {
  const percent = chanceText(Math.max(chance, 1 - chance));
  if (percent === '50') return fill(said.even, { first, second });
  return fill(said.chance, { does: chance > 0.5 ? first : second, percent });
}
