/** Where marks and words of a scale stand: none leaves its own place, and none covers another. */
import { INSET, WIDE, widthOf } from './charts.ts';

/** How near two marks may come, pixels; a nearer one stands below. */
export const MARK = 12;

/** Words under the picture, each below its own line, on a level of its own where it would cover another. */
export const noted = (notes: readonly { readonly text: string; readonly x: number }[]) =>
  stacked(
    notes.map(({ text, x }) => {
      const half = widthOf(text) / 2 + 4;
      const middle = Math.max(INSET + half, Math.min(WIDE - INSET - half, x));
      return { text, x, middle, from: middle - half, to: middle + half };
    }),
  );

/** Letters of a name beside a mark, against those of a row. */
export const SMALL = 10 / 12;

/** A mark with its name at its right, or at its left near the end of the line. */
export function named<Look>(x: number, name: string, look: Look) {
  const wide = name === '' ? 0 : widthOf(name) * SMALL + 8;
  const left = x + MARK / 2 + wide > WIDE;
  const [from, to] = left ? [x - MARK / 2 - wide, x + MARK / 2] : [x - MARK / 2, x + MARK / 2 + wide];
  return { x, from, to, name, align: left ? 'right' : 'left', beside: left ? -9 : 9, ...look };
}

/** No mark leaves its place: one that would cover another stands on a level below. The first keep the line itself. */
export function stacked<Mark extends { readonly from: number; readonly to: number }>(
  marks: readonly Mark[],
): readonly (Mark & { readonly level: number })[] {
  const levels: Mark[][] = [];
  return marks.map((mark) => {
    let level = 0;
    while (levels[level]?.some(({ from, to }) => mark.from < to && from < mark.to)) level += 1;
    (levels[level] ??= []).push(mark);
    return { ...mark, level };
  });
}
