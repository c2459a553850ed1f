/** What a window leaves for the body of a screen, and how small a window may be. */

/** The smallest window that is whole and finished. */
export const LEAST = { columns: 60, rows: 20 };

/** The widest list whose ends the eye still holds together, and the longest line that an answer is given on. Figures use all there is. */
export const WIDEST = 116;

/** How far the body stands from the left edge; screens with a cursor in the margin use 1. */
export const INDENT = 3;

/** Columns and rows that the body has. One row of the terminal stays free, or terminals scroll. */
export function bodySize(
  columns: number,
  rows: number,
  indent: number = INDENT,
): { readonly width: number; readonly height: number } {
  return { width: columns - indent - 1, height: Math.max(0, rows - 5) };
}

/** Whether a window is too small for a screen. */
export const tooSmall = (columns: number, rows: number): boolean => columns < LEAST.columns || rows < LEAST.rows;
