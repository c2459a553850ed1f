/**
 * A template with its slots filled. Words are data, so that a hash covers them and a translator needs no code. Throws an
 * Error that names the slot where nothing is given for it; what is given beyond the slots is left aside.
 *
 *     fill('round {round} of {rounds}', { round: 2, rounds: 5 })   // "round 2 of 5"
 */
export function fill(template: string, slots: Readonly<Record<string, string | number>> = {}): string {
  return template.replace(/\{(\w+)\}/g, (_, slot: string) => {
    const value = slots[slot];
    if (value === undefined) throw new Error(`fill: nothing for {${slot}} in "${template}"`);
    return String(value);
  });
}

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
