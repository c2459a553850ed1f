/** Values over periods with reference lines: one line and its band, or every observation's line, thin. */
import type { Spec } from 'vega';
import type { Panel } from '../analysis/report/figures.ts';
import {
  base,
  chartSvg,
  FAINT,
  fitted,
  FONT,
  INK,
  labelOf,
  lookOf,
  markOf,
  QUIET,
  quiet,
  WIDE,
  widthOf,
  words,
} from './charts.ts';

const HEIGHT = 190;
const LEFT = 44;
const TOP = 26;

/** One panel of paths over periods as an SVG element: its line with the 95 % band, or every observation, and the levels of theory. */
export const drawPanel = (panel: Panel, title: string): Promise<string> =>
  chartSvg(panelSpec(panel), { title, numbers: panelWords(panel) });

function panelWords({ block: { lines, levels = [], period, decimals, from = 1 }, band, n }: Panel): string {
  const said = lines.map(({ name, points }) => {
    const values = points.flatMap((value, i) => {
      if (value === null) return [];
      const range = band[i] ? ` (95 % ${band[i][0].toFixed(decimals)} to ${band[i][1].toFixed(decimals)})` : '';
      return [`${period} ${i + from} ${value.toFixed(decimals)}${range}`];
    });
    return `${name}, ${n}: ${values.join(', ')}`;
  });
  return [...said, ...levels.map(({ at, label }) => `${label} ${at.toFixed(decimals)}`)].join('. ');
}

function panelSpec({ block, head, n, band, each, range: [low, high] }: Panel): Spec {
  const { period, from = 1, decimals, lines, levels = [] } = block;
  const pointsOf = (name: string, values: readonly (number | null)[], look: object) =>
    values.flatMap((value, i) => (value === null ? [] : [{ line: name, at: i + from, value, ...look }]));
  const points = lines.flatMap(({ who, points: values }, i) => pointsOf(`line ${i}`, values, lookOf(labelOf(who))));
  const thin = each.flatMap((values, i) => pointsOf(`each ${i}`, values, {}));
  const last = Math.max(from, ...[...points, ...thin].map(({ at }) => at));
  const room = (high - low || 1) * 0.1;
  const color = lookOf(labelOf(lines[0]?.who ?? { agent: 'human' })).color;
  // Room for the words at the ends of lines, and for half of the last number below.
  const right = WIDE - Math.max(6, widthOf(String(last)) / 2 + 2, ...levels.map(({ label }) => widthOf(label) + 12));
  const placed = (at: number): number =>
    HEIGHT - 38 - ((at - low + room) / (high - low + 2 * room)) * (HEIGHT - TOP - 38);
  // Each line is named at its end, in two lines of words; of two close together the lower one is named further down.
  let free = -Infinity;
  const named = levels
    .toSorted((a, b) => b.at - a.at)
    .map(({ at, label }) => {
      const y = (free = Math.max(placed(at), free));
      free += 27;
      return { at, y, label, value: at.toFixed(decimals) };
    });
  return {
    ...base,
    height: HEIGHT,
    data: [
      { name: 'points', values: points },
      { name: 'each', values: thin },
      {
        name: 'band',
        values: band.flatMap((range, i) => (range === null ? [] : [{ at: i + from, low: range[0], high: range[1] }])),
      },
      { name: 'levels', values: named },
    ],
    scales: [
      {
        name: 'x',
        type: 'linear',
        zero: false,
        nice: false,
        domain: [from, Math.max(last, from + 1)],
        range: [LEFT + 8, right],
      },
      {
        name: 'y',
        type: 'linear',
        zero: false,
        nice: false,
        domain: [low - room, high + room],
        range: [HEIGHT - 38, TOP],
      },
    ],
    axes: [
      {
        ...AXIS,
        orient: 'left',
        scale: 'y',
        offset: -LEFT,
        format: `.${decimals}f`,
        tickCount: 4,
        grid: true,
        gridColor: '#ededea',
      },
      {
        ...AXIS,
        orient: 'bottom',
        scale: 'x',
        offset: -38,
        title: period,
        format: 'd',
        tickCount: Math.min(8, last),
        tickMinStep: 1,
      },
    ],
    marks: [
      markOf('area', 'band', {
        x: { scale: 'x', field: 'at' },
        y: { scale: 'y', field: 'low' },
        y2: { scale: 'y', field: 'high' },
        fill: { value: color },
        fillOpacity: { value: 0.16 },
      }),
      markOf('rule', 'levels', {
        x: { value: LEFT },
        x2: { value: right },
        y: { scale: 'y', field: 'at' },
        stroke: { value: QUIET },
        strokeDash: { value: [4, 3] },
      }),
      pathsOf('each', { stroke: { value: '#8a8a84' }, strokeWidth: { value: 0.8 }, strokeOpacity: { value: 0.7 } }, 0),
      pathsOf('points', { stroke: { field: 'color' }, strokeWidth: { value: 2 } }, points.length > 40 ? 0 : 50),
      ...(['label', 'value'] as const).map((field, i) =>
        markOf('text', 'levels', {
          ...quiet,
          x: { value: right + 6 },
          y: { field: 'y', offset: -1 + 13 * i },
          text: { field },
        }),
      ),
      {
        type: 'text',
        encode: { enter: { ...words, x: { value: 4 }, y: { value: 12 }, text: { value: fitted(head, 250) } } },
      },
      {
        type: 'text',
        encode: {
          enter: {
            ...words,
            fontWeight: { value: 'bold' },
            align: { value: 'right' },
            x: { value: right },
            y: { value: 12 },
            text: { value: n },
          },
        },
      },
    ],
  };
}

const AXIS = {
  labelFont: FONT,
  labelFontSize: 11,
  labelColor: INK,
  titleFont: FONT,
  titleFontWeight: 'normal',
  titleColor: QUIET,
  domainColor: FAINT,
  tickColor: FAINT,
} as const;

/** One path for every `line` of a table; `size`: of the marks on it, 0 for none. */
const pathsOf = (data: string, stroke: object, size: number) => ({
  type: 'group' as const,
  from: { facet: { name: `${data} line`, data, groupby: 'line' } },
  marks: [
    {
      type: 'line' as const,
      from: { data: `${data} line` },
      encode: { enter: { x: { scale: 'x', field: 'at' }, y: { scale: 'y', field: 'value' }, ...stroke } },
    },
    ...(size === 0
      ? []
      : [
          {
            type: 'symbol' as const,
            from: { data: `${data} line` },
            encode: {
              enter: {
                x: { scale: 'x', field: 'at' },
                y: { scale: 'y', field: 'value' },
                shape: { field: 'symbol' },
                fill: { field: 'color' },
                size: { value: size },
              },
            },
          },
        ]),
  ],
});
