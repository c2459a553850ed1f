/** Distributions under each other: how many observations in each range, all on one scale. */
import type { Spec } from 'vega';
import { minus } from '../core/format.ts';
import { base, chartSvg, FAINT, fitted, INSET, lookOf, markOf, quiet, textAt, WIDE, words } from './charts.ts';

/** One distribution: its name, whose it is (a label with a sign), how many observations, and how many in each bin from low to high. */
export type Bars = {
  readonly label: string;
  readonly mark: string;
  readonly n: number;
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[];
};

/** Pixels of one distribution. */
const HIGH = 62;

/** Distributions below each other as one SVG element. All share the range of the first and the height of the fullest bin. */
export const drawBars = (strips: readonly Bars[], title: string): Promise<string> =>
  chartSvg(barsSpec(strips), { title, numbers: barsWords(strips) });

/** The end of a range, as short as it can be written. */
const edge = (value: number): string => minus(String(Number(value.toPrecision(9))));

const barsWords = (strips: readonly Bars[]): string =>
  strips
    .map(({ label, n, bins }) => {
      const filled = bins.filter(({ count }) => count > 0);
      return `${label}, n ${n}: ${filled.map(({ from, to, count }) => `${count} from ${edge(from)} to ${edge(to)}`).join(', ')}`;
    })
    .join('. ');

/** The picture in vega's terms, before it is drawn. */
export function barsSpec(strips: readonly Bars[]): Spec {
  const [first] = strips;
  const [min, max] = [first?.bins[0]?.from ?? 0, first?.bins.at(-1)?.to ?? 1];
  const most = Math.max(1, ...strips.flatMap(({ bins }) => bins.map(({ count }) => count)));
  const height = strips.length * HIGH + 22;
  const floor = (i: number): number => i * HIGH + HIGH - 4;
  const middle = first === undefined || first.bins.length % 2 === 1 ? [] : [first.bins[first.bins.length / 2]!.from];
  return {
    ...base,
    height,
    data: [
      {
        name: 'rows',
        values: strips.map(({ label, n }, i) => ({
          text: fitted(label, WIDE - 2 * INSET - 44),
          n: `n ${n}`,
          y: i * HIGH + 14,
          base: floor(i),
        })),
      },
      {
        name: 'bars',
        values: strips.flatMap(({ bins, mark }, i) =>
          bins
            .filter(({ count }) => count > 0)
            .map(({ from, to, count }) => ({
              from,
              to,
              count,
              y: floor(i),
              top: floor(i) - (count / most) * (HIGH - 36),
              color: lookOf(mark).color,
            })),
        ),
      },
    ],
    scales: [{ name: 'x', type: 'linear', zero: false, nice: false, domain: [min, max], range: [INSET, WIDE - INSET] }],
    marks: [
      markOf('rect', 'bars', {
        x: { scale: 'x', field: 'from', offset: 1 },
        x2: { scale: 'x', field: 'to', offset: -1 },
        y: { field: 'top' },
        y2: { field: 'y' },
        fill: { field: 'color' },
        fillOpacity: { value: 0.75 },
      }),
      markOf('rule', 'rows', {
        x: { value: INSET },
        x2: { value: WIDE - INSET },
        y: { field: 'base' },
        stroke: { value: FAINT },
      }),
      markOf('text', 'rows', { ...words, x: { value: INSET }, y: { field: 'y' }, text: { field: 'text' } }),
      markOf('text', 'rows', {
        ...words,
        fontWeight: { value: 'bold' },
        align: { value: 'right' },
        x: { value: WIDE - INSET },
        y: { field: 'y' },
        text: { field: 'n' },
      }),
      markOf('text', 'bars', {
        ...quiet,
        fontSize: { value: 11 },
        align: { value: 'center' },
        x: { signal: "(scale('x', datum.from) + scale('x', datum.to)) / 2" },
        y: { field: 'top', offset: -2 },
        text: { field: 'count' },
      }),
      textAt(edge(min), INSET, height - 6),
      ...(min === max ? [] : [textAt(edge(max), WIDE - INSET, height - 6, 'right')]),
      ...middle.map((at) => textAt(edge(at), WIDE / 2, height - 6, 'center')),
    ],
  };
}
