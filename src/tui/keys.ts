/** Keys as named commands with their help text; the line at the foot of every screen is drawn from them. */
import stringWidth from 'string-width';
import { shown } from './glyphs.ts';

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

/** From roomy to tight: the gap between commands, the way out without its word, short forms. */
const tighter = [
  { gap: '   ', bare: false, short: false },
  { gap: '   ', bare: true, short: false },
  { gap: '  ', bare: true, short: false },
  { gap: '  ', bare: true, short: true },
] as const;

/**
 * The footer in at most `width` columns. What is off is left out; then the line is drawn tighter, then commands go from
 * the right end, where the least important stand.
 */
export function keyLine(hints: readonly KeyHint[], width: number): string {
  let on = hints.filter((hint) => hint.off === undefined);
  const line = (gap: string, bare: boolean, short: boolean): string =>
    on
      .map((hint) => {
        if (short && hint.short !== undefined) return shown(hint.short);
        return shown(bare && /^Esc\b/.test(hint.keys) ? hint.keys : `${hint.keys} ${hint.does}`.trim());
      })
      .join(gap);
  for (;;) {
    for (const { gap, bare, short } of tighter) {
      const words = line(gap, bare, short);
      if (stringWidth(words) <= width) return words;
    }
    const least = on.findLastIndex((hint) => !kept(hint));
    if (least < 0) return line(' ', true, true);
    on = on.filter((_, i) => i !== least);
  }
}
