/** Letters of one column each, told without the tables of string-width: to compile those takes as long as to draw a screen. */

/** Latin, Greek, Cyrillic, dashes, quotation marks, raised and lowered digits, currencies, arrows, sums, boxes and shapes. */
const NARROW =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2070-\u209c\u20a0-\u20bf\u2190-\u2199\u2200-\u22ff\u2500-\u25fc\u25ff]*$/;

/** Whether every letter of a text takes one column: then it is as wide as it is long. */
export const isNarrow = (text: string): boolean => NARROW.test(text);

/** What colours a text on a terminal and takes no room. */
const COLOURS = /\x1b\[[\d;]*m/g;

/** Columns of a text, coloured or not, in which every other letter takes one; null: it has to be measured. */
export function narrowColumns(text: string): number | null {
  const bare = text.includes('\x1b') ? text.replace(COLOURS, '') : text;
  return isNarrow(bare) ? bare.length : null;
}
