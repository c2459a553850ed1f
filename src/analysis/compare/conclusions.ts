/** What may be concluded: the verdict on each test, and one sentence under each figure. */
import { listed, percent, upper } from '../../core/format.ts';
import type { Figure } from '../../core/game.ts';
import { holm } from '../stats/verdicts.ts';
import { type Benchmark, believingWords, predictionsOf } from './benchmarks.ts';
import type { Comparison, ConditionComparison, Group } from './document.ts';
import { FEW } from '../stats/few.ts';
import { type MeasureEstimate } from './estimate.ts';
import type { Test } from './hypothesis-tests.ts';
import type { AcrossConditions } from './within-person.ts';

/**
 * Verdicts and sentences. Holm's adjustment (1979) is over the family that the design declares, whatever else lies in the file:
 * the declared measures of a game for one pair of groups in one condition; where the same people's means over several sets of
 * payoffs are compared, the declared measures of these means. Then one sentence a figure, which needs the verdicts.
 */
export function withVerdicts(
  treatments: readonly ConditionComparison[],
  across: readonly AcrossConditions[],
): Pick<Comparison, 'treatments' | 'across'> {
  return {
    treatments: treatments.map((one) => {
      const tests = adjusted(
        one.tests.map((test) => exploratoryIfPooled(test, one, across)),
        one,
      );
      const { figures, groups, lines } = one;
      return { ...one, tests, conclusions: figures.map((figure) => conclusion(figure, groups, lines, tests)) };
    }),
    across: across.map((one) => ({
      ...one,
      tests: adjusted(one.tests, null),
      overall: one.overall.map((means) => ({
        ...means,
        tests: adjusted(means.tests, { groups: means.groups, measures: declaredIn(treatments, one.game) }),
      })),
    })),
  };
}

const declaredIn = (treatments: readonly ConditionComparison[], name: string): ConditionComparison['measures'] =>
  treatments.find(({ game }) => game === name)?.measures ?? [];

/** Who is compared by which measures. */
type Design = {
  readonly measures: ConditionComparison['measures'];
  readonly groups: readonly Pick<Group, 'label' | 'measures'>[];
};

/**
 * How many tests the design declares for two groups: the declared measures that either has answered at all. One that cannot be
 * tested, since too few have, stays in the family.
 */
function familySize({ measures, groups }: Design, one: string, other: string): number {
  const mine = groups.filter(({ label }) => label === one || label === other);
  return measures.filter(
    ({ name, declared }) =>
      declared && mine.some((group) => group.measures.some(({ measure, n }) => measure === name && n > 0)),
  ).length;
}

/** A declared difference is shown if its interval leaves out 0 and its adjusted p is below 5 %; the rest stays exploratory. */
function adjusted(tests: readonly Test[], design: Design | null): readonly Test[] {
  const families = Map.groupBy(
    tests.filter(({ family }) => family === 'declared'),
    ({ one, other }) => JSON.stringify([one, other]),
  );
  const byHolm = new Map<Test, number>();
  for (const mine of families.values()) {
    const { one, other } = mine[0]!;
    const untested = Math.max(0, (design === null ? 0 : familySize(design, one, other)) - mine.length);
    const values = holm([...mine.map(({ p }) => p), ...Array.from({ length: untested }, () => 1)]);
    mine.forEach((test, i) => byHolm.set(test, values[i]!));
  }
  return tests.map((test) => {
    const mine = byHolm.get(test);
    if (mine === undefined) return { ...test, adjusted: null, verdict: 'exploratory' };
    const apart = test.interval !== null && (test.interval[0] > 0 || test.interval[1] < 0);
    return { ...test, adjusted: mine, verdict: apart && mine < 0.05 ? 'shown' : 'not shown' };
  });
}

/** Where the same people's means over several sets of payoffs are compared, each set by itself is exploratory. */
function exploratoryIfPooled(
  test: Test,
  { key, game }: ConditionComparison,
  across: readonly AcrossConditions[],
): Test {
  const pooled = across
    .flatMap((one) => (one.game === game ? one.overall : []))
    .some(
      ({ conditions, tests }) =>
        conditions.includes(key) &&
        tests.some(({ one, other, measure }) => one === test.one && other === test.other && measure === test.measure),
    );
  return pooled ? { ...test, family: 'exploratory' } : test;
}

