/** The board of whoever hosts a room, as one value, and what keys do to it. Nothing is asked of the room here. */
import { counted } from '../../core/format.ts';
import { cleanLine } from '../../core/outside-text.ts';
import { linesByNeed, memberName, playing } from '../../room/board-lines.ts';
import type { DeskShown } from '../../room/host-desk.ts';
import { LONGEST_MESSAGE, messageTyped } from '../../room/message.ts';
import { nextStep, type ProjectionMove } from '../../room/projection.ts';
import type { BoardLine, RoomPlan, Steering } from '../../room/room.ts';
import { glyphs } from '../../show/glyphs.ts';
import type { Press } from '../key-names.ts';
import type { KeyHint } from '../keys.ts';

/** What stands on the screen: everybody, how they join, what to say at a stop, the links; or a question before something is done. */
export type BoardPage =
  | { readonly at: 'people' }
  | { readonly at: 'join' }
  | { readonly at: 'stop' }
  /** `board`: the link while it is shown; null: it was not asked for. */
  | { readonly at: 'links'; readonly board: string | null; readonly projector: string }
  | { readonly at: 'message'; readonly typed: string }
  | { readonly at: 'end' | 'leave' }
  | { readonly at: 'replace'; readonly member: string };

export type BoardView = {
  readonly desk: DeskShown;
  readonly plan: RoomPlan;
  /** Unix milliseconds. */
  readonly now: number;
  readonly page: BoardPage;
  /** The code of the member that the cursor stands on; null: the first. */
  readonly marked: string | null;
  /** First line in view of a page that is read. */
  readonly first: number;
};

/** What a key asks for besides. */
export type BoardAsk =
  | { readonly do: 'steer'; readonly steering: Steering }
  | { readonly do: 'network'; readonly open: boolean }
  | { readonly do: 'next address' }
  | { readonly do: 'project'; readonly move: ProjectionMove }
  | { readonly do: 'links' }
  | { readonly do: 'show link' }
  | { readonly do: 'renew' }
  | { readonly do: 'leave' }
  | { readonly do: 'help' }
  | { readonly do: 'save screen' };

export type BoardKeyResult = { readonly view: BoardView; readonly ask?: BoardAsk; readonly say?: string };

/** The member that the cursor stands on; null: nobody is here. */
export function markedLine({ desk, marked }: Pick<BoardView, 'desk' | 'marked'>): BoardLine | null {
  const lines = linesByNeed(desk.board);
  return lines.find(({ member }) => member.code === marked) ?? lines[0] ?? null;
}

const ENDED = 'the room has ended';

/** What s does in this state of the room. */
function mainSteering({ desk: { board } }: BoardView): { readonly does: string; readonly steering: Steering } | null {
  switch (board.state) {
    case 'gathering':
      return { does: 'start', steering: { do: 'start' } };
    case 'running':
      return { does: 'pause', steering: { do: 'pause' } };
    case 'paused':
      return { does: 'go on', steering: { do: 'go on' } };
    case 'ended':
      return null;
  }
}

const stopsOf = ({ plan }: Pick<BoardView, 'plan'>): number => plan.lesson?.lesson.stops.length ?? 0;

/** Why a key does nothing now; null: it does something. */
export function whyOff(view: BoardView, name: string): string | null {
  const { desk, plan } = view;
  const { board, projection } = desk;
  const stops = stopsOf(view);
  switch (name) {
    case 's':
    case 'm':
    case 'e':
      return board.state === 'ended' ? ENDED : null;
    case 'right':
    case 'left':
      if (plan.lesson === null) return 'no lesson is running: people go on by themselves';
      if (board.state === 'ended') return ENDED;
      if (name === 'right' && (board.stop ?? -1) >= stops - 1) return 'this is the last stop';
      return name === 'left' && (board.stop ?? 0) <= 0 ? 'this is the first stop' : null;
    case 't':
      return plan.lesson === null ? 'no lesson is running: there is nothing to say' : null;
    case 'r': {
      const line = markedLine(view);
      if (line === null) return 'nobody has joined yet';
      if (line.replacedBy !== null) return `${memberName(line.member)} is replaced already`;
      if (line.doing === 'finished' || line.doing === 'joined') return `${memberName(line.member)} is in no match`;
      return plan.instead === null ? 'nobody takes a seat in this room: a match ends instead' : null;
    }
    case 'space':
    case 'b':
      return projection.steps.length < 2 ? 'there is nothing to show yet beside the join code' : null;
    case 'c':
      return projection.topics < 2 ? 'there is one figure only so far' : null;
    case 'x':
      return projection.stand.step === 'join' ? 'the join code is on the projector' : null;
    case 'up':
    case 'down':
      return board.lines.length === 0 ? 'nobody has joined yet' : null;
    default:
      return null;
  }
}

