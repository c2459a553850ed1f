/** The comparison on a screen, drawn from the same blocks as the pipe and the report; the same in the lab, by itself, and read aloud. */
import {
  acrossBlocks,
  modelBlocks,
  publishedPeople,
  referenceBlocks,
  conditionTitle,
} from '../../analysis/compare/blocks.ts';
import { conditionParts } from '../../analysis/compare/condition.ts';
import type { Comparison, ConditionComparison } from '../../analysis/compare/document.ts';
import { FEW } from '../../analysis/stats/few.ts';
import { distributionBlocks, revealedGroups, conditionBlocks } from '../../analysis/compare/figure-blocks.ts';
import { guessBlocks } from '../../analysis/compare/guesses.ts';
import { preferenceBlocks } from '../../analysis/compare/preference-blocks.ts';
import { contrastBlocks, testBlocks } from '../../analysis/compare/test-blocks.ts';
import { type Block, blocksAsText, text } from '../../core/blocks.ts';
import { asTypedHere } from '../../core/shell.ts';
import { drawPage } from '../../show/draw.ts';
import type { Line } from '../../show/line.ts';
import { marksFor } from '../../show/marks.ts';
import type { Action } from '../actions.ts';
import type { Press } from '../key-names.ts';
import { show, type View, view as reading } from '../plain/view.ts';
import { fitting, type Shown, type Titles, windowed, words } from '../screens/screen.ts';
import type { LabState, ScreenAt } from '../state.ts';
import { compareHints, type CompareView, GROUPING_WORDS, groupedOtherwise, afterKey, conditionOf } from './view.ts';

/** The screen; `inLab`: whether there is a screen to go back to. What a key asks for is up to whoever shows it. */
export function compareScreen(
  view: CompareView,
  state: Pick<LabState, 'columns'>,
  inLab: boolean,
  key: (press: Press) => Action | null,
): Shown {
  const condition = conditionOf(view);
  const game = condition?.game;
  const titles = fitting(state, compareTitles(view));
  const untitled = condition !== null && titles.title !== fullTitle(condition);
  return {
    ...titles,
    wide: true,
    where: ['compare', ...(game === undefined ? [] : [game])],
    hints: compareHints(view, inLab),
    key,
    lines: (width, height) => compareLines(view, width, height, untitled),
  };
}

/**
 * The fullest wording first; where that does not fit the page begins with it (`compareLines`). Which of how many conditions
 * it is, and of how many people, is always said.
 */
function compareTitles(view: CompareView): readonly Titles[] {
  const condition = conditionOf(view);
  if (condition === null) return [{ title: 'Compare', right: '' }];
  const on = `Compare · ${condition.title.toLowerCase()}`;
  const [named, sized, place] = [whose(view, condition, true), whose(view, condition, false), placeOf(view)];
  const full = fullTitle(condition);
  return [
    { title: full, right: named },
    { title: full, right: sized },
    { title: on, right: sized },
    { title: on, right: place },
  ];
}

/** "Compare · price duopoly, standard · against economicus · as seller 2". */
const fullTitle = (condition: ConditionComparison): string =>
  `Compare · ${[`${condition.title.toLowerCase()}, ${condition.settings}`, ...conditionParts({ ...condition, settings: '' })].join(' · ')}`;

/** "2 of 5": which condition is in view; nothing where there is one only. */
const placeOf = ({ comparison, condition }: CompareView): string => {
  const of = comparison?.treatments.length ?? 0;
  return of < 2 ? '' : `${condition + 1} of ${of}`;
};

function whose(view: CompareView, { groups }: ConditionComparison, named: boolean): string {
  const { comparison, live } = view;
  const names = [...new Set((comparison?.sessions ?? []).flatMap(({ name }) => name ?? []))];
  const [first] = groups;
  const size =
    groups.length === 1 && first !== undefined
      ? first.size
      : groups.length > 1
        ? `${groups.length} groups`
        : 'agents only';
  const place = placeOf(view);
  return [...(named && names.length === 1 ? names : []), size, place, ...(live ? ['live'] : [])]
    .filter(Boolean)
    .join(' · ');
}

/**
 * The page in view as at most `height` lines of at most `width` columns, from the view's first line on. `untitled`: the
 * title above does not name the condition in full, so the page begins with its name.
 */
export function compareLines(view: CompareView, width: number, height: number, untitled = false): readonly Line[] {
  const { comparison, first } = view;
  if (view.problem !== null) return words(view.problem, width);
  if (comparison === null) return words('Reading what was played …', width);
  const condition = conditionOf(view);
  if (condition === null) return windowed(words(emptyWords(comparison), width), first, height);
  const named: readonly Block[] = untitled
    ? [{ kind: 'text', text: `${conditionTitle(condition)}.`, strong: true }]
    : [];
  const page = [...named, ...pageBlocks(view, condition, comparison)];
  const seen = marksFor([], []);
  let lines = drawPage(page, width, height, seen);
  // What stands beside the figures comes as far as it fits under them; it has pages of its own.
  const besides: Block[] = [];
  for (const more of view.page === 'figures' && view.revealed === null ? besidesBlocks(comparison, condition) : []) {
    const longer = drawPage([...page, ...besides, more], width, height, seen);
    if (longer.length > height) continue;
    besides.push(more);
    lines = longer;
  }
  return windowed(lines, Math.min(first, Math.max(0, lines.length - height + 1)), height);
}

const emptyWords = (comparison: Comparison): string =>
  notesOf(comparison).join('\n\n') || 'Nothing is here to compare yet.';

const notesOf = ({ notes }: Comparison): readonly string[] => notes.map(asTypedHere);

