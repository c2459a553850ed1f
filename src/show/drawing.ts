/** A block that is ready to be drawn at one width: what it needs, and its lines once it knows how many rows it gets. */
import type { Glyphs } from './glyphs.ts';
import type { Cell } from '../core/blocks.ts';
import { type Line, type Span, span } from './line.ts';
import type { MarkOf } from './marks.ts';
import { toneOf } from './theme.ts';

/** Columns that words are wrapped to at most: a longer line loses the eye. Figures use all there is. */
export const READABLE = 100;

/** Above so many columns a drawing has room to spare: trees and tables stand wider, on a projector and on a large screen. */
export const ROOMY = 120;

/** Who is who, and the characters to draw with. */
export type Pen = { readonly seen: MarkOf; readonly glyphs: Glyphs };

/** The marks that stand behind the words of a cell, a span each. */
export const marksOf = (cell: Cell | undefined, pen: Pen): readonly Span[] =>
  (cell?.who ?? []).map((who) => {
    const mark = pen.seen(who);
    return span(mark.glyph, toneOf(mark.label));
  });

export type Drawing = {
  /** Who gives way when room is short: tables first, then charts, then trees; the rest is fixed. */
  readonly gives: 'nothing' | 'table' | 'series' | 'tree';
  /** Rows without which it says too little, rows that it would like, rows beyond which it has no use for more. */
  readonly least: number;
  readonly wanted: number;
  readonly most: number;
  /** Columns that it takes when nothing is squeezed. */
  readonly natural: number;
  /** How many of so many spare columns it can use beside others; absent: none. */
  readonly spread?: (spare: number) => number;
  draw(rows: number): readonly Line[];
};

/** A drawing whose lines are known and do not change with the rows it gets. */
export const fixed = (lines: readonly Line[], natural: number): Drawing => ({
  gives: 'nothing',
  least: lines.length,
  wanted: lines.length,
  most: lines.length,
  natural,
  draw: () => lines,
});
