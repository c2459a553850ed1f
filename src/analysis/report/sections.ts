/**
 * A report as sections of blocks: what is drawn, what was counted, how it was made. Pure, from the comparison alone.
 */
import { type Block, text } from '../../core/blocks.ts';
import { pooledMeansWords, conditionTitle } from '../compare/blocks.ts';
import type { Comparison, ConditionComparison } from '../compare/document.ts';
import { instrumentBlocks } from '../compare/figure-blocks.ts';
import { guessBlocks } from '../compare/guesses.ts';
import { PEOPLE_ARE, peopleTables } from '../compare/people-blocks.ts';
import { pooledDetails, preferenceDetails, preferencePicture } from '../compare/preference-blocks.ts';
import { positionBlocks } from '../compare/position-blocks.ts';
import { contrastBlocks, disagreementBlocks, noTestBlocks, oneSubjectNote, toldNote } from '../compare/test-blocks.ts';
import type { Test } from '../compare/hypothesis-tests.ts';
import type { PublishedStudy } from '../../core/published-figures.ts';
import { upper } from '../../core/format.ts';
import { cut, MOST_ROWS, type Picture, picturesOf } from './figures.ts';
import { exclusionBlocks } from './exclusions.ts';
import { type Provenance, provenanceBlocks } from './provenance.ts';
import { groupSizeWords, methodsParagraphs } from './methods.ts';
import { modelBlocks } from './models.ts';
import { distributionsTable, linesTable, numbersTable, testsTable } from './tables.ts';

export type { Provenance } from './provenance.ts';

/** One part of a report under a heading. */
export type Section = {
  readonly heading: string;
  /** What may be concluded here, for the list of contents. */
  readonly found?: string;
  /** Pictures are numbered and have captions of their own. */
  readonly parts: readonly (
    | { readonly kind: 'blocks'; readonly blocks: readonly Block[] }
    | { readonly kind: 'picture'; readonly picture: Picture }
    | { readonly kind: 'heading'; readonly words: string }
    | { readonly kind: 'quote'; readonly paragraphs: readonly string[] }
    | { readonly kind: 'code'; readonly words: string }
  )[];
};

/**
 * The whole report in its order: each condition, people across conditions, guesses, preferences, profiles, models, published
 * people and figures, measures, what was left out, the methods, and how the report came about. Sections without content are
 * left out.
 */
export function sectionsOf(comparison: Comparison, made: Provenance): readonly Section[] {
  const { treatments, references, models } = comparison;
  return [
    ...treatments.map((treatment) => treatmentSection(treatment)),
    ...acrossSection(comparison),
    ...comparison.guesses.map((one) => blocksSection(`Guess who, ${one.title.toLowerCase()}`, guessBlocks(one))),
    ...preferenceSections(comparison),
    ...pooledSections(comparison),
    ...(made.profiles ?? []).map(({ name, blocks: found }) => blocksSection(`Profile, ${name}`, found)),
    ...(models.length === 0 ? [] : [blocksSection('How the models answered', modelBlocks(models, made.probes))]),
    ...peopleSection(treatments),
    ...referenceSection(references, treatments),
    ...(treatments.length === 0 ? [] : [measuresSection(treatments)]),
    blocksSection('What was counted and what was left out', exclusionBlocks(comparison)),
    {
      heading: 'Methods, to be pasted',
      parts: [{ kind: 'quote', paragraphs: methodsParagraphs(comparison, made.version) }],
    },
    {
      heading: 'How this was made',
      parts: [
        { kind: 'code', words: made.command },
        { kind: 'blocks', blocks: provenanceBlocks(comparison, made) },
      ],
    },
  ];
}

const blocksSection = (heading: string, blocks: readonly Block[]): Section => ({
  heading,
  parts: [{ kind: 'blocks', blocks }],
});

