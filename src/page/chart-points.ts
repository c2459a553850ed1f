/** Single values over two axes with their intervals, the diagonal on which both are the same, and levels across. */
import type { Spec } from 'vega';
import type { Block } from '../core/blocks.ts';
import { minus } from '../core/format.ts';
import {
  base,
  between,
  chartSvg,
  FAINT,
  fitted,
  INK,
  inkOf,
  labelOf,
  lookOf,
  markOf,
  QUIET,
  quiet,
  textAt,
  WIDE,
  widthOf,
  words,
} from './charts.ts';

type Points = Block & { kind: 'points' };

const HEIGHT = 300;
const LEFT = 44;
const TOP = 26;
const BOTTOM = 40;
/** Pixels that both frames leave free inside. */
const ROOM = 14;

/** The chart as an SVG element. */
export const drawPointsChart = (block: Points, title: string): Promise<string> =>
  chartSvg(pointsSpec(block), { title, numbers: pointsWords(block) });

/** Every point with its numbers. */
export function pointsWords({ x, y, points, levels }: Points): string {
  const number = (value: number | null): string => (value === null ? 'open' : minus(value.toFixed(y.decimals)));
  return [
    ...points.map(({ x: at, y: value, interval, name }) => {
      const reached = interval === null ? '' : `, ${interval.map(number).join(' to ')}`;
      return `${name}: ${x.label} ${at.toFixed(x.decimals)}, ${y.label} ${value === null ? 'no value' : number(value)}${reached}`;
    }),
    ...levels.map(({ label }) => label),
  ].join('. ');
}

function pointsSpec({ x, y, diagonal, points, levels }: Points): Spec {
  const right = WIDE - 6 - Math.max(0, ...levels.map(({ label }) => Math.min(110, widthOf(label)) + 6));
  const clamp = (at: number, { min, max }: Points['x']): number => Math.max(min, Math.min(max, at));
  const across = (at: number): number =>
    LEFT + ROOM + ((clamp(at, x) - x.min) / (x.max - x.min || 1)) * (right - LEFT - 2 * ROOM);
  const up = (at: number): number =>
    HEIGHT - BOTTOM - ROOM - ((clamp(at, y) - y.min) / (y.max - y.min || 1)) * (HEIGHT - BOTTOM - TOP - 2 * ROOM);
  const [from, to] = [Math.max(x.min, y.min), Math.min(x.max, y.max)];
  const ticksOf = ({ min, max }: Points['x']): readonly number[] => [min, ...between(min, max, 4), max];
  const written = (at: number, { decimals }: Points['x']): string => minus(at.toFixed(decimals));
  // Of two levels close together the lower one is named further down.
  let free = -Infinity;
  const named = levels
    .toSorted((a, b) => b.at - a.at)
    .map(({ at, label }) => {
      const line = up(at);
      const said = Math.max(line, free);
      free = said + 14;
      return { y: line, said, label: fitted(label, 110) };
    });
  return {
    ...base,
    height: HEIGHT,
    data: [
      { name: 'across', values: ticksOf(x).map((at) => ({ x: across(at), text: written(at, x) })) },
      { name: 'up', values: ticksOf(y).map((at) => ({ y: up(at), text: written(at, y) })) },
      {
        name: 'diagonal',
        values: diagonal && from < to ? [{ x: across(from), x2: across(to), y: up(from), y2: up(to) }] : [],
      },
      { name: 'levels', values: named },
      {
        name: 'intervals',
        values: points.flatMap(({ x: at, interval }) =>
          interval === null ? [] : [{ x: across(at), y: up(interval[0] ?? y.min), y2: up(interval[1] ?? y.max) }],
        ),
      },
      {
        name: 'caps',
        values: points.flatMap(({ x: at, interval }) =>
          (interval ?? []).flatMap((end) => (end === null ? [] : [{ x: across(at), y: up(end) }])),
        ),
      },
      {
        name: 'points',
        values: points.flatMap(({ x: at, y: value, who }) =>
          value === null ? [] : [{ x: across(at), y: up(value), ...inkOf(lookOf(labelOf(who))) }],
        ),
      },
    ],
    marks: [
      markOf('rule', 'up', {
        x: { value: LEFT },
        x2: { value: right },
        y: { field: 'y' },
        stroke: { value: '#ededea' },
      }),
      markOf('text', 'up', {
        ...words,
        fontSize: { value: 11 },
        x: { value: LEFT - 6 },
        y: { field: 'y', offset: 4 },
        align: { value: 'right' },
        text: { field: 'text' },
      }),
      markOf('text', 'across', {
        ...words,
        fontSize: { value: 11 },
        x: { field: 'x' },
        y: { value: HEIGHT - BOTTOM + 14 },
        align: { value: 'center' },
        text: { field: 'text' },
      }),
      markOf('rule', 'diagonal', {
        x: { field: 'x' },
        x2: { field: 'x2' },
        y: { field: 'y' },
        y2: { field: 'y2' },
        stroke: { value: FAINT },
        strokeWidth: { value: 1.5 },
      }),
      markOf('rule', 'levels', {
        x: { value: LEFT },
        x2: { value: right },
        y: { field: 'y' },
        stroke: { value: QUIET },
        strokeDash: { value: [4, 3] },
      }),
      markOf('text', 'levels', {
        ...quiet,
        x: { value: right + 6 },
        y: { field: 'said', offset: 4 },
        text: { field: 'label' },
      }),
      markOf('rule', 'intervals', {
        x: { field: 'x' },
        y: { field: 'y' },
        y2: { field: 'y2' },
        stroke: { value: INK },
        strokeWidth: { value: 2 },
      }),
      markOf('rule', 'caps', {
        x: { field: 'x', offset: -5 },
        x2: { field: 'x', offset: 5 },
        y: { field: 'y' },
        stroke: { value: INK },
        strokeWidth: { value: 2 },
      }),
      markOf('symbol', 'points', {
        x: { field: 'x' },
        y: { field: 'y' },
        shape: { field: 'shape' },
        fill: { field: 'fill' },
        stroke: { field: 'edge' },
        strokeWidth: { value: 1.5 },
        size: { value: 110 },
      }),
      textAt(y.label, 4, 12),
      textAt(x.label, (LEFT + right) / 2, HEIGHT - 8, 'center'),
    ],
  };
}
