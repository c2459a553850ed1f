/** Home: what there is to play, whom against, and where the past is. */
import { counted } from '../../core/format.ts';
import { clipped, clippedLine, columnsOf, type Line, line, span, widthOf } from '../../show/line.ts';
import { glyphOf } from '../../show/marks.ts';
import type { AnyGame } from '../../core/game.ts';
import type { Action } from '../actions.ts';
import { GUESS } from '../../lab/table-setting.ts';
import { glyphs, shown } from '../../show/glyphs.ts';
import { type AtHand, providerOf } from '../../lab/models.ts';
import { batteryOf, EIGHTEEN } from '../../lab/battery/protocols.ts';
import { minutesThrough, usualBattery } from '../../lab/battery/setting.ts';
import { CAST_LABELS, type CastLabel } from '../../match/agent.ts';
import { choiceOf, defaults, hasNeutral, type SetUp, typed } from '../../lab/set-up.ts';
import { linesOf } from '../../lab/set-up-lines.ts';
import type { LabState } from '../state.ts';
import { toneOf } from '../../show/theme.ts';
import { around, ends, cell, fit, HELP, item, move, sessionWords, type Shown, spaced, words } from './screen.ts';
import { ago } from './times.ts';
import { memo } from '../../core/memo.ts';

export type HomeEntry = {
  readonly name: string;
  readonly says: string;
  readonly right: string;
  /** The game, where it opens a table. */
  readonly game?: AnyGame;
  /** Its table before anything is set. */
  readonly usual?: () => SetUp;
  open(): Action;
};

/** So many entries are in sight in the smallest window. */
const FEWEST = 5;

export function home(state: LabState): Shown {
  const entries = entriesOf(state);
  const at = Math.max(
    0,
    entries.findIndex(({ name }) => name === state.entry),
  );
  const to = (by: number): Action => ({ type: 'point', entry: entries[move(at, by, entries.length)]!.name });
  return {
    ...fit(state, ['homines · play against theory, people and language models', 'homines'], sessionWords(state)),
    indent: 1,
    where: ['home'],
    hints: [
      { keys: glyphs().arrows.upDown, does: 'choose', help: 'Moves the cursor.' },
      { keys: 'Enter', does: 'open', help: 'Opens what the cursor stands on.' },
      {
        keys: 'n',
        does: 'next person',
        help: 'Somebody else sits down: their choices get a participant code of their own.',
        short: 'n next',
      },
      {
        keys: 'm',
        does: 'language models',
        help: 'Lists language models and their servers, and says who plays economicus, moralis and baseline.',
        short: 'm models',
      },
      {
        keys: 't',
        does: 'name session',
        help: 'Names this session: from then on it is data, before that a rehearsal.',
        short: 't name',
      },
      {
        keys: 'l',
        does: 'lock',
        help: 'Gives participants the keyboard at the table that the cursor stands on: its questions only, until you type a word.',
      },
      HELP,
      { keys: 'q', does: 'quit', help: 'Leaves the lab; everything chosen is kept.' },
    ],
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
    lines(width, height) {
      const wide = width >= 74;
      const name = Math.max(...entries.map((entry) => columnsOf(entry.name))) + 1;
      const list = entries.map((entry, i): Line => {
        const right = shown(entry.right);
        const left = wide ? cell(entry.name, name) + shown(entry.says) : entry.name;
        const room = width - 2 - columnsOf(right) - (right === '' ? 0 : 2);
        return ends(item(i === at, [span(clipped(left, room))]), line(right), width);
      });
      const says = entries[at]?.says ?? '';
      const below = [
        wide ? [] : words(says, width - 2).map((l): Line => [span('  '), ...l]),
        agents(state, width, wide),
      ];
      const room = height - below.flat().length;
      return spaced([around(list, at, Math.max(FEWEST, Math.min(list.length, room))), ...below], height);
    },
  };
}

