/** The board on a screen: the room, how it is reached, everybody with who needs help on top; and what is asked and read. */
import { counted } from '../../core/format.ts';
import { titleIn } from '../../core/title.ts';
import { usdWords } from '../../lab/models.ts';
import { DOINGS, linesByNeed } from '../../room/board-lines.ts';
import { ISOLATED } from '../../room/addresses.ts';
import { LONGEST_MESSAGE } from '../../room/message.ts';
import { figureWords, nextStep, stepAt } from '../../room/projection.ts';
import { glyphs, shown } from '../../show/glyphs.ts';
import { clipped, EMPTY, type Line, line, span, spaces, widthOf } from '../../show/line.ts';
import { around, fit, item, type Shown, spaced, windowed, words } from '../screens/screen.ts';
import type { Size } from '../single-screen.tsx';
import { hintsOf } from './hints.ts';
import { memberRows } from './people.ts';
import { qrLines } from './qr.ts';
import { stopLines } from './stop.ts';
import { type BoardView, markedLine, questionOf } from './view.ts';

/** Title, keys and body for a window of this size. */
export function boardScreen(view: BoardView, size: Size): Shown {
  const { desk, plan, page } = view;
  const { board } = desk;
  const what = plan.lesson?.lesson.title ?? plan.tables.map(({ game, config }) => titleIn(game, config)).join(', ');
  const named = board.name ?? 'rehearsal';
  return {
    ...fit(size, [`${named} · ${what}`, named], [`code ${board.code} · ${board.state}`, board.code]),
    indent: 1,
    wide: true,
    typing: page.at === 'message',
    where: ['host'],
    hints: hintsOf(view),
    key: () => null,
    lines: (width, height) => linesOf(view, width, height),
  };
}

function linesOf(view: BoardView, width: number, height: number): readonly Line[] {
  const { page } = view;
  switch (page.at) {
    case 'people':
      return peopleLines(view, width, height);
    case 'join':
      return joinLines(view, width, height);
    case 'stop':
      return windowed([...headLines(view, width), EMPTY, ...stopLines(view, width)], view.first, height);
    case 'links':
      return linkLines(view, width, height);
    case 'message': {
      const left = LONGEST_MESSAGE - [...page.typed].length;
      return spaced(
        [
          words('What is everybody to read? It stands above every page until you take it away (m).', width),
          words(`${page.typed}_`, width, 'strong'),
          words(`${left} letters left.`, width),
        ],
        height,
      );
    }
    case 'end':
    case 'leave':
    case 'replace': {
      const [asks = '', ...says] = questionOf(view);
      return spaced([words(asks, width, 'strong'), ...says.map((one) => words(one, width))], height);
    }
  }
}

/** How the room stands, and how it is reached: always there. */
function headLines(view: BoardView, width: number): readonly Line[] {
  const { board, network } = view.desk;
  const { sep } = glyphs();
  const open: Line = network.open
    ? [span('OPEN TO THE NETWORK', 'alarm')]
    : [span(shown('this computer only: o opens it'), 'strong')];
  const address: Line = [
    span(board.state.toUpperCase(), board.state === 'running' ? 'strong' : 'warn'),
    span(` ${sep} code `),
    span(board.code, 'strong'),
    span(` ${sep} `),
    span(shown(network.join), 'strong'),
  ];
  const free = width - widthOf(address) - widthOf(open);
  return free >= 2 ? [[...address, span(spaces(free)), ...open]] : [address, open];
}

/** How many there are, and how many do what; in a narrow window on two lines. */
function countsLines(view: BoardView, width: number): readonly Line[] {
  const { counts, lines: people, saved } = view.desk.board;
  const parts: readonly Line[] = [
    line(`${counted(people.length, 'person', 'people')}:`, 'strong'),
    ...DOINGS.map((doing) =>
      line(`${counts[doing]} ${doing}`, doing === 'gone' && counts.gone > 0 ? 'warn' : undefined),
    ),
    line(`${counted(saved, 'choice')} saved`),
  ];
  const lines: Line[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + 2 + widthOf(part) <= width)
      lines[lines.length - 1] = [...last, span('  '), ...part];
    else lines.push(part);
  }
  return lines;
}

/** Lesson, projector, message, models, troubles: what there is to say of them. */
function stateLines(view: BoardView, width: number): readonly Line[] {
  const { desk, plan } = view;
  const { board, network, projection } = desk;
  const stop = plan.lesson === null || board.stop === null ? null : plan.lesson.lesson.stops[board.stop];
  const { models } = board;
  const troubles = [...board.troubles.slice(-1), ...(network.trouble === null ? [] : [network.trouble])];
  return [
    ...troubles.flatMap((one) => words(one, width, 'warn').slice(0, 2)),
    ...(plan.lesson === null
      ? []
      : stop === null || stop === undefined
        ? words('The lesson has not begun: s starts it.', width)
        : [
            line(
              clipped(
                shown(`stop ${board.stop! + 1} of ${plan.lesson.lesson.stops.length}: ${stop.title} (t: what to say)`),
                width,
              ),
            ),
          ]),
    ...(board.message === null
      ? []
      : [line(clipped(shown(`everybody reads: ${board.message}  (m takes it away)`), width), 'strong')]),
    ...(models === null || models.asked + models.standIns === 0
      ? []
      : [
          line(clipped(shown(modelWords(models)), width), models.failed > 0 ? 'warn' : undefined),
          ...lastOf(models.last, troubles).map((last) => line(clipped(shown(last), width), 'warn')),
        ]),
    line(clipped(shown(projectorWords(projection)), width)),
  ];
}