/** One sentence under a figure. */
function conclusion(
  figure: Figure,
  groups: readonly Group[],
  lines: readonly Benchmark[],
  tests: readonly Test[],
): string {
  const shown = groups.filter(({ measures }) =>
    measures.some((one) => one.n > 0 && figure.rows.some((row) => row.measure === one.measure)),
  );
  const [told, samples] = [shown.filter(({ instrument }) => instrument !== null), shown.filter(isSample)];
  const sentences = [
    sampleSentence(figure, shown, told, lines, tests),
    ...told.flatMap((group) => [
      toldSentence(figure, group),
      // Of one sample it stands beside its own figures.
      samples.length > 1 ? holdersSentence(figure, group, samples) : '',
    ]),
  ];
  return sentences.filter(Boolean).join(' ');
}

const isSample = ({ instrument }: Group): boolean => instrument === null;

/** Which samples' intervals hold what somebody told: as they are held against theory, and no test. */
function holdersSentence({ rows }: Figure, { label }: Group, samples: readonly Group[]): string {
  const parts = samples.flatMap((sample) => {
    const asked = sample.held.filter(({ agent }) => agent === label);
    const mine = rows.flatMap((row) =>
      asked.filter(({ measure }) => measure === row.measure).map((one) => ({ ...one, row })),
    );
    if (mine.length === 0) return [];
    const held = mine.flatMap(({ inside, row }) => (inside ? [row.label.trim()] : []));
    return [`${sample.label}: ${held.length === 0 ? 'nothing' : listed(held)}`];
  });
  return parts.length === 0 ? '' : `What the 95 % intervals of the others hold of it: ${parts.join('; ')}.`;
}

/** Of the groups that are samples; nothing where there are none, but somebody told probabilities. */
function sampleSentence(
  figure: Figure,
  all: readonly Group[],
  told: readonly Group[],
  lines: readonly Benchmark[],
  tests: readonly Test[],
): string {
  if (all.length === 0)
    return 'Theory and stand-ins only: lines, of which nothing about people or models can be concluded.';
  const shown = all.filter(isSample);
  if (shown.length === 0) return '';
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
  return amongAgents(figure, first!, lines, told) || 'One group: nothing to compare it with yet.';
}

/** What somebody told by this figure: shares with their ranges, and that there is no interval. Never what they differ from by chance. */
function toldSentence(figure: Figure, { label, measures, instrument }: Group): string {
  const parts = figure.rows.flatMap(({ measure, label: row }) => {
    const found = measures.find((one) => one.measure === measure);
    if (found === undefined || found.mean === null || found.from === 'answers') return [];
    const value = `${row.trim()} ${figureValue(figure, measure, found.mean)}`;
    return [
      found.from === 'drawn'
        ? `${value} (as drawn)`
        : found.range === null
          ? value
          : `${value} (${span(figure, measure, found.range)})`,
    ];
  });
  const over = `orders of the options${(instrument?.wordings ?? 1) > 1 ? ' and wordings' : ''}`;
  return parts.length === 0
    ? ''
    : `${label}: ${parts.join('; ')}; from probabilities, no reasoning, in brackets the range over ${over}; no sample, so no interval and no test.`;
}

const isFew = (one: MeasureEstimate | undefined): boolean => one === undefined || one.n < FEW;

/** A value of a measure as this figure writes it: "58 %", "35" or "14.7"; `value` is on the measure's own scale. */
export function figureValue(
  { written: how, decimals = 1, rows }: Pick<Figure, 'written' | 'decimals' | 'rows'>,
  measure: string,
  value: number,
): string {
  const times = rows.find((row) => row.measure === measure)?.times ?? 1;
  if (how === 'percent') return percent(value);
  return how === 'whole' ? String(Math.round(value * times)) : (value * times).toFixed(decimals);
}

