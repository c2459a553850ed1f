/** Tests as tables: each difference with its interval, what could have been detected, and what it shows. */
import { type Block, type Cell, text } from '../../core/blocks.ts';
import { listed, minus, short } from '../../core/format.ts';
import type { ConditionComparison, Group } from './document.ts';
import { FEW } from '../stats/few.ts';
import { pText } from './conclusions.ts';
import type { Test } from './hypothesis-tests.ts';

/**
 * Tests of one condition: each with its interval, what could have been detected, and what it shows. Of differences between
 * groups the declared ones, unless `all` asks for the exploratory ones too.
 */
export function testBlocks(condition: ConditionComparison, groups: readonly Group[], all = false): readonly Block[] {
  const labels = groups.map(({ label }) => label);
  const between = condition.tests.filter(
    ({ kind, one, other }) => kind === 'between groups' && labels.includes(one) && labels.includes(other),
  );
  const beforehand = new Set(condition.measures.flatMap(({ name, declared }) => (declared ? [name] : [])));
  const shown = between.filter(({ measure }) => all || beforehand.size === 0 || beforehand.has(measure));
  const inPersons = condition.tests.filter(
    (test) => test.kind === 'within person' && labels.some((label) => test.one.startsWith(`${label}: `)),
  );
  if (between.length + inPersons.length === 0) return noTestBlocks(groups);
  const pairs = [...new Set(shown.map(({ one, other }) => `${one} minus ${other}`))];
  const declared = [...new Set(between.flatMap(({ family, measure }) => (family === 'declared' ? [measure] : [])))];
  return [
    ...pairs.flatMap((pair) => {
      const mine = shown.filter(({ one, other }) => `${one} minus ${other}` === pair);
      return [
        text(`${pair} (n ${mine[0]!.n.join(' and ')})`),
        testTable(condition, mine, ({ measure }) => measure),
        text(testNames(mine)),
        ...disagreementBlocks(mine),
        ...distributionsTable(mine),
      ];
    }),
    ...(inPersons.length === 0
      ? []
      : [
          text('Within person: two answers of the same people.'),
          testTable(
            condition,
            inPersons,
            ({ one, other, n }) =>
              `${groups.length === 1 ? one.replace(/^[^:]*: /, '') : one} minus ${other} (n ${n[0]})`,
          ),
          text(testNames(inPersons)),
        ]),
    text(
      declared.length > 0
        ? `Holm: adjusted over the declared measures (${declared.join(', ')}) of two groups in one condition, whatever else is in the file; a test without it is exploratory. What is not shown is not shown to be nothing.`
        : between.some(({ measure }) => beforehand.has(measure))
          ? 'These tests are exploratory and show nothing by themselves: declared are those of the same people’s means over all their sets of payoffs.'
          : beforehand.size === 0
            ? 'Of this game nothing is declared beforehand: these tests are exploratory, and show nothing by themselves.'
            : 'These tests are exploratory: they show nothing by themselves.',
    ),
    ...oneSubjectNote(groups),
    ...toldNote(groups),
  ];
}

const NO_TEST = text(
  `No test: it takes two groups, or two answers of the same people, of at least ${FEW} each. Lines are theory and stand-ins, and never one side of a test.`,
);

/** Where a model is one side: whom its tests are about, as a paragraph. */
export const oneSubjectNote = (groups: readonly Group[]): readonly Block[] =>
  groups.some(({ kind, unit }) => kind === 'model' && unit === 'draw')
    ? [
        text(
          "A model's n are draws of one subject under one wording: its tests are about this model and wording, not about models.",
        ),
      ]
    : [];

/** Where somebody told probabilities: that these are never one side of a test, as a paragraph. */
export function toldNote(groups: readonly Group[]): readonly Block[] {
  const told = groups.filter(({ instrument }) => instrument !== null).map(({ label }) => label);
  if (told.length === 0) return [];
  const held =
    told.length < groups.length ? ' Whether an interval of the others contains them stands under the figure.' : '';
  return [
    text(
      `${listed(told)}: probabilities are no sample, and draws from them no observations: never one side of a test.${held}`,
    ),
  ];
}

/** Why there is no test: too few groups, or nobody who is a sample. */
export const noTestBlocks = (groups: readonly Group[]): readonly Block[] => [
  ...(groups.length > 0 && groups.every(({ instrument }) => instrument !== null) ? [] : [NO_TEST]),
  ...toldNote(groups),
];

