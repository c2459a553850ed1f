/** What may be concluded, in one sentence under each figure, and what was left out. */
import type { Figure } from '../../core/game.ts';
import type { Counts } from './observed.ts';
import type { Group } from './group.ts';
import { counted, listed, percent } from '../../core/format.ts';
import { FEW, type MeasureEstimate } from './estimate.ts';
import type { Benchmark } from './lines.ts';
import type { Test } from './tests.ts';

/** A value as this figure writes it. */
export function written(
  { written: how, rows }: Pick<Figure, 'written' | 'rows'>,
  measure: string,
  value: number,
): string {
  const times = rows.find((row) => row.measure === measure)?.times ?? 1;
  if (how === 'percent') return percent(value);
  return how === 'whole' ? String(Math.round(value * times)) : (value * times).toFixed(1);
}

/** "39 to 76 %". */
function span(figure: Figure, measure: string, [low, high]: readonly [number, number]): string {
  const [from, to] = [written(figure, measure, low), written(figure, measure, high)];
  return `${figure.written === 'percent' ? from.replace(' %', '') : from} to ${to}`;
}

export function groupSize({
  kind,
  subjects,
  unit,
  units,
  matches,
}: Pick<Group, 'kind' | 'subjects' | 'unit' | 'units' | 'matches'>): string {
  if (kind === 'people')
    return unit === 'matching group'
      ? `${counted(subjects, 'person', 'people')} in ${counted(units, 'group')}`
      : counted(subjects, 'person', 'people');
  if (unit === 'wording') return `${counted(units, 'wording')}, ${counted(matches, 'match', 'matches')}`;
  return `${counted(units, 'draw')} of one subject`;
}

/** Which of the agents' values this group's intervals contain: said of agents, never that they explain the group. */
function holds(figure: Figure, group: Group, lines: readonly Benchmark[]): string {
  const parts = figure.rows.flatMap(({ measure, label }) => {
    const found = group.measures.find((one) => one.measure === measure);
    if (found === undefined || found.interval === null) return [];
    const inside = lines.filter((line) =>
      group.held.some((held) => held.measure === measure && held.agent === line.agent && held.inside),
    );
    const of = lines.filter((line) => line.values[measure] !== undefined);
    if (of.length === 0) return [];
    const words =
      inside.length === 0
        ? 'no agent'
        : inside.length === of.length
          ? 'every agent'
          : listed(inside.map(({ agent }) => agent));
    return [`${label.trim()} (${span(figure, measure, found.interval)}) ${words}`];
  });
  return parts.length === 0 ? '' : `What the 95 % intervals contain: ${parts.join('; ')}.`;
}

/** The first declared difference that is shown, else the first declared one: how large, how sure, and what could have been found. */
function differenceSentence(figure: Figure, tests: readonly Test[]): string {
  const mine = tests.filter(
    ({ measure, kind }) => kind === 'between groups' && figure.rows.some((row) => row.measure === measure),
  );
  const test =
    mine.find(({ verdict }) => verdict === 'shown') ?? mine.find(({ family }) => family === 'declared') ?? mine[0];
  if (test === undefined) return '';
  const { measure, interval, detectable } = test;
  const label = figure.rows.find((row) => row.measure === measure)!.label.trim();
  const ends = interval?.map((end) => amount(figure, measure, end).replace(' points', '')).join(' to ');
  const range = ends === undefined ? '' : ` (95 % ${ends})`;
  const found = `${label}: ${test.one} minus ${test.other} is ${amount(figure, measure, test.difference)}${range}, ${pWords(test)}`;
  if (interval === null && test.family === 'declared')
    return `${found}: not shown, since in each group all are equal and nothing tells how they vary.`;
  if (test.verdict === 'shown') return `${found}: a difference is shown.`;
  const where = test.test.startsWith('Fisher') ? ' around 50 %' : '';
  const could =
    detectable === null
      ? ''
      : `; so many would find a true difference of ${amount(figure, measure, detectable)}${where} four times in five`;
  return test.verdict === 'exploratory'
    ? `${found}: it shows nothing by itself${could}.`
    : `${found}: a difference is not shown${could}.`;
}