function treatmentSection(treatment: ConditionComparison): Section {
  const { groups, lines, conclusions } = treatment;
  const [found] = conclusions;
  return {
    heading: conditionTitle(treatment),
    ...(found === undefined ? {} : { found }),
    parts: [
      ...(groups.length === 0 ? [] : [blocks([sizes(treatment), ...instrumentBlocks(groups)])]),
      ...picturesOf(treatment).map((picture) => ({ kind: 'picture' as const, picture })),
      { kind: 'heading', words: 'Numbers' },
      ...groups.map((group) => blocks([numbersTable(treatment, group)])),
      ...(lines.length === 0 ? [] : [blocks([linesTable(treatment)])]),
      blocks(positionBlocks(treatment, groups)),
      blocks(contrastBlocks(treatment)),
      ...(groups.length === 0 ? [] : [{ kind: 'heading' as const, words: 'Tests' }, blocks(testBlocks(treatment))]),
    ],
  };
}

const blocks = (mine: readonly Block[]) => ({ kind: 'blocks' as const, blocks: mine });

const sizes = ({ groups }: ConditionComparison): Block => ({
  kind: 'facts',
  facts: groups.map((group) => ({ label: group.label, value: groupSizeWords(group) })),
});

/**
 * Declared, exploratory and within-person tests, each with its interval, what could have been detected, and what it
 * shows.
 */
function testBlocks(treatment: ConditionComparison): readonly Block[] {
  const { tests, groups } = treatment;
  if (tests.length === 0) return noTestBlocks(groups);
  const between = (family: Test['family']) =>
    tests.filter((test) => test.kind === 'between groups' && test.family === family);
  const table = (head: string, mine: readonly Test[], name: (test: Test) => string): readonly Block[] =>
    mine.length === 0 ? [] : [testsTable(treatment, head, mine, name)];
  const spread = distributionsTable(tests);
  const holm = tests.some(({ adjusted }) => adjusted !== null);
  return [
    ...table('declared', between('declared'), ({ measure }) => measure),
    ...table('exploratory', between('exploratory'), ({ measure }) => measure),
    ...(spread === null ? [] : [spread]),
    ...disagreementBlocks(tests.filter(({ kind }) => kind === 'between groups')),
    ...table(
      'within person, exploratory',
      tests.filter(({ kind }) => kind === 'within person'),
      ({ measure, and, n }) => `${measure} minus ${and} (n ${n[0]})`,
    ),
    text(
      `${holm ? 'Holm adjusts over the declared measures of two groups in this condition, whatever else is in the file. ' : ''}Detectable: the difference that so many find with 80 % power. What is not shown is not shown to be nothing.`,
    ),
    ...oneSubjectNote(groups),
    ...toldNote(groups),
  ];
}

/**
 * The same people in several conditions: groups by their means over all of them, then pairs of conditions, exploratory.
 */
function acrossSection({ across, treatments }: Comparison): readonly Section[] {
  const found = across.flatMap(({ game, tests, overall }): readonly Block[] => {
    const treatment = treatments.find((one) => one.game === game);
    if (treatment === undefined) return [];
    const table = (head: string, mine: readonly Test[]): readonly Block[] =>
      mine.length === 0 ? [] : [testsTable(treatment, `${treatment.title}, ${head}`, mine, ({ measure }) => measure)];
    return [
      ...overall.flatMap((one) => [
        text(pooledMeansWords(one, treatment)),
        ...one.groups.map((group) => numbersTable(treatment, group)),
        ...table('all payoffs together', one.tests),
      ]),
      ...table('exploratory', tests),
    ];
  });
  return found.length === 0 ? [] : [blocksSection('The same people in several conditions', found)];
}

/** What choices tell of preferences, a section a game. */
const preferenceSections = ({ preferences }: Comparison): readonly Section[] =>
  (preferences ?? []).map(({ title, groups }) => {
    const { picture, sentences } = preferencePicture(groups);
    return {
      heading: `Preferences, ${title.toLowerCase()}`,
      parts: [
        blocks([text(PREFERENCES)]),
        ...(picture === null ? [] : [{ kind: 'picture' as const, picture: kappaPicture(picture, sentences) }]),
        blocks(preferenceDetails(groups)),
      ],
    };
  });

