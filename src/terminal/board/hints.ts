/** Which keys work on each page of the board, what they do at this moment, and why one does nothing. */
import { type BoardControl, mainControl, whyOff } from '../../room/board-controls.ts';
import { memberName } from '../../room/board-lines.ts';
import { nextStep } from '../../room/projection.ts';
import { glyphs } from '../../show/glyphs.ts';
import type { KeyHint } from '../keys.ts';
import { HELP } from '../screens/screen.ts';
import { type BoardView, markedLine } from './view.ts';

const stopsOf = ({ plan }: Pick<BoardView, 'plan'>): number => plan.lesson?.lesson.stops.length ?? 0;

/** Keys that do what a page of the board does too. */
const CONTROLS: Readonly<Record<string, BoardControl>> = {
  ...{ s: 'lead', m: 'lead', e: 'lead', right: 'next stop', left: 'stop back' },
  ...{ space: 'reveal', b: 'reveal', c: 'figure', x: 'join code' },
};

/** Why a key does nothing now; null: it does something. */
export function whyKeyOff(view: BoardView, name: string): string | null {
  const { desk, plan } = view;
  const control = CONTROLS[name];
  if (control !== undefined) return whyOff(control, desk, plan);
  switch (name) {
    case 't':
      return plan.lesson === null ? 'no lesson is running: there is nothing to say' : null;
    case 'r': {
      const line = markedLine(view);
      if (line === null) return 'nobody has joined yet';
      if (line.replacedBy !== null) return `${memberName(line.member)} is replaced already`;
      if (line.doing === 'finished' || line.doing === 'joined') return `${memberName(line.member)} is in no match`;
      return plan.instead === null ? 'nobody takes a seat in this room: a match ends instead' : null;
    }
    case 'up':
    case 'down':
      return desk.board.lines.length === 0 ? 'nobody has joined yet' : null;
    default:
      return null;
  }
}

const YES: KeyHint = { keys: 'y', does: 'yes', help: 'Does it.' };
const NO: KeyHint = { keys: 'Esc', does: 'no', help: 'Goes back, and nothing is done.' };

/** The keys of the page that is open. */
export function hintsOf(view: BoardView): readonly KeyHint[] {
  switch (view.page.at) {
    case 'people':
      return peopleHints(view);
    case 'message':
      return [
        { keys: 'type', does: 'what everybody reads', help: 'One line, which stands above every page.' },
        { keys: 'Enter', does: 'say it', help: 'Everybody reads it until m takes it away.' },
        { keys: 'Esc', does: 'back', help: 'Says nothing.' },
      ];
    case 'links':
      return [
        { keys: 's', does: "show the board's link", help: 'Shows it once: whoever has it steers the room.' },
        { keys: 'n', does: 'new links', help: 'Makes new links; those of before open nothing any more.' },
        HELP,
        { keys: 'Esc', does: 'back', help: 'Goes back to the board; the link is not shown again.' },
      ];
    case 'join':
    case 'stop': {
      const same = view.page.at === 'join' ? 'j' : 't';
      return [
        ...(view.page.at === 'join'
          ? [{ keys: 'a', does: 'other address', help: 'Tells students the next address of this computer.' }]
          : []),
        ...peopleHints(view).filter(({ keys }) => keys !== same && /^(s|→|←|Space|o|j|t|h)$/.test(keys)),
        { keys: 'Esc', does: 'back', help: 'Goes back to the board.' },
      ];
    }
    case 'end':
    case 'leave':
      return view.page.at === 'leave'
        ? [{ ...YES, keys: 'y or Ctrl-C', does: 'leave' }, NO]
        : [{ ...YES, does: 'end it' }, NO];
    case 'replace':
      return [{ ...YES, does: 'replace' }, NO];
  }
}

/** The keys of the people's page, with why those that are off are off. */
function peopleHints(view: BoardView): readonly KeyHint[] {
  const { desk } = view;
  const { board, network, projection } = desk;
  const off = (name: string): { readonly off?: string } => {
    const why = whyKeyOff(view, name);
    return why === null ? {} : { off: why };
  };
  const main = mainControl(board.state);
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
