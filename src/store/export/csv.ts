/**
 * Cells as CSV (RFC 4180) as oTree writes them: empty for missing, 1 and 0, line breaks turned to spaces, a NUL too. What
 * commands a terminal or turns the direction of writing stays behind in the database; in JSON it is escaped.
 */
import { cleanLine, escapedJson } from '../../core/outside-text.ts';
import type { CellValue, ColumnType } from './column.ts';

/** What makes a cell need quotes, and what is turned to spaces. */
const SPECIAL = /[",]/;
/** What a spreadsheet takes for a formula, also behind blanks and in the wide letters of Japanese keyboards. */
const FORMULA = /^\s*[=+\-@＝＋－＠]/;

const MINUTE = 60_000;
let minute = NaN;
let begun = '';
const SECONDS = Array.from({ length: 60 }, (_, n) => `${n}`.padStart(2, '0'));
const THOUSANDTHS = Array.from({ length: 1000 }, (_, n) => `.${`${n}`.padStart(3, '0')}Z`);

/** A time as UTC, ISO 8601 to the millisecond; what has been made of a minute is kept for its other times. */
export function isoTime(ms: number): string {
  const now = Math.floor(ms / MINUTE);
  if (now !== minute) {
    begun = new Date(ms).toISOString().slice(0, 17);
    minute = now;
  }
  const rest = Math.floor(ms - now * MINUTE);
  const second = Math.floor(rest / 1000);
  return begun + SECONDS[second]! + THOUSANDTHS[rest - second * 1000]!;
}

/** A cell as it stands in CSV, quoted where it must be; '' is missing. */
export type CellText = (cell: CellValue, type: ColumnType) => string;

/** Text that stands in a cell as it is: most of what ever does. */
const PLAIN = /^[ !#-+\--~\u00a0-\u00ac\u00ae-\u02ff]*$/;

/** How a cell is written. For `excel` text that a spreadsheet would take for a formula gets an apostrophe before it. */
export function cellText(excel: boolean): CellText {
  const written = (words: string): string => {
    const text = excel && FORMULA.test(words) ? `'${words}` : words;
    return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return (cell, type) => {
    if (cell === null || cell === undefined) return '';
    if (typeof cell === 'number') return type === 'time' ? isoTime(cell) : Number.isFinite(cell) ? `${cell}` : '';
    if (!excel && PLAIN.test(cell)) return cell;
    return written(
      type === 'JSON' ? escapedJson(cell.replace(/[\0-\x1f]+/g, ' ')) : cleanLine(cell.replaceAll('\0', ' ')),
    );
  };
}

/** A file for Excel begins with it, or umlauts and κ are garbled there. */
export const BYTE_ORDER_MARK = '\uFEFF';
