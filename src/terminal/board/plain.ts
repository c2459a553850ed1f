/** The board read line by line, for screen readers and where there is no screen: what changes is said, words are typed. */
import { createInterface } from 'node:readline';
import { counted, lasting } from '../../core/format.ts';
import { fill } from '../../core/template.ts';
import { handsOf } from '../../lessons/stops.ts';
import { lessonWords } from '../../lessons/words.ts';
import { DOINGS, linesByNeed, memberName, playingWords } from '../../room/board-lines.ts';
import type { DeskShown, HostDesk } from '../../room/host-desk.ts';
import { messageTyped } from '../../room/message.ts';
import { nextStep, stepAt } from '../../room/projection.ts';
import type { RoomPlan } from '../../room/room.ts';
import { shown } from '../../show/glyphs.ts';
import { wrapped } from '../../show/line.ts';
import { sentenceOf } from '../tasks.ts';

/** Counts are said at most so often (milliseconds), however much happens. */
const APART = 5000;

export type BoardReading = {
  /** Resolves when whoever hosts has left, or, at a terminal, its input has ended. */
  readonly left: Promise<void>;
  /** Something is said that is not of the board. */
  say(words: string): void;
  close(): void;
};

/** Reads a board and takes words, until it is closed. `output` with columns is a terminal, whose lines are broken at words. */
export function readBoard(desk: HostDesk, input: NodeJS.ReadableStream, output: NodeJS.WritableStream): BoardReading {
  const columns = 'columns' in output && typeof output.columns === 'number' ? output.columns : 0;
  const isTerminal = columns > 0;
  const say = (words: string): void => {
    const said = shown(words);
    output.write(`${isTerminal ? wrapped(said, columns).join('\n') : said}\n`);
  };
  const leaving = Promise.withResolvers<void>();
  const reader = createInterface({ input, output, terminal: false });
  let asked: (() => Promise<string | null>) | null = null;
  let work: Promise<void> = Promise.resolve();
  const answer = async (typed: string): Promise<void> => {
    const question = asked;
    asked = null;
    const words =
      question !== null && /^y(es)?$/i.test(typed.trim())
        ? await question()
        : await taken(desk, typed, (next) => (asked = next));
    if (words === null) leaving.resolve();
    else if (words !== '') say(words);
  };
  reader.on('line', (typed) => {
    work = work.then(() => answer(typed)).catch((error: unknown) => say(sentenceOf(error)));
  });
  // At a keyboard the end of the input is a way to leave; a program that was started without one stays.
  reader.on('close', () => {
    if (isTerminal) leaving.resolve();
  });

  const said = { state: '', counts: '', stop: -1, open: false, troubles: new Set<string>() };
  let timer: NodeJS.Timeout | undefined;
  let last = -Infinity;
  const tell = async (): Promise<void> => {
    const now = await desk.shown();
    const { board, network } = now;
    if (board.state !== said.state) say(`The room is ${board.state}.`);
    if (network.open !== said.open) say(network.open ? 'OPEN TO THE NETWORK.' : 'This computer only.');
    if (board.stop !== null && board.stop !== said.stop) say(stopWords(desk.plan, board.stop));
    for (const trouble of board.troubles) if (!said.troubles.has(trouble)) say(trouble);
    const counts = countWords(now);
    if (counts !== said.counts && board.lines.length > 0) say(counts);
    Object.assign(said, { state: board.state, counts, stop: board.stop ?? -1, open: network.open });
    for (const trouble of board.troubles) said.troubles.add(trouble);
  };
  const soon = (): void => {
    if (timer !== undefined) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        last = performance.now();
        tell().catch((error: unknown) => say(sentenceOf(error)));
      },
      Math.max(0, last + APART - performance.now()),
    );
    timer.unref();
  };
  const stopWatching = desk.watch(soon);
  soon();
  return {
    left: leaving.promise,
    say,
    close() {
      stopWatching();
      clearTimeout(timer);
      reader.close();
    },
  };
}

const HELP = [
  'Type a word and Enter: start, pause, go on; who; join; say WORDS (say alone takes them away); replace NUMBER;',
  'show (the next thing on the projector), hide (the one before), figure, code; next, back (stops of a lesson), text;',
  'open, close (the network), address (another one); links, new links; end, quit.',
].join(' ');

