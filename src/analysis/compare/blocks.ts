/** A comparison as blocks: the screen, the plain text of a pipe and the report draw the same ones. */
import { formatDoubt } from '../repairs.ts';
import { type Block, type Cell, type ScaleMark, text } from '../../blocks.ts';
import type { Figure } from '../../game.ts';
import { shapeOf } from '../../marks.ts';
import { minus, short } from '../../numbers.ts';
import type { Reference } from '../reference.ts';
import type { Comparison, Group, Treatment } from './document.ts';
import { type Bin, type Estimate, FEW } from './estimate.ts';
import type { Line } from './lines.ts';
import type { Overall } from './overall.ts';
import { pFigure, written } from './sentences.ts';
import { preferenceBlocks } from './preference-blocks.ts';
import type { Test } from './tests.ts';

type Scale = Block & { kind: 'scale' };
type ScaleRow = Scale['rows'][number];

/** "Prisoner's dilemma, gentle, against moralis:0.5". */
export const treatmentWords = ({ title, settings, against, older, version }: Treatment): string =>
  [`${title}, ${settings}`, against, older ? `version ${version}` : ''].filter(Boolean).join(', ');

/** The groups that are revealed, in order: the first so many. */
export const revealedGroups = ({ groups }: Treatment, revealed: number): readonly Group[] => groups.slice(0, revealed);

/** The pictures of one treatment, each with the sentence that says what may be concluded. */
export function treatmentBlocks(treatment: Treatment, revealed = Infinity, withLines = true): readonly Block[] {
  const groups = revealedGroups(treatment, revealed);
  const lines = withLines ? treatment.lines : [];
  const whole = groups.length === treatment.groups.length && withLines;
  return [
    ...treatment.figures.flatMap((figure, i) => [
      ...(figure.title.length > LONGEST_HEAD ? [text(figure.title)] : []),
      figureBlock(figure, groups, lines),
      text(legend(groups, lines)),
      ...(whole ? [text(treatment.conclusions[i] ?? '')] : []),
    ]),
    ...pathBlocks(treatment, groups),
  ];
}

/** A longer title stands above its picture. */
const LONGEST_HEAD = 24;

type Drawn = Pick<Group, 'label' | 'mark' | 'measures'>;

/** Measures under each other on one line: of one group beside its agents' marks, of several under them. */
export function figureBlock(figure: Figure, groups: readonly Drawn[], lines: readonly Line[]): Scale {
  const { min, max, ends, title } = figure;
  const [only] = groups;
  const rows = figure.rows.flatMap((row): readonly ScaleRow[] => {
    const marks = lines.flatMap((line): readonly ScaleMark[] => {
      const value = line.values[row.measure];
      const name = lines.some((other) => other !== line && kindOf(other) === kindOf(line)) ? { name: variantOf(line) } : {};
      return value === undefined ? [] : [{ at: value * (row.times ?? 1), who: { agent: line.label }, ...name }];
    });
    if (groups.length === 1 && only !== undefined) return [withGroup(figure, row, row.label, only, marks)];
    return [{ label: row.label, marks }, ...groups.map((group) => withGroup(figure, row, `  ${group.label}`, group, []))];
  });
  const last = rows.at(-1);
  const noted = figure.notes === undefined || last === undefined ? rows : [...rows.slice(0, -1), { ...last, notes: figure.notes }];
  return { kind: 'scale', ...(title.length > LONGEST_HEAD || noted.length < 2 ? {} : { head: title }), min, max, ends, rows: noted };
}

const kindOf = ({ label }: Line): string => label.split('/')[0]!;
/** "sellers" of moralis:0.5/sellers, "0.8" of moralis:0.8. */
const variantOf = ({ agent }: Line): string => agent.slice(Math.max(agent.lastIndexOf('/'), agent.indexOf(':')) + 1);

function withGroup(figure: Figure, row: Figure['rows'][number], label: string, group: Drawn, marks: readonly ScaleMark[]): ScaleRow {
  const found = group.measures.find(({ measure }) => measure === row.measure);
  if (found === undefined || found.n === 0) return { label, marks, text: 'no answers' };
  const times = row.times ?? 1;
  const who = { agent: group.mark };
  const own = found.mean === null ? found.dots.map((at) => ({ at: at * times, who })) : [{ at: found.mean * times, who }];
  return {
    label,
    marks: [...own, ...marks],
    ...(found.interval === null ? {} : { interval: [found.interval[0] * times, found.interval[1] * times] as const }),
    text: valueWords(figure, found),
  };
}

