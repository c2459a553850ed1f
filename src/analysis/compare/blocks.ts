/** A comparison as blocks: the screen, the plain text of a pipe and the report draw the same ones. */
import { distributionBlocks, figureBlock, conditionBlocks } from './figure-blocks.ts';
import { conditionParts } from './condition.ts';
import type { Comparison, ConditionComparison } from './document.ts';
import type { PooledMeans } from './within-person.ts';
import { guessBlocks } from './guesses.ts';
import { PEOPLE_ARE, peopleTables } from './people-blocks.ts';
import { pooledBlocks, preferenceBlocks } from './preference-blocks.ts';
import { contrastBlocks, disagreementBlocks, testNames, testBlocks, testTable } from './test-blocks.ts';
import type { Test } from './hypothesis-tests.ts';
import type { PublishedStudy } from '../../core/published-figures.ts';
import { formatDoubt } from '../repairs.ts';
import { type Block, text } from '../../core/blocks.ts';
import type { CallCount } from '../../core/stored-rows.ts';

/** One condition in words: "Prisoner's dilemma, gentle, against moralis:0.5, as first mover". */
export const conditionTitle = (one: ConditionComparison): string => [one.title, ...conditionParts(one)].join(', ');

/** Published figures of one game, a paragraph a study, at most `most`: that they are from another game or market is said first. */
export const referenceBlocks = (
  references: readonly PublishedStudy[],
  game: string,
  most = Infinity,
): readonly Block[] =>
  references
    .filter((one) => one.game === game)
    .slice(0, most)
    .map(({ caption, source, figures }) =>
      text(`Published, ${caption} (${source}): ${figures.map(({ label, value }) => `${label} ${value}`).join('; ')}.`),
    );

/** The numbers of published people beside a condition, and what they are; nothing where there are none. */
export const publishedPeople = (condition: ConditionComparison): readonly Block[] =>
  condition.people.length === 0 ? [] : [text(PEOPLE_ARE), ...peopleTables(condition)];

/** How questions to each model ended, counted: a table, and a sentence where many repairs let one doubt. */
export function modelBlocks({ models }: Comparison): readonly Block[] {
  if (models.length === 0) return [];
  return [
    {
      kind: 'table',
      columns: [{ head: 'model, questions' }, ...CALL_OUTCOMES.map(([head]) => ({ head, align: 'right' as const }))],
      rows: models.map((one) => [
        { text: `${one.agent}, ${questionCount(one)}` },
        ...CALL_OUTCOMES.map(([name]) => ({ text: String(one.outcomes[name] ?? 0) })),
      ]),
    },
    ...models.flatMap(repairDoubt),
  ];
}

/** Everything as one page: what a pipe gets. Conditions first, then the same people across them, preferences, models, published figures, notes. */
export function comparisonBlocks(comparison: Comparison): readonly Block[] {
  const { treatments, references, notes } = comparison;
  const games = [...new Set(treatments.map(({ game }) => game))];
  return [
    ...treatments.flatMap((condition) => [
      { kind: 'text' as const, text: conditionTitle(condition), strong: true },
      ...(condition.groups.length > 0
        ? [text(condition.groups.map(({ label, size }) => `${label}: ${size}`).join('   '))]
        : []),
      ...conditionBlocks(condition),
      ...contrastBlocks(condition),
      ...distributionBlocks(condition, condition.groups),
      ...(condition.groups.length > 0 ? testBlocks(condition, condition.groups) : []),
      ...publishedPeople(condition),
    ]),
    ...games.flatMap((game) => acrossBlocks(comparison, game)),
    ...comparison.guesses.flatMap((one) => [
      { kind: 'text' as const, text: one.title, strong: true },
      ...guessBlocks(one),
    ]),
    ...(comparison.preferences ?? []).flatMap((one) => preferenceBlocks(one)),
    ...pooledBlocks(comparison.pooled),
    ...modelBlocks(comparison),
    ...games.flatMap((game) => referenceBlocks(references, game)),
    ...notes.map((note) => text(note)),
  ];
}

/** How questions to models end, for screen and report: in the order of honesty, with what each means. */
export const CALL_OUTCOMES = [
  ['answered', 'answered at once'],
  ['repaired', 'answered at the second try, after the problem was quoted'],
  ['refused', 'refused, by the model or its server’s filter'],
  ['invalid', 'still no possible answer after the second try'],
  ['timed out', 'no answer in the time given'],
  ['failed', 'the server failed'],
] as const;

/** How many questions a model was asked, however they ended. */
export const questionCount = ({ outcomes }: CallCount): number =>
  Object.values(outcomes).reduce((sum, n) => sum + n, 0);

/** What many repairs let one doubt, as a paragraph; nothing where there were few. */
export function repairDoubt({ agent, outcomes }: CallCount): readonly Block[] {
  const words = formatDoubt(outcomes['answered'] ?? 0, outcomes['repaired'] ?? 0);
  return words === null ? [] : [text(`${agent}: ${words}`)];
}

/**
 * The same people in several conditions of one game: groups by their means over all of them, then pairs of conditions,
 * exploratory. `only`: the labels of the groups that are revealed; null: all of them, and pairs, which take everybody together.
 */
export const acrossBlocks = (
  { across, treatments }: Comparison,
  game: string,
  only: readonly string[] | null = null,
): readonly Block[] =>
  across
    .filter((one) => one.game === game)
    .flatMap(({ tests, overall }) => {
      const condition = treatments.find((one) => one.game === game);
      if (condition === undefined) return [];
      return [
        ...overall.flatMap((one) => pooledMeansBlocks(only === null ? one : pooledMeansOf(one, only), condition)),
        // Pairs of conditions take everybody together: nothing for before all are revealed.
        ...(only === null ? byPair(tests) : []).flatMap(([pair, mine]) => [
          text(`The same people in two conditions: ${pair}`),
          testTable(condition, mine, ({ measure, n }) => `${measure} (n ${n[0]})`),
          text(testNames(mine)),
        ]),
      ];
    });

const pooledMeansOf = (overall: PooledMeans, only: readonly string[]): PooledMeans => ({
  ...overall,
  groups: overall.groups.filter(({ label }) => only.includes(label)),
  tests: overall.tests.filter(({ one, other }) => only.includes(one) && only.includes(other)),
});

const pooledMeansBlocks = (overall: PooledMeans, condition: ConditionComparison): readonly Block[] =>
  overall.groups.length === 0
    ? []
    : [
        text(pooledMeansWords(overall, condition)),
        ...condition.figures.map((figure) => figureBlock(figure, overall.groups, [])),
        ...byPair(overall.tests).flatMap(([pair, mine]) => [
          text(`${pair} (n ${mine[0]!.n.join(' and ')})`),
          testTable(condition, mine, ({ measure }) => measure),
          text(`${testNames(mine)} Holm: over these.`),
          ...disagreementBlocks(mine),
        ]),
      ];

/** What everybody's mean over several sets of payoffs is taken over, and of how many people: a paragraph. */
export const pooledMeansWords = ({ payoffs, against, groups }: PooledMeans, { title }: ConditionComparison): string =>
  `${title}, ${payoffs.join(', ')} together${against === '' ? '' : `, ${against}`}: everybody's mean over all of them is one observation. ${groups.map(({ label, size }) => `${label}: ${size}`).join('; ')}.`;

/** Tests by what is compared: "A minus B". */
const byPair = (tests: readonly Test[]): readonly (readonly [string, readonly Test[]])[] => [
  ...Map.groupBy(tests, ({ one, other }) => `${one} minus ${other}`),
];
