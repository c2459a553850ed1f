/**
 * Single values over two axes: a mark a value with its interval above and below, levels across, dots where both axes are the
 * same. Values beyond the frame stand at its edge.
 */
import type { Block } from '../core/blocks.ts';
import { toneOf } from './theme.ts';
import { type Drawing, type Pen } from './drawing.ts';
import { clipped, columnsOf, type Line, line, merged, type Span, spaces, span } from './line.ts';

type Points = Block & { kind: 'points' };

const LEAST = 8;
const WANTED = 16;
const MOST = 24;
/** Columns of the frame, at most: wider, the diagonal says nothing any more. */
const WIDEST = 56;

/** The chart ready to be drawn at `width` columns and 8 to 24 rows. */
export function drawPoints(block: Points, width: number, pen: Pen): Drawing {
  const names = Math.max(0, ...block.levels.map(({ label }) => columnsOf(label) + 1));
  const label = Math.max(...[block.y.min, block.y.max].map((at) => at.toFixed(block.y.decimals).length));
  const across = Math.max(20, Math.min(WIDEST, width - label - 2 - names));
  return {
    gives: 'series',
    least: LEAST,
    wanted: WANTED,
    most: MOST,
    natural: label + 2 + across + names,
    draw: (rows) => chart(block, { across, label, names }, rows, pen),
  };
}

function chart(
  { x, y, diagonal, points, levels }: Points,
  { across, label, names }: { readonly across: number; readonly label: number; readonly names: number },
  rows: number,
  pen: Pen,
): readonly Line[] {
  const { axis, scale, up } = pen.glyphs;
  const height = Math.max(4, rows - 3);
  const column = (at: number): number => placed(at, x.min, x.max, across - 3) + 1;
  const row = (at: number): number => height - 1 - placed(at, y.min, y.max, height - 1);
  const grid: (Span | undefined)[][] = Array.from({ length: height }, () =>
    Array.from({ length: across }, () => undefined),
  );
  if (diagonal)
    for (let at = 0; at < across; at++) {
      const value = x.min + ((at - 1) / (across - 3)) * (x.max - x.min);
      if (value >= Math.max(x.min, y.min) - 1e-9 && value <= Math.min(x.max, y.max) + 1e-9)
        grid[row(value)]![at] = span(scale.dots);
    }
  const ends = grid.map(() => '');
  for (const { at, label: said } of levels) {
    const level = row(at);
    for (let place = 0; place < across; place++) grid[level]![place] = span(axis.level);
    ends[level] = ends[level] === '' ? ` ${said}` : `${ends[level]},${said}`;
  }
  for (const { x: at, interval } of points) {
    if (interval === null) continue;
    const [low, high] = [row(interval[0] ?? y.min), row(interval[1] ?? y.max)];
    for (let place = high; place <= low; place++) grid[place]![column(at)] = span(up);
  }
  for (const { x: at, y: value, who } of points) {
    if (value === null) continue;
    const mark = pen.seen(who);
    grid[row(value)]![column(at)] = span(mark.glyph, toneOf(mark.label));
  }
  const wanted = [y.min, (y.min + y.max) / 2, y.max];
  const ticks = new Map(wanted.map((at) => [row(at), at.toFixed(y.decimals)]));
  const body = grid.map((cells, place): Line => {
    const said = (ticks.get(place) ?? '').padStart(label);
    const end = ends[place] === '' ? [] : line(clipped(ends[place]!, names, pen.glyphs.more));
    return [span(`${said} ${axis.upright}`), ...merged(cells), ...end];
  });
  return [
    line(y.label),
    ...body,
    line(`${spaces(label + 1)}${axis.corner}${axis.flat.repeat(across)}`),
    line(underneath(x, label + 2, across)),
  ];
}

/** A place from 0 to `steps`; beyond the ends it is the nearest end. */
const placed = (at: number, min: number, max: number, steps: number): number =>
  Math.max(0, Math.min(steps, Math.round(((at - min) / (max - min || 1)) * steps)));

/** Both ends of the axis, and its name between them. */
function underneath({ min, max, decimals, label }: Points['x'], before: number, across: number): string {
  const [low, high] = [min.toFixed(decimals), max.toFixed(decimals)];
  const room = across - low.length - high.length;
  const left = Math.max(1, Math.floor((room - columnsOf(label)) / 2));
  const right = Math.max(1, room - left - columnsOf(label));
  return `${spaces(before)}${low}${spaces(left)}${label}${spaces(right)}${high}`;
}
