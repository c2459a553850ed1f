/** What the comparison screen shows, as one value, and what keys do to it. No data is read here. */
import type { Comparison, ConditionComparison } from '../../analysis/compare/document.ts';
import { revealSteps } from '../../analysis/compare/figure-blocks.ts';
import type { By } from '../../analysis/compare/samples.ts';
import { glyphs } from '../../show/glyphs.ts';
import type { Press } from '../key-names.ts';
import type { KeyHint } from '../keys.ts';

export type ComparePage = 'figures' | 'tests' | 'distributions' | 'preferences' | 'published';

export type CompareView = {
  /** null: still being read. */
  readonly comparison: Comparison | null;
  /** Which condition, by its place. */
  readonly condition: number;
  readonly by: By;
  /** How much is revealed: so many groups, then published people, and after them the agents; null: everything. */
  readonly revealed: number | null;
  readonly page: ComparePage;
  /** First line in view. */
  readonly first: number;
  /** In the lab: the one session that is looked at; null: everything that is no rehearsal. */
  readonly only: string | null;
  /** Whether what is stored meanwhile appears by itself. */
  readonly live: boolean;
  /** In the lab: what was just played, which is opened first; null: what most have played. */
  readonly played: PlayedTable | null;
  /** Why there is nothing to see. */
  readonly problem: string | null;
};

/** A game and its settings. */
export type PlayedTable = { readonly game: string; readonly config: unknown };

/** The view before anything is read: the first condition, its figures, people by session, everything revealed. */
export const newView = (live: boolean): CompareView => ({
  ...{
    comparison: null,
    condition: 0,
    by: 'session',
    revealed: null,
    page: 'figures',
    first: 0,
    problem: null,
    only: null,
    played: null,
  },
  live,
});

export type CompareAsk =
  /** People are grouped otherwise, or preferences are looked at: the figures are made again. */
  | 'again'
  /** This session, or everything. */
  | 'whose'
  /** A report is written. */
  | 'report'
  | 'export'
  | 'save screen'
  | 'help'
  | 'back'
  | 'quit';

/** How people are grouped, and whether preferences are looked at: asked anew each time a comparison is made. */
export type ComparisonNeeds = { readonly by: By; readonly preferences: boolean };

/** What a comparison must hold for this view. */
export const needsOf = ({ by, page }: CompareView): ComparisonNeeds => ({ by, preferences: page === 'preferences' });

/** The condition in view; null where nothing is read yet, or nothing is there. */
export const conditionOf = ({ comparison, condition }: CompareView): ConditionComparison | null =>
  comparison?.treatments[condition] ?? null;

/** Whether what it shows is still being read, grouped or estimated. */
export const isPending = ({ comparison, by, page, problem }: CompareView): boolean =>
  problem === null &&
  (comparison === null || comparison.by !== by || (page === 'preferences' && comparison.preferences === null));

/** A newer comparison takes the place of the one that is shown; the condition in view stays in view. */
export function withComparison(view: CompareView, comparison: Comparison): CompareView {
  const shown = conditionOf(view)?.key;
  const place =
    shown === undefined
      ? conditionPlayed(view.played, comparison)
      : comparison.treatments.findIndex(({ key }) => key === shown);
  return { ...view, comparison, condition: Math.max(0, place), problem: null };
}

/** Where a table stands: with its own settings, else the first of its game. */
function conditionPlayed(played: PlayedTable | null, { treatments }: Comparison): number {
  if (played === null) return 0;
  const settings = JSON.stringify(played.config);
  const same = treatments.findIndex(({ game, config }) => game === played.game && JSON.stringify(config) === settings);
  return same < 0 ? treatments.findIndex(({ game }) => game === played.game) : same;
}

/** The next way to group these people that differs from this one; everything is revealed again, since the groups are others. */
export function groupedOtherwise(view: CompareView): CompareView {
  const ways = groupingsOf(view);
  return { ...view, by: ways[(ways.indexOf(view.by) + 1) % ways.length]!, revealed: null };
}

const groupingsOf = ({ comparison }: CompareView): readonly By[] => comparison?.groupings ?? ['session'];

/** How people stand on the screen; said at the key, since groups may look the same, or take a moment. */
export const GROUPING_WORDS: Readonly<Record<By, string>> = {
  session: 'People by session.',
  treatment: 'People by treatment.',
  all: 'All people as one group.',
};