/** The keys of the people's page, with why those that are off are off. */
export function boardHints(view: BoardView): readonly KeyHint[] {
  const { desk } = view;
  const { board, network, projection } = desk;
  const off = (name: string): { readonly off?: string } => {
    const why = whyOff(view, name);
    return why === null ? {} : { off: why };
  };
  const main = mainSteering(view);
  const lesson: readonly KeyHint[] = [
    { keys: '→', does: 'next stop', help: 'Takes everybody to the next stop of the lesson.', ...off('right') },
    { keys: '←', does: 'stop back', help: 'Takes everybody back a stop.', ...off('left') },
    { keys: 't', does: 'what to say', help: 'Shows what to say and ask at this stop.', ...off('t') },
  ];
  return [
    {
      keys: 's',
      does: main?.does ?? 'start',
      help: 'Starts the room, pauses it (nobody can answer), or goes on.',
      ...off('s'),
    },
    ...(stopsOf(view) > 0 ? lesson : []),
    {
      keys: 'Space',
      does: `projector: ${nextStep(projection.stand, projection.steps).does}`,
      short: 'Space reveal',
      help: 'Shows the next thing on the projector: people first, then agents, then published people.',
      ...off('space'),
    },
    {
      keys: 'o',
      does: network.open ? 'close network' : 'open to network',
      short: network.open ? 'o close' : 'o open',
      help: 'Lets other machines reach this room, or this computer alone.',
    },
    { keys: 'j', does: 'join', help: 'Shows the QR code, the address, and what to do where phones do not reach it.' },
    { keys: 'm', does: 'message', help: 'Says one line to everybody, until it is taken away.', ...off('m') },
    {
      keys: 'r',
      does: 'replace',
      help: 'The agent takes the seat of whoever the cursor stands on, at once, marked as such.',
      ...off('r'),
    },
    { keys: 'e', does: 'end', help: 'Ends the room for everybody; asks first.', ...off('e') },
    { keys: 'l', does: 'links', help: 'The links of the board page and of the projector page, and new ones.' },
    { keys: 'b', does: 'back', help: 'Shows what was on the projector before.', ...off('b') },
    { keys: 'c', does: 'figure', help: 'Another game or figure on the projector, covered.', ...off('c') },
    { keys: 'x', does: 'join code', help: 'Puts the join code on the projector again.', ...off('x') },
    ...(stopsOf(view) > 0 ? [] : lesson),
    { keys: glyphs().arrows.upDown, does: 'people', help: 'Moves the cursor.', ...off('down') },
    { keys: 'p', does: 'save screen', help: 'Saves this screen as a picture (.svg) and as text (.txt).' },
    { keys: 'h', does: 'help', help: 'Shows this page: what the keys of the screen do.' },
    {
      keys: 'q',
      does: 'leave',
      help: `Closes this program; asks first. ${board.state === 'ended' ? '' : 'The same command goes on with the room.'}`.trim(),
    },
  ];
}

/** What a key makes of the view, what it asks for besides, and what is said of it. */
export function afterBoardKey(view: BoardView, press: Press): BoardKeyResult {
  const { page } = view;
  if (press.name === 'ctrl-c')
    return page.at === 'leave' ? { view, ask: { do: 'leave' } } : { view: { ...view, page: { at: 'leave' } } };
  switch (page.at) {
    case 'message':
      return afterTyping(view, page.typed, press);
    case 'end':
      return answered(view, press, { do: 'steer', steering: { do: 'end' } });
    case 'leave':
      return answered(view, press, { do: 'leave' });
    case 'replace':
      return answered(view, press, { do: 'steer', steering: { do: 'replace', member: page.member } });
    case 'links':
      return afterLinksKey(view, press);
    case 'join':
    case 'stop':
      return afterReading(view, press);
    case 'people':
      return afterPeopleKey(view, press);
  }
}

const toPage = (view: BoardView, page: BoardPage): BoardView => ({ ...view, page, first: 0 });
const people = (view: BoardView): BoardView => toPage(view, { at: 'people' });

/** y does it, Esc and n do not; nothing is preset. */
function answered(view: BoardView, { name }: Press, ask: BoardAsk): BoardKeyResult {
  if (name === 'y') return { view: people(view), ask };
  if (name === 'escape' || name === 'n') return { view: people(view) };
  return { view, say: 'Press y (yes) or Esc (no).' };
}

function afterPeopleKey(view: BoardView, { name }: Press): BoardKeyResult {
  const why = whyOff(view, name);
  if (why !== null) return { view, say: `${name === 'space' ? 'Space' : name}: ${why}.` };
  const { board, network } = view.desk;
  const lines = linesByNeed(board);
  const at = lines.findIndex(({ member }) => member.code === markedLine(view)?.member.code);
  const mark = (by: number): BoardKeyResult => {
    const next = lines[Math.max(0, Math.min(lines.length - 1, at + by))];
    return { view: { ...view, marked: next?.member.code ?? null } };
  };
  switch (name) {
    case 'up':
      return mark(-1);
    case 'down':
      return mark(1);
    case 'page up':
      return mark(-8);
    case 'page down':
      return mark(8);
    case 'r': {
      const line = markedLine(view);
      return line === null ? { view } : { view: toPage(view, { at: 'replace', member: line.member.code }) };
    }
    case 'm':
      return board.message === null
        ? { view: toPage(view, { at: 'message', typed: '' }) }
        : { view, ask: { do: 'steer', steering: { do: 'say', text: null } }, say: 'The message was taken away.' };
    case 'e':
      return { view: toPage(view, { at: 'end' }) };
    case 'l':
      return { view, ask: { do: 'links' } };
    case 'q':
      return { view: toPage(view, { at: 'leave' }) };
    case 'enter':
      return { view, say: 'Press s (start, pause, go on), Space (projector) or h (help).' };
    default:
      return afterSteering(view, name, network.open);
  }
}

