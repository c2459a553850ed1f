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

const DAY = 86_400_000;
let day = NaN;
let date = '';
const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);

/** A time as UTC, ISO 8601 to the millisecond; what has been made of a day is kept for its other times. */
export function isoTime(ms: number): string {
  const today = Math.floor(ms / DAY);
  if (today !== day) {
    date = new Date(ms).toISOString().slice(0, 11);
    day = today;
  }
  const rest = ms - today * DAY;
  const seconds = Math.floor(rest / 1000);
  const thousandths = Math.floor(rest - seconds * 1000);
  const fraction = thousandths < 10 ? `00${thousandths}` : thousandths < 100 ? `0${thousandths}` : `${thousandths}`;
  return `${date}${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${fraction}Z`;
}

/** A cell as it stands in CSV, quoted where it must be; '' is missing. */
export type CellText = (cell: CellValue, type: ColumnType) => string;

/** How a cell is written. For `excel` text that a spreadsheet would take for a formula gets an apostrophe before it. */
export function cellText(excel: boolean): CellText {
  return (cell, type) => {
    if (cell === null || cell === undefined) return '';
    if (typeof cell === 'number') return type === 'time' ? isoTime(cell) : Number.isFinite(cell) ? `${cell}` : '';
    const words =
      type === 'JSON' ? escapedJson(cell.replace(/[\0-\x1f]+/g, ' ')) : cleanLine(cell.replaceAll('\0', ' '));
    const text = excel && FORMULA.test(words) ? `'${words}` : words;
    return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
}

/** A file for Excel begins with it, or umlauts and κ are garbled there. */
export const BYTE_ORDER_MARK = '\uFEFF';