/** "58 %  14 of 24", "35  n 24", and of fewer than five only how many. */
export function valueWords(figure: Figure, { measure, mean, n, yes }: Estimate): string {
  if (mean === null) return yes === null ? `n ${n}` : `${yes} of ${n}`;
  const value = written(figure, measure, mean);
  return yes === null ? `${value}  n ${n}` : `${value}  ${yes} of ${n}`;
}

export function legend(groups: readonly Group[], lines: readonly Line[]): string {
  const people = groups.some(({ kind }) => kind === 'people') ? ['◆ people'] : [];
  const models = groups.filter(({ kind }) => kind === 'model').map(({ mark, label }) => `${shapeOf(mark)} ${label}`);
  const samples = [...people, ...models];
  const agents = lines.map(({ label, agent, kind }) => `${shapeOf(label)} ${agent}${kind === 'stand-in' ? ', a stand-in' : ''}`);
  const items = [...(samples.length > 0 ? [`${samples.join('  ')}, ├ ┤ 95 % interval`] : []), ...agents];
  return items.map(together).join('  ');
}

/** A mark stays on the line of its name. */
const together = (item: string): string => item.replace(/([◆●▲△■○▬□├]) /g, '$1\u00a0');

/** The groups' mean paths with Nash and monopoly lines. */
export function pathBlocks({ path }: Treatment, groups: readonly Group[]): readonly Block[] {
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
      lines: drawn.map((group) => ({ who: { agent: group.mark }, name: group.label, points: group.path.map(({ mean }) => mean) })),
      levels: path.levels,
    },
    text(
      `${path.title}: ${drawn.map((group) => `${group.label}, ${group.size}`).join('; ')}. Lines are theory; a path is a mean over markets and shows no market.`,
    ),
  ];
}

/** The units of one measure of one group, counted in bins that all groups of a treatment share. */
export type Strip = { readonly label: string; readonly mark: string; readonly n: number; readonly bins: readonly Bin[] };