/** Keys that work on every page that is read. */
function afterSteering(view: BoardView, name: string, open: boolean): BoardKeyResult {
  const { board } = view.desk;
  const project = (move: ProjectionMove): BoardKeyResult => ({ view, ask: { do: 'project', move } });
  switch (name) {
    case 's': {
      const main = mainSteering(view);
      return main === null ? { view } : { view, ask: { do: 'steer', steering: main.steering } };
    }
    case 'right':
    case 'left': {
      const stop = board.stop === null ? 0 : board.stop + (name === 'right' ? 1 : -1);
      return { view, ask: { do: 'steer', steering: { do: 'stop', stop } } };
    }
    case 'space':
      return project('next');
    case 'b':
      return project('back');
    case 'c':
      return project('topic');
    case 'x':
      return project('join');
    case 'o':
      return { view, ask: { do: 'network', open: !open } };
    case 'j':
      return { view: toPage(view, { at: view.page.at === 'join' ? 'people' : 'join' }) };
    case 't':
      return { view: toPage(view, { at: view.page.at === 'stop' ? 'people' : 'stop' }) };
    case 'p':
      return { view, ask: { do: 'save screen' } };
    case 'h':
    case '?':
      return { view, ask: { do: 'help' } };
    default:
      return { view };
  }
}

function afterReading(view: BoardView, { name }: Press): BoardKeyResult {
  if (name === 'escape' || name === 'q' || name === 'enter') return { view: people(view) };
  if (name === 'down' || name === 'up')
    return { view: { ...view, first: Math.max(0, view.first + (name === 'down' ? 1 : -1)) } };
  const why = whyOff(view, name);
  if (why !== null) return { view, say: `${name}: ${why}.` };
  if (name === 'a' && view.page.at === 'join')
    return view.desk.network.addresses.length < 2
      ? { view, say: 'a: this computer has one address only.' }
      : { view, ask: { do: 'next address' } };
  return afterSteering(view, name, view.desk.network.open);
}

function afterLinksKey(view: BoardView, { name }: Press): BoardKeyResult {
  switch (name) {
    case 'escape':
    case 'q':
    case 'l':
      return { view: people(view) };
    case 's':
      return { view, ask: { do: 'show link' } };
    case 'n':
      return { view, ask: { do: 'renew' }, say: 'New links: those of before open nothing any more.' };
    case 'p':
      return { view, say: 'This screen is not saved: its links open the board.' };
    default:
      return { view, say: "Press s (show the board's link), n (new links) or Esc (back)." };
  }
}

function afterTyping(view: BoardView, typed: string, { name, input, key }: Press): BoardKeyResult {
  const to = (text: string): BoardKeyResult => ({
    view: { ...view, page: { at: 'message', typed: [...text].slice(0, LONGEST_MESSAGE).join('') } },
  });
  if (name === 'escape') return { view: people(view) };
  if (name === 'enter') {
    const text = messageTyped(typed);
    return text === null
      ? { view, say: 'Type what everybody is to read, or press Esc.' }
      : { view: people(view), ask: { do: 'steer', steering: { do: 'say', text } } };
  }
  if (name === 'backspace') return to([...typed].slice(0, -1).join(''));
  const letters = key.ctrl || key.meta ? '' : cleanLine(input);
  return letters === '' ? { view } : to(typed + letters);
}

/** What is asked before it is done: a sentence each. */
export function questionOf(view: BoardView): readonly string[] {
  const { board } = view.desk;
  const here = playing(board);
  const going = `${counted(here, 'person is', 'people are')} playing.`;
  switch (view.page.at) {
    case 'end':
      return [
        'End the room for everybody?',
        `${here === 0 ? 'Nobody is playing.' : going} Matches that are not over stay as they are, unfinished; nobody can answer any more. Everything that was answered is kept.`,
      ];
    case 'leave':
      return [
        'Leave, and close the room?',
        `${here === 0 ? 'Nobody is playing.' : `${going} Their pages say "one moment" until the room is opened again.`} Nothing is lost: the same command goes on with it.`,
      ];
    case 'replace': {
      const code = view.page.member;
      const line = board.lines.find(({ member }) => member.code === code);
      const who = line === undefined ? 'This person' : memberName(line.member);
      return [
        `Replace ${who} by ${view.plan.instead ?? 'an agent'}?`,
        'The agent answers in this match from now on, marked as such in the data and on the other screen. Whoever comes back plays on in the next match.',
      ];
    }
    default:
      return [];
  }
}
