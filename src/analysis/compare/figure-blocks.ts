/** Measures and paths of groups as pictures, agents and theory as lines in them. */
import type { ConditionComparison, Group } from './document.ts';
import { FEW } from '../stats/few.ts';
import { type Bin, type MeasureEstimate } from './estimate.ts';
import { type Benchmark, believingWords, isBeliever } from './benchmarks.ts';
import { figureValue } from './conclusions.ts';
import { labelsByLetter, shapeOf } from '../../core/agent-signs.ts';
import { type Block, type ScaleMark, text } from '../../core/blocks.ts';
import { counted, minus, short } from '../../core/format.ts';
import { instrumentWords } from './instrument.ts';
import type { Figure } from '../../core/game.ts';
import type { PublishedPeople } from '../../core/published-figures.ts';
import { bandIn, bandLegend, drawnPeople, peopleWords } from './people-blocks.ts';
import { positionBlocks } from './position-blocks.ts';

type Scale = Block & { kind: 'scale' };
type ScaleRow = Scale['rows'][number];

/** The groups that are revealed, in order: the first so many; Infinity: all. */
export const revealedGroups = ({ groups }: ConditionComparison, revealed: number): readonly Group[] =>
  groups.slice(0, revealed);

/** How many groups there are to reveal: after the samples published people are one, before the agents. */
export const revealSteps = ({ groups, figures, people }: ConditionComparison): number =>
  groups.length + (figures.some((figure) => drawnPeople(figure, people) !== null) ? 1 : 0);

/**
 * The pictures of one condition: a figure after the other, each with the sentence that says what may be concluded, then paths.
 * `revealed`: how many groups are drawn, and after them published people; `withLines`: whether agents are. A conclusion is said
 * only where all is revealed.
 */
export function conditionBlocks(
  condition: ConditionComparison,
  revealed = Infinity,
  withLines = true,
): readonly Block[] {
  const groups = revealedGroups(condition, revealed);
  const lines = withLines ? condition.lines : [];
  const people = withLines || revealed > condition.groups.length ? condition.people : [];
  const whole = groups.length === condition.groups.length && withLines;
  return [
    ...condition.figures
      .map((figure) => widened(figure, condition))
      .flatMap((figure, i) => [
        ...(figure.title.length > LONGEST_HEAD ? [text(figure.title)] : []),
        figureBlock(figure, groups, lines, people),
        text(legend(groups, lines, drawnPeople(figure, people))),
        ...(whole ? [text(condition.conclusions[i] ?? '')] : []),
        ...peopleBlocks(figure, people),
      ]),
    ...instrumentBlocks(groups),
    ...pathBlocks(condition, groups),
    ...positionBlocks(condition, groups),
  ];
}

/**
 * The figure as wide as what is drawn in it, revealed or not: nothing is drawn at an end that lies beyond it. An end that was
 * moved is written as the value that it has.
 */
export function widened(
  figure: Figure,
  { groups, lines, people }: Pick<ConditionComparison, 'groups' | 'lines' | 'people'>,
): Figure {
  let [min, max] = [figure.min, figure.max];
  for (const { measure, times = 1 } of figure.rows) {
    const mine = groups.flatMap(({ measures }) => measures.filter((one) => one.measure === measure));
    const values = [
      ...mine.flatMap((one) => [
        ...[...(one.interval ?? []), ...(one.range ?? []), ...one.dots],
        ...(one.mean === null ? [] : [one.mean]),
      ]),
      ...lines.flatMap((line) => line.values[measure] ?? []),
      ...(drawnPeople(figure, people)?.bands ?? []).flatMap((band) => (band.measure === measure ? band.interval : [])),
    ];
    for (const value of values) [min, max] = [Math.min(min, value * times), Math.max(max, value * times)];
  }
  const decimals = /\.(\d+)/.exec(figure.ends[1])?.[1]?.length ?? 0;
  const end = (value: number, before: number, words: string): string =>
    value === before ? words : minus(value.toFixed(decimals));
  return { ...figure, min, max, ends: [end(min, figure.min, figure.ends[0]), end(max, figure.max, figure.ends[1])] };
}

/** How whoever told probabilities was read, a paragraph a sentence; nothing where nobody did. */
export const instrumentBlocks = (groups: readonly Group[]): readonly Block[] =>
  groups.flatMap(({ label, instrument }) =>
    instrument === null ? [] : instrumentWords(label, instrument).map((words) => text(words)),
  );

/** A longer title stands above its picture. */
export const LONGEST_HEAD = 24;

type Drawn = Pick<Group, 'label' | 'mark' | 'measures'>;

