/** The comparison on a screen: title, keys and lines, drawn from the same blocks as the pipe and the report. */
import { acrossBlocks, modelBlocks, referenceBlocks, treatmentWords } from '../../analysis/compare/blocks.ts';
import { distributionBlocks, revealedGroups, treatmentBlocks } from '../../analysis/compare/figure-blocks.ts';
import type { Comparison, ConditionComparison } from '../../analysis/compare/document.ts';
import { FEW } from '../../analysis/compare/estimate.ts';
import { preferenceBlocks } from '../../analysis/compare/preference-blocks.ts';
import { contrastBlocks, testBlocks } from '../../analysis/compare/test-blocks.ts';
import { type Block, text } from '../../core/blocks.ts';
import { drawPage } from '../../show/draw.ts';
import type { Line } from '../../show/line.ts';
import { seenBy } from '../../show/seen.ts';
import { glyphs } from '../../show/glyphs.ts';
import type { KeyHint } from '../keys.ts';
import { type Titles, windowed, words } from '../screens/shown.ts';
import { type CompareView, treatmentOf, whyIdle } from './view.ts';

/** The fullest wording first; who was compared stays longer than the settings, of which the preset stands for all at last. */
export function compareTitles(view: CompareView): readonly Titles[] {
  const treatment = treatmentOf(view);
  if (treatment === null) return [{ title: 'Compare', right: '' }];
  const { title, settings, against } = treatment;
  const on = `Compare · ${title.toLowerCase()}`;
  const preset = settings.replace(/,.*/, ', …');
  const [named, sized, live] = [whose(view, treatment, true), whose(view, treatment, false), view.live ? 'live' : ''];
  const full = `${on}, ${settings}${against === '' ? '' : ` · ${against}`}`;
  return [
    { title: full, right: named },
    { title: `${on}, ${settings}`, right: named },
    { title: full, right: sized },
    { title: `${on}, ${settings}`, right: sized },
    { title: `${on}, ${preset}`, right: named },
    { title: `${on}, ${preset}`, right: sized },
    { title: on, right: sized },
    { title: on, right: live },
  ];
}

function whose({ comparison, live }: CompareView, { groups }: ConditionComparison, named: boolean): string {
  const names = [...new Set((comparison?.sessions ?? []).flatMap(({ name }) => name ?? []))];
  const [first] = groups;
  const size =
    groups.length === 1 && first !== undefined
      ? first.size
      : groups.length > 1
        ? `${groups.length} groups`
        : 'agents only';
  return [...(named && names.length === 1 ? names : []), size, ...(live ? ['live'] : [])].join(' · ');
}

export function compareHints(view: CompareView, inLab: boolean): readonly KeyHint[] {
  const off = (name: string): { readonly off?: string } => {
    const why = whyIdle(view, name);
    return why === null ? {} : { off: why.replace(/\.$/, '') };
  };
  return [
    {
      keys: 'Space',
      does: 'reveals',
      help: 'Hides everything, then shows one group more each time, and the agents last.',
      ...off('space'),
    },
    { keys: 'g', does: 'groups', help: 'Groups people by session, by treatment, or not at all.', ...off('g') },
    {
      keys: glyphs().arrows.sides,
      does: 'game',
      help: 'The next game, set of payoffs or opponent.',
      ...off('right'),
    },
    {
      keys: 'Enter',
      does: view.page === 'tests' ? 'figure' : 'tests',
      help: 'Differences with their intervals, p-values and what could have been found.',
      ...off('enter'),
    },
    { keys: 'd', does: 'spread', help: 'How ratings and prices are distributed.', ...off('d') },
    {
      keys: 'k',
      does: 'κ',
      help: 'Preferences: κ estimated where economics allows it, and which agents the answers exclude.',
      ...off('k'),
    },
    { keys: 'o', does: 'others', help: 'Published figures from other games and markets.', ...off('o') },
    { keys: glyphs().arrows.upDown, does: 'scroll', help: 'Moves what is longer than the screen.' },
    ...(inLab
      ? [
          {
            keys: 's',
            does: view.only === null ? 'this session' : 'all sessions',
            help: 'Looks at this session only, or at everything that is no rehearsal.',
          },
        ]
      : []),
    { keys: 'r', does: 'report', help: 'Writes everything as one HTML file beside the database.' },
    { keys: 'e', does: 'export', help: 'Writes every choice as a table (.csv) with its codebook beside the database.' },
    { keys: 'p', does: 'save', help: 'Saves this screen as a picture (.svg) and as text (.txt) beside the database.' },
    { keys: 'h', does: 'help', help: 'Shows this page: the keys of the screen and its terms.' },
    inLab
      ? { keys: 'Esc', does: 'back', help: 'Goes back to the screen before.' }
      : { keys: 'q', does: 'quit', help: 'Leaves; nothing was changed.' },
  ];
}

