/** What is asked before a room opens, in the order in which it is asked: what to play, its table, and the room. Pure. */
import { counted } from '../../core/format.ts';
import { choiceOf, roomDefaults } from '../../lab/set-up.ts';
import type { AtHand } from '../../lab/models.ts';
import type { TableSetting } from '../../lab/table-setting.ts';
import type { LessonSummary } from '../../lessons/load-lesson.ts';
import { cleanLine } from '../../core/outside-text.ts';
import type { AnyGame } from '../../core/game.ts';
import { glyphs, shown } from '../../show/glyphs.ts';
import { type Line, span } from '../../show/line.ts';
import type { KeyHint } from '../keys.ts';
import type { Press } from '../key-names.ts';
import { settings } from '../screens/settings.ts';
import { setUp } from '../screens/set-up.ts';
import { around, cell, columnsIn, fit, HELP, item, move, type Shown, spaced, words } from '../screens/screen.ts';
import type { Size } from '../single-screen.tsx';
import type { LabState, SettingsEditor, TableSetter } from '../state.ts';

/** A room that can be gone on with. `session`: its code. */
export type OpenRoomFound = { readonly session: string; readonly called: string; readonly plays: string };

/** What a room is to be, as it was asked. */
export type RoomAnswer =
  | { readonly goOn: string }
  | {
      readonly lesson: string | null;
      readonly table: TableSetting | null;
      readonly name: string;
      readonly together: boolean;
      readonly open: boolean;
    };

export type RoomQuestion =
  | { readonly at: 'what'; readonly line: number }
  | TableSetter
  | SettingsEditor
  | {
      readonly at: 'room';
      readonly lesson: string | null;
      readonly table: TableSetting | null;
      readonly back: RoomQuestion;
      readonly line: number;
      readonly name: string;
      readonly together: boolean;
      readonly open: boolean;
    };

/** What there is to choose from. */
export type RoomShelf = {
  readonly rooms: readonly OpenRoomFound[];
  readonly lessons: readonly LessonSummary[];
  readonly games: readonly AnyGame[];
  readonly atHand: AtHand;
};

type Entry = { readonly cells: readonly string[]; readonly says: string; readonly opens: RoomQuestion | RoomAnswer };

const roomOf = (back: RoomQuestion, lesson: string | null, table: TableSetting | null): RoomQuestion => ({
  ...{ at: 'room', lesson, table, back, line: 0, name: '', together: lesson !== null, open: false },
});

/** Everything that a room can play, rooms that are open first. */
function entriesIn({ rooms, lessons, games, atHand }: RoomShelf): readonly Entry[] {
  const top: RoomQuestion = { at: 'what', line: 0 };
  return [
    ...rooms.map(({ session, called, plays }): Entry => ({
      cells: [`go on: ${called}`, plays, ''],
      says: 'The room goes on where it stood: the same code, the same people, nothing lost.',
      opens: { goOn: session },
    })),
    ...lessons.map(({ name, title, sentence, minutes, stops }): Entry => ({
      cells: [title, `lesson, ${counted(stops, 'stop')}`, `${minutes} min`],
      says: sentence,
      opens: roomOf(top, name, null),
    })),
    ...games.map((game): Entry => ({
      cells: [game.title, 'game', ''],
      says: game.summary,
      opens: { at: 'set-up', form: roomDefaults(game, atHand), line: 0, hosts: true },
    })),
  ];
}

/** What a key makes of a question: another one, an answer, or a word about it. null: whoever asked has left. */
export type RoomKeyResult =
  { readonly next: RoomQuestion; readonly say?: string } | { readonly answer: RoomAnswer } | 'help' | 'left';

const isAnswer = (one: RoomQuestion | RoomAnswer): one is RoomAnswer => !('at' in one);

