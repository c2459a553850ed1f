/**
 * Values over periods: an axis of sensible ticks, a mark a value, two marks of one cell side by side. No lines join the
 * marks: a line of characters between two prices says nothing true. A level has a row of its own at its own value.
 */
import type { Block } from '../core/blocks.ts';
import { toneOf } from './theme.ts';
import { type Drawing, type Pen, ROOMY } from './drawing.ts';
import { clipped, columnsOf, type Line, line, type Span, spaces, span, merged } from './line.ts';
import type { Mark } from './marks.ts';
import { ticksFor } from './ticks.ts';

type Series = Block & { kind: 'series' };

/** Heading, four prices and the axis of periods. */
const LEAST = 6;
const WANTED = 11;
const MOST = 18;
/** In a large window, where a chart is read from afar. */
const MOST_ROOMY = 36;
const APART = 3;
/** Columns from one period to the next where there is room to spare. */
const MOST_APART = 9;
const LEAST_NAME = 10;

/**
 * A chart of values over periods ready to be drawn at `width` columns and 6 to 18 rows (36 where `window` has room), whatever it is given.
 * Of more periods than fit the last ones are shown, and how many came before.
 */
export function drawSeries(series: Series, width: number, pen: Pen, window: number = width): Drawing {
  const values = [
    ...series.lines.flatMap((l) => l.points.filter((p) => p !== null)),
    ...(series.levels ?? []).map((l) => l.at),
  ];
  const labelWidth = Math.max(4, ...values.map((v) => v.toFixed(series.decimals).length));
  const levelWidth = Math.max(0, ...(series.levels ?? []).map((l) => columnsOf(l.label) + 1));
  const natural = Math.max(
    labelWidth + 2 + series.periods * APART + 1 + levelWidth,
    columnsOf(legendText(series, pen)) + labelWidth + 2,
  );
  const apart = window > ROOMY ? MOST_APART : APART;
  return {
    gives: 'series',
    least: LEAST,
    wanted: WANTED,
    most: window > ROOMY ? MOST_ROOMY : MOST,
    natural,
    spread: (spare) => Math.min(apart - APART, Math.floor(spare / Math.max(1, series.periods))) * series.periods,
    draw: (rows) => chart(series, { width, apart }, rows, labelWidth, levelWidth, pen),
  };
}

type Plot = { readonly from: number; readonly shown: number; readonly apart: number };

/** The last periods that fit, as far apart as there is room, from one column to `most`. */
function plotOf(series: Series, room: number, most: number): Plot {
  const apart = Math.max(1, Math.min(most, Math.floor((room - 1) / Math.max(1, series.periods))));
  const fits = Math.max(1, Math.floor((room - 1) / apart));
  if (fits >= series.periods) return { from: 0, shown: series.periods, apart };
  const known = Math.max(1, ...series.lines.map((l) => l.points.findLastIndex((p) => p !== null) + 1));
  return { from: Math.max(0, Math.min(known - fits + 1, series.periods - fits)), shown: fits, apart };
}

