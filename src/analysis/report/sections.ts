/** A report as sections of blocks: what is drawn, what was counted, how it was made. Pure, from the comparison alone. */
import { type Block, type Cell, text } from '../../blocks.ts';
import {
  acrossBlocks,
  contrastBlocks,
  figureBlock,
  legend,
  modelBlocks,
  pathBlocks,
  referenceBlocks,
  type Strip,
  strips,
  testBlocks,
  treatmentWords,
} from '../compare/blocks.ts';
import type { Comparison, Group, Treatment } from '../compare/document.ts';
import type { Estimate } from '../compare/estimate.ts';
import { preferenceDetails, preferencePicture } from '../compare/preference-blocks.ts';
import { methodsParagraph } from './methods.ts';

export type Section = {
  readonly heading: string;
  /** Figures have captions of their own. */
  readonly parts: readonly (
    | { readonly kind: 'blocks'; readonly blocks: readonly Block[] }
    | { readonly kind: 'figure'; readonly figure: Block; readonly caption: readonly string[] }
    | { readonly kind: 'strips'; readonly strips: readonly Strip[]; readonly caption: string }
    | { readonly kind: 'heading'; readonly words: string }
    | { readonly kind: 'quote'; readonly words: string }
    | { readonly kind: 'code'; readonly words: string }
  )[];
};

/** What the report says of itself. */
export type Made = {
  readonly version: string;
  readonly node: string;
  readonly command: string;
  /** ISO, to the minute. */
  readonly at: string;
  /** What was found out about a model's server, by agent id. */
  readonly probes: Readonly<Record<string, string>>;
};

export function sectionsOf(comparison: Comparison, made: Made): readonly Section[] {
  const { treatments, references, notes } = comparison;
  const games = [...new Set(treatments.map(({ game }) => game))];
  const published = games.flatMap((game) => referenceBlocks(references, game));
  return [
    ...treatments.map((treatment) => treatmentSection(treatment)),
    ...acrossSection(comparison, games),
    ...preferenceSections(comparison),
    ...modelSection(comparison, made),
    ...(published.length === 0
      ? []
      : [{ heading: 'Published figures, from other games and markets', parts: [{ kind: 'blocks' as const, blocks: published }] }]),
    ...(notes.length === 0
      ? []
      : [{ heading: 'What was left out', parts: [{ kind: 'blocks' as const, blocks: notes.map((note) => text(note)) }] }]),
    { heading: 'Methods, to be pasted', parts: [{ kind: 'quote', words: methodsParagraph(comparison, made.version) }] },
    madeSection(comparison, made),
  ];
}

function treatmentSection(treatment: Treatment): Section {
  const { groups, lines, figures, conclusions } = treatment;
  const sizes = groups.map((group) => `${group.label}: ${group.size}, ${group.matches} match${group.matches === 1 ? '' : 'es'}`).join('; ');
  const path = pathBlocks(treatment, groups);
  const [chart, below] = path;
  return {
    heading: treatmentWords(treatment),
    parts: [
      ...(sizes === '' ? [] : [{ kind: 'blocks' as const, blocks: [text(`${sizes}.`)] }]),
      ...figures.map((figure, i) => ({
        kind: 'figure' as const,
        figure: figureBlock(figure, groups, lines),
        caption: [`${figure.title} ${sizes === '' ? '' : `(${sizes})`}`.trim(), legend(groups, lines), conclusions[i] ?? ''],
      })),
      ...(chart === undefined
        ? []
        : [{ kind: 'figure' as const, figure: chart, caption: [below?.kind === 'text' ? below.text : '', legend(groups, [])] }]),
      ...strips(treatment, groups).map((mine) => ({
        kind: 'strips' as const,
        strips: mine,
        caption: `How many observations have a mean in each range, from ${mine[0]!.bins[0]!.from} to ${mine[0]!.bins.at(-1)!.to}.`,
      })),
      ...(groups.length === 0 ? [] : [{ kind: 'heading' as const, words: 'Numbers' }]),
      ...groups.map((group) => ({ kind: 'blocks' as const, blocks: [numbersTable(treatment, group)] })),
      { kind: 'blocks', blocks: [linesTable(treatment), ...contrastBlocks(treatment)] },
      ...(groups.length === 0
        ? []
        : [
            { kind: 'heading' as const, words: 'Tests' },
            { kind: 'blocks' as const, blocks: testBlocks(treatment, groups, true) },
          ]),
    ],
  };
}

/** Every measure of a group with n and interval. */
export const numbersTable = ({ measures }: Treatment, group: Group): Block => ({
  kind: 'table',
  columns: [
    { head: `${group.label} (${group.size})` },
    { head: 'n', align: 'right' },
    { head: 'mean', align: 'right' },
    { head: '95 %', align: 'right' },
    { head: 'median (quartiles)', align: 'right' },
  ],
  rows: measures.flatMap(({ name }) => group.measures.filter((one) => one.measure === name && one.n > 0).map(numbersRow)),
});