/**
 * Measures under each other on one line: of one group beside its agents' marks, of several under them; published people as a
 * band behind all rows of a measure. Values are drawn `times` what they are.
 */
export function figureBlock(
  figure: Figure,
  groups: readonly Drawn[],
  lines: readonly Benchmark[],
  people: readonly PublishedPeople[] = [],
): Scale {
  const { min, max, ends, title } = figure;
  const [only] = groups;
  const published = drawnPeople(figure, people);
  const rows = figure.rows.flatMap((row): readonly ScaleRow[] => {
    const found = published === null ? null : bandIn(published, row);
    const band = found === null ? {} : { band: found };
    const marks = lines.flatMap((line): readonly ScaleMark[] => {
      const value = line.values[row.measure];
      const name = lines.some((other) => other !== line && kindOf(other) === kindOf(line))
        ? { name: variantOf(line) }
        : {};
      return value === undefined ? [] : [{ at: value * (row.times ?? 1), who: { agent: line.label }, ...name }];
    });
    if (groups.length === 1 && only !== undefined)
      return [{ ...groupRow(figure, row, row.label, only, marks), ...band }];
    return [
      { label: row.label, marks, ...band },
      ...groups.map((group) => ({ ...groupRow(figure, row, `  ${group.label}`, group, []), ...band })),
    ];
  });
  const last = rows.at(-1);
  const noted =
    figure.notes === undefined || last === undefined ? rows : [...rows.slice(0, -1), { ...last, notes: figure.notes }];
  return {
    kind: 'scale',
    ...(title.length > LONGEST_HEAD || noted.length < 2 ? {} : { head: title }),
    min,
    max,
    ends,
    rows: noted,
  };
}

/** What has to be said of the band under a figure, and how much it is worth here: a paragraph; nothing where there is no band. */
function peopleBlocks(figure: Figure, people: readonly PublishedPeople[]): readonly Block[] {
  const drawn = drawnPeople(figure, people);
  return drawn === null ? [] : [text(peopleWords(drawn))];
}

const kindOf = ({ label }: Benchmark): string => label.split('/')[0]!;
/** "sellers" of moralis:0.5/sellers, "0.8" of moralis:0.8. */
const variantOf = ({ agent }: Benchmark): string =>
  agent.slice(Math.max(agent.lastIndexOf('/'), agent.indexOf(':')) + 1);

function groupRow(
  figure: Figure,
  row: Figure['rows'][number],
  label: string,
  group: Drawn,
  marks: readonly ScaleMark[],
): ScaleRow {
  const found = group.measures.find(({ measure }) => measure === row.measure);
  if (found === undefined || found.n === 0) return { label, marks, text: 'no answers' };
  const times = row.times ?? 1;
  const who = { agent: group.mark };
  const own =
    found.mean === null ? found.dots.map((at) => ({ at: at * times, who })) : [{ at: found.mean * times, who }];
  return {
    label,
    marks: [...own, ...marks],
    ...(found.interval === null ? {} : { interval: [found.interval[0] * times, found.interval[1] * times] as const }),
    ...(found.range === null ? {} : { range: [found.range[0] * times, found.range[1] * times] as const }),
    text: valueWords(figure, found),
  };
}

/** "58 %  14 of 24", "35  n 24", and of fewer than five only how many; "58 %  2 situations", "0.4  drawn". */
function valueWords(figure: Figure, { measure, mean, n, yes, from }: MeasureEstimate): string {
  if (mean === null) return yes === null ? `n ${n}` : `${yes} of ${n}`;
  const value = figureValue(figure, measure, mean);
  if (from !== 'answers') return `${value}  ${from === 'drawn' ? 'drawn' : counted(n, 'situation')}`;
  return yes === null ? `${value}  n ${n}` : `${value}  ${yes} of ${n}`;
}

/**
 * What each mark stands for, in a line, and what theory's agents expect of the other where they stand: "◆ people, ├ ┤ 95 %
 * interval  ● economicus  ▲ moralis:0.5 (both expecting 50 : 50)  ■ baseline, a stand-in".
 */
export function legend(
  groups: readonly Group[],
  lines: readonly Benchmark[],
  published: PublishedPeople | null = null,
): string {
  const people = groups.some(({ kind }) => kind === 'people') ? [`${shapeOf('human')} people`] : [];
  const models = groups.filter(({ kind }) => kind === 'model');
  const named = ({ mark, label }: Group): string => `${shapeOf(mark)} ${label}`;
  const samples = [...people, ...models.filter(({ instrument }) => instrument === null).map(named)];
  const told = models.filter(({ instrument }) => instrument !== null);
  const [believers, others] = [lines.filter(isBeliever), lines.filter((line) => !isBeliever(line))];
  const agents = [
    ...believers.map((line, i) => lineWords(line) + (i === believers.length - 1 ? believingWords(believers) : '')),
    ...others.map(lineWords),
  ];
  const items = [
    ...(samples.length > 0 ? [`${samples.join('  ')}, ├ ┤ 95 % interval`] : []),
    ...(told.length > 0 ? [`${told.map(named).join('  ')}, [ ] ${rangeWords(told)}, no interval`] : []),
    ...agents,
    ...(published === null ? [] : [bandLegend(published)]),
  ];
  return items.map(unbroken).join('  ');
}