function chart(
  series: Series,
  { width, apart }: { readonly width: number; readonly apart: number },
  rows: number,
  labelWidth: number,
  levelWidth: number,
  pen: Pen,
): readonly Line[] {
  const { axis, more } = pen.glyphs;
  // Names of levels give way, with a sign, before the periods do.
  const across = width - labelWidth - 2;
  const names = Math.min(levelWidth, Math.max(LEAST_NAME, across - series.periods * APART - 1));
  const plot = plotOf(series, across - names, apart);
  const inside = (l: Series['lines'][number]): readonly (number | null)[] =>
    l.points.slice(plot.from, plot.from + plot.shown);
  const values = [
    ...series.lines.flatMap((l) => inside(l).filter((p) => p !== null)),
    ...(series.levels ?? []).map((l) => l.at),
  ];
  const head: Line = [
    span(spaces(labelWidth + 2)),
    ...legend(series, pen),
    ...(plot.from > 0 ? line(`   ${more} ${plot.from} earlier`) : []),
  ];
  const room = Math.max(2, rows - 2);
  const foot = periodsLine(plot, (series.from ?? 1) - 1, labelWidth, pen);

  if (values.length === 0) {
    const empty = (text: string): Line => line(`${spaces(labelWidth + 1)}${axis.upright}${text}`);
    return [
      head,
      ...Array.from({ length: Math.min(room, 5) }, (_, y) =>
        empty(y === 1 ? `  nothing yet: it begins with ${series.period} ${series.from ?? 1}` : ''),
      ),
      foot,
    ];
  }

  const scale = scaleOf(series, values, room);
  const rowOf = (value: number): number =>
    scale.reduce((best, at, y) => (Math.abs(at - value) <= Math.abs(scale[best]! - value) ? y : best), 0);
  const plotWidth = plot.shown * plot.apart + 1;
  const grid: (Span | undefined)[][] = scale.map(() => Array.from({ length: plotWidth }, () => undefined));
  const ends: string[] = scale.map(() => '');

  for (const level of series.levels ?? []) {
    const y = rowOf(level.at);
    ends[y] = ends[y] === '' ? level.label : `${ends[y]}, ${level.label}`;
    for (let x = 0; x < plotWidth; x++) grid[y]![x] = span(axis.level);
  }
  for (let period = 0; period < plot.shown; period++) {
    const cells = new Map<number, Mark[]>();
    for (const one of series.lines) {
      const value = one.points[plot.from + period];
      if (value === null || value === undefined) continue;
      const y = rowOf(value);
      cells.set(y, [...(cells.get(y) ?? []), pen.seen(one.who)]);
    }
    const x = 1 + period * plot.apart;
    for (const [y, marks] of cells) {
      const together = marks.length > 1 && marks.length >= plot.apart;
      const drawn = together ? [span(axis.both, 'strong')] : marks.map((mark) => span(mark.glyph, toneOf(mark.label)));
      drawn.forEach((piece, i) => (grid[y]![x + i] = piece));
    }
  }
  const body = grid.map((cells, y): Line => {
    const label = scale[y]!.toFixed(series.decimals);
    const end = ends[y] === '' ? [] : line(clipped(` ${ends[y]}`, across - plotWidth, more));
    return [span(`${label.padStart(labelWidth)} ${axis.upright}`), ...merged(cells), ...end];
  });
  return [head, ...body, foot];
}

/** The values of the rows, falling: sensible ticks, and between them the levels that none of them is. */
function scaleOf({ levels = [], decimals }: Series, values: readonly number[], room: number): readonly number[] {
  const own = [...new Set(levels.map(({ at }) => at))];
  const most = Math.max(2, room - own.length);
  const ticks = ticksFor(Math.min(...values), Math.max(...values), decimals, most);
  const rows = Array.from({ length: ticks.count }, (_, y) => ticks.high - y * ticks.step);
  const between = own.filter((at) => rows.every((tick) => tick.toFixed(decimals) !== at.toFixed(decimals)));
  return [...rows, ...between.slice(0, Math.max(0, room - rows.length))].sort((a, b) => b - a);
}

/** "└─1──2──3": a number under its column, as many as can be told apart. `before`: periods that came before the chart's first. */
function periodsLine(plot: Plot, before: number, labelWidth: number, pen: Pen): Line {
  const { axis } = pen.glyphs;
  const digits = String(before + plot.from + plot.shown).length;
  const every = plot.apart > digits ? 1 : ([2, 5, 10, 20, 50, 100].find((step) => step * plot.apart > digits) ?? 200);
  const cells = Array.from({ length: plot.shown * plot.apart + 1 }, () => axis.flat);
  for (let period = 1; period <= plot.shown; period++) {
    const number = before + plot.from + period;
    if (every > 1 && number % every !== 0 && number !== 1) continue;
    const label = String(number);
    const end = 1 + (period - 1) * plot.apart;
    const start = end - label.length + 1;
    if (start < 0) continue;
    [...label].forEach((digit, i) => (cells[start + i] = digit));
  }
  const last = plot.shown * plot.apart + 1 - (plot.apart - 1);
  return line(`${spaces(labelWidth + 1)}${axis.corner}${cells.slice(0, last).join('')}`);
}

function legend(series: Series, pen: Pen): Line {
  const names = series.lines.flatMap((one): Line => {
    const mark = pen.seen(one.who);
    return [span(mark.glyph, toneOf(mark.label)), span(` ${one.name}   `)];
  });
  return names;
}

const legendText = (series: Series, pen: Pen): string =>
  legend(series, pen)
    .map((s) => s.text)
    .join('')
    .trimEnd();