/** The state of a lab in which nothing but a table is set, as the screens of tables want it. */
const setterState = ({ games, atHand }: RoomShelf, screen: TableSetter | SettingsEditor, size: Size): LabState => ({
  ...{
    ...size,
    file: '',
    games,
    screen,
    entry: null,
    tables: {},
    lock: null,
    toLock: false,
    play: null,
    battery: null,
  },
  ...{ lesson: null, current: { code: '', name: null, people: [{ code: '', label: null, treatment: null }] } },
  ...{ unfinished: null, matches: 0, standings: {}, waiting: [], help: null, atHand, estimate: null, minute: null },
  ...{ instead: null, spent: 0, notice: null },
});

/** The screen of a question. */
export function roomQuestionShown(question: RoomQuestion, shelf: RoomShelf, size: Size): Shown {
  switch (question.at) {
    case 'what':
      return whatShown(question, shelf, size);
    case 'set-up':
      return setUp(question, setterState(shelf, question, size));
    case 'settings':
      return settings(question, setterState(shelf, question, size));
    case 'room':
      return roomShown(question, size);
  }
}

/** What a key does at a question. */
export function afterRoomKey(question: RoomQuestion, press: Press, shelf: RoomShelf, size: Size): RoomKeyResult {
  const { name } = press;
  if (name === 'ctrl-c') return 'left';
  switch (question.at) {
    case 'what': {
      const entries = entriesIn(shelf);
      if (name === 'up' || name === 'down')
        return { next: { ...question, line: move(question.line, name === 'up' ? -1 : 1, entries.length) } };
      if (name === 'h') return 'help';
      if (name === 'escape' || name === 'q') return 'left';
      const chosen = entries[question.line];
      if (name !== 'enter' || chosen === undefined) return { next: question };
      return isAnswer(chosen.opens) ? { answer: chosen.opens } : { next: chosen.opens };
    }
    case 'set-up':
      return afterTableKey(question, press, shelf, size);
    case 'settings': {
      const action = settings(question, setterState(shelf, question, size)).key(press);
      if (action?.type !== 'show') return { next: question };
      const { screen } = action;
      return { next: screen.at === 'settings' || screen.at === 'set-up' ? screen : question };
    }
    case 'room':
      return afterRoomLineKey(question, press);
  }
}

function afterTableKey(question: TableSetter, press: Press, shelf: RoomShelf, size: Size): RoomKeyResult {
  if (press.name === 'h') return 'help';
  if (press.name === 'l') return { next: question };
  if (press.name === 'escape') return { next: { at: 'what', line: lineOfGame(question, shelf) } };
  if (press.name === 'enter') {
    const table = choiceOf(question.form);
    return 'problem' in table ? { next: question, say: table.problem } : { next: roomOf(question, null, table) };
  }
  const action = setUp(question, setterState(shelf, question, size)).key(press);
  if (action?.type === 'say') return { next: question, say: action.words };
  if (action?.type !== 'show') return { next: question };
  const { screen } = action;
  return { next: screen.at === 'settings' || screen.at === 'set-up' ? screen : question };
}

const lineOfGame = ({ form }: TableSetter, shelf: RoomShelf): number =>
  shelf.rooms.length + shelf.lessons.length + shelf.games.findIndex(({ name }) => name === form.game.name);

const LINES = ['name', 'together', 'open'] as const;

function afterRoomLineKey(
  question: RoomQuestion & { readonly at: 'room' },
  { name, input, key }: Press,
): RoomKeyResult {
  const { line, back, lesson, table, together, open } = question;
  const here = LINES[line] ?? 'name';
  if (name === 'escape') return { next: back };
  if (name === 'up' || name === 'down' || name === 'tab')
    return { next: { ...question, line: move(line, name === 'up' ? -1 : 1, LINES.length) } };
  if (name === 'enter') return { answer: { lesson, table, name: question.name.trim(), together, open } };
  if (here === 'name') {
    if (name === 'backspace') return { next: { ...question, name: [...question.name].slice(0, -1).join('') } };
    const letters = key.ctrl || key.meta ? '' : cleanLine(input);
    return { next: { ...question, name: [...(question.name + letters)].slice(0, LONGEST).join('') } };
  }
  if (name === 'h') return 'help';
  if (name !== 'left' && name !== 'right') return { next: question };
  if (here === 'together' && lesson !== null) return { next: question, say: 'A lesson begins when you press s.' };
  return { next: here === 'together' ? { ...question, together: !together } : { ...question, open: !open } };
}

