/** Keys as named commands with their help text; the line at the foot of every screen is drawn from them. */
import { columnsOf } from '../show/line.ts';
import { shown } from '../show/glyphs.ts';

export type KeyHint = {
  /** What to press: "c d or ←→". */
  readonly keys: string;
  /** One or two words. */
  readonly does: string;
  /** One sentence. */
  readonly help: string;
  /** Why it does nothing now. */
  readonly off?: string;
  /** Keys and words together, for a narrow window: "x skip". */
  readonly short?: string;
};

/** h and the way out (Esc or q) are never dropped. */
const kept = (hint: KeyHint): boolean => /^(h|q|Esc)\b/.test(hint.keys);

/**
 * The footer in at most `width` columns. What is off is left out; then gaps shrink, the way out loses its word, short
 * forms stand in from the right end, and commands go from there, where the least important stand.
 */
export function keyLine(hints: readonly KeyHint[], width: number): string {
  let on = hints.filter((hint) => hint.off === undefined);
  /** `short`: how many hints, counted from the right, use their short form. */
  const line = (gap: string, bare: boolean, short: number): string =>
    on
      .map((hint, i) => {
        if (on.length - i <= short && hint.short !== undefined) return shown(hint.short);
        return shown(bare && /^Esc\b/.test(hint.keys) ? hint.keys : `${hint.keys} ${hint.does}`.trim());
      })
      .join(gap);
  const fits = (words: string): boolean => columnsOf(words) <= width;
  for (;;) {
    const roomy = [line('   ', false, 0), line('   ', true, 0)].find(fits);
    if (roomy !== undefined) return roomy;
    for (let short = 0; short <= on.length; short++) {
      const words = line('  ', true, short);
      if (fits(words)) return words;
    }
    const least = on.findLastIndex((hint) => !kept(hint));
    if (least < 0) return line(' ', true, on.length);
    on = on.filter((_, i) => i !== least);
  }
}
