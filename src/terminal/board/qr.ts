/** A QR code on a screen: two modules a letter, dark on light whatever the colours of the terminal. */
import { wantsAscii } from '../../show/glyphs.ts';
import { type Line, span } from '../../show/line.ts';

/** Light modules around it, without which phones do not find it. */
const QUIET = 2;

/** Nothing where it has no room, or the terminal has no half blocks: a code that is cut is none. */
export function qrLines(
  modules: readonly (readonly boolean[])[],
  width: number,
  height: number,
  ascii: boolean = wantsAscii(),
): readonly Line[] {
  const size = modules.length + 2 * QUIET;
  if (modules.length === 0 || ascii || size > width || Math.ceil(size / 2) > height) return [];
  const dark = (y: number, x: number): boolean => modules[y - QUIET]?.[x - QUIET] ?? false;
  return Array.from({ length: Math.ceil(size / 2) }, (_, row) => [
    span(
      Array.from({ length: size }, (_, x) => {
        const [above, below] = [dark(2 * row, x), dark(2 * row + 1, x)];
        // On a light ground: dark above and below is a full block.
        return above ? (below ? '█' : '▀') : below ? '▄' : ' ';
      }).join(''),
      'paper',
    ),
  ]);
}