/** How the units of each rating and price spread over its scale, those with the same bins together. */
export function strips({ figures, measures }: Treatment, groups: readonly Group[]): readonly (readonly Strip[])[] {
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

/** Distributions, not means alone: a row a group, a column a bin. */
export function distributionBlocks(treatment: Treatment, groups: readonly Group[]): readonly Block[] {
  const tables = strips(treatment, groups).map((mine): Block => ({
    kind: 'table',
    columns: [{ head: 'from' }, ...mine[0]!.bins.map(({ from }) => ({ head: short(from), align: 'right' as const }))],
    rows: mine.map(({ bins, label }) => [{ text: label }, ...bins.map(({ count }) => ({ text: count === 0 ? '·' : String(count) }))]),
  }));
  return tables.length === 0 ? [] : [text('How many observations have their mean in each range, from the number above on:'), ...tables];
}

/**
 * Tests of one treatment: each with its interval, what could have been detected, and what it shows. Of differences between
 * groups the declared ones, unless `all` asks for the exploratory ones too.
 */
export function testBlocks(treatment: Treatment, groups: readonly Group[], all = false): readonly Block[] {
  const labels = groups.map(({ label }) => label);
  const between = treatment.tests.filter(
    ({ kind, one, other }) => kind === 'between groups' && labels.includes(one) && labels.includes(other),
  );
  const beforehand = new Set(treatment.measures.flatMap(({ name, declared }) => (declared ? [name] : [])));
  const shown = between.filter(({ measure }) => all || beforehand.has(measure));
  const inPersons = treatment.tests.filter(
    (test) => test.kind === 'within person' && labels.some((label) => test.one.startsWith(`${label}: `)),
  );
  if (between.length + inPersons.length === 0)
    return [
      text(
        `No test: it takes two groups, or two answers of the same people, of at least ${FEW} each. Lines are theory and stand-ins, and never one side of a test.`,
      ),
    ];
  const pairs = [...new Set(shown.map(({ one, other }) => `${one} minus ${other}`))];
  const declared = [...new Set(between.flatMap(({ family, measure }) => (family === 'declared' ? [measure] : [])))];
  return [
    ...pairs.flatMap((pair) => {
      const mine = shown.filter(({ one, other }) => `${one} minus ${other}` === pair);
      return [
        text(`${pair} (n ${mine[0]!.n.join(' and ')})`),
        testTable(treatment, mine, ({ measure }) => measure),
        text(howTested(mine)),
        ...asDistributions(mine),
      ];
    }),
    ...(inPersons.length === 0
      ? []
      : [
          text('Within person: two answers of the same people.'),
          testTable(
            treatment,
            inPersons,
            ({ one, other, n }) => `${groups.length === 1 ? one.replace(/^[^:]*: /, '') : one} minus ${other} (n ${n[0]})`,
          ),
          text(howTested(inPersons)),
        ]),
    text(
      declared.length > 0
        ? `Holm: adjusted over the declared tests of this game (${declared.join(', ')}), of all pairs of groups in all its conditions; a test without it is exploratory. What is not shown is not shown to be nothing.`
        : between.some(({ measure }) => beforehand.has(measure))
          ? 'These tests are exploratory and show nothing by themselves: declared are those of the same people’s means over all their sets of payoffs.'
          : 'These tests are exploratory: they show nothing by themselves.',
    ),
    ...(groups.some(({ kind, unit }) => kind === 'model' && unit === 'draw')
      ? [text("A model's n are draws of one subject under one wording: its tests are about this model and wording, not about models.")]
      : []),
  ];
}

/** "p: Fisher's exact test. 95 %: Newcombe." */
function howTested(tests: readonly Test[]): string {
  const [named, by] = [new Set(tests.map(({ test }) => test)), new Set(tests.flatMap(({ method }) => method ?? []))];
  return `p: ${[...named].join('; ')}.${by.size === 0 ? '' : ` 95 %: ${[...by].join('; ')}.`}`;
}

/** The same samples as whole distributions, where each unit gave equally many answers: exploratory. */
function asDistributions(tests: readonly Test[]): readonly Block[] {
  const rows = tests.flatMap(({ measure, besides }): readonly (readonly Cell[])[] => {
    const of = (name: string): string => (besides[name] === undefined ? '–' : short(besides[name]));
    const p = besides['Kolmogorov–Smirnov p'];
    if (p === undefined) return [];
    const values = [of("Cliff's delta"), of('Kolmogorov–Smirnov D'), pFigure(p), of('Wasserstein-1')];
    return [[{ text: measure }, ...values.map((value) => ({ text: value }))]];
  });
  if (rows.length === 0) return [];
  const columns = ["Cliff's δ", 'KS distance', 'p', 'Wasserstein-1'].map((head) => ({ head, align: 'right' as const }));
  return [{ kind: 'table', columns: [{ head: 'as distributions, exploratory' }, ...columns], rows }];
}

function testTable(treatment: Treatment, tests: readonly Test[], name: (test: Test) => string): Block {
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
    rows: tests.map((test) => testRow(treatment, test, name(test))),
  };
}

function testRow(treatment: Treatment, test: Test, name: string): readonly Cell[] {
  const rate = treatment.measures.find(({ name: measure }) => measure === test.measure)?.scale === 'rate';
  const show = (value: number): string => (rate ? minus(String(Math.round(value * 100))) : short(value));
  return [
    { text: name },
    { text: `${show(test.difference)}${rate ? ' points' : ''}` },
    { text: test.interval === null ? '–' : `${show(test.interval[0])} to ${show(test.interval[1])}` },
    { text: pFigure(test.p) },
    { text: test.adjusted === null ? '' : pFigure(test.adjusted) },
    { text: test.detectable === null ? '–' : show(test.detectable) },
    { text: test.verdict, strong: test.verdict === 'shown' },
  ];
}

/** Published figures: another game or market, always said first. */
export const referenceBlocks = (references: readonly Reference[], game: string, most = Infinity): readonly Block[] =>
  references
    .filter((one) => one.game === game)
    .slice(0, most)
    .map(({ caption, source, figures }) =>
      text(`Published, ${caption} (${source}): ${figures.map(({ label, value }) => `${label} ${value}`).join('; ')}.`),
    );

/** The same people in several conditions: groups by their means over all of them, then pairs of conditions, exploratory. */
export const acrossBlocks = ({ across, treatments }: Comparison, game: string, only: readonly string[] | null = null): readonly Block[] =>
  across
    .filter((one) => one.game === game)
    .flatMap(({ tests, overall }) => {
      const treatment = treatments.find((one) => one.game === game);
      if (treatment === undefined) return [];
      return [
        ...overall.flatMap((one) => overallBlocks(only === null ? one : revealedOf(one, only), treatment)),
        // Pairs of conditions take everybody together: nothing for before all are revealed.
        ...(only === null ? inPairs(tests) : []).flatMap(([pair, mine]) => [
          text(`The same people in two conditions: ${pair}`),
          testTable(treatment, mine, ({ measure, n }) => `${measure} (n ${n[0]})`),
          text(howTested(mine)),
        ]),
      ];
    });

