/** What a key makes of the board, and what it asks of the room besides. Nothing is asked of it here. */
import { cleanLine } from '../../core/outside-text.ts';
import { mainControl } from '../../room/board-controls.ts';
import { linesByNeed } from '../../room/board-lines.ts';
import { LONGEST_MESSAGE, messageTyped } from '../../room/message.ts';
import type { ProjectionMove } from '../../room/projection.ts';
import type { Steering } from '../../room/room.ts';
import type { Press } from '../key-names.ts';
import { whyKeyOff } from './hints.ts';
import { type BoardPage, type BoardView, markedLine } from './view.ts';

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

/** A key as the hints write it. */
const keySign = (name: string): string => SIGNS.get(name) ?? name;
const SIGNS = new Map([
  ['space', 'Space'],
  ['left', '←'],
  ['right', '→'],
]);

function afterPeopleKey(view: BoardView, { name }: Press): BoardKeyResult {
  const why = whyKeyOff(view, name);
  if (why !== null) return { view, say: `${keySign(name)}: ${why}.` };
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
      const main = mainControl(board.state);
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
  const why = whyKeyOff(view, name);
  if (why !== null) return { view, say: `${keySign(name)}: ${why}.` };
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