/** Letters of a class's name. */
const LONGEST = 100;

function whatShown(question: RoomQuestion & { readonly at: 'what' }, shelf: RoomShelf, size: Size): Shown {
  const entries = entriesIn(shelf);
  const at = Math.min(question.line, Math.max(0, entries.length - 1));
  return {
    ...fit(size, ['homines · open a room for a class', 'open a room'], ['on its own phones', '']),
    indent: 1,
    where: ['host'],
    hints: [
      { keys: glyphs().arrows.upDown, does: 'choose', help: 'Moves the cursor.' },
      { keys: 'Enter', does: 'take it', help: 'Goes on with what the cursor stands on.' },
      HELP,
      { keys: 'Esc', does: 'leave', help: 'Opens no room.' },
    ],
    key: () => null,
    lines(width, height) {
      const rows = columnsIn(
        entries.map(({ cells }) => cells),
        width - 2,
      );
      const said = words(entries[at]?.says ?? '', width - 2).map((l): Line => [span('  '), ...l]);
      const listed = rows.map((row, i) => item(i === at, row));
      return spaced([around(listed, at, Math.max(3, height - said.length - 1)), said], height);
    },
  };
}

const option = (label: string, marked: boolean): Line => {
  const [open, close] = glyphs().chosen;
  return marked ? [span(`${open}${shown(label)}${close}`, 'strong')] : [span(` ${shown(label)} `)];
};

function roomShown(question: RoomQuestion & { readonly at: 'room' }, size: Size): Shown {
  const { line, lesson, table, name, together, open } = question;
  const typing = LINES[line] === 'name';
  const hints: readonly KeyHint[] = [
    { keys: glyphs().arrows.upDown, does: 'line', help: 'Moves between the lines.' },
    typing
      ? { keys: 'type', does: 'a name', help: 'What the class is called.' }
      : { keys: glyphs().arrows.sides, does: 'change', help: 'Marks the other option.' },
    { keys: 'Enter', does: 'open the room', help: 'Opens it; what was answered before is kept.' },
    ...(typing ? [] : [HELP]),
    { keys: 'Esc', does: 'back', help: 'Goes back to what is played.' },
  ];
  const says = [
    name.trim() === ''
      ? 'Without a name it is a rehearsal: kept, and left out of comparisons and exports unless asked for.'
      : `What is played is data of "${name.trim()}". The same name goes on with the room later.`,
    together
      ? 'Everybody reads "please wait" until you press s; who comes later plays at once.'
      : 'Whoever joins plays at once.',
    open
      ? 'Machines in the same network can reach this room as soon as it opens.'
      : 'Only this computer reaches the room until you press o on the board.',
  ];
  return {
    ...fit(size, [`Room · ${lesson ?? table?.game.title ?? ''}`], ['']),
    indent: 1,
    typing,
    where: ['host'],
    hints,
    key: () => null,
    lines(width, height) {
      const rows: readonly Line[] = [
        [span(cell('Class', 12)), span(`${shown(name)}${typing ? '_' : ''}`, 'strong')],
        [span(cell('Begins', 12)), ...option('at once', !together), ...option('when I press s', together)],
        [span(cell('Network', 12)), ...option('this computer only', !open), ...option('open', open)],
      ];
      return spaced([rows.map((row, i) => item(i === line, row)), ...says.map((one) => words(one, width))], height);
    },
  };
}
