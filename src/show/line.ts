/** Lines of styled text: what every drawing is made of before Ink prints it. Widths are columns of the terminal. */
import stringWidth from 'string-width';
import { cleanLine } from '../core/outside-text.ts';
import { glyphs } from './glyphs.ts';
import { isNarrow } from './narrow.ts';
import type { Tone } from './theme.ts';

/** A piece of a line in one tone. */
export type Span = { readonly text: string; readonly tone?: Tone };
export type Line = readonly Span[];

export const EMPTY: Line = [];

/** No line of a screen is longer: of more than so many code units only that they are many is known. */
const MANY = 4000;

/** Columns that a text takes: one for most letters, two for CJK. */
export const columnsOf = (text: string): number =>
  isNarrow(text) || text.length > MANY ? text.length : text.length > LETTER ? stringWidth(text) : shortWidth(text);

/** Letters come again and again: what was measured is kept. */
const measured = new Map<string, number>();

function shortWidth(text: string): number {
  let width = measured.get(text);
  if (width === undefined) {
    if (measured.size >= 10_000) measured.clear();
    measured.set(text, (width = stringWidth(text)));
  }
  return width;
}

/** Code units of a letter, with its accents or the parts of its emoji. */
const LETTER = 24;
/** Columns that a line takes. */
export const widthOf = (line: Line): number => line.reduce((sum, span) => sum + columnsOf(span.text), 0);

/** A piece of a line in one tone. Everything drawn is made of these: what text from outside must not hold is left out here. */
export const span = (text: string, tone?: Tone): Span => {
  const clean = isNarrow(text) ? text : cleanLine(text);
  return tone === undefined ? { text: clean } : { text: clean, tone };
};
/** A text as a line in one tone. */
export const line = (text: string, tone?: Tone): Line => (text === '' ? EMPTY : [span(text, tone)]);
/** So many blanks; none where the number is negative. */
export const spaces = (count: number): string => ' '.repeat(Math.max(0, count));

/** The text of a line without its tones, without blanks at the end. */
export const textOf = (drawn: Line): string =>
  drawn
    .map((s) => s.text)
    .join('')
    .trimEnd();
/** The text of lines below each other. */
export const textOfAll = (lines: readonly Line[]): string => lines.map(textOf).join('\n');

/** A line filled up with blanks to `width` columns; one that is wider stays as it is. */
export function padded(drawn: Line, width: number, align: 'left' | 'right' = 'left'): Line {
  const missing = width - widthOf(drawn);
  if (missing <= 0) return drawn;
  return align === 'left' ? [...drawn, span(spaces(missing))] : [span(spaces(missing)), ...drawn];
}

/** Cells of one row, already as wide as their columns, `gap` blanks between them. */
export const joined = (cells: readonly Line[], gap: number): Line =>
  cells.flatMap((cell, x) => (x === 0 ? cell : [span(spaces(gap)), ...cell])).filter((piece) => piece.text !== '');

/** Rows of plain cells, each column as wide as its widest cell: the first `left` columns at their left, the others at their right. */
export function alignedRows(rows: readonly (readonly string[])[], left: number, gap: number): readonly Line[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, x) => (widths[x] = Math.max(widths[x] ?? 0, columnsOf(cell))));
  return rows.map((row) =>
    joined(
      row.map((cell, x) => padded(line(cell), widths[x]!, x < left ? 'left' : 'right')),
      gap,
    ),
  );
}

/** Made for the first text that needs it. */
let segmenter: Intl.Segmenter | undefined;

/** A text letter by letter, as people count letters. */
export const graphemes = (text: string): Iterable<string> =>
  isNarrow(text) ? text : Array.from((segmenter ??= new Intl.Segmenter()).segment(text), ({ segment }) => segment);

/** A text cut to `width` columns; where something is lost the sign says so. */
export function clipped(text: string, width: number, sign: string = glyphs().more): string {
  if (columnsOf(text) <= width) return text;
  const room = width - columnsOf(sign);
  if (room < 0) return sign.slice(0, Math.max(0, width));
  return cut(text, room).trimEnd() + sign;
}

/** As many whole letters as fit. Only the beginning is looked at: a letter is rarely longer than this, and then cut. */
function cut(text: string, width: number): string {
  let out = '';
  let used = 0;
  for (const segment of graphemes(text.slice(0, LETTER * (width + 1)))) {
    used += columnsOf(segment);
    if (used > width) break;
    out += segment;
  }
  return out;
}

/** A line cut to `width` columns, with a sign. */
export function clippedLine(drawn: Line, width: number, sign: string = glyphs().more): Line {
  if (widthOf(drawn) <= width) return drawn;
  const out: Span[] = [];
  let room = width;
  for (const piece of drawn) {
    const takes = columnsOf(piece.text);
    if (takes < room) {
      out.push(piece);
      room -= takes;
    } else {
      out.push({ ...piece, text: clipped(`${piece.text}  `, room, sign) });
      break;
    }
  }
  return out;
}

/** Wraps at words; a word longer than a line is broken. Line breaks and blanks at the start of a line are kept. */
export function wrapped(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, Math.max(1, width)));
}

function wrapParagraph(paragraph: string, width: number): readonly string[] {
  if (columnsOf(paragraph) <= width) return [paragraph.trimEnd()];
  const lines: string[] = [];
  const margin = /^ */.exec(paragraph)![0];
  let current = margin;
  let used = margin.length;
  let empty = true;
  for (const token of paragraph.trim().split(/( +)/)) {
    const takes = columnsOf(token);
    if (token.startsWith(' ')) {
      if (!empty) [current, used] = [current + token, used + takes];
      continue;
    }
    if (used + takes > width && !empty) {
      lines.push(current.trimEnd());
      [current, used, empty] = [margin, margin.length, true];
    }
    if (used + takes <= width) {
      [current, used, empty] = [current + token, used + takes, false];
      continue;
    }
    // A word longer than a line goes letter by letter, once: a reply may be one word of a million letters.
    for (const letter of graphemes(token)) {
      const columns = columnsOf(letter);
      if (used + columns > width && !empty) {
        lines.push(current.trimEnd());
        [current, used] = [margin, margin.length];
      }
      [current, used, empty] = [current + letter, used + columns, false];
    }
  }
  if (!empty) lines.push(current.trimEnd());
  return lines;
}

/** Cells of one row as few spans as possible: neighbours of one tone become one, empty ones blanks, none at the end. */
export function merged(cells: readonly (Span | undefined)[]): Line {
  const end = cells.findLastIndex((cell) => cell !== undefined) + 1;
  const out: Span[] = [];
  for (let x = 0; x < end; x++) {
    const cell = cells[x] ?? span(' ');
    const before = out.at(-1);
    if (before && before.tone === cell.tone) out[out.length - 1] = { ...before, text: before.text + cell.text };
    else out.push(cell);
  }
  return out;
}