export function entriesOf(state: LabState): readonly HomeEntry[] {
  const { games, unfinished } = state;
  const table = (game: AnyGame, name: string, usual: () => SetUp, says: string, minutes: number): HomeEntry => ({
    ...{ name, says, right: `${minutes} min`, game, usual },
    open: () => setting(state, name, usual),
  });
  const entries = games.map((game) =>
    table(game, game.title, () => usualTable(game, state), game.summary, wholeMinutes(game, usualConfig(game))),
  );
  const guessed = games.find((g) => g.standin !== undefined && g.seats(usualConfig(g)).least >= 2);
  if (guessed)
    entries.push(
      table(guessed, 'Guess who', () => guessWho(guessed), 'Play one of three programs, then guess which', 2),
    );
  // One is enough here: in a session with a name every game that has a lesson begins with it.
  const taught = games.find(({ presets }) => presets.some(({ lesson }) => lesson));
  if (taught) {
    const lesson = taught.presets.findIndex((preset) => preset.lesson);
    const form = study(defaults(taught, state.atHand, lesson), state);
    const minutes = wholeMinutes(taught, taught.config.parse(typed(form)));
    entries.push(table(taught, 'Class lesson', () => form, `${taught.title} as a class needs it`, minutes));
  }
  if (batteryOf(games).protocols.length === EIGHTEEN)
    entries.push({
      name: 'Battery',
      says: 'Eighteen protocols, one after another',
      right: `${batteryMinutes(games)} min`,
      open: () => ({ type: 'battery', setting: usualBattery(games, state.toLock ? 'never' : 'last') }),
    });
  entries.push({
    name: 'Lessons',
    says: 'Ready for a class: stops, questions to ask, a hand-out',
    right: '',
    open: () => ({ type: 'lessons' }),
  });
  entries.push({
    name: 'Compare',
    says: 'People, agents, published results',
    right: state.matches === 0 ? '' : counted(state.matches, 'match', 'matches'),
    open: () => ({ type: 'compare', back: { at: 'home' } }),
  });
  entries.push({
    name: 'Sessions',
    says: 'Look again, continue, name, start afresh',
    right: '',
    open: () => ({ type: 'sessions' }),
  });
  if (!unfinished) return entries;
  const { match, choices, people, protocol } = unfinished;
  const title =
    protocol !== null
      ? `Battery ${protocol.place} of ${protocol.of}`
      : (games.find((g) => g.name === match.game)?.title ?? match.game);
  const go: HomeEntry = {
    name: 'Continue',
    says: `${title}, ${people.length > 3 ? counted(people.length, 'person', 'people') : people.join(', ')}: ${counted(choices, 'choice')} kept`,
    right: `left ${ago(match.lastAt)}`,
    open: () => ({ type: 'continue', match: match.code }),
  };
  return [go, ...entries];
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

/** The shortest game first: what a newcomer plays within the first minute stands on top. */
export const inOrder = (games: readonly AnyGame[]): readonly AnyGame[] =>
  games.toSorted((a, b) => usualMinutes(a) - usualMinutes(b));

const usualMinutes = (game: AnyGame): number => game.minutes(usualConfig(game));

/** The first preset's configuration, read once: home draws at every key. */
const usualConfig = memo((game: AnyGame): unknown => game.config.parse(Object(game.presets[0]?.config)));

export const minutesOf = (game: AnyGame, config: unknown): string => counted(wholeMinutes(game, config), 'minute');

/** About how long one match takes a person, in whole minutes, 1 or more. */
const wholeMinutes = (game: AnyGame, config: unknown): number => Math.max(1, Math.round(game.minutes(config)));

/** As its instructions say; of each protocol what its game says of these settings. */
const batteryMinutes = memo((games: readonly AnyGame[]): number => {
  const { protocols, settings } = batteryOf(games);
  return minutesThrough(
    protocols.flatMap(({ game: name }) => {
      const game = games.find((one) => one.name === name);
      return game === undefined ? [] : [{ game, config: { ...Object(usualConfig(game)), ...settings } }];
    }),
  );
});

/** For several rounds where the game offers them: one answer tells little. */
function guessWho(game: AnyGame): SetUp {
  const form: SetUp = { ...defaults(game), against: GUESS };
  const rounds = linesOf(form).find((l) => l.label === 'Rounds');
  return rounds?.options.find((o) => o.label === '5')?.set ?? form;
}

const AGENTS: readonly {
  readonly label: CastLabel;
  readonly says: string;
  readonly short: string;
  readonly kind: string;
}[] = [
  {
    label: 'economicus',
    says: 'maximises its own payoff',
    short: 'maximises its own payoff; theory',
    kind: 'theory, offline',
  },
  {
    label: 'moralis',
    says: 'also asks: what if everyone acted as I do?',
    short: 'asks: what if everyone acted as I do?',
    kind: 'theory, offline',
  },
  {
    label: 'baseline',
    says: 'answers like an untuned chatbot',
    short: 'like an untuned chatbot; a stand-in',
    kind: 'stand-in, offline',
  },
];

function agents({ atHand }: LabState, width: number, wide: boolean): readonly Line[] {
  const lines = AGENTS.map(({ label, says, short, kind }): Line => {
    const model = atHand.cast[label];
    if (model !== null) {
      const cast: Line = [
        span('  '),
        span(`${glyphOf(label)} ${label}`, toneOf(label)),
        span(` ${glyphs().sep} ${model}`),
      ];
      return wide && widthOf(cast) + 16 < width ? ends(cast, line('language model'), width) : clippedLine(cast, width);
    }
    const who: Line = [
      span('  '),
      span(`${glyphOf(label)} ${cell(label, 13)}`, toneOf(label)),
      span(wide ? says : short),
    ];
    return wide ? ends(who, line(kind), width) : who;
  });
  const away = awayOf(atHand);
  return away === null ? lines : [...lines, ...words(away, width - 2).map((l): Line => [span('  '), ...l])];
}

/** Why somebody of the cast, or any model, cannot play now, in a sentence; null: everybody can. */
export function awayOf({ cast, providers, trouble }: AtHand): string | null {
  if (trouble !== null) return trouble;
  const missing = CAST_LABELS.filter((label) =>
    providers.some(({ name, away }) => away !== null && cast[label] !== null && providerOf(cast[label]) === name),
  );
  const reasons = providers.flatMap(({ name, away }) =>
    away !== null && missing.some((label) => providerOf(cast[label] ?? '') === name) ? [away] : [],
  );
  if (missing.length === 0) return null;
  return `${missing.join(' and ')} ${missing.length === 1 ? 'plays' : 'play'} without a model for now: ${reasons.join('; ')}.`;
}
