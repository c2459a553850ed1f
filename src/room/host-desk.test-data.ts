/** A desk over a scripted room, for tests of the board: what it does is written down, nothing listens anywhere. */
import { reachableAddresses } from './addresses.ts';
import type { HostDesk, DeskShown, NetworkShown, ProjectionShown } from './host-desk.ts';
import { AT_JOIN, JOIN, moved } from './projection.ts';
import type { BoardLine, Member } from './room.ts';
import { scriptedRoom, type ScriptedRoom } from './scripted-room.test-data.ts';
import type { RoomPlan } from './room.ts';

export type ScriptedDesk = HostDesk & {
  readonly room: ScriptedRoom;
  /** What was done at the desk, in order. */
  readonly did: readonly string[];
  /** Everything rejects with this from now on. */
  fail(error: Error): void;
};

/** Modules of a code of 25 by 25. */
const QR = Array.from({ length: 25 }, (_, y) => Array.from({ length: 25 }, (_, x) => (x * y) % 3 === 0));

export const STEPS = [
  JOIN,
  { id: 'scale 0', does: 'the empty scale' },
  { id: 'scale 1', does: 'people' },
  { id: 'agents', does: 'agents' },
] as const;

/** A line of the board as it is unless something else is said of it. */
export function boardLine(
  number: number,
  change: Partial<Omit<BoardLine, 'member'>> = {},
  who: Partial<Member> = {},
): BoardLine {
  return {
    member: { code: `m${number}`, number, label: null, treatment: null, language: 'en', ...who },
    ...{ doing: 'deciding', since: 1_000_000, table: null, answers: 0, slow: false, replacedBy: null },
    ...change,
  };
}

/** What is counted of these lines. */
export function countsOf(lines: readonly BoardLine[]) {
  const count = (doing: BoardLine['doing']): number => lines.filter((one) => one.doing === doing).length;
  return {
    ...{ joined: count('joined'), reading: count('reading'), deciding: count('deciding') },
    ...{ waiting: count('waiting'), finished: count('finished'), gone: count('gone') },
  };
}

export function scriptedDesk(plan: Partial<RoomPlan> = {}, network: Partial<NetworkShown> = {}): ScriptedDesk {
  const room = scriptedRoom(plan);
  const did: string[] = [];
  const watchers = new Set<() => void>();
  let failing: Error | null = null;
  let net: NetworkShown = {
    ...{ open: false, port: 4400, url: 'http://127.0.0.1:4400', join: 'http://127.0.0.1:4400/K7QF', qr: QR },
    addresses: reachableAddresses([
      { card: 'wlan0', address: '192.168.1.23', family: 4, internal: false },
      { card: 'docker0', address: '172.17.0.1', family: 4, internal: false },
    ]),
    trouble: null,
    ...network,
  };
  let projection: ProjectionShown = { stand: AT_JOIN, steps: STEPS, topics: 1, figure: "Prisoner's dilemma" };
  let link: string | null = 'http://127.0.0.1:4400/h/first/board';
  let projector = 'http://127.0.0.1:4400/p/first';
  const tell = (): void => watchers.forEach((changed) => changed());
  const up = (what: string): void => {
    if (failing !== null) throw failing;
    did.push(what);
    tell();
  };
  return {
    ...{ room, did, plan: room.plan },
    shown: async (): Promise<DeskShown> => ({ board: await room.board(), network: net, projection }),
    watch(changed) {
      watchers.add(changed);
      const stop = room.watch(() => changed());
      return () => {
        watchers.delete(changed);
        stop();
      };
    },
    async steer(steering) {
      up(`steer ${JSON.stringify(steering)}`);
      await room.steer(steering);
    },
    async setOpen(open) {
      const url = open ? 'http://192.168.1.23:4400' : 'http://127.0.0.1:4400';
      net = { ...net, open, url, join: `${url}/K7QF` };
      up(open ? 'opened' : 'closed');
    },
    nextAddress: () => up('next address'),
    links: () => ({ board: link, projector }),
    linkShown: () => void (link = null),
    async renewLinks() {
      up('renewed');
      link = 'http://127.0.0.1:4400/h/second/board';
      projector = 'http://127.0.0.1:4400/p/second';
      return { board: link, projector };
    },
    async project(move) {
      projection = { ...projection, stand: moved(projection.stand, move, projection.steps, projection.topics) };
      up(`project ${move}`);
    },
    fail: (error) => void (failing = error),
  };
}
