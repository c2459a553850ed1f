/** Rows on one line from min to max: the words above each line, marks and interval on it, round values below all of them. */
import type { Spec } from 'vega';
import type { Block } from '../core/blocks.ts';
import { minus, percent } from '../core/format.ts';
import {
  BAND_GREY,
  base,
  between,
  chartSvg,
  FAINT,
  fitted,
  INK,
  inkOf,
  INSET,
  labelOf,
  lookOf,
  markOf,
  QUIET,
  quiet,
  textAt,
  widthOf,
  WIDE,
  words,
} from './charts.ts';
import { MARK, named, noted, SMALL, stacked } from './scale-marks.ts';

type Scale = Block & { kind: 'scale' };

const ROW = 44;
/** How far a band of published people reaches above and below its line, pixels. */
const BAND = 8;

/** The chart as an SVG element; `head` stands above it. `open`: an interval that reaches an end of the line goes on beyond it. */
export const drawScale = (block: Scale, head: string, title: string, open = false): Promise<string> =>
  chartSvg(scaleSpec(block, head, open), { title, numbers: scaleWords(block) });

/** Every row with its numbers. */
export const scaleWords = ({ rows, max, ends }: Scale): string =>
  rows
    .map(({ label, marks, interval, range: reached, band, text }) => {
      const value = (at: number): string => ticked(at, max, ends);
      const who = marks
        .map((mark) => [labelOf(mark.who), mark.name, value(mark.at)].filter(Boolean).join(' '))
        .join(', ');
      const range =
        interval !== undefined
          ? `95 % ${value(interval[0])} to ${value(interval[1])}`
          : reached !== undefined
            ? `range over orders ${value(reached[0])} to ${value(reached[1])}`
            : '';
      const published =
        band === undefined
          ? ''
          : `published ${band.who} ${value(band.at)}, ${band.interval.map(value).join(' to ')}, ${band.n}`;
      const said = [who, range, published, text?.replace(/\s+/g, ' ') ?? ''];
      return [`${label.trim()}:`, said.filter(Boolean).join('; ')].join(' ');
    })
    .join('. ');

/** A value in the manner of the ends: "75 %", "17.5". */
function ticked(at: number, max: number, ends: readonly [string, string]): string {
  const end = ends[1];
  if (end.includes('%') && max <= 1) return minus(percent(at));
  const decimals = /\.(\d+)/.exec(end)?.[1]?.length ?? 0;
  return minus(at.toFixed(decimals));
}

