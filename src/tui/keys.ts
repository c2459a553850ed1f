/** Keys as named commands with their help text; the line at the foot of every screen is drawn from them. */
import stringWidth from 'string-width';
import { shown } from './glyphs.ts';

/** `keys`: what to press ("c d or ←→"); `does`: one or two words; `help`: one sentence; `off`: why it does nothing now. */
export type KeyHint = { readonly keys: string; readonly does: string; readonly help: string; readonly off?: string };

/** h and the way out (Esc or q) are never dropped. */
const kept = (hint: KeyHint): boolean => /^(h|q|Esc)\b/.test(hint.keys);

/**
 * The footer in at most `width` columns. What is off is left out; then gaps shrink, then the way out loses its word, then
 * commands go from the right end, where the least important stand.
 */
export function keyLine(hints: readonly KeyHint[], width: number): string {
  let on = hints.filter((hint) => hint.off === undefined);
  const line = (gap: string, bare: boolean): string =>
    on.map((hint) => shown(bare && /^Esc\b/.test(hint.keys) ? hint.keys : `${hint.keys} ${hint.does}`.trim())).join(gap);
  for (;;) {
    for (const [gap, bare] of [
      ['   ', false],
      ['   ', true],
      ['  ', true],
    ] as const) {
      const words = line(gap, bare);
      if (stringWidth(words) <= width) return words;
    }
    const least = on.findLastIndex((hint) => !kept(hint));
    if (least < 0) return line(' ', true);
    on = on.filter((_, i) => i !== least);
  }
}