export function compareLines(view: CompareView, width: number, height: number): readonly Line[] {
  const { comparison, first } = view;
  if (view.problem !== null) return words(view.problem, width);
  if (comparison === null) return words('Reading what was played …', width);
  const treatment = treatmentOf(view);
  if (treatment === null) return windowed(words(emptyWords(comparison), width), first, height);
  const page = pageBlocks(view, treatment, comparison);
  const seen = seenBy([], []);
  let lines = drawPage(page, width, height, seen);
  // What stands beside the figures comes as far as it fits under them; it has pages of its own.
  const besides: Block[] = [];
  for (const more of view.page === 'figures' && view.revealed === null ? besidesBlocks(comparison, treatment) : []) {
    const longer = drawPage([...page, ...besides, more], width, height, seen);
    if (longer.length > height) continue;
    besides.push(more);
    lines = longer;
  }
  return windowed(lines, Math.min(first, Math.max(0, lines.length - height + 1)), height);
}

const emptyWords = ({ notes }: Comparison): string =>
  notes.length === 0 ? 'Nothing is here to compare yet.' : notes.join('\n\n');

export function pageBlocks(
  view: CompareView,
  treatment: ConditionComparison,
  comparison: Comparison,
): readonly Block[] {
  const { page, revealed } = view;
  const groups = revealedGroups(treatment, revealed ?? Infinity);
  switch (page) {
    case 'tests':
      return [
        ...testBlocks(treatment, groups),
        ...contrastBlocks({ ...treatment, groups }),
        ...acrossBlocks(comparison, treatment.game, revealed === null ? null : groups.map(({ label }) => label)),
      ];
    case 'distributions': {
      const drawn = distributionBlocks(treatment, groups);
      return drawn.length === 0 ? [text(notSpread(treatment, revealed === 0))] : drawn;
    }
    case 'preferences':
      return preferencePage(comparison, treatment, revealed === null ? null : groups.map(({ label }) => label));
    case 'published': {
      const published = referenceBlocks(comparison.references, treatment.game);
      return published.length === 0 ? [text('No published figures stand beside this game.')] : published;
    }
    case 'figures':
      return treatmentBlocks(treatment, revealed ?? Infinity, revealed === null);
  }
}

/** Why no distribution is drawn. */
function notSpread({ figures, measures }: ConditionComparison, hidden: boolean): string {
  const drawn = new Set(figures.flatMap(({ rows }) => rows.map(({ measure }) => measure)));
  const rates = measures.every(({ name, scale }) => scale === 'rate' || !drawn.has(name));
  if (rates) return 'Of yes and no there is nothing more to see: the rate says it all.';
  return hidden
    ? 'Nothing is revealed yet.'
    : `That takes ${FEW} observations that differ; fewer stand as dots in the figure.`;
}

function preferencePage(
  { preferences }: Comparison,
  { game, title }: ConditionComparison,
  only: readonly string[] | null,
): readonly Block[] {
  if (preferences === null) return [text('Estimating preferences …')];
  const found = preferences.find((one) => one.game === game);
  const drawn = found === undefined ? [] : preferenceBlocks(found, only);
  if (drawn.length > 0) return drawn;
  return [
    text(
      found === undefined
        ? `No preferences are read from ${title.toLowerCase()}: that takes a game with plans, and people or models who played it.`
        : 'Nothing is revealed yet.',
    ),
  ];
}

const besidesBlocks = (comparison: Comparison, treatment: ConditionComparison): readonly Block[] => [
  // Settings beside a preset may not fit the title.
  ...(treatment.settings.includes(',') ? [text(`${treatmentWords(treatment)}.`)] : []),
  ...comparison.notes.map((note) => text(note)),
  ...referenceBlocks(comparison.references, treatment.game, 1),
  ...modelBlocks(comparison),
];