const amount = (figure: Figure, measure: string, value: number): string => {
  const size = written(figure, measure, Math.abs(value)).replace(' %', ' points');
  return value < 0 && /[1-9]/.test(size) ? `−${size}` : size;
};

const pWords = ({ p, adjusted }: Pick<Test, 'p' | 'adjusted'>): string =>
  adjusted === null ? `${pValue(p)}, exploratory` : `${pValue(adjusted)} after Holm`;
/** ".012" of a table. */
export const pFigure = (p: number): string => (p < 0.001 ? '< .001' : p.toFixed(3).replace(/^0/, ''));
/** "p = .012" of a sentence. */
const pValue = (p: number): string => `p ${p < 0.001 ? '' : '= '}${pFigure(p)}`;

/** One sentence under a figure. */
export function conclusion(
  figure: Figure,
  groups: readonly Group[],
  lines: readonly Benchmark[],
  tests: readonly Test[],
): string {
  const shown = groups.filter(({ measures }) =>
    measures.some((one) => one.n > 0 && figure.rows.some((row) => row.measure === one.measure)),
  );
  if (shown.length === 0)
    return 'Theory and stand-ins only: lines, of which nothing about people or models can be concluded.';
  if (
    shown.every((group) => figure.rows.every((row) => isFew(group.measures.find((one) => one.measure === row.measure))))
  )
    return `Fewer than ${FEW} observations: dots and counts only, and nothing that holds for anybody else.`;
  const difference = shown.length > 1 ? differenceSentence(figure, tests) : '';
  if (difference !== '') return difference;
  const [first] = shown;
  const same = figure.rows.every((row) =>
    first!.measures.every((one) => one.measure !== row.measure || one.interval === null),
  );
  if (same) return 'All answers are equal: nothing tells how they vary, so there is no interval.';
  return holds(figure, first!, lines) || 'One group: nothing to compare it with yet.';
}

const isFew = (one: MeasureEstimate | undefined): boolean => one === undefined || one.n < FEW;

/** What was left out, and what to do where nothing is left. */
export function notesOf(counts: Counts & { readonly rehearsals: number }, seats: number): readonly string[] {
  const { matches, finished, left, unpaid, failed, unknown, unreadable, older, substituted, rehearsals } = counts;
  const nothing =
    matches === 0 && rehearsals > 0
      ? [
          `Only rehearsals are here (${counted(rehearsals, 'match', 'matches')}): name the session in the lab with "t" under Sessions, or look at them with --all.`,
        ]
      : matches === 0
        ? ['Nothing has been played yet: play a game in the lab, or let agents play with "homines run".']
        : finished === 0 && unknown + unreadable === 0
          ? ['No match has been finished yet: figures appear with the first one that is.']
          : [];
  return [
    ...nothing,
    ...(left > 0
      ? [`${counted(left, 'match was', 'matches were')} left half-way or still going on: not counted.`]
      : []),
    ...(unpaid + failed > 0
      ? [`${counted(unpaid + failed, 'match', 'matches')} ended without an answer: not counted.`]
      : []),
    ...(substituted > 0
      ? [`${counted(substituted, 'seat')} left out: the stand-in had to answer there, or for the other.`]
      : []),
    ...(older > 0
      ? [`${counted(older, 'match', 'matches')} of an older version, folded by that version's rules, stand apart.`]
      : []),
    ...(rehearsals > 0 && matches > 0
      ? [`${counted(rehearsals, 'match', 'matches')} of rehearsals left out; --all takes them in.`]
      : []),
    ...(finished === 1 && seats > 0 ? ['One match is one observation: nothing can be compared yet.'] : []),
  ];
}
