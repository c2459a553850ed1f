/**
 * The numbers of one condition as tables: estimates, lines, tests. A digit is written where the interval says that it
 * means something.
 */
import type { Block, Cell } from '../../core/blocks.ts';
import { counted, minus, short } from '../../core/format.ts';
import type { ConditionComparison, Group } from '../compare/document.ts';
import { standingWords } from '../compare/benchmarks.ts';
import type { MeasureEstimate } from '../compare/estimate.ts';
import { pText } from '../compare/conclusions.ts';
import { hasDistribution, distributionRow } from '../compare/test-blocks.ts';
import type { Test } from '../compare/hypothesis-tests.ts';

type Table = Block & { kind: 'table' };
type Scale = MeasureEstimate['scale'];

/** On which side of 0 a value lies is never rounded away, as long as it takes at most two decimals more. */
function signed(scale: Scale, values: readonly number[], decimals: number): number {
  const lost = (places: number): boolean =>
    values.some(
      (value) =>
        Math.abs(value) > 1e-9 &&
        Number(value * (scale === 'rate' ? 100 : 1))
          .toFixed(places)
          .match(/[1-9]/) === null,
    );
  return [decimals, decimals + 1].find((places) => !lost(places)) ?? decimals + 2;
}

/** How many decimals a value deserves whose interval is so wide: two digits of the width. Rates count as percent. */
export function decimalsOf(scale: Scale, width: number, values: readonly number[]): number {
  const times = scale === 'rate' ? 100 : 1;
  const size = width > 1e-9 ? width : Math.max(0, ...values.map(Math.abs)) / 10;
  return size > 1e-9 ? Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(size * times)))) : 0;
}

/** "62 %", "16.95"; `unit` false where a range names it once. */
export function figureOf(scale: Scale, value: number, decimals: number, unit = true): string {
  const number = (scale === 'rate' ? 100 * value : value).toFixed(decimals);
  const tidy = /^-0(\.0+)?$/.test(number) ? number.slice(1) : number;
  return `${minus(tidy)}${scale === 'rate' && unit ? ' %' : ''}`;
}

const rangeOf = (scale: Scale, [low, high]: readonly [number, number], decimals: number): string =>
  `${figureOf(scale, low, decimals, false)} to ${figureOf(scale, high, decimals)}`;

/** Every measure of a group with n and interval; where there are too few for a mean, each value. */
export function numbersTable(
  { measures }: ConditionComparison,
  { label, size, measures: all }: Pick<Group, 'label' | 'size' | 'measures'>,
): Table {
  const found = measures.flatMap(({ name }) => all.filter(({ measure, n }) => measure === name && n > 0));
  const told = found.some(({ from }) => from !== 'answers');
  const heads = [
    ...(found.some(({ mean }) => mean !== null) ? ['mean'] : []),
    ...(found.some(({ mean }) => mean === null) ? ['each'] : []),
  ];
  return {
    kind: 'table',
    columns: [
      { head: `${label} (${size})` },
      ...['n', heads.join(' or '), told ? 'range over orders' : '95 %', 'median (quartiles)'].map((head) => ({
        head,
        align: 'right' as const,
      })),
    ],
    rows: found.map(numbersRow),
  };
}

/**
 * One measure of a group as a row: n or how many said yes, mean, interval, quartiles; where there are too few for a
 * mean, each value. Of probabilities n is situations, the range stands for the interval, and what was drawn is called so.
 */
export function numbersRow({
  measure,
  scale,
  mean,
  interval,
  quartiles,
  yes,
  n,
  dots,
  without,
  from,
  range,
}: MeasureEstimate): readonly Cell[] {
  const values = mean === null ? dots : [mean];
  const ends = interval ?? range;
  const decimals = decimalsOf(scale, ends === null ? 0 : ends[1] - ends[0], values);
  const show = (value: number): string => figureOf(scale, value, decimals);
  return [
    { text: measure },
    {
      text: from === 'drawn' ? `${counted(n, 'match', 'matches')}, drawn` : yes === null ? String(n) : `${yes} of ${n}`,
    },
    { text: mean === null ? (yes === null ? dots.map(show).join(', ') : '–') : show(mean) },
    {
      text:
        ends !== null
          ? rangeOf(scale, ends, decimals)
          : mean === null
            ? 'too few'
            : from === 'answers'
              ? (without ?? '–')
              : '–',
    },
    {
      text:
        quartiles === null || yes !== null
          ? ''
          : `${show(quartiles[2])} (${rangeOf(scale, [quartiles[1], quartiles[3]], decimals)})`,
    },
  ];
}

