/**
 * Blocks as charts for pages and reports: SVG drawn by vega without a browser, as wide as a phone and scaled up from there.
 * The marks are those of the terminal, by shape before colour; black on white reads as well.
 */
import type { Spec } from 'vega';
import type { Block } from '../blocks.ts';
import { glyphOf } from './seen.ts';

type Scale = Block & { kind: 'scale' };
type Series = Block & { kind: 'series' };
export type Chartable = Scale | Series;

/** Pixels: what a phone shows without shrinking the letters. */
export const WIDE = 356;
const ROW = 44;
/** How far apart two marks stand at least. */
const MARK = 13;
const INK = '#1b1b1b';
const QUIET = '#6b6b64';
const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif';

type Look = {
  readonly shape: string;
  readonly color: string;
  /** Drawn as an outline. */
  readonly open?: true;
};
const looks: Readonly<Record<string, Look>> = {
  human: { shape: 'diamond', color: INK },
  economicus: { shape: 'circle', color: '#b8641a' },
  moralis: { shape: 'triangle-up', color: '#9a5fb8' },
  'moralis/sellers': { shape: 'triangle-up', color: '#9a5fb8', open: true },
  baseline: { shape: 'square', color: '#0a8088' },
};
const OTHER: Look = { shape: 'cross', color: '#444444' };

/** Shape and colour of a mark; an agent that has none of its own is a cross. */
export const lookOf = (label: string): Look => looks[label] ?? OTHER;
/** Inside and edge of a mark: a full one has a white edge, so that marks side by side stay apart. */
const inked = ({ shape, color, open }: Look) => ({ shape, fill: open ? '#ffffff' : color, edge: open ? color : '#ffffff' });
export const markOf = (label: string): string => (label in looks ? glyphOf(label, false) : '✚');

const labelOf = (who: { readonly agent: string } | { readonly seat: number }): string => ('agent' in who ? who.agent : 'human');

/** The specification of a block's chart. */
export const specOf = (block: Chartable): Spec => (block.kind === 'scale' ? scaleSpec(block) : seriesSpec(block));

/** The chart as an SVG element with a title for who cannot see it. */
export const drawChart = (block: Chartable, title: string): Promise<string> => drawn(specOf(block), title);

async function drawn(spec: Spec, title: string): Promise<string> {
  const { parse, View } = await import('vega');
  const svg = await new View(parse(spec), { renderer: 'none' }).toSVG();
  const inner = svg.slice(svg.indexOf('>') + 1);
  const size = /viewBox="([^"]+)"/.exec(svg)?.[1] ?? `0 0 ${WIDE} 100`;
  return `<svg viewBox="${size}" role="img" xmlns="http://www.w3.org/2000/svg"><title>${title}</title>${inner}`;
}

const base = { $schema: 'https://vega.github.io/schema/vega/v6.json', autosize: 'none', padding: 0, width: WIDE } as const;
const words = { font: { value: FONT }, fontSize: { value: 12 }, fill: { value: INK } };

