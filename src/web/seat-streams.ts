/** Who is told when a member's page changed: every open page of that member, by the page's name alone. */
import type { PlaceShown, Room } from '../room/room.ts';
import { saidTag } from './how.ts';
import type { SeatSigns } from './signs.ts';
import type { DoorContext } from './replies.ts';
import type { OpenStream, StreamEvent, Streams } from './streams.ts';

/** Pages of one member that hear at once; a browser opens six connections in all, and needs some to ask. */
const MOST_PAGES = 3;

type Told = { readonly stream: OpenStream; page: string; said: string };

export type SeatStreams = {
  /** A stream for a page of this member; null where there are too many. */
  open(c: DoorContext, member: string): Promise<Response | null>;
  close(): void;
};

/** Hears the room and tells the pages. */
export function seatStreams(room: Room, streams: Streams, presence: SeatSigns): SeatStreams {
  const members = new Map<string, Set<Told>>();
  const changed = new Set<string>();

  const tell = (told: Told, { place, message }: PlaceShown): void => {
    const said = saidTag(message);
    const event: StreamEvent | null =
      told.page !== place.id
        ? { event: 'place', id: place.id, data: place.id }
        : told.said === said
          ? null
          : { event: 'said', id: place.id, data: place.id };
    Object.assign(told, { page: place.id, said });
    if (event !== null) told.stream.say(event);
  };
  const look = async (member: string): Promise<void> => {
    try {
      const at = await room.place(member);
      for (const told of members.get(member) ?? []) tell(told, at);
    } catch {
      // The page asks by itself before long.
    }
  };
  // Changes of one turn of the loop are one look.
  const lookAll = (): void => {
    for (const member of changed) void look(member);
    changed.clear();
  };
  const stop = room.watch((change) => {
    if (change.what !== 'place' || !members.has(change.member)) return;
    if (changed.size === 0) setImmediate(lookAll);
    changed.add(change.member);
  });

  return {
    async open(c, member) {
      const at = await room.place(member);
      const mine = members.get(member) ?? new Set<Told>();
      const closed = (broken: boolean): void => {
        mine.delete(told);
        if (mine.size > 0) return;
        members.delete(member);
        if (broken) presence.broke(member);
      };
      const stream = streams.open(closed, () => c.env?.outgoing?.destroy());
      if (stream === null) return null;
      const told: Told = { stream, page: '', said: saidTag(at.message) };
      if (mine.size >= MOST_PAGES) [...mine][0]?.stream.end(3600_000);
      members.set(member, mine.add(told));
      tell(told, at);
      return stream.response;
    },
    close: () => stop(),
  };
}