/**
 * What theory, stand-ins and scripts say by each measure: lines, exact where they can be computed, each with what it
 * expects of the other.
 */
export const linesTable = ({ lines, measures }: ConditionComparison): Table => ({
  kind: 'table',
  columns: [
    { head: 'lines, no samples' },
    ...lines.map((one) => ({
      head: [one.agent, standingWords(one), one.believing].filter(Boolean).join(', '),
      align: 'right' as const,
    })),
  ],
  rows: measures
    .filter(({ name }) => lines.some(({ values }) => values[name] !== undefined))
    .map(({ name, scale }) => [
      { text: name },
      ...lines.map(({ values }) => {
        const value = values[name];
        return {
          text:
            value === undefined
              ? '–'
              : scale === 'rate'
                ? figureOf(scale, value, value === 0 || value === 1 ? 0 : 1)
                : short(value),
        };
      }),
    ]),
});

/** Tests under the groups that they compare, with the test's own name. */
export function testsTable(
  { measures }: Pick<ConditionComparison, 'measures'>,
  head: string,
  tests: readonly Test[],
  name: (test: Test) => string,
): Table {
  const declared = tests.some(({ adjusted }) => adjusted !== null);
  const scaleOf = (measure: string): Scale => measures.find((one) => one.name === measure)?.scale ?? 'points';
  return {
    kind: 'table',
    columns: [
      { head },
      { head: 'difference', align: 'right' },
      { head: '95 %', align: 'right' },
      { head: 'p', align: 'right' },
      ...(declared ? [{ head: 'p after Holm', align: 'right' as const }] : []),
      { head: 'detectable', align: 'right' },
      ...(declared ? [{ head: 'difference is' }] : []),
      { head: 'test' },
    ],
    rows: [...Map.groupBy(tests, pairOf)].flatMap(([pair, mine]) => [
      [{ text: pair, strong: true }],
      ...mine.map((test) => testRow(test, scaleOf(test.measure), name(test), declared)),
    ]),
  };
}

/** "class A minus class B (n 24 and 20)"; of answers of the same people only who they are of. */
const pairOf = ({ kind, one, other, n, measure }: Test): string =>
  kind === 'within person'
    ? one.endsWith(`: ${measure}`)
      ? one.slice(0, -measure.length - 2)
      : `${one} minus ${other} (n ${n[0]})`
    : `${one} minus ${other} (n ${n[0]} and ${n[1]})`;

function testRow(
  { difference, interval, p, adjusted, detectable, verdict, test }: Test,
  scale: Scale,
  name: string,
  declared: boolean,
): readonly Cell[] {
  const width = interval === null ? 0 : interval[1] - interval[0];
  const decimals = signed(scale, interval ?? [], decimalsOf(scale, width, [difference]));
  const points = scale === 'rate' ? ' points' : '';
  const show = (value: number): string => figureOf(scale, value, decimals, false);
  return [
    { text: name },
    { text: `${show(difference)}${points}` },
    { text: interval === null ? '–' : `${show(interval[0])} to ${show(interval[1])}` },
    { text: pText(p) },
    ...(declared ? [{ text: adjusted === null ? '–' : pText(adjusted) }] : []),
    { text: detectable === null ? '–' : show(detectable) },
    ...(declared ? [{ text: verdict, strong: verdict === 'shown' }] : []),
    { text: test },
  ];
}

/** The same samples as whole distributions, where each unit gave equally many answers; null where none were. */
export function distributionsTable(tests: readonly Test[]): Table | null {
  const mine = tests.filter(hasDistribution);
  if (mine.length === 0) return null;
  return {
    kind: 'table',
    columns: [
      { head: 'as distributions, exploratory' },
      ...["Cliff's δ", 'Kolmogorov–Smirnov', 'its p', 'Wasserstein-1'].map((head) => ({
        head,
        align: 'right' as const,
      })),
    ],
    rows: [...Map.groupBy(mine, pairOf)].flatMap(([pair, those]) => [
      [{ text: pair, strong: true }],
      ...those.map(distributionRow),
    ]),
  };
}
