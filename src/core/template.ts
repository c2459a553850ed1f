/** Words are data: templates with {slots}, so that a hash covers them and a translator needs no code. */
export function fill(template: string, slots: Readonly<Record<string, string | number>> = {}): string {
  return template.replace(/\{(\w+)\}/g, (_, slot: string) => {
    const value = slots[slot];
    if (value === undefined) throw new Error(`say: nothing for {${slot}} in "${template}"`);
    return String(value);
  });
}

/**
 * The shape of some words with any text in the place of each: `Translation<typeof words>` is what another language has
 * to fill, no word more and no word less.
 */
export type Translation<Said> = Said extends string ? string : { readonly [Key in keyof Said]: Translation<Said[Key]> };
