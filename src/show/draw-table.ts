/** A table: columns aligned, marks behind their number, first or last rows kept under a sign when room is short. */
import type { Block, Cell } from '../core/blocks.ts';
import { toneOf } from './theme.ts';
import { listRows } from './draw-list.ts';
import { type Drawing, marksOf, type Pen, ROOMY } from './drawing.ts';
import { columnsOf, type Line, line, padded, joined, type Span, spaces, span, widthOf, wrapped } from './line.ts';

type Table = Block & { kind: 'table' };

/** One column measured: `text` columns for words, then `marks` columns for marks behind them. */
type Column = {
  readonly right: boolean;
  readonly head: readonly string[];
  readonly headMark: Span | null;
  readonly text: number;
  readonly marks: number;
};

const ROOMIEST = 6;
const WIDE = 3;
const NARROW = 2;
/** Heads and rows that a table keeps however low the window is. */
const LEAST_ROWS = 2;
/** Lines over a table, and columns in which words can still be read. */
const MOST_HEADS = 4;
const LEAST_TEXT = 8;

/**
 * A table ready to be drawn at `width` columns: first heads wrap, then the widest words; where a word would have to be broken
 * it is a list. With fewer rows than it wants it keeps its first or last ones and counts the rest.
 */
export function drawTable(table: Table, width: number, pen: Pen): Drawing {
  const { columns, gap } = measured(table, width, pen);
  const list = breaksWords(table, columns);
  const heads = list ? [] : headLines(columns, gap);
  const rows = list ? listRows(table, width, pen) : table.rows.map((row) => rowLines(row, columns, gap, pen));
  const lineCount = rows.reduce((sum, lines) => sum + lines.length, 0);
  const total = heads.length + lineCount;
  const keeps = Math.min(LEAST_ROWS, rows.length);
  return {
    gives: 'table',
    least: Math.min(total, heads.length + keeps + 1),
    wanted: total,
    most: total,
    natural: naturalWidth(table, pen),
    draw: (height) => [...heads, ...kept(rows, height - heads.length, table.keep ?? 'first', pen)],
  };
}

/** Whether some word is wider than its column: nobody reads "explorato ry". */
const breaksWords = (table: Table, columns: readonly Column[]): boolean =>
  columns.some(({ text }, x) =>
    table.rows.some((row) => (row[x]?.text ?? '').split(' ').some((word) => columnsOf(word) > text)),
  );

/** As many whole rows as fit in `height` lines, and a line that counts the rest. */
function kept(rows: readonly (readonly Line[])[], height: number, keep: 'first' | 'last', pen: Pen): readonly Line[] {
  const count = rows.reduce((sum, lines) => sum + lines.length, 0);
  if (count <= height) return rows.flat();
  const order = keep === 'last' ? rows.toReversed() : rows;
  const chosen: (readonly Line[])[] = [];
  let used = 1;
  for (const lines of order) {
    if (used + lines.length > height && chosen.length > 0) break;
    chosen.push(lines);
    used += lines.length;
  }
  const left = rows.length - chosen.length;
  const sign = (word: string): Line => line(`${pen.glyphs.more} ${left} ${word}`);
  return keep === 'last' ? [sign('earlier'), ...chosen.toReversed().flat()] : [...chosen.flat(), sign('more')];
}

function columnsAsWritten(table: Table, pen: Pen): readonly Column[] {
  return table.columns.map((column, x) => {
    const cells = table.rows.map((row) => row[x]);
    const mark = column.who ? pen.seen(column.who) : null;
    return {
      right: column.align === 'right',
      head: column.head.split('\n'),
      headMark: mark ? span(`${mark.glyph} `, toneOf(mark.label)) : null,
      text: Math.max(0, ...cells.map((cell) => columnsOf(cell?.text ?? ''))),
      marks: Math.max(0, ...cells.map((cell) => widthOf(marksOf(cell, pen)))),
    };
  });
}

const headWidth = (column: Column): number => Math.max(...column.head.map(columnsOf)) + (column.headMark ? 2 : 0);
/** A mark stands one blank behind its words. */
const bodyWidth = (column: Column): number =>
  column.text + (column.marks > 0 ? column.marks + (column.text > 0 ? 1 : 0) : 0);
