/** Home: what there is to play, whom against, and where the past is. */
import { counted } from '../../core/format.ts';
import type { AnyGame } from '../../core/game.ts';
import type { Action } from '../actions.ts';
import { GUESS } from '../../lab/table-setting.ts';
import { shortestFirst } from '../../lab/home-facts.ts';
import { homeFactsOf } from '../../lab/home-facts-of.ts';
import { usualBattery } from '../../lab/battery/setting.ts';
import { choiceOf, defaults, hasNeutral, type SetUp } from '../../lab/set-up.ts';
import { linesOf } from '../../lab/set-up-lines.ts';
import type { LabState } from '../state.ts';
import { type HomeItem, homeList } from './home-list.ts';
import { homeView } from './home-view.ts';
import { move, type Shown } from './screen.ts';

export type HomeEntry = HomeItem & {
  /** The game, where it opens a table. */
  readonly game?: AnyGame;
  /** Its table before anything is set. */
  readonly usual?: () => SetUp;
  open(): Action;
};

export function home(state: LabState): Shown {
  const entries = entriesOf(state);
  const at = Math.max(
    0,
    entries.findIndex(({ name }) => name === state.entry),
  );
  const to = (by: number): Action => ({ type: 'point', entry: entries[move(at, by, entries.length)]!.name });
  return {
    ...homeView(entries, at, state),
    key({ name }) {
      if (name === 'up' || name === 'down') return to(name === 'up' ? -1 : 1);
      if (name === 'enter') return entries[at]?.open() ?? null;
      if (name === 'n') return { type: 'curtain' };
      if (name === 'm') return { type: 'show', screen: { at: 'models', line: 0, first: 0 } };
      if (name === 't')
        return { type: 'show', screen: { at: 'name', session: state.current.code, typed: '', back: 'home' } };
      if (name === 'l') return lockAt(entries[at], state);
      return name === 'q' ? { type: 'quit' } : null;
    },
  };
}

export const entriesOf = (state: LabState): readonly HomeEntry[] =>
  homeList(state.games.map(homeFactsOf), state).map((item) => ({ ...item, ...opening(item, state) }));

/** What an entry opens, and of which table. */
function opening({ name, opens }: HomeItem, state: LabState): Omit<HomeEntry, keyof HomeItem> {
  switch (opens.what) {
    case 'battery':
      return {
        open: () => ({ type: 'battery', setting: usualBattery(state.games, state.toLock ? 'never' : 'last') }),
      };
    case 'lessons':
      return { open: () => ({ type: 'lessons' }) };
    case 'compare':
      return { open: () => ({ type: 'compare', back: { at: 'home' } }) };
    case 'sessions':
      return { open: () => ({ type: 'sessions' }) };
    case 'continue':
      return { open: () => ({ type: 'continue', match: opens.match }) };
    default: {
      const game = state.games.find((one) => one.name === opens.game)!;
      const usual = { game: usualTable, guess: guessWho, lesson: lessonTable }[opens.what];
      return {
        ...{ game, usual: () => usual(game, state) },
        open: () => setting(state, name, () => usual(game, state)),
      };
    }
  }
}

/** The table of a game before anything is set: in a session with a name, which is a class, the game's lesson. */
function usualTable(game: AnyGame, state: LabState): SetUp {
  const lesson = game.presets.findIndex((preset) => preset.lesson);
  return study(defaults(game, state.atHand, state.current.name === null || lesson < 0 ? 0 : lesson), state);
}

/** The table that `d` sets back: of the entry that was opened, where it is of this game. */
export function usualOf(game: AnyGame, state: LabState): SetUp {
  const opened = entriesOf(state).find(({ name }) => name === state.entry);
  return opened?.game?.name === game.name && opened.usual ? opened.usual() : usualTable(game, state);
}

/** A lab that is to be locked is a study's: neutral words, where the game has them, and no explanations are its default. */
const study = (form: SetUp, { toLock }: LabState): SetUp =>
  toLock
    ? {
        ...form,
        explain: 'never',
        ...(hasNeutral(form.game) ? { settings: { ...form.settings, neutral: true } } : {}),
      }
    : form;

/** The table of an entry as it was set last, to be looked at and changed. */
const setting = ({ tables }: LabState, entry: string, usual: () => SetUp): Action => ({
  type: 'show',
  screen: { at: 'set-up', form: tables[entry] ?? usual(), line: 0 },
});

function lockAt(entry: HomeEntry | undefined, state: LabState): Action {
  const form = entry === undefined ? undefined : state.tables[entry.name];
  if (entry?.game === undefined || form === undefined)
    return entry?.game === undefined
      ? { type: 'say', words: 'Put the cursor on a game: participants get one table.' }
      : entry.open();
  const choice = choiceOf(form);
  return 'problem' in choice
    ? { type: 'say', words: choice.problem }
    : { type: 'show', screen: { at: 'lock', choice, typed: '', problem: null, back: { at: 'home' } } };
}

/** The table of a game as a class needs it. */
function lessonTable(game: AnyGame, state: LabState): SetUp {
  const lesson = game.presets.findIndex((preset) => preset.lesson);
  return study(defaults(game, state.atHand, lesson), state);
}

/** The shortest game first, as home has them. */
export const inOrder = (games: readonly AnyGame[]): readonly AnyGame[] =>
  shortestFirst(games.map(homeFactsOf)).flatMap(({ name }) => games.find((game) => game.name === name) ?? []);

/** About how long one match takes a person, in whole minutes, 1 or more. */
export const minutesOf = (game: AnyGame, config: unknown): string =>
  counted(Math.max(1, Math.round(game.minutes(config))), 'minute');

/** For several rounds where the game offers them: one answer tells little. */
function guessWho(game: AnyGame): SetUp {
  const form: SetUp = { ...defaults(game), against: GUESS };
  const rounds = linesOf(form).find((l) => l.label === 'Rounds');
  return rounds?.options.find((o) => o.label === '5')?.set ?? form;
}
