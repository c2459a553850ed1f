/**
 * Who is there, as far as a door sees it: a page asks every 15 s, a phone without scripts only when it is touched. The room is
 * told at most every few seconds, and at once when somebody leaves.
 */
import type { Room } from '../room/room.ts';

/** Milliseconds: at most one sign a member; how often one that shows no script is vouched for, and how long after its last request. */
const TIMES = { quiet: 3000, vouch: 15_000, believed: 3 * 60_000, return: 10_000 };

export type SeatSigns = {
  /** A request of this member came in. `script`: by the page's script, which will come again by itself. */
  sign(member: string, script: boolean): void;
  /** The member's page said that it is hidden or closed. */
  left(member: string): void;
  /** The member's last stream broke: unless it comes back soon, it is gone. */
  broke(member: string): void;
  close(): void;
};

type Signs = { told: number; last: number; script: boolean; leaving: ReturnType<typeof setTimeout> | null };

/** `clock`: milliseconds from anywhere, never back. */
export function seatSigns(room: Pick<Room, 'seen'>, clock: () => number = () => performance.now()): SeatSigns {
  const members = new Map<string, Signs>();
  const timer = setInterval(() => {
    const now = clock();
    for (const [member, signs] of members) {
      if (now - signs.last > TIMES.believed) members.delete(member);
      else if (!signs.script) room.seen(member, true);
    }
  }, TIMES.vouch);
  timer.unref();
  const stay = (signs: Signs | undefined): void => {
    if (signs?.leaving) clearTimeout(signs.leaving);
  };
  const left = (member: string): void => {
    stay(members.get(member));
    if (members.delete(member)) room.seen(member, false);
  };
  return {
    sign(member, script) {
      const now = clock();
      const known = members.get(member);
      stay(known);
      const told = known?.told ?? -Infinity;
      const tell = now - told >= TIMES.quiet;
      members.set(member, {
        ...{ told: tell ? now : told, last: now, leaving: null },
        script: script || (known?.script ?? false),
      });
      if (tell) room.seen(member, true);
    },
    left,
    broke(member) {
      const signs = members.get(member);
      if (signs === undefined) return;
      stay(signs);
      signs.leaving = setTimeout(() => left(member), TIMES.return);
      signs.leaving.unref();
    },
    close() {
      clearInterval(timer);
      for (const signs of members.values()) stay(signs);
      members.clear();
    },
  };
}
