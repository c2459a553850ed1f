/** What whoever hosts a room does with it: start, pause, next stop, a message to all, an end, a seat that an agent takes. */
import type { EventRow, LogRow } from '../core/log.ts';
import type { Seat } from '../core/game.ts';
import { UserError } from '../core/user-error.ts';
import { handsRows } from '../lab/lesson-course.ts';
import { handsOf } from '../lessons/stops.ts';
import type { Absent } from './absent.ts';
import type { Attendance } from './attendance.ts';
import { handKey, type RoomMatch } from './ledger.ts';
import type { Matches } from './matches.ts';
import { messageTyped } from './message.ts';
import { handsAt } from './place.ts';
import type { Steering } from './room.ts';
import type { RoomParts } from './room-parts.ts';

export type SteeringParts = RoomParts & {
  readonly matches: Matches;
  readonly presence: Attendance;
  readonly absent: Absent;
  /** Tells the program that plays this match to replace whoever sits there. */
  replaceElsewhere(match: RoomMatch, seat: Seat, after: number): void;
  /** Seats whoever waits, a moment later. `lots`: whoever waits is drawn. */
  seatSoon(lots?: boolean): Promise<void>;
  /** One person's page, the board, or everything may be another now. */
  placeChanged(member: string): void;
  boardChanged(): void;
  everybody(): void;
};

/** Does it; rejects with a UserError where the room is not in a state for it. On disk when it resolves. */
export function newSteering(parts: SteeringParts): (steering: Steering) => Promise<void> {
  const { plan, session, ledger, log, matches, presence, absent, clock } = parts;
  const { replaceElsewhere, seatSoon, placeChanged, boardChanged, everybody } = parts;

  /** The counts of the hands that are up at the stop where the lesson is; none where no hand is asked for, or up. */
  const handRows = (): readonly LogRow[] => {
    const stop = ledger.stop();
    const now = stop === null ? undefined : plan.lesson?.lesson.stops[stop];
    const asked = now === undefined ? null : handsOf(now);
    if (plan.lesson === null || asked === null) return [];
    const key = handKey({ ...handsAt(plan, asked.table), key: asked.key });
    const up = [...ledger.people.values()].flatMap(({ hands }) => hands.get(key) ?? []);
    const numbers = asked.options.map(({ answer }) => up.filter((one) => one === answer).length);
    return up.length === 0 ? [] : handsRows(session, plan.lesson, asked, numbers);
  };

  const lead = (body: (EventRow & { readonly kind: 'room' })['body'], before: readonly LogRow[] = []): Promise<void> =>
    log.keep([
      ...before,
      { table: 'event', row: { ...{ session, match: null, participant: null, at: clock() }, kind: 'room', body } },
    ]);

  return async (steering) => {
    const state = ledger.state();
    if (state === 'ended') throw new UserError('This room has ended: open another one.');
    switch (steering.do) {
      case 'start':
        if (state !== 'gathering') throw new UserError('This room has started already.');
        await lead({ what: 'started' });
        await seatSoon(true);
        break;
      case 'pause':
        if (state !== 'running')
          throw new UserError(`Only a room that is running can be paused; this one is ${state}.`);
        await lead({ what: 'paused' });
        break;
      case 'go on':
        if (state !== 'paused') throw new UserError('This room is not paused.');
        await lead({ what: 'went on' });
        void seatSoon();
        break;
      case 'end':
        await lead({ what: 'ended' }, handRows());
        for (const [, sitting] of [...matches.here()]) sitting.leave();
        break;
      case 'stop': {
        const of = plan.lesson?.lesson.stops.length;
        if (of === undefined) throw new UserError('This room has no lesson: it goes through its tables by itself.');
        if (state === 'gathering') throw new UserError('The room has not started: start it first.');
        if (!Number.isInteger(steering.stop) || steering.stop < 0 || steering.stop >= of)
          throw new UserError(`The lesson has stops 1 to ${of}; got ${steering.stop + 1}.`);
        await lead({ what: 'stop', stop: steering.stop }, handRows());
        await seatSoon(true);
        break;
      }
      case 'say': {
        const text = messageTyped(steering.text ?? '');
        await lead({ what: 'message', ...(text === null ? {} : { text }) });
        break;
      }
      case 'replace': {
        const away = presence.awaySince(steering.member, clock());
        const after = away === null ? 0 : clock() - away;
        const found = absent.seatOf(steering.member);
        if (found === null) throw new UserError('This person sits in no match that goes on: there is no seat to take.');
        await matches.sitting(found.match);
        if (matches.playedHere(found.match.row.code) === undefined) replaceElsewhere(found.match, found.seat, after);
        else await absent.take(found.match, found.seat, after);
        placeChanged(steering.member);
        return boardChanged();
      }
    }
    everybody();
  };
}