/** Rows under each other: words above, the line with interval and marks below. */
function scaleSpec({ min, max, ends, rows }: Scale): Spec {
  const inset = 8;
  const noted = rows.some((row) => row.notes?.length);
  const height = rows.length * ROW + (noted ? 54 : 24);
  const y = (i: number): number => i * ROW + 30;
  const notes = rows.flatMap((row) => row.notes ?? []);
  const place = (at: number): number => inset + ((Math.min(max, Math.max(min, at)) - min) / (max - min || 1)) * (WIDE - 2 * inset);
  return {
    ...base,
    height,
    data: [
      {
        name: 'rows',
        values: rows.map(({ label, text = '' }, i) => ({
          label: label.trimStart(),
          text,
          y: y(i),
          indent: label.startsWith(' ') ? 10 : 0,
        })),
      },
      {
        name: 'intervals',
        values: rows.flatMap(({ interval }, i) => (interval ? [{ low: interval[0], high: interval[1], y: y(i) }] : [])),
      },
      {
        name: 'marks',
        values: rows.flatMap(({ marks }, i) =>
          apart(marks.map(({ at, who }) => ({ x: place(at), y: y(i), ...inked(lookOf(labelOf(who))) }))),
        ),
      },
      {
        name: 'notes',
        values: notes.map((note, i) => ({
          at: note.at,
          text: note.text,
          y: height - 4 - (i % 2) * 15,
          align: place(note.at) > WIDE / 2 ? 'right' : 'left',
        })),
      },
    ],
    scales: [{ name: 'x', type: 'linear', zero: false, nice: false, domain: [min, max], range: [inset, WIDE - inset], clamp: true }],
    marks: [
      {
        type: 'rule',
        from: { data: 'notes' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'at' },
            y: { value: 18 },
            y2: { value: rows.length * ROW + 2 },
            stroke: { value: QUIET },
            strokeDash: { value: [3, 3] },
          },
        },
      },
      {
        type: 'rule',
        from: { data: 'rows' },
        encode: {
          enter: {
            x: { value: inset },
            x2: { value: WIDE - inset },
            y: { field: 'y' },
            stroke: { value: '#c8c8c0' },
            strokeWidth: { value: 1 },
          },
        },
      },
      {
        type: 'rule',
        from: { data: 'intervals' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'low' },
            x2: { scale: 'x', field: 'high' },
            y: { field: 'y' },
            stroke: { value: INK },
            strokeWidth: { value: 3 },
          },
        },
      },
      ...(['low', 'high'] as const).map((end) => ({
        type: 'rule' as const,
        from: { data: 'intervals' },
        encode: {
          enter: {
            x: { scale: 'x', field: end },
            y: { field: 'y', offset: -6 },
            y2: { field: 'y', offset: 6 },
            stroke: { value: INK },
            strokeWidth: { value: 2 },
          },
        },
      })),
      {
        type: 'symbol',
        from: { data: 'marks' },
        encode: {
          enter: {
            x: { field: 'x' },
            y: { field: 'y' },
            shape: { field: 'shape' },
            fill: { field: 'fill' },
            stroke: { field: 'edge' },
            strokeWidth: { value: 1.5 },
            size: { value: 110 },
          },
        },
      },
      {
        type: 'text',
        from: { data: 'rows' },
        encode: { enter: { ...words, x: { field: 'indent', offset: inset }, y: { field: 'y', offset: -13 }, text: { field: 'label' } } },
      },
      {
        type: 'text',
        from: { data: 'rows' },
        encode: {
          enter: {
            ...words,
            fontWeight: { value: 'bold' },
            x: { value: WIDE - inset },
            y: { field: 'y', offset: -13 },
            align: { value: 'right' },
            text: { field: 'text' },
          },
        },
      },
      ...[0, 1].map((side) => ({
        type: 'text' as const,
        encode: {
          enter: {
            ...words,
            fill: { value: QUIET },
            x: { value: side === 0 ? inset : WIDE - inset },
            align: { value: side === 0 ? ('left' as const) : ('right' as const) },
            y: { value: rows.length * ROW + 16 },
            text: { value: ends[side] ?? '' },
          },
        },
      })),
      {
        type: 'text' as const,
        from: { data: 'notes' },
        encode: {
          enter: {
            ...words,
            fill: { value: QUIET },
            x: { scale: 'x', field: 'at' },
            align: { field: 'align' },
            y: { field: 'y' },
            text: { field: 'text' },
          },
        },
      },
    ],
  };
}

/** Marks at one place stand side by side: each as near as possible to its own, none outside the line. */
function apart<Mark extends { readonly x: number }>(marks: readonly Mark[]): readonly Mark[] {
  const sorted = marks.toSorted((a, b) => a.x - b.x);
  const xs: number[] = [];
  sorted.forEach(({ x }, i) => (xs[i] = Math.max(x, (xs[i - 1] ?? -Infinity) + MARK)));
  for (let i = sorted.length - 1, end = WIDE - MARK / 2; i >= 0; i--, end -= MARK) xs[i] = Math.min(xs[i]!, end);
  return sorted.map((mark, i) => ({ ...mark, x: xs[i]! }));
}

export type Bars = {
  readonly label: string;
  readonly mark: string;
  readonly n: number;
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[];
};