/** What was typed is done; gives what is said of it, '' for nothing, null to leave. `ask`: a yes that is waited for, and what it does. */
async function taken(
  desk: HostDesk,
  typed: string,
  ask: (next: () => Promise<string | null>) => void,
): Promise<string | null> {
  const words = typed.trim().replace(/\s+/g, ' ');
  const now = await desk.shown();
  const { board, network } = now;
  const word = words.toLowerCase();
  const stop = board.stop ?? -1;
  switch (word) {
    case '':
      return statusWords(now);
    case 'start':
    case 'pause':
    case 'go on':
      await desk.steer({ do: word });
      return '';
    case 'next':
    case 'back':
      if (desk.plan.lesson === null) return 'No lesson is running: people go on by themselves.';
      await desk.steer({ do: 'stop', stop: Math.max(0, stop + (word === 'next' ? 1 : -1)) });
      return '';
    case 'text':
      return desk.plan.lesson === null ? 'No lesson is running.' : stopWords(desk.plan, Math.max(0, stop));
    case 'who':
      return whoWords(now);
    case 'join':
      return [
        `${network.join}${network.open ? '' : ', from this computer only'}; code ${[...board.code].join(' ')}.`,
        ...network.addresses.map(({ address, says }) => `${address}: ${says}`),
      ].join('\n');
    case 'show':
      await desk.project('next');
      return projectorWords(await desk.shown());
    case 'hide':
      await desk.project('back');
      return projectorWords(await desk.shown());
    case 'figure':
      await desk.project('topic');
      return projectorWords(await desk.shown());
    case 'code':
      await desk.project('join');
      return projectorWords(await desk.shown());
    case 'open':
    case 'close':
      await desk.setOpen(word === 'open');
      return word === 'open' ? 'OPEN TO THE NETWORK.' : 'This computer only.';
    case 'address':
      desk.nextAddress();
      return (await desk.shown()).network.join;
    case 'links':
      return `Board: ${desk.links().board ?? 'shown already; type: new links'}\nProjector: ${desk.links().projector}`;
    case 'new links': {
      const { board: steers, projector } = await desk.renewLinks();
      return `Board: ${steers}\nProjector: ${projector}\nThose of before open nothing any more.`;
    }
    case 'end':
      ask(async () => {
        await desk.steer({ do: 'end' });
        return '';
      });
      return `End the room for everybody? ${playingWords(board)} Type yes, or anything else.`;
    case 'quit':
      ask(async () => null);
      return `Leave, and close the room? ${playingWords(board)} The same command goes on with it. Type yes, or anything else.`;
    case 'help':
      return HELP;
    default:
      break;
  }
  const [verb = ''] = word.split(' ');
  const rest = words.slice(verb.length).trim();
  if (verb === 'say') {
    await desk.steer({ do: 'say', text: messageTyped(rest) });
    return rest === '' ? 'The message was taken away.' : '';
  }
  if (verb === 'replace') {
    const line = board.lines.find(({ member }) => String(member.number) === rest || member.label === rest);
    if (line === undefined) return `Nobody here is ${rest === '' ? 'named' : `number ${rest}`}: who lists everybody.`;
    await desk.steer({ do: 'replace', member: line.member.code });
    return `${desk.plan.instead ?? 'An agent'} plays for ${memberName(line.member)}.`;
  }
  return `"${words.slice(0, 60)}" is no word of the board. ${HELP}`;
}

const projectorWords = ({ projection: { stand, steps } }: DeskShown): string =>
  `Projector: ${stepAt(stand, steps).does}; show brings: ${nextStep(stand, steps).does}.`;

const countWords = ({ board: { counts, saved } }: DeskShown): string =>
  `${DOINGS.filter((doing) => counts[doing] > 0)
    .map((doing) => `${counts[doing]} ${doing}`)
    .join(', ')}; ${counted(saved, 'choice')} saved.`;

const statusWords = (now: DeskShown): string =>
  `The room is ${now.board.state}; code ${now.board.code}; ${now.network.join}${now.network.open ? ', OPEN TO THE NETWORK' : ', this computer only'}. ${now.board.lines.length === 0 ? 'Nobody has joined yet.' : countWords(now)}`;

/** Everybody, whoever needs help first. */
function whoWords({ board }: DeskShown): string {
  if (board.lines.length === 0) return 'Nobody has joined yet.';
  return linesByNeed(board)
    .map(({ member, doing, since, answers, slow, replacedBy }) =>
      [
        `${member.number}${member.label === null ? '' : ` ${member.label}`}: ${doing} for ${lasting(Math.max(0, Date.now() - since))}`,
        counted(answers, 'answer'),
        ...(slow ? ['slow'] : []),
        ...(replacedBy === null ? [] : [`${replacedBy} plays for it`]),
      ].join(', '),
    )
    .join('\n');
}

function stopWords({ lesson }: RoomPlan, at: number): string {
  const stop = lesson?.lesson.stops[at];
  if (lesson === null || stop === undefined) return '';
  const said = lessonWords(lesson.lesson.language);
  const asked = handsOf(stop);
  return [
    `Stop ${at + 1} of ${lesson.lesson.stops.length}: ${stop.title}.`,
    ...stop.text,
    ...stop.aloud.map((words) => fill(said.aloud, { words })),
    ...(asked === null ? [] : [`On every phone: ${asked.ask}`]),
  ].join('\n');
}