const revealedOf = (overall: Overall, only: readonly string[]): Overall => ({
  ...overall,
  groups: overall.groups.filter(({ label }) => only.includes(label)),
  tests: overall.tests.filter(({ one, other }) => only.includes(one) && only.includes(other)),
});

const overallBlocks = (overall: Overall, treatment: Treatment): readonly Block[] =>
  overall.groups.length === 0
    ? []
    : [
        text(overallWords(overall, treatment)),
        ...treatment.figures.map((figure) => figureBlock(figure, overall.groups, [])),
        ...inPairs(overall.tests).flatMap(([pair, mine]) => [
          text(`${pair} (n ${mine[0]!.n.join(' and ')})`),
          testTable(treatment, mine, ({ measure }) => measure),
          text(`${howTested(mine)} Holm: over these and the declared tests of each condition.`),
        ]),
      ];

export const overallWords = ({ payoffs, against, groups }: Overall, { title }: Treatment): string =>
  `${title}, ${payoffs.join(', ')} together${against === '' ? '' : `, ${against}`}: everybody's mean over all of them is one observation. ${groups.map(({ label, size }) => `${label}: ${size}`).join('; ')}.`;

/** Tests by what is compared: "A minus B". */
const inPairs = (tests: readonly Test[]): readonly (readonly [string, readonly Test[]])[] => [
  ...Map.groupBy(tests, ({ one, other }) => `${one} minus ${other}`),
];

/** Declared differences from 0, one group each. */
export function contrastBlocks({ groups }: Treatment): readonly Block[] {
  const facts = groups.flatMap((group) =>
    group.contrasts.map(({ says, verdict, interval }) => ({
      label: `${group.label}: ${says}`,
      value: `${verdict}${interval === null ? '' : ` (95 % ${short(interval[0])} to ${short(interval[1])})`}`,
    })),
  );
  return facts.length === 0 ? [] : [{ kind: 'facts', facts }];
}

/** How each model answered: honest rates. */
export function modelBlocks({ models }: Comparison): readonly Block[] {
  if (models.length === 0) return [];
  const outcomes = ['answered', 'repaired', 'refused', 'invalid', 'timed out', 'failed'];
  return [
    {
      kind: 'table',
      columns: [{ head: 'model, questions' }, ...outcomes.map((head) => ({ head, align: 'right' as const }))],
      rows: models.map((one) => {
        const all = Object.values(one.outcomes).reduce((sum, n) => sum + n, 0);
        return [{ text: `${one.agent}, ${all}` }, ...outcomes.map((name) => ({ text: String(one.outcomes[name] ?? 0) }))];
      }),
    },
    ...models.flatMap(({ agent, outcomes: of }) => {
      const doubt = formatDoubt(of['answered'] ?? 0, of['repaired'] ?? 0);
      return doubt === null ? [] : [text(`${agent}: ${doubt}`)];
    }),
  ];
}

/** Everything as one page: what a pipe gets. */
export function comparisonBlocks(comparison: Comparison): readonly Block[] {
  const { treatments, references, notes } = comparison;
  const games = [...new Set(treatments.map(({ game }) => game))];
  return [
    ...treatments.flatMap((treatment) => [
      { kind: 'text' as const, text: treatmentWords(treatment), strong: true },
      ...(treatment.groups.length > 0 ? [text(treatment.groups.map(({ label, size }) => `${label}: ${size}`).join('   '))] : []),
      ...treatmentBlocks(treatment),
      ...contrastBlocks(treatment),
      ...distributionBlocks(treatment, treatment.groups),
      ...(treatment.groups.length > 0 ? testBlocks(treatment, treatment.groups) : []),
    ]),
    ...games.flatMap((game) => acrossBlocks(comparison, game)),
    ...(comparison.preferences ?? []).flatMap((one) => preferenceBlocks(one)),
    ...modelBlocks(comparison),
    ...games.flatMap((game) => referenceBlocks(references, game)),
    ...notes.map((note) => text(note)),
  ];
}