/** Keys that change what is seen of a comparison. */
const LOOKING: ReadonlySet<string> = new Set(['space', 'g', 'enter', 'd', 'k', 'o', 'left', 'right']);

/** Why a key does nothing here; null: it does something. */
function whyIdle(view: CompareView, name: string): string | null {
  const { comparison, by } = view;
  if (!LOOKING.has(name) || comparison === null) return null;
  const count = comparison.treatments.length;
  if (count === 0) return 'There is nothing to compare yet.';
  if (name === 'g' && groupingsOf(view).every((way) => way === by))
    return 'There is one way to group these people: they are of one session, and nobody has a treatment.';
  return count === 1 && (name === 'left' || name === 'right')
    ? 'There is one game here only, played in one way.'
    : null;
}

/** The keys of the screen with what they do, those that do nothing here with the reason. `inLab`: whether there is a screen to go back to. */
export function compareHints(view: CompareView, inLab: boolean): readonly KeyHint[] {
  const off = (name: string): { readonly off?: string } => {
    const why = whyIdle(view, name);
    return why === null ? {} : { off: why.replace(/\.$/, '') };
  };
  return [
    {
      keys: 'Space',
      does: 'reveals',
      help: 'Hides everything, then shows one group more each time, then published people, and the agents last.',
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
    ...(inLab || view.page !== 'figures'
      ? [{ keys: 'Esc', does: 'back', help: 'Goes back one step: to the figures, and from them to the screen before.' }]
      : []),
    ...(inLab ? [] : [{ keys: 'q', does: 'quit', help: 'Leaves; nothing was changed.' }]),
  ];
}

export type CompareKeyResult = {
  readonly view: CompareView;
  readonly ask?: CompareAsk;
  /** One sentence: what the key did where the figures may look the same, or why it does nothing. */
  readonly say?: string;
};

/** What a key makes of the view, what it asks for besides, and what is said of it. */
export function afterKey(view: CompareView, { name }: Press): CompareKeyResult {
  const count = view.comparison?.treatments.length ?? 0;
  const to = (by: number) => ({
    view: { ...view, condition: count === 0 ? 0 : (view.condition + by + count) % count, first: 0 },
  });
  const why = whyIdle(view, name);
  if (why !== null) return { view, say: why };
  const turn = (page: ComparePage) => ({
    view: { ...view, page: view.page === page ? ('figures' as const) : page, first: 0 },
  });
  switch (name) {
    case 'right':
      return to(1);
    case 'left':
      return to(-1);
    case 'down':
    case 'page down':
      return { view: { ...view, first: view.first + (name === 'down' ? 1 : 8) } };
    case 'up':
    case 'page up':
      return { view: { ...view, first: Math.max(0, view.first - (name === 'up' ? 1 : 8)) } };
    case 'space':
      return { view: { ...view, revealed: nextReveal(view), page: 'figures' } };
    case 'enter':
      return turn('tests');
    case 'd':
      return turn('distributions');
    case 'k': {
      const turned = turn('preferences');
      // They are estimated while they are looked at, and not before.
      return turned.view.page === 'preferences' ? { ...turned, ask: 'again' } : turned;
    }
    case 'o':
      return turn('published');
    case 'g': {
      const next = groupedOtherwise(view);
      return { view: next, ask: 'again', say: GROUPING_WORDS[next.by] };
    }
    case 's':
      return { view, ask: 'whose' };
    case 'r':
      return { view, ask: 'report' };
    case 'e':
      return { view, ask: 'export' };
    case 'p':
      return { view, ask: 'save screen' };
    case 'h':
    case '?':
      return { view, ask: 'help' };
    case 'escape':
      return view.page === 'figures' ? { view, ask: 'back' } : turn(view.page);
    case 'q':
    case 'ctrl-c':
      return { view, ask: 'quit' };
    default:
      return { view };
  }
}

/** Everything, then nothing, then one group more each time, published people the last, then the agents, which is everything. */
function nextReveal(view: CompareView): number | null {
  const condition = conditionOf(view);
  if (view.revealed === null) return 0;
  return view.revealed >= (condition === null ? 0 : revealSteps(condition)) ? null : view.revealed + 1;
}