/** "projector: people · Space: agents · figure 2 of 3: Prisoner's dilemma, against baseline". */
function projectorWords({ stand, steps, topics, figure }: BoardView['desk']['projection']): string {
  const next = steps.length < 2 ? '' : ` · Space: ${nextStep(stand, steps).does}`;
  const which = topics < 2 ? '' : ` · ${figureWords(stand, topics, figure)}`;
  return `projector: ${stepAt(stand, steps).does}${next}${which}`;
}

/** "models: 40 asked, 1 had no answer (1 by the stand-in), 0.12 USD". */
function modelWords({ asked, failed, standIns, cost }: NonNullable<BoardView['desk']['board']['models']>): string {
  const missed = failed === 0 ? [] : [`${failed} without an answer`];
  const stood = standIns === 0 ? [] : [`${standIns} by the stand-in`];
  return [`models: ${asked} asked`, ...missed, ...stood, usdWords(cost)].join(', ');
}

/** What went wrong last, unless a trouble that stands above says it too. */
const lastOf = (last: string | null, troubles: readonly string[]): readonly string[] =>
  last === null || troubles.some((one) => one.startsWith(last.replace(/\.$/, ''))) ? [] : [last];

function peopleLines(view: BoardView, width: number, height: number): readonly Line[] {
  const head = [...headLines(view, width), ...countsLines(view, width)];
  const lines = linesByNeed(view.desk.board);
  if (lines.length === 0) return spaced([head, stateLines(view, width), words(nobodyWords(view), width)], height);
  const room = height - head.length - 1;
  const said = stateLines(view, width).slice(0, Math.max(1, room - 5));
  const at = Math.max(
    0,
    lines.findIndex(({ member }) => member.code === markedLine(view)?.member.code),
  );
  const rows = memberRows(lines, view, width - 2).map((row, i) => item(i === at, row));
  const listed = around(rows, at, Math.max(3, room - said.length));
  return [...head, ...said, EMPTY, ...listed].slice(0, height);
}

/** What to do while nobody has joined. */
function nobodyWords({ desk: { network, board } }: BoardView): string {
  if (board.state === 'ended') return 'Nobody joined this room.';
  return network.open
    ? `Nobody has joined yet. Students open ${network.url} and type ${board.code}, or scan the code (j, or the projector page).`
    : 'Nobody has joined yet, and only this computer can: press o when the class is to join. l shows the links of the board and the projector.';
}

/** The QR code beside how to join; where both have no room, the words. */
function joinLines(view: BoardView, width: number, height: number): readonly Line[] {
  const { network, board } = view.desk;
  const qr = qrLines(network.qr, width, height);
  const beside = qr.length > 0 && width - widthOf(qr[0]!) - 3 >= 24;
  const room = beside ? width - widthOf(qr[0]!) - 3 : width;
  const text: readonly (readonly Line[])[] = [
    [line(network.open ? 'OPEN TO THE NETWORK' : 'THIS COMPUTER ONLY', network.open ? 'alarm' : 'strong')],
    network.open ? [] : words('Press o to let other machines in.', room),
    [...words(network.url, room, 'strong'), ...words(`code ${board.code}`, room, 'strong')],
    ...(network.trouble === null ? [] : [words(network.trouble, room, 'warn')]),
    addressLines(view, room),
    ...ISOLATED.map((one) => words(one, room)),
  ];
  if (!beside) return windowed([...text.flat()], view.first, height);
  const right = windowed(
    text.filter((group) => group.length > 0).flatMap((group, i) => (i === 0 ? group : [EMPTY, ...group])),
    view.first,
    height,
  );
  const blank = span(spaces(widthOf(qr[0]!)));
  return Array.from({ length: Math.max(qr.length, right.length) }, (_, i): Line => [
    ...(qr[i] ?? [blank]),
    span('   '),
    ...(right[i] ?? []),
  ]);
}

/** Every address that other machines may use, with what to know of it. */
function addressLines({ desk: { network } }: BoardView, width: number): readonly Line[] {
  const { addresses, port } = network;
  if (addresses.length === 0)
    return words('This computer is in no network: join a Wi-Fi, or open a hotspot on it, then press o.', width, 'warn');
  return addresses.flatMap(({ address, family, says }) => [
    ...words(`${family === 6 ? `[${address}]` : address}:${port}`, width, 'strong'),
    ...words(says, width),
  ]);
}

function linkLines(view: BoardView, width: number, height: number): readonly Line[] {
  if (view.page.at !== 'links') return [];
  const { board, projector } = view.page;
  return spaced(
    [
      words('The board as a page, for your phone: whoever has this link steers the room.', width),
      board === null
        ? words('Not shown: is this screen on the projector? s shows it once, n makes a new one.', width)
        : [line(board, 'warn')],
      words('The projector page: join code, head count, and what Space reveals. It can do nothing.', width),
      [line(projector)],
    ],
    height,
  );
}
