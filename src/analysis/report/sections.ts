/** A report as sections of blocks: what is drawn, what was counted, how it was made. Pure, from the comparison alone. */
import { type Block, type Cell, text } from '../../blocks.ts';
import {
  contrastBlocks,
  distributionBlocks,
  figureBlock,
  legend,
  modelBlocks,
  pathBlocks,
  referenceBlocks,
  testBlocks,
  treatmentWords,
} from '../compare/blocks.ts';
import type { Comparison, Group, Treatment } from '../compare/document.ts';
import type { Estimate } from '../compare/estimate.ts';
import { methodsParagraph } from './methods.ts';

export type Section = {
  readonly heading: string;
  /** Figures have captions of their own. */
  readonly parts: readonly (
    | { readonly kind: 'blocks'; readonly blocks: readonly Block[] }
    | { readonly kind: 'figure'; readonly figure: Block; readonly caption: readonly string[] }
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
  const distributions = distributionBlocks(treatment, groups);
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
      ...(groups.length === 0 ? [] : [{ kind: 'blocks' as const, blocks: [numbersTable(treatment)] }]),
      ...(distributions.length === 0 ? [] : [{ kind: 'blocks' as const, blocks: distributions }]),
      { kind: 'blocks', blocks: contrastBlocks(treatment) },
      ...(groups.length === 0 ? [] : [{ kind: 'blocks' as const, blocks: testBlocks(treatment, groups, true) }]),
    ],
  };
}

/** Every measure of every group with n and interval, and what each line says beside it. */
export function numbersTable({ groups, lines, measures }: Treatment): Block {
  const rows = measures.flatMap(({ name }) =>
    groups.flatMap((group): readonly (readonly Cell[])[] => {
      const found = group.measures.find((one) => one.measure === name);
      return found === undefined || found.n === 0
        ? []
        : [
            numbersRow(
              group,
              found,
              groups.length > 1,
              lines.map(({ values }) => values[name]),
            ),
          ];
    }),
  );
  return {
    kind: 'table',
    columns: [
      { head: 'measure' },
      { head: 'n', align: 'right' },
      { head: 'mean', align: 'right' },
      { head: '95 %', align: 'right' },
      { head: 'median (quartiles)', align: 'right' },
      ...lines.map(({ agent, kind }) => ({ head: `${agent}${kind === 'stand-in' ? ' (stand-in)' : ''}`, align: 'right' as const })),
    ],
    rows,
  };
}

function numbersRow(group: Group, found: Estimate, named: boolean, lines: readonly (number | undefined)[]): readonly Cell[] {
  const show = figureOf;
  const { mean, interval, quartiles, yes, n, dots, without } = found;
  return [
    { text: `${found.measure}${named ? `, ${group.label}` : ''}` },
    { text: yes === null ? String(n) : `${yes} of ${n}` },
    { text: mean === null ? dots.map(show).join(', ') : show(mean) },
    { text: interval === null ? (mean === null ? 'too few' : (without ?? '–')) : `${show(interval[0])} to ${show(interval[1])}` },
    { text: quartiles === null ? '–' : `${show(quartiles[2])} (${show(quartiles[1])} to ${show(quartiles[3])})` },
    ...lines.map((value) => ({ text: value === undefined ? '–' : show(value) })),
  ];
}

/** Four digits, so that the table and the document agree to what is printed. */
export const figureOf = (value: number): string => String(Number(value.toPrecision(4))).replace('-', '−');

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
