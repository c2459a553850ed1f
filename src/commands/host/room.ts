/** A room put together and kept open: log, models, room, door, links, projector and board; and closed again in order. */
import { byHand, commandLine, wordsByHand } from '../../core/shell.ts';
import type { AnyGame } from '../../core/game.ts';
import type { Store } from '../../core/log.ts';
import { UserError } from '../../core/user-error.ts';
import { fromHere, optionOf } from '../../disk/folder.ts';
import { loadGames } from '../../disk/games.ts';
import { version } from '../../disk/version.ts';
import { continuedRoom, openRoom, type RoomPlace } from '../../room/open.ts';
import type { NetworkShown } from '../../room/host-desk.ts';
import type { Board, Room, RoomPlan } from '../../room/room.ts';
import { openStore } from '../../store/open.ts';
import type { RoomAnswer } from '../../terminal/board/ask.ts';
import { readBoard } from '../../terminal/board/plain.ts';
import { onScreen } from '../../terminal/on-screen.ts';
import type { OpenScreen } from '../../terminal/single-screen.tsx';
import { programsSit } from '../../web/entrance.ts';
import { hostApp } from '../../web/host/host-app.ts';
import { phonePages } from '../../web/pages/index.ts';
import { serveRoom } from '../../web/server.ts';
import { DEFAULT_DB } from '../shared/flags.ts';
import { keepLineage } from '../shared/lineage.ts';
import { print } from '../shared/print.ts';
import { leaveSignals } from '../shared/signals.ts';
import { type OpenDesk, openDesk } from './desk.ts';
import { linkBook } from './links.ts';
import { type RoomModels, roomModels } from './models.ts';
import { PORT, refuseTaken, roomNetwork } from './network.ts';
import { projection } from './projection.ts';
import { planOf, type RoomTyped } from './plan.ts';
import { roomsLeft, roomToGoOn } from './stored-room.ts';
import { upgrading } from '../shared/upgrading.ts';

/** What was typed, and what it comes to. */
export type RoomAsked = RoomTyped & {
  /** What is to be played; null: what the room of that name plays, or what is asked in the terminal. */
  readonly plan: RoomPlan | null;
  readonly name?: string | undefined;
  readonly open?: boolean | undefined;
  readonly port: number;
  readonly url?: string | undefined;
  /** Addresses of proxies that may say who asks. */
  readonly proxies?: readonly string[] | undefined;
  readonly plain?: boolean | undefined;
  readonly maxCost?: number | undefined;
  readonly trust?: boolean | undefined;
  readonly db?: string | undefined;
  /** The code of the session whose room was chosen to go on. */
  readonly goOn?: string;
};

/**
 * Milliseconds for which a database that is gone or held by another program is waited for before a phone reads "one moment" and
 * the board says why: before a phone gives up on an answer (10 s). It sends the same again, so nothing is lost by it.
 */
const ROOM_PATIENCE = 5000;

/** USD that a room's calls may cost unless --max-cost says otherwise. */
const ROOM_CAP = 1;

/** Hosts a room until whoever hosts leaves. Gives the exit code; throws a UserError where it cannot, and nothing is written then. */
export async function hostRoom(asked: RoomAsked): Promise<number> {
  const { plain = false, db: file = DEFAULT_DB } = asked;
  if (plain) process.env['INK_SCREEN_READER'] = 'true';
  await refuseTaken(asked.port, asked.open ?? false);
  const store = await openStore(file, { patience: ROOM_PATIENCE, upgrade: upgrading() });
  try {
    const games = await loadGames();
    const cap = asked.maxCost ?? ROOM_CAP;
    const models = roomModels({ store, folder: process.cwd(), env: process.env, cap, trust: asked.trust ?? false });
    const here = { store, games, models };
    if (asked.plan !== null || asked.name !== undefined || !onScreen()) return await openOrContinue(asked, here, null);
    const rooms = await roomsLeft(store, Date.now(), games);
    const [{ askRoom }, { lessonSummaries }] = await Promise.all([
      import('../../terminal/board/open-ask.tsx'),
      import('../../lessons/load-lesson.ts'),
    ]);
    const { screen, answer } = await askRoom({ rooms, lessons: lessonSummaries(), games, atHand: models.atHand() });
    try {
      if (answer === null || typeof answer === 'number') return answer ?? 0;
      return await openOrContinue(await asIfTyped(asked, answer), here, screen);
    } finally {
      await screen.close();
    }
  } finally {
    store.close();
  }
}

type Here = { readonly store: Store; readonly games: readonly AnyGame[]; readonly models: RoomModels };

