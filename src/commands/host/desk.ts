/** The desk of a room that is open here: the room, its network, its links and its projector as one, for a terminal and a page. */
import type { Store } from '../../core/log.ts';
import type { HostDesk } from '../../room/host-desk.ts';
import type { Board, Room } from '../../room/room.ts';
import type { LinkBook } from './links.ts';
import type { RoomNetwork } from './network.ts';
import type { Projection } from './projection.ts';

/** Milliseconds for which a board is shown as it is: many may look at once. */
const FRESH = 200;
/** A trouble of the door stands on the board for so long. */
const TROUBLED = 60_000;

export type DeskParts = {
  readonly store: Store;
  readonly room: Room;
  readonly network: RoomNetwork;
  readonly links: LinkBook;
  readonly projection: Projection;
  readonly clock: () => number;
};

export type OpenDesk = HostDesk & {
  /** Something is new that the room does not tell of. */
  changed(): void;
  /** What whoever hosts should know, in a sentence. */
  trouble(sentence: string): void;
  close(): void;
};

/** The desk of these parts. */
export async function openDesk({ store, room, network, links, projection, clock }: DeskParts): Promise<OpenDesk> {
  const watchers = new Set<() => void>();
  const troubles = new Map<string, number>();
  let board: { readonly at: number; readonly read: Promise<Board> } | null = null;
  let shownOnce = false;

  const changed = (): void => {
    board = null;
    for (const one of [...watchers]) one();
  };
  const stopWatching = room.watch(({ what }) => {
    if (what === 'board') changed();
  });
  const stopHearing = await store.wire.hear(`${room.session} desk`, (what) => {
    if (what === 'links') links.stale();
    if (what === 'projector') projection.stale();
  });
  const boardNow = (): Promise<Board> => {
    if (board === null || clock() - board.at > FRESH) board = { at: clock(), read: room.board() };
    return board.read;
  };
  const link = (secret: string, page: 'board' | 'projector'): string => {
    const { url } = network.shown();
    return page === 'board' ? `${url}/h/${secret}/board` : `${url}/p/${secret}`;
  };

  return {
    plan: room.plan,
    async shown() {
      const now = await boardNow();
      const mine = [...troubles].filter(([, at]) => clock() - at < TROUBLED).map(([sentence]) => sentence);
      // A full disk is found out by the room and by the door, and is one trouble.
      return {
        board: { ...now, troubles: [...new Set([...now.troubles, ...mine])] },
        network: network.shown(),
        projection: projection.shown(),
      };
    },
    watch(one) {
      watchers.add(one);
      return () => void watchers.delete(one);
    },
    async steer(steering) {
      await room.steer(steering);
      if (steering.do === 'stop') await projection.stopped(steering.stop);
      changed();
    },
    async setOpen(open) {
      await network.setOpen(open);
      changed();
    },
    nextAddress() {
      network.nextAddress();
      changed();
    },
    links: () => ({
      board: shownOnce ? null : link(links.now.board, 'board'),
      projector: link(links.now.projector, 'projector'),
    }),
    linkShown: () => void (shownOnce = true),
    async renewLinks() {
      const { board: steers, projector } = await links.renew();
      await store.wire.tell(`${room.session} desk`, 'links');
      shownOnce = false;
      changed();
      return { board: link(steers, 'board'), projector: link(projector, 'projector') };
    },
    project: (move) => projection.move(move),
    changed,
    trouble(sentence) {
      troubles.delete(sentence);
      troubles.set(sentence, clock());
      changed();
    },
    close() {
      stopWatching();
      stopHearing();
      projection.close();
    },
  };
}
