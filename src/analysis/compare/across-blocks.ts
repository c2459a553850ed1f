/** The same people in several conditions, as blocks: their means over all sets of payoffs, and pairs of conditions. */
import { type Block, text } from '../../core/blocks.ts';
import type { Comparison, Treatment } from './document.ts';
import { figureBlock } from './figure-blocks.ts';
import type { Overall } from './overall.ts';
import { howTested, testTable } from './test-blocks.ts';
import type { Test } from './tests.ts';

/** The same people in several conditions: groups by their means over all of them, then pairs of conditions, exploratory. */
export const acrossBlocks = (
  { across, treatments }: Comparison,
  game: string,
  only: readonly string[] | null = null,
): readonly Block[] =>
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
