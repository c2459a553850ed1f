/** People who have gone away while others wait for them: their seats are taken after a while, so that nobody stops another. */
import type { Seat } from '../core/game.ts';
import { type RoomMatch, seatIn } from './ledger.ts';
import { type Matches, waitedFor } from './matches.ts';
import type { Attendance } from './attendance.ts';
import type { RoomParts } from './room-parts.ts';

export type AbsentParts = RoomParts & { readonly matches: Matches; readonly presence: Attendance };

export type Absent = {
  /** Takes the seats of those who have been away for too long while others wait. */
  look(): Promise<void>;
  /** Takes this seat of a match that is played here at once, after so long (milliseconds). */
  take(match: RoomMatch, seat: Seat, after: number): Promise<void>;
  /** The match that goes on in which this person may be replaced, and its seat; null: there is none. */
  seatOf(member: string): { readonly match: RoomMatch; readonly seat: Seat } | null;
};

/** Those who are away in this room. */
export function newAbsent({ plan, session, ledger, log, matches, presence, clock }: AbsentParts): Absent {
  const taking = new Set<string>();
  const take = async (match: RoomMatch, seat: Seat, after: number): Promise<void> => {
    const { code } = match.row;
    const sitting = matches.playedHere(code);
    const mine = `${code} ${seat}`;
    if (sitting === undefined || taking.has(mine)) return;
    taking.add(mine);
    try {
      const agent = plan.instead;
      const participant = match.row.seats[seat]?.participant ?? null;
      if (agent !== null)
        await log.keep([
          {
            table: 'event',
            row: {
              ...{ session, match: code, participant, kind: 'replaced', at: clock() },
              body: { seat, agent, after },
            },
          },
        ]);
      sitting.replace(seat, agent);
    } finally {
      taking.delete(mine);
    }
  };
  return {
    async look() {
      const now = clock();
      const there = (member: string): boolean => presence.awaySince(member, now) === null;
      const work: Promise<void>[] = [];
      for (const [match, sitting] of matches.here()) {
        if (sitting.moving()) continue;
        for (const [seat, { participant }] of match.row.seats.entries()) {
          if (participant === null || match.replaced.has(seat)) continue;
          const since = presence.awaySince(participant, now);
          if (since === null || now - since < plan.patience || !waitedFor(match, sitting, seat, there)) continue;
          work.push(take(match, seat, now - since));
        }
      }
      await Promise.all(work);
    },
    take,
    seatOf(member) {
      const match = ledger.people.get(member)?.matches.findLast(({ ending }) => ending === null);
      if (match === undefined) return null;
      const seat = seatIn(match, member);
      return match.replaced.has(seat) ? null : { match, seat };
    },
  };
}
