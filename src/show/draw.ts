/** Blocks as lines of a given width: pure, so that every drawing can be tested without a terminal. */
import type { Block } from '../core/blocks.ts';
import { glyphs, shown, wantsAscii } from './glyphs.ts';
import { respelled } from './in-ascii.ts';
import { drawFacts } from './draw-facts.ts';
import { drawPoints } from './draw-points.ts';
import { drawScale } from './draw-scale.ts';
import { drawSeries } from './draw-series.ts';
import { drawTable } from './draw-table.ts';
import { drawTree } from './draw-tree.ts';
import { fixed, type Drawing, type Pen, READABLE } from './drawing.ts';
import { layoutRows } from './layout.ts';
import { clippedLine, columnsOf, EMPTY, line, padded, type Line, widthOf, wrapped } from './line.ts';
import type { MarkOf } from './marks.ts';

/** Columns between two blocks that stand side by side. */
const BETWEEN = 3;

/**
 * Draws blocks below each other, a blank row between them where there is room. With a height, at most that many lines
 * come back; what did not fit is counted in the last one.
 */
export function drawBlocks(
  blocks: readonly Block[],
  width: number,
  height: number | undefined,
  seen: MarkOf,
  ascii: boolean = wantsAscii(),
): readonly Line[] {
  const pen: Pen = { seen, glyphs: glyphs(ascii) };
  const words = respelled(blocks, (text) => shown(text, ascii));
  const lines = stack(words, width, height, pen).map((drawn) => clippedLine(drawn, width, pen.glyphs.more));
  if (height === undefined || lines.length <= height) return lines;
  const left = lines.length - height + 1;
  return [
    ...lines.slice(0, Math.max(0, height - 1)),
    line(`${pen.glyphs.more} ${left} more lines: a larger window shows them`, 'strong'),
  ];
}

/**
 * Blocks as a page that may be scrolled: every line of every block, tables whole. Blank rows and rows of charts go only if
 * the whole page then fits in `height` lines; where there is room to spare charts and trees take it.
 */
export function drawPage(
  blocks: readonly Block[],
  width: number,
  height: number,
  seen: MarkOf,
  ascii: boolean = wantsAscii(),
): readonly Line[] {
  const pen: Pen = { seen, glyphs: glyphs(ascii) };
  const words = respelled(blocks, (text) => shown(text, ascii));
  const fitted = stack(words, width, height, pen, true);
  const lines = fitted.length <= height ? fitted : stack(words, width, undefined, pen, true);
  return lines.map((drawn) => clippedLine(drawn, width, pen.glyphs.more));
}

function stack(
  blocks: readonly Block[],
  width: number,
  height: number | undefined,
  pen: Pen,
  wholeTables = false,
): readonly Line[] {
  const parts = blocks.flatMap((block) => unrolled(block, width, pen));
  const drawings = parts.map((part) => part.drawing);
  const { rows, gaps } = layoutRows(
    wholeTables
      ? drawings.map((drawing) => (drawing.gives === 'table' ? { ...drawing, least: drawing.wanted } : drawing))
      : drawings,
    parts.map((part, i) => gapBetween(parts[i - 1]?.block, part.block)),
    height,
  );
  return drawings.flatMap((drawing, i) => [
    ...Array.from({ length: gaps[i]! }, () => EMPTY),
    ...drawing.draw(rows[i]!),
  ]);
}

type Part = { readonly block: Block; readonly drawing: Drawing };

/** A row that does not fit side by side is its blocks, one below the other. */
function unrolled(block: Block, width: number, pen: Pen): readonly Part[] {
  if (block.kind !== 'row') return [{ block, drawing: drawingOf(block, width, pen) }];
  const beside = sideBySide(block.blocks, width, pen);
  return beside ? [{ block, drawing: beside }] : block.blocks.flatMap((inner) => unrolled(inner, width, pen));
}

/** `window`: the columns of the whole page, where the drawing stands beside others. */
function drawingOf(block: Exclude<Block, { kind: 'row' }>, width: number, pen: Pen, window: number = width): Drawing {
  switch (block.kind) {
    case 'text':
      return drawText(block.text, block.strong === true, width);
    case 'facts':
      return drawFacts(block, width, pen);
    case 'table':
      return drawTable(block, width, pen);
    case 'tree':
      return drawTree(block, width, pen);
    case 'series':
      return drawSeries(block, width, pen, window);
    case 'scale':
      return drawScale(block, width, pen);
    case 'points':
      return drawPoints(block, width, pen);
  }
}

function drawText(text: string, strong: boolean, width: number): Drawing {
  const natural = text.split('\n').reduce((most, one) => Math.max(most, columnsOf(one)), 0);
  return fixed(
    wrapped(text, Math.min(width, READABLE)).map((words) => line(words, strong ? 'strong' : undefined)),
    natural,
  );
}

/** A caption belongs to what stands under it; a chart and the table that repeats it belong together. */
function gapBetween(above: Block | undefined, below: Block): number {
  if (above === undefined) return 0;
  if (above.kind === 'text' && below.kind === 'table') return 0;
  if (above.kind === 'series' && below.kind === 'table' && below.tells === 'series') return 0;
  return 1;
}

function sideBySide(blocks: readonly Block[], width: number, pen: Pen): Drawing | null {
  if (blocks.length === 0 || blocks.some((block) => block.kind === 'row')) return null;
  const inner = blocks.filter((block) => block.kind !== 'row');
  const whole = inner.map((block) => drawingOf(block, width, pen));
  const naturals = whole.map(({ natural }) => natural);
  let spare = width - naturals.reduce((a, b) => a + b, 0) - BETWEEN * (inner.length - 1);
  if (spare < 0) return null;
  whole.forEach(({ spread }, i) => {
    const more = spread?.(spare) ?? 0;
    naturals[i]! += more;
    spare -= more;
  });
  const between = BETWEEN + Math.min(2, Math.floor(spare / Math.max(1, inner.length - 1)));
  const drawings = inner.map((block, i) => drawingOf(block, naturals[i]!, pen, width));
  const shrinks = (['table', 'series', 'tree'] as const).flatMap(
    (kind) => drawings.find((d) => d.gives === kind) ?? [],
  )[0];
  const tallest = (of: (d: Drawing) => number): number => Math.max(...drawings.map(of));
  return {
    gives: shrinks?.gives ?? 'nothing',
    least: tallest((d) => d.least),
    wanted: tallest((d) => d.wanted),
    most: tallest((d) => d.most),
    natural: width - spare,
    draw: (rows) => {
      const columns = drawings.map((d) => d.draw(Math.max(d.least, Math.min(rows, d.most))));
      const height = Math.max(...columns.map((c) => c.length));
      return Array.from({ length: height }, (_, y) =>
        columns.reduce<Line>((drawn, column, i) => {
          const piece = column[y] ?? EMPTY;
          const last = i === columns.length - 1;
          const placed = last ? piece : padded(piece, naturals[i]! + between);
          return widthOf(piece) === 0 && last ? drawn : [...drawn, ...placed];
        }, EMPTY),
      );
    },
  };
}