/** Opens the room that was asked for, or goes on with it, and keeps it open. `screen`: what it was asked on. */
async function openOrContinue(
  asked: RoomAsked,
  { store, games, models }: Here,
  screen: OpenScreen | null,
): Promise<number> {
  const { plan, name = null } = asked;
  const goesOn = asked.goOn ?? (await roomToGoOn(store, plan, name, Date.now()));
  if (goesOn === null && plan !== null) await models.check(plan);
  const place: RoomPlace = { store, clock: Date.now, games, version: version(), models: models.live };
  await keepLineage(store, process.cwd());
  const room =
    goesOn !== null
      ? await continuedRoom(place, { code: goesOn })
      : plan === null
        ? null
        : await openRoom(place, plan, { name });
  if (room === null) throw new UserError(`Name a lesson or a game, as in "${byHand('host known-or-unknown')}".`);
  const over = await models.begin(room.session, room.plan);
  try {
    return await keepOpen(room, store, asked, screen);
  } finally {
    over();
  }
}

/** What was answered on the screen, as if it had been typed. */
async function asIfTyped(asked: RoomAsked, answer: RoomAnswer): Promise<RoomAsked> {
  if ('goOn' in answer) return { ...asked, goOn: answer.goOn };
  const { loadLesson } = await import('../../lessons/load-lesson.ts');
  const { lesson, table, name, together, open } = answer;
  const prepared = lesson === null ? null : await loadLesson(lesson, asked.language ?? null);
  return {
    ...asked,
    plan: planOf(table === null ? [] : [table], prepared, { ...asked, together }),
    ...(name === '' ? {} : { name }),
    open: open || (asked.open ?? false),
  };
}

/** Opens the door of a room and its board, and closes both when whoever hosts has left. */
async function keepOpen(room: Room, store: Store, asked: RoomAsked, screen: OpenScreen | null): Promise<number> {
  const clock = Date.now;
  const { open = false, port, url = null } = asked;
  const network = roomNetwork({ code: room.code, open, port, url });
  // The projector tells the desk, which shows it.
  const told: { desk: OpenDesk | null } = { desk: null };
  const [links, shows] = await Promise.all([
    linkBook(store, room.session, clock),
    projection({ store, room, clock, changed: () => told.desk?.changed() }),
  ]);
  const desk = await openDesk({ store, room, network, links, projection: shows, clock });
  told.desk = desk;
  const pages = hostApp({
    ...{ desk, opens: (secret) => links.opens(secret), picture: () => shows.picture() },
    ...{ language: room.plan.language, told: programsSit(room.plan) },
  });
  try {
    await network.listen((at) =>
      serveRoom({
        ...{ room, pages: phonePages, hostPages: pages.app, ...at },
        names: url === null ? [] : [new URL(url).hostname],
        proxies: asked.proxies ?? [],
        trouble: (sentence) => desk.trouble(sentence),
      }),
    );
    return await boardOf(desk, store, room, { screen, asked });
  } finally {
    pages.close();
    await network.close();
    desk.close();
    await room.close();
  }
}

/** The board on this terminal, or line by line, until whoever hosts leaves. */
async function boardOf(
  desk: OpenDesk,
  store: Store,
  room: Room,
  { screen, asked }: { readonly screen: OpenScreen | null; readonly asked: RoomAsked },
): Promise<number> {
  const farewell = async (): Promise<void> => {
    const { board, network } = await desk.shown();
    const next = afterwards(board, room.session, network, asked, optionOf(store.file));
    print(`Every choice is kept in ${fromHere(store.file)}. ${next}`);
  };
  if (onScreen()) {
    const { openBoard } = await import('../../terminal/board/open.tsx');
    const code = await openBoard(desk, store.file, screen);
    await farewell();
    return code;
  }
  const { join } = (await desk.shown()).network;
  const { board, projector } = desk.links();
  desk.linkShown();
  print(`participants: ${join}\nhost: ${board ?? ''}\nprojector: ${projector}`);
  const reading = readBoard(desk, process.stdin, process.stdout);
  const signals = leaveSignals(process.stdin.isTTY, (words) => reading.say(words));
  const code = await Promise.race([reading.left.then(() => 0), signals.stopped]);
  signals.done();
  reading.close();
  process.stdin.pause();
  await farewell();
  return code;
}

/** The command that goes on with the room at the same address; of one that has ended, the one that compares what was played. */
function afterwards(
  { name, state }: Board,
  session: string,
  { port, open }: NetworkShown,
  { url }: RoomAsked,
  file: readonly string[],
): string {
  const called = name ?? session;
  if (state === 'ended')
    return `What was played:\n${commandLine(wordsByHand(['compare', '--session', called, ...file]))}`;
  const where = [
    ...(port === PORT ? [] : ['--port', String(port)]),
    ...(url === undefined ? [] : ['--url', url]),
    ...(open ? ['--open'] : []),
  ];
  return `To go on with the room:\n${commandLine(wordsByHand(['host', '--name', called, ...where, ...file]))}`;
}