/** Which tests and intervals a table uses: "p: Fisher's exact test. 95 %: Newcombe." */
export function testNames(tests: readonly Test[]): string {
  const [named, by] = [new Set(tests.map(({ test }) => test)), new Set(tests.flatMap(({ method }) => method ?? []))];
  return `p: ${[...named].join('; ')}.${by.size === 0 ? '' : ` 95 %: ${[...by].join('; ')}.`}`;
}

/** Where a p and its interval disagree, why, a sentence a measure. */
export const disagreementBlocks = (tests: readonly Test[]): readonly Block[] =>
  [...Map.groupBy(tests, ({ disagreement }) => disagreement)].flatMap(([why, mine]) =>
    why === null ? [] : [text(`${listed([...new Set(mine.map(({ measure }) => measure))])}: ${why}`)],
  );

/** The same samples as whole distributions, where each unit gave equally many answers: exploratory. */
function distributionsTable(tests: readonly Test[]): readonly Block[] {
  const rows = tests.filter(hasDistribution).map(distributionRow);
  if (rows.length === 0) return [];
  const columns = ["Cliff's δ", 'KS distance', 'p', 'Wasserstein-1'].map((head) => ({ head, align: 'right' as const }));
  return [{ kind: 'table', columns: [{ head: 'as distributions, exploratory' }, ...columns], rows }];
}

/** Whether two samples were compared as whole distributions too: where each unit gave equally many answers. */
export const hasDistribution = ({ besides }: Test): boolean => besides['Kolmogorov–Smirnov p'] !== undefined;

/** A row of a table: the measure, Cliff's δ, the Kolmogorov–Smirnov distance with its p, and Wasserstein-1 (in the measure's unit). */
export function distributionRow({ measure, besides }: Test): readonly Cell[] {
  const of = (name: string, written = short): Cell => ({
    text: besides[name] === undefined ? '–' : written(besides[name]),
  });
  return [
    { text: measure },
    of("Cliff's delta"),
    of('Kolmogorov–Smirnov D'),
    of('Kolmogorov–Smirnov p', pText),
    of('Wasserstein-1'),
  ];
}

/** A table of tests, a row each under the name that `name` gives it; differences of rates in points of a hundred. */
export function testTable(condition: ConditionComparison, tests: readonly Test[], name: (test: Test) => string): Block {
  return {
    kind: 'table',
    columns: [
      { head: '' },
      { head: 'difference', align: 'right' },
      { head: '95 %', align: 'right' },
      { head: 'p', align: 'right' },
      { head: 'Holm', align: 'right' },
      { head: 'detects', align: 'right' },
      { head: 'verdict' },
    ],
    rows: tests.map((test) => testRow(condition, test, name(test))),
  };
}

function testRow(condition: ConditionComparison, test: Test, name: string): readonly Cell[] {
  const rate = condition.measures.find(({ name: measure }) => measure === test.measure)?.scale === 'rate';
  const show = (value: number): string => (rate ? minus(String(Math.round(value * 100))) : short(value));
  return [
    { text: name },
    { text: `${show(test.difference)}${rate ? ' points' : ''}` },
    { text: test.interval === null ? '–' : `${show(test.interval[0])} to ${show(test.interval[1])}` },
    { text: pText(test.p) },
    { text: test.adjusted === null ? '' : pText(test.adjusted) },
    { text: test.detectable === null ? '–' : show(test.detectable) },
    { text: test.verdict, strong: test.verdict === 'shown' },
  ];
}

const CONTRASTS =
  'Declared by the game, each held against 0 (p: permutation of signs) and adjusted by Holm over those of one group; shown or contradicted where the 95 % interval leaves out 0 (or all are equal, and not 0) and p after Holm is below .05.';

/** Differences from 0 that the game declares, one group each, with verdict and interval; nothing where none is. */
export function contrastBlocks({ groups }: ConditionComparison): readonly Block[] {
  const facts = groups.flatMap((group) =>
    group.contrasts.map(({ says, verdict, mean, interval, adjusted }) => ({
      label: `${group.label}: ${says}`,
      value: [
        verdict,
        ...(mean === null ? [`fewer than ${FEW}`] : [`mean ${short(mean)}`]),
        ...(interval === null ? [] : [`95 % ${short(interval[0])} to ${short(interval[1])}`]),
        ...(adjusted === null ? [] : [`p ${adjusted < 0.001 ? '' : '= '}${pText(adjusted)} after Holm`]),
      ].join(', '),
    })),
  );
  return facts.length === 0 ? [] : [{ kind: 'facts', facts }, text(CONTRASTS)];
}
