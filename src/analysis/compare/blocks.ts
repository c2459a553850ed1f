/** A comparison as blocks: the screen, the plain text of a pipe and the report draw the same ones. */
import { type Block, text } from '../../core/blocks.ts';
import type { PublishedStudy } from '../../core/published.ts';
import { acrossBlocks } from './across-blocks.ts';
import { distributionBlocks } from './distribution-blocks.ts';
import type { Comparison, Treatment } from './document.ts';
import { treatmentBlocks } from './figure-blocks.ts';
import { asked, doubt, OUTCOMES } from './outcomes.ts';
import { preferenceBlocks } from './preference-blocks.ts';
import { contrastBlocks, testBlocks } from './test-blocks.ts';

/** "Prisoner's dilemma, gentle, against moralis:0.5". */
export const treatmentWords = ({ title, settings, against, older, version }: Treatment): string =>
  [`${title}, ${settings}`, against, older ? `version ${version}` : ''].filter(Boolean).join(', ');

/** Published figures: another game or market, always said first. */
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

/** How each model answered: honest rates. */
export function modelBlocks({ models }: Comparison): readonly Block[] {
  if (models.length === 0) return [];
  return [
    {
      kind: 'table',
      columns: [{ head: 'model, questions' }, ...OUTCOMES.map(([head]) => ({ head, align: 'right' as const }))],
      rows: models.map((one) => [
        { text: `${one.agent}, ${asked(one)}` },
        ...OUTCOMES.map(([name]) => ({ text: String(one.outcomes[name] ?? 0) })),
      ]),
    },
    ...models.flatMap(doubt),
  ];
}

/** Everything as one page: what a pipe gets. */
export function comparisonBlocks(comparison: Comparison): readonly Block[] {
  const { treatments, references, notes } = comparison;
  const games = [...new Set(treatments.map(({ game }) => game))];
  return [
    ...treatments.flatMap((treatment) => [
      { kind: 'text' as const, text: treatmentWords(treatment), strong: true },
      ...(treatment.groups.length > 0
        ? [text(treatment.groups.map(({ label, size }) => `${label}: ${size}`).join('   '))]
        : []),
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