const columnWidth = (column: Column): number => Math.max(headWidth(column), bodyWidth(column));
const total = (columns: readonly Column[], gap: number): number =>
  columns.reduce((sum, column) => sum + columnWidth(column), 0) + gap * Math.max(0, columns.length - 1);

const naturalWidth = (table: Table, pen: Pen): number => total(columnsAsWritten(table, pen), NARROW);

/** Fits the columns to the width: gaps first, then heads wrap, then the widest words. */
function measured(
  table: Table,
  width: number,
  pen: Pen,
): { readonly columns: readonly Column[]; readonly gap: number } {
  let columns = columnsAsWritten(table, pen);
  const fits = (gap: number): boolean => total(columns, gap) <= width;
  // A head gives way a line at a time, the one that stands out furthest first.
  while (!fits(NARROW)) {
    const widest = most(columns, (c) => (narrower(c) ? headWidth(c) - bodyWidth(c) : 0));
    if (widest < 0) break;
    columns = columns.map((column, x) => (x === widest ? narrower(column)! : column));
  }
  while (!fits(1)) {
    const widest = most(columns, (c) => (c.text > LEAST_TEXT ? c.text : 0));
    if (widest < 0) break;
    const text = Math.max(LEAST_TEXT, columns[widest]!.text - (total(columns, 1) - width));
    columns = columns.map((column, x) =>
      x === widest ? { ...column, text, head: rewrapped(column, Math.max(text, LEAST_TEXT)) } : column,
    );
  }
  return { columns, gap: width > ROOMY && fits(ROOMIEST) ? ROOMIEST : fits(WIDE) ? WIDE : fits(NARROW) ? NARROW : 1 };
}

function most(columns: readonly Column[], of: (column: Column) => number): number {
  let best = -1;
  columns.forEach((column, x) => {
    if (of(column) > 0 && (best < 0 || of(column) > of(columns[best]!))) best = x;
  });
  return best;
}

const rewrapped = (column: Column, width: number): readonly string[] =>
  wrapped(column.head.join(' '), width - (column.headMark ? 2 : 0));

/** The same column with its head on one more line, lines of about the same length, if that makes it narrower. */
function narrower(column: Column): Column | null {
  const words = column.head.join(' ');
  const least = Math.max(...words.split(' ').map(columnsOf));
  for (let width = least; width < headWidth(column) - (column.headMark ? 2 : 0); width++) {
    const head = wrapped(words, width);
    if (head.length <= Math.min(MOST_HEADS, column.head.length + 1)) return { ...column, head };
  }
  return null;
}

function headLines(columns: readonly Column[], gap: number): readonly Line[] {
  if (columns.every((column) => column.head.every((words) => words === ''))) return [];
  const height = Math.max(...columns.map((column) => column.head.length));
  return Array.from({ length: height }, (_, y) =>
    joined(
      columns.map((column) => {
        const words = column.head[y - (height - column.head.length)] ?? '';
        const mark = column.headMark && y === height - column.head.length ? [column.headMark] : [];
        return placed([...mark, ...line(words)], [], column);
      }),
      gap,
    ),
  );
}

function rowLines(row: readonly Cell[], columns: readonly Column[], gap: number, pen: Pen): readonly Line[] {
  const cells = columns.map((column, x) => wrapped(row[x]?.text ?? '', Math.max(1, column.text)));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, y) =>
    joined(
      columns.map((column, x) =>
        placed(
          line(cells[x]![y] ?? '', row[x]?.strong ? 'strong' : undefined),
          y === 0 ? marksOf(row[x], pen) : [],
          column,
        ),
      ),
      gap,
    ),
  );
}

/** Words and marks in their column: digits keep their places whether or not a mark follows. */
function placed(words: Line, marks: readonly Span[], column: Column): Line {
  const width = columnWidth(column);
  const tail = column.marks > 0 ? column.marks + (column.text > 0 ? 1 : 0) : 0;
  const isHead = marks.length === 0 && widthOf(words) > column.text;
  const room = isHead ? 0 : tail;
  const left = column.right ? width - room - widthOf(words) : 0;
  const between = column.text === 0 ? 0 : (column.right ? 0 : column.text - widthOf(words)) + 1;
  const body: Line = [span(spaces(left)), ...words, ...(marks.length > 0 ? [span(spaces(between)), ...marks] : [])];
  return padded(body, width);
}