/** The same over all games together. */
function pooledSections({ pooled }: Comparison): readonly Section[] {
  if (pooled === null) return [];
  const { picture, sentences } = preferencePicture(pooled.groups);
  return [
    {
      heading: 'Preferences, all games together',
      parts: [
        ...(picture === null ? [] : [{ kind: 'picture' as const, picture: kappaPicture(picture, sentences) }]),
        blocks(pooledDetails(pooled)),
      ],
    },
  ];
}

function kappaPicture({ head = '', ...block }: Block & { kind: 'scale' }, sentences: readonly string[]): Picture {
  const caption = ['κ with its 95 % intervals (an arrow where one is open), and where the agents stand.', ...sentences];
  return {
    kind: 'scale',
    head,
    pieces: cut(block.rows, MOST_ROWS).map((rows) => ({ ...block, rows })),
    caption,
    open: true,
  };
}

const PREFERENCES =
  'u(x, ŷ) = (1 − κ)·π(x, ŷ) + κ·π(x, x) − α·B − β·A (Alger & Weibull 2013, with social preferences), plans chosen with probabilities in proportion to exp(u/λ), λ in points; over all sets of payoffs together.';

/** Published people, condition by condition: what differs depends on its settings. */
function peopleSection(treatments: readonly ConditionComparison[]): readonly Section[] {
  const mine = treatments.filter(({ people }) => people.length > 0);
  if (mine.length === 0) return [];
  return [
    {
      heading: 'Published people, drawn as grey bands',
      parts: [
        blocks([text(PEOPLE_ARE)]),
        ...mine.flatMap((one) => [
          ...(mine.length === 1 ? [] : [{ kind: 'heading' as const, words: conditionTitle(one) }]),
          blocks(peopleTables(one)),
        ]),
      ],
    },
  ];
}

/** Published figures: another game or market, always said first, and so in no picture here. */
function referenceSection(
  references: readonly PublishedStudy[],
  treatments: readonly ConditionComparison[],
): readonly Section[] {
  const mine = references.filter(({ game }) => treatments.some((one) => one.game === game));
  if (mine.length === 0) return [];
  const parts = mine.flatMap(({ caption, source, figures }): readonly Block[] => [
    text(sentenceOf(caption)),
    {
      kind: 'table',
      columns: [{ head: source }, { head: 'value', align: 'right' }, { head: 'n', align: 'right' }],
      rows: figures.map(({ label, value, n }) => [
        { text: label },
        { text: value },
        { text: n === null ? 'not given' : n.toLocaleString('en') },
      ]),
    },
  ]);
  return [
    blocksSection('Published figures, from other games and markets', [
      text('None of these was measured in a game of this report: they stand in no picture and in no test.'),
      ...parts,
    ]),
  ];
}

/** Words as a sentence, whatever their author left out. */
const sentenceOf = (words: string, capital = true): string => (capital ? upper(words) : words).replace(/\.?$/, '.');

/** What each measure is, in a sentence, with its source. */
function measuresSection(treatments: readonly ConditionComparison[]): Section {
  const games = new Map(treatments.map((one) => [one.title, one]));
  return {
    heading: 'What was measured',
    parts: [...games.values()].flatMap(({ title, measures, groups, lines }) => [
      { kind: 'heading' as const, words: title },
      blocks([
        {
          kind: 'facts',
          facts: measures
            .filter(
              ({ name }) =>
                lines.some(({ values }) => values[name] !== undefined) ||
                groups.some((group) => group.measures.some((one) => one.measure === name && one.n > 0)),
            )
            .map(({ name, sentence, source }) => ({
              label: name,
              value: `${sentenceOf(sentence)} Source: ${sentenceOf(source, false)}`,
            })),
        },
      ]),
    ]),
  };
}
