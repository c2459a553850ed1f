import { memo } from './memo.ts';

/**
 * A template with its slots filled. Words are data, so that a hash covers them and a translator needs no code. Throws an
 * Error that names the slot where nothing is given for it; what is given beyond the slots is left aside.
 *
 *     fill('round {round} of {rounds}', { round: 2, rounds: 5 })   // "round 2 of 5"
 */
export function fill(template: string, slots: Readonly<Record<string, string | number>> = {}): string {
  const parts = partsOf(template);
  let filled = parts[0]!;
  for (let at = 1; at < parts.length; at += 2) {
    const value = slots[parts[at]!];
    if (value === undefined) throw new Error(`fill: nothing for {${parts[at]}} in "${template}"`);
    filled += String(value) + parts[at + 1]!;
  }
  return filled;
}

/** What stands between the slots, and the slots, in turn; templates are few and filled often. */
const partsOf = memo((template: string): readonly string[] => template.split(/\{(\w+)\}/), 4096);

/** Of words in several languages those of one; English where it has none: `const said = byLanguage({ en, de }); said('de')`. */
export const byLanguage =
  <Words>(spoken: Readonly<Record<string, Words>> & { readonly en: Words }) =>
  (language: string): Words =>
    spoken[language] ?? spoken.en;

/**
 * The shape of some words with any text in the place of each: `Translation<typeof words>` is what another language has
 * to fill, no word more and no word less.
 */
export type Translation<Said> = Said extends string ? string : { readonly [Key in keyof Said]: Translation<Said[Key]> };