/** The page in view as blocks, of the groups that are revealed. */
function pageBlocks(view: CompareView, condition: ConditionComparison, comparison: Comparison): readonly Block[] {
  const { page, revealed } = view;
  const groups = revealedGroups(condition, revealed ?? Infinity);
  switch (page) {
    case 'tests':
      return [
        ...testBlocks(condition, groups),
        ...contrastBlocks({ ...condition, groups }),
        ...acrossBlocks(comparison, condition.game, revealed === null ? null : groups.map(({ label }) => label)),
        ...guessesIn(comparison, condition, revealed === null ? null : groups.map(({ label }) => label)),
      ];
    case 'distributions': {
      const drawn = distributionBlocks(condition, groups);
      return drawn.length === 0 ? [text(notSpread(condition, revealed === 0))] : drawn;
    }
    case 'preferences':
      return preferencePage(comparison, condition, revealed === null ? null : groups.map(({ label }) => label));
    case 'published': {
      const published = [...publishedPeople(condition), ...referenceBlocks(comparison.references, condition.game)];
      return published.length === 0 ? [text('No published figures stand beside this game.')] : published;
    }
    case 'figures':
      return conditionBlocks(condition, revealed ?? Infinity, revealed === null);
  }
}

/** Guess who in the game in view. */
const guessesIn = (
  { guesses }: Comparison,
  { game }: ConditionComparison,
  only: readonly string[] | null,
): readonly Block[] => guesses.filter((one) => one.game === game).flatMap((one) => guessBlocks(one, only));

/** Why no distribution is drawn. */
function notSpread({ figures, measures }: ConditionComparison, hidden: boolean): string {
  const drawn = new Set(figures.flatMap(({ rows }) => rows.map(({ measure }) => measure)));
  const rates = measures.every(({ name, scale }) => scale === 'rate' || !drawn.has(name));
  if (rates) return 'A yes or no has no spread to show: the rate says it all.';
  return hidden
    ? 'Nothing is revealed yet.'
    : `That takes ${FEW} observations that differ; fewer stand as dots in the figure.`;
}

function preferencePage(
  { preferences, pooled }: Comparison,
  { game, title }: ConditionComparison,
  only: readonly string[] | null,
): readonly Block[] {
  if (preferences === null) return [text('Estimating preferences …')];
  const found = preferences.find((one) => one.game === game);
  const drawn = found === undefined ? [] : preferenceBlocks(found, only, pooled);
  if (drawn.length > 0) return drawn;
  return [
    text(
      found === undefined
        ? `No preferences are read from ${title.toLowerCase()}: that takes a game with plans, and people or models who played it.`
        : 'Nothing is revealed yet.',
    ),
  ];
}

const besidesBlocks = (comparison: Comparison, condition: ConditionComparison): readonly Block[] => [
  ...guessesIn(comparison, condition, null),
  ...notesOf(comparison).map((note) => text(note)),
  ...referenceBlocks(comparison.references, condition.game, 1),
  ...modelBlocks(comparison),
];

/** The screen in the lab, where what its keys ask for are actions. */
export const compareScreenOfLab = ({ view, back }: ScreenAt<'compare'>, state: LabState): Shown =>
  compareScreen(view, state, true, (press) => {
    const { view: next, ask, say } = afterKey(view, press);
    if (ask === 'back') return { type: 'show', screen: back };
    if (ask === 'quit') return press.name === 'ctrl-c' ? { type: 'quit' } : null;
    if (ask === 'help') return { type: 'help', first: 0 };
    if (ask === 'save screen') return { type: 'save screen' };
    return {
      type: 'compared',
      view: next,
      ...(ask === undefined ? {} : { ask }),
      ...(say === undefined ? {} : { say }),
    };
  });

/** The comparison read aloud: one condition after the other, in the words of the plain reading. */
export function compareReading(screen: ScreenAt<'compare'>): View {
  const { view: seen, back } = screen;
  const { comparison } = seen;
  const condition = conditionOf(seen);
  const says =
    seen.problem !== null
      ? [seen.problem]
      : comparison === null || condition === null
        ? ['Compare.', ...(comparison === null ? [] : notesOf(comparison))]
        : [
            `Compare: ${conditionTitle(condition)}.`,
            ...(seen.by === 'session' ? [] : [GROUPING_WORDS[seen.by], ...notesOf(comparison)]),
            ...condition.groups.map(({ label, size }) => `${label}: ${size}.`),
            blocksAsText(pageBlocks(seen, condition, comparison)),
          ];
  const count = comparison?.treatments.length ?? 0;
  const to = (change: Partial<typeof seen>): readonly Action[] => [{ type: 'compared', view: { ...seen, ...change } }];
  return reading(says, [
    {
      key: '',
      does: count > 1 ? 'next game' : 'again',
      actions: to({ condition: count === 0 ? 0 : (seen.condition + 1) % count, page: 'figures' }),
    },
    { key: 't', does: 'tests', actions: to({ page: 'tests' }) },
    { key: 'd', does: 'how answers are spread', actions: to({ page: 'distributions' }) },
    {
      key: 'k',
      does: 'preferences',
      actions: [{ type: 'compared', view: { ...seen, page: 'preferences' }, ask: 'again' }],
    },
    {
      key: 'g',
      does: 'groups people otherwise',
      actions: [{ type: 'compared', view: groupedOtherwise(seen), ask: 'again' }],
    },
    { key: 'p', does: 'published results', actions: to({ page: 'published' }) },
    { key: 'b', does: 'back', actions: seen.page === 'figures' ? show(back) : to({ page: 'figures' }) },
  ]);
}