function scaleSpec({ min, max, ends, rows }: Scale, head = '', open = false): Spec {
  const place = (at: number): number =>
    INSET + ((Math.min(max, Math.max(min, at)) - min) / (max - min || 1)) * (WIDE - 2 * INSET);
  const top = head === '' ? 0 : 20;
  let y = top - 14;
  const laid = rows.map((row) => {
    const marks = stacked(
      row.marks.map((mark) => named(place(mark.at), mark.name ?? '', inkOf(lookOf(labelOf(mark.who))))),
    );
    const line = (y += ROW);
    y += MARK * Math.max(0, ...marks.map(({ level }) => level));
    const said = (row.text ?? '').replace(/ {2,}/g, '\u2002');
    const indent = row.label.startsWith(' ') ? 10 : 0;
    return {
      row,
      marks,
      y: line,
      said,
      indent,
      label: fitted(row.label.trim(), WIDE - 2 * INSET - indent - (said === '' ? 0 : widthOf(said) * 1.08 + 12)),
    };
  });
  const bottom = y + 12;
  const edges = laid.flatMap(({ row: { interval = [] }, y: at }) =>
    interval.map((end, i) => ({
      x: place(end),
      y: at,
      beyond: open && end === (i === 0 ? min : max),
      shape: i === 0 ? 'triangle-left' : 'triangle-right',
    })),
  );
  const notes = noted(rows.flatMap((row) => row.notes ?? []).map(({ at, text }) => ({ text, x: place(at) })));
  const height = bottom + 20 + 16 * Math.max(0, ...notes.map(({ level }) => level + 1));
  const [low, high] = [INSET + widthOf(ends[0]) + 8, WIDE - INSET - widthOf(ends[1]) - 8];
  const ticks = between(min, max).map((at) => {
    const [x, text] = [place(at), ticked(at, max, ends)];
    const half = widthOf(text) / 2;
    const covered = x - half < low || x + half > high || notes.some((note) => Math.abs(note.x - x) < half + 3);
    return { x, text: covered ? '' : text };
  });
  return {
    ...base,
    height,
    data: [
      { name: 'rows', values: laid.map(({ label, said, y: at, indent }) => ({ label, text: said, y: at, indent })) },
      {
        name: 'intervals',
        values: laid.flatMap(({ row: { interval }, y: at }) =>
          interval ? [{ low: place(interval[0]), high: place(interval[1]), y: at }] : [],
        ),
      },
      {
        name: 'bands',
        values: laid.flatMap(({ row: { band }, y: at }) =>
          band ? [{ low: place(band.interval[0]), high: place(band.interval[1]), at: place(band.at), y: at }] : [],
        ),
      },
      {
        name: 'ranges',
        values: laid.flatMap(({ row: { range }, y: at }) =>
          range ? [{ low: place(range[0]), high: place(range[1]), y: at }] : [],
        ),
      },
      {
        name: 'ends',
        values: laid.flatMap(({ row: { range = [] }, y: at }) => range.map((end) => ({ x: place(end), y: at }))),
      },
      { name: 'caps', values: edges.filter(({ beyond }) => !beyond) },
      { name: 'arrows', values: edges.filter(({ beyond }) => beyond) },
      {
        name: 'marks',
        values: laid.flatMap(({ marks, y: at }) => marks.map((mark) => ({ ...mark, y: at + mark.level * MARK }))),
      },
      { name: 'ticks', values: ticks },
      {
        name: 'notes',
        values: notes.map((note) => ({ ...note, y: bottom + 32 + note.level * 16 })),
      },
    ],
    marks: [
      markOf('rect', 'bands', {
        x: { field: 'low' },
        x2: { field: 'high' },
        y: { field: 'y', offset: -BAND },
        y2: { field: 'y', offset: BAND },
        fill: { value: BAND_GREY },
      }),
      markOf('rule', 'bands', {
        x: { field: 'at' },
        y: { field: 'y', offset: -BAND },
        y2: { field: 'y', offset: BAND },
        stroke: { value: QUIET },
        strokeWidth: { value: 1 },
      }),
      markOf('rule', 'ticks', {
        x: { field: 'x' },
        y: { value: top + 4 },
        y2: { value: bottom },
        stroke: { value: '#e6e6e0' },
        strokeWidth: { value: 1 },
      }),
      markOf('rule', 'notes', {
        x: { field: 'x' },
        y: { value: top + 4 },
        y2: { field: 'y', offset: -11 },
        stroke: { value: QUIET },
        strokeDash: { value: [3, 3] },
      }),
      markOf('rule', 'rows', {
        x: { value: INSET },
        x2: { value: WIDE - INSET },
        y: { field: 'y' },
        stroke: { value: FAINT },
        strokeWidth: { value: 1 },
      }),
      markOf('rule', 'intervals', {
        x: { field: 'low' },
        x2: { field: 'high' },
        y: { field: 'y' },
        stroke: { value: INK },
        strokeWidth: { value: 3 },
      }),
      markOf('rule', 'ranges', {
        x: { field: 'low' },
        x2: { field: 'high' },
        y: { field: 'y' },
        stroke: { value: INK },
        strokeWidth: { value: 1.5 },
        strokeDash: { value: [2, 3] },
      }),
      markOf('symbol', 'ends', {
        x: { field: 'x' },
        y: { field: 'y' },
        shape: { value: 'circle' },
        fill: { value: '#ffffff' },
        stroke: { value: INK },
        strokeWidth: { value: 1.5 },
        size: { value: 30 },
      }),
      markOf('rule', 'caps', {
        x: { field: 'x' },
        y: { field: 'y', offset: -6 },
        y2: { field: 'y', offset: 6 },
        stroke: { value: INK },
        strokeWidth: { value: 2 },
      }),
      markOf('symbol', 'arrows', {
        x: { field: 'x' },
        y: { field: 'y' },
        shape: { field: 'shape' },
        fill: { value: INK },
        size: { value: 70 },
      }),
      markOf('symbol', 'marks', {
        x: { field: 'x' },
        y: { field: 'y' },
        shape: { field: 'shape' },
        fill: { field: 'fill' },
        stroke: { field: 'edge' },
        strokeWidth: { value: 1.5 },
        size: { value: 110 },
      }),
      markOf('text', 'marks', {
        ...quiet,
        fontSize: { value: 12 * SMALL },
        x: { field: 'x', offset: { field: 'beside' } },
        y: { field: 'y', offset: 3.5 },
        align: { field: 'align' },
        text: { field: 'name' },
      }),
      markOf('text', 'rows', {
        ...words,
        x: { field: 'indent', offset: INSET },
        y: { field: 'y', offset: -11 },
        text: { field: 'label' },
      }),
      markOf('text', 'rows', {
        ...words,
        fontWeight: { value: 'bold' },
        x: { value: WIDE - INSET },
        y: { field: 'y', offset: -11 },
        align: { value: 'right' },
        text: { field: 'text' },
      }),
      markOf('text', 'ticks', {
        ...quiet,
        x: { field: 'x' },
        y: { value: bottom + 14 },
        align: { value: 'center' },
        text: { field: 'text' },
      }),
      textAt(ends[0], INSET, bottom + 14),
      textAt(ends[1], WIDE - INSET, bottom + 14, 'right'),
      ...(head === '' ? [] : [textAt(fitted(head, WIDE - 2 * INSET), INSET, 12)]),
      markOf('text', 'notes', {
        ...quiet,
        x: { field: 'middle' },
        y: { field: 'y' },
        align: { value: 'center' },
        text: { field: 'text' },
      }),
    ],
  };
}