/** What a range is taken over: "range over orders and wordings". */
const rangeWords = (told: readonly Group[]): string =>
  `range over orders${told.some(({ instrument }) => (instrument?.wordings ?? 1) > 1) ? ' and wordings' : ''}`;

/** "▲ moralis:0.5", "■ baseline, a stand-in", "? random, as played against a person". */
function lineWords({ label, agent, kind, from, playedAgainst }: Benchmark): string {
  const played = from === 'played' ? [`as played${playedAgainst === '' ? ' here' : ` ${playedAgainst}`}`] : [];
  return [`${shapeOf(label)} ${agent}`, ...(kind === 'stand-in' ? ['a stand-in'] : []), ...played].join(', ');
}

/** A mark stays on the line of its name. */
const unbroken = (item: string): string => item.replace(MARK_AND_BLANK, '$1\u00a0');
const MARK_AND_BLANK = new RegExp(`([${Object.keys(labelsByLetter).join('')}├[░]) `, 'g');

/** The groups' mean paths over the rounds with their theory's levels (Nash, monopoly); of a group of two to four nothing is drawn. */
export function pathBlocks({ path }: ConditionComparison, groups: readonly Group[]): readonly Block[] {
  // A mean of two to four is neither their dots nor a mean worth drawing; one person's path is their own.
  const drawn = groups.filter((group) => group.units >= FEW || group.units === 1);
  const periods = Math.max(0, ...drawn.map((group) => group.path.length));
  if (path === null || periods === 0) return [];
  return [
    {
      kind: 'series',
      period: path.period,
      periods,
      decimals: path.decimals,
      lines: drawn.map((group) => ({
        who: { agent: group.mark },
        name: group.label,
        points: group.path.map(({ mean }) => mean),
      })),
      levels: path.levels,
    },
    text(
      `${path.title}: ${drawn.map((group) => `${group.label}, ${group.size}`).join('; ')}. Lines are theory; a path is a mean over matches and shows no single one.`,
    ),
  ];
}

/** The units of one measure of one group, counted in bins that all groups of a condition share. */
export type Strip = {
  readonly label: string;
  readonly mark: string;
  readonly n: number;
  readonly bins: readonly Bin[];
};

/** How the units of each rating and price spread over its scale, those with the same bins together. */
export function strips(
  { figures, measures }: ConditionComparison,
  groups: readonly Group[],
): readonly (readonly Strip[])[] {
  const scaleOf = (measure: string) => measures.find(({ name }) => name === measure)?.scale;
  const rows = figures.flatMap(({ rows: drawn }) => drawn).filter(({ measure }) => scaleOf(measure) !== 'rate');
  const found = rows.flatMap(({ measure, label }) =>
    groups.flatMap((group): readonly Strip[] => {
      const one = group.measures.find((candidate) => candidate.measure === measure);
      if (one === undefined || one.distribution.length < 2) return [];
      const name = groups.length === 1 ? label.trim() : `${label.trim()}, ${group.label}`;
      return [{ label: name, mark: group.mark, n: one.n, bins: one.distribution }];
    }),
  );
  const together = new Map<string, Strip[]>();
  for (const strip of found) {
    const key = strip.bins.map(({ from }) => from).join(' ');
    together.set(key, [...(together.get(key) ?? []), strip]);
  }
  return [...together.values()];
}

/** Distributions, not means alone: tables of counts, a row a group and measure, a column a bin; nothing where there are rates only. */
export function distributionBlocks(condition: ConditionComparison, groups: readonly Group[]): readonly Block[] {
  const tables = strips(condition, groups).map((mine): Block => ({
    kind: 'table',
    columns: [{ head: 'from' }, ...mine[0]!.bins.map(({ from }) => ({ head: short(from), align: 'right' as const }))],
    rows: mine.map(({ bins, label }) => [
      { text: label },
      ...bins.map(({ count }) => ({ text: count === 0 ? '·' : String(count) })),
    ]),
  }));
  return tables.length === 0
    ? []
    : [text('How many observations have their mean in each range, from the number above on:'), ...tables];
}