/** "39 to 76 %". */
function span(figure: Figure, measure: string, [low, high]: readonly [number, number]): string {
  const [from, to] = [figureValue(figure, measure, low), figureValue(figure, measure, high)];
  return `${figure.written === 'percent' ? from.replace(' %', '') : from} to ${to}`;
}

/** Where this group stands among the agents: said of what they predict, never that they explain the group. */
function amongAgents(figure: Figure, group: Group, lines: readonly Benchmark[], told: readonly Group[]): string {
  const predictions = predictionsOf(lines, told);
  const parts = figure.rows.flatMap(({ measure, label }) => {
    const found = group.measures.find((one) => one.measure === measure);
    if (found === undefined || found.interval === null || found.mean === null) return [];
    const of = predictions.filter((line) => line.values[measure] !== undefined);
    if (of.length === 0) return [];
    const inside = of.filter((line) =>
      group.held.some((held) => held.measure === measure && held.agent === line.agent && held.inside),
    );
    const [low, high] = found.interval;
    const where =
      inside.length === of.length
        ? 'every agent within it'
        : inside.length > 0
          ? `as ${listed(inside.map(({ agent }) => agent))}`
          : of.every((line) => line.values[measure]! > high)
            ? 'less than every agent'
            : of.every((line) => line.values[measure]! < low)
              ? 'more than every agent'
              : 'as no agent';
    const mean = figureValue(figure, measure, found.mean);
    return [`${label.trim()} ${mean} (95 % interval ${span(figure, measure, found.interval)}), ${where}`];
  });
  const believing = believingWords(lines);
  return parts.length === 0
    ? ''
    : `${group.kind === 'people' ? upper(group.label) : group.label}: ${parts.join('; ')}.${believing === '' ? '' : ` Agents${believing}.`}`;
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
  const ends = interval?.map((end) => differenceText(figure, measure, end).replace(' points', '')).join(' to ');
  const range = ends === undefined ? '' : ` (95 % ${ends})`;
  const found = `${label}: ${test.one} minus ${test.other} is ${differenceText(figure, measure, test.difference)}${range}, ${pWords(test)}`;
  if (interval === null && test.family === 'declared')
    return `${found}: not shown, since in each group all are equal and nothing tells how they vary.`;
  const why = test.disagreement === null ? aloneWords(test) : ` ${test.disagreement}`;
  if (test.verdict === 'shown') return `${found}: a difference is shown.`;
  const where = test.test.startsWith('Fisher') ? ' around 50 %' : '';
  const could =
    detectable === null
      ? ''
      : `; with so many only a difference of ${differenceText(figure, measure, detectable)} or more${where} would usually be found`;
  return test.verdict === 'exploratory'
    ? `${found}: it shows nothing by itself${could}.${why}`
    : `${found}: a difference is not shown${could}.${why}`;
}

/** Where p and interval agree on a difference, and only the adjustment keeps it from being shown: that, in a sentence. */
function aloneWords({ p, adjusted, interval }: Test): string {
  const apart = interval !== null && (interval[0] > 0 || interval[1] < 0);
  return apart && p < 0.05 && adjusted !== null && adjusted >= 0.05
    ? ` By itself it would be (${pValue(p)}); among so many declared differences it may be chance.`
    : '';
}

const differenceText = (figure: Figure, measure: string, value: number): string => {
  const size = figureValue(figure, measure, Math.abs(value)).replace(' %', ' points');
  return value < 0 && /[1-9]/.test(size) ? `−${size}` : size;
};

const pWords = ({ p, adjusted }: Pick<Test, 'p' | 'adjusted'>): string =>
  adjusted === null ? `${pValue(p)}, exploratory` : `${pValue(adjusted)} after Holm`;
/** A p-value as a table writes it: ".012", "< .001", "1.000". */
export const pText = (p: number): string => (p < 0.001 ? '< .001' : p.toFixed(3).replace(/^0/, ''));
/** "p = .012" of a sentence. */
const pValue = (p: number): string => `p ${p < 0.001 ? '' : '= '}${pText(p)}`;