/** Distributions under each other: how many units in each bin, all on one scale. */
function barsSpec(strips: readonly Bars[]): Spec {
  const high = 62;
  const inset = 8;
  const [first] = strips;
  const [min, max] = [first?.bins[0]?.from ?? 0, first?.bins.at(-1)?.to ?? 1];
  const most = Math.max(1, ...strips.flatMap(({ bins }) => bins.map(({ count }) => count)));
  const height = strips.length * high + 24;
  const base0 = (i: number): number => i * high + high - 4;
  const short = (value: number): string => String(Number(value.toPrecision(3)));
  return {
    ...base,
    height,
    data: [
      { name: 'rows', values: strips.map(({ label, n }, i) => ({ text: `${label}, n ${n}`, y: i * high + 14, base: base0(i) })) },
      {
        name: 'bars',
        values: strips.flatMap(({ bins, mark }, i) =>
          bins
            .filter(({ count }) => count > 0)
            .map(({ from, to, count }) => ({
              from,
              to,
              count,
              y: base0(i),
              top: base0(i) - (count / most) * (high - 36),
              color: lookOf(mark).color,
            })),
        ),
      },
    ],
    scales: [{ name: 'x', type: 'linear', zero: false, nice: false, domain: [min, max], range: [inset, WIDE - inset] }],
    marks: [
      {
        type: 'rect',
        from: { data: 'bars' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'from', offset: 1 },
            x2: { scale: 'x', field: 'to', offset: -1 },
            y: { field: 'top' },
            y2: { field: 'y' },
            fill: { field: 'color' },
            fillOpacity: { value: 0.75 },
          },
        },
      },
      {
        type: 'rule',
        from: { data: 'rows' },
        encode: { enter: { x: { value: inset }, x2: { value: WIDE - inset }, y: { field: 'base' }, stroke: { value: '#c8c8c0' } } },
      },
      {
        type: 'text',
        from: { data: 'rows' },
        encode: { enter: { ...words, x: { value: inset }, y: { field: 'y' }, text: { field: 'text' } } },
      },
      {
        type: 'text',
        from: { data: 'bars' },
        encode: {
          enter: {
            ...words,
            fontSize: { value: 10 },
            align: { value: 'center' },
            x: { signal: "(scale('x', datum.from) + scale('x', datum.to)) / 2" },
            y: { field: 'top', offset: -2 },
            text: { field: 'count' },
          },
        },
      },
      ...[0, 1].map((side) => ({
        type: 'text' as const,
        encode: {
          enter: {
            ...words,
            fill: { value: QUIET },
            x: { value: side === 0 ? inset : WIDE - inset },
            align: { value: side === 0 ? ('left' as const) : ('right' as const) },
            y: { value: height - 6 },
            text: { value: short(side === 0 ? min : max) },
          },
        },
      })),
    ],
  };
}

export const drawBars = (strips: readonly Bars[], title: string): Promise<string> => drawn(barsSpec(strips), title);

/** Values over periods with reference lines. */
function seriesSpec({ period, from = 1, decimals, lines, levels = [] }: Series): Spec {
  const points = lines.flatMap(({ who, name, points: values }, i) =>
    values.flatMap((value, at) => (value === null ? [] : [{ line: `${i} ${name}`, at: at + from, value, ...lookOf(labelOf(who)) }])),
  );
  const heights = [...points.map(({ value }) => value), ...levels.map(({ at }) => at)];
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  const room = (high - low || 1) * 0.1;
  const height = 220;
  const last = Math.max(from, ...points.map(({ at }) => at));
  const left = 44;
  const right = WIDE - 12;
  return {
    ...base,
    height,
    data: [
      { name: 'points', values: points },
      { name: 'levels', values: levels.map(({ at, label }) => ({ at, label: `${label} ${at.toFixed(decimals)}` })) },
    ],
    scales: [
      { name: 'x', type: 'linear', zero: false, nice: false, domain: [from, Math.max(last, from + 1)], range: [left + 8, right] },
      { name: 'y', type: 'linear', zero: false, nice: false, domain: [low - room, high + room], range: [height - 34, 14] },
    ],
    axes: [
      {
        orient: 'left',
        scale: 'y',
        offset: -left,
        format: `.${decimals}f`,
        labelFont: FONT,
        labelFontSize: 11,
        grid: false,
        tickCount: 5,
        domainColor: '#c8c8c0',
        tickColor: '#c8c8c0',
      },
      {
        orient: 'bottom',
        scale: 'x',
        offset: -34,
        title: period,
        format: 'd',
        tickCount: Math.min(10, last),
        tickMinStep: 1,
        labelFont: FONT,
        labelFontSize: 11,
        titleFont: FONT,
        titleFontWeight: 'normal',
        domainColor: '#c8c8c0',
        tickColor: '#c8c8c0',
      },
    ],
    marks: [
      {
        type: 'rule',
        from: { data: 'levels' },
        encode: {
          enter: {
            x: { value: left },
            x2: { value: right },
            y: { scale: 'y', field: 'at' },
            stroke: { value: QUIET },
            strokeDash: { value: [3, 3] },
          },
        },
      },
      {
        type: 'text',
        from: { data: 'levels' },
        encode: {
          enter: {
            ...words,
            fill: { value: QUIET },
            x: { value: right },
            align: { value: 'right' },
            y: { scale: 'y', field: 'at', offset: -5 },
            text: { field: 'label' },
          },
        },
      },
      {
        type: 'group',
        from: { facet: { name: 'line', data: 'points', groupby: 'line' } },
        marks: [
          {
            type: 'line',
            from: { data: 'line' },
            encode: {
              enter: {
                x: { scale: 'x', field: 'at' },
                y: { scale: 'y', field: 'value' },
                stroke: { field: 'color' },
                strokeWidth: { value: 1.5 },
              },
            },
          },
          {
            type: 'symbol',
            from: { data: 'line' },
            encode: {
              enter: {
                x: { scale: 'x', field: 'at' },
                y: { scale: 'y', field: 'value' },
                shape: { field: 'shape' },
                fill: { field: 'color' },
                size: { value: points.length > 200 ? 0 : 60 },
              },
            },
          },
        ],
      },
    ],
  };
}