function numbersRow({ measure, mean, interval, quartiles, yes, n, dots, without }: Estimate): readonly Cell[] {
  return [
    { text: measure },
    { text: yes === null ? String(n) : `${yes} of ${n}` },
    { text: mean === null ? dots.map(figureOf).join(', ') : figureOf(mean) },
    { text: interval !== null ? `${figureOf(interval[0])} to ${figureOf(interval[1])}` : mean === null ? 'too few' : (without ?? '–') },
    {
      text: quartiles === null || yes !== null ? '' : `${figureOf(quartiles[2])} (${figureOf(quartiles[1])} to ${figureOf(quartiles[3])})`,
    },
  ];
}

/** What theory, stand-ins and scripts say by each measure: lines, exact where they can be computed. */
export const linesTable = ({ lines, measures }: Treatment): Block => ({
  kind: 'table',
  columns: [
    { head: 'lines' },
    ...lines.map(({ agent, kind, from }) => ({
      head: `${agent}, ${kind}${from === 'played' ? ', as played' : ''}`,
      align: 'right' as const,
    })),
  ],
  rows: measures
    .filter(({ name }) => lines.some(({ values }) => values[name] !== undefined))
    .map(({ name }) => [
      { text: name },
      ...lines.map(({ values }) => ({ text: values[name] === undefined ? '–' : figureOf(values[name]) })),
    ]),
});

/** Three digits: the document in the page has all of them. */
export const figureOf = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−');

/** The same people in two conditions. */
function acrossSection(comparison: Comparison, games: readonly string[]): readonly Section[] {
  const blocks = games.flatMap((game) => acrossBlocks(comparison, game));
  return blocks.length === 0 ? [] : [{ heading: 'Within person, between conditions', parts: [{ kind: 'blocks', blocks }] }];
}

/** What choices tell of preferences, a section a game. */
function preferenceSections({ preferences }: Comparison): readonly Section[] {
  return (preferences ?? []).map(({ title, groups }) => {
    const { picture, sentences } = preferencePicture(groups);
    return {
      heading: `Preferences, ${title.toLowerCase()}`,
      parts: [
        { kind: 'blocks', blocks: [text(PREFERENCES)] },
        ...(picture === null
          ? []
          : [
              {
                kind: 'figure' as const,
                figure: picture,
                caption: ['κ with its 95 % intervals, and where the agents stand.', ...sentences],
              },
            ]),
        { kind: 'blocks', blocks: preferenceDetails(groups) },
      ],
    };
  });
}

const PREFERENCES =
  'u(x, ŷ) = (1 − κ)·π(x, ŷ) + κ·π(x, x) − α·B − β·A (Alger & Weibull 2013, with social preferences), plans chosen with probabilities in proportion to exp(u/λ), λ in points; over all sets of payoffs together.';

function modelSection(comparison: Comparison, { probes }: Made): readonly Section[] {
  const { models } = comparison;
  if (models.length === 0) return [];
  const facts = models.flatMap((one) => [
    { label: `${one.agent}, settings sent`, value: one.settings === null ? 'not stored' : JSON.stringify(one.settings) },
    { label: `${one.agent}, probe`, value: probes[one.agent] ?? 'not probed on this computer' },
    {
      label: `${one.agent}, use`,
      value: `${one.calls} calls, ${one.tokensIn} + ${one.tokensOut} tokens${one.cost === null ? '' : `, ${one.cost.toFixed(4)} USD`}`,
    },
  ]);
  return [
    {
      heading: 'How the models answered',
      parts: [
        {
          kind: 'blocks',
          blocks: [
            ...modelBlocks(comparison),
            text('A question counts once, by the last call about it; what was repaired was read after one more try.'),
            { kind: 'facts', facts },
          ],
        },
      ],
    },
  ];
}

function madeSection({ sessions, treatments, methods, files }: Comparison, { version, node, command, at }: Made): Section {
  const wordings = [...new Set(treatments.flatMap(({ groups }) => groups.flatMap((group) => group.wordings)))];
  const versions = [...new Set(treatments.map((one) => `${one.game} ${one.version}`))];
  return {
    heading: 'How this was made',
    parts: [
      { kind: 'code', words: command },
      {
        kind: 'blocks',
        blocks: [
          {
            kind: 'facts',
            facts: [
              { label: 'made', value: `${at}, homines ${version}, Node ${node}` },
              { label: 'databases', value: files.join(', ') },
              { label: 'games', value: versions.join(', ') || 'none' },
              { label: 'wording hashes', value: wordings.join(', ') || 'none' },
              {
                label: 'sessions, seeds',
                value:
                  sessions
                    .map(({ code, name, seed, version: by }) => `${name ?? 'rehearsal'} (${code}, seed ${seed}, homines ${by})`)
                    .join('; ') || 'none',
              },
              {
                label: 'resampling',
                value: `${methods.resamples} resamples and ${methods.splits} splits with fixed seeds: the same data give the same numbers`,
              },
              ...treatments.map((one) => ({ label: `settings: ${treatmentWords(one)}`, value: JSON.stringify(one.config) })),
            ],
          },
        ],
      },
    ],
  };
}
