/** What can be done on a board at this moment, and why something does nothing now; the same on a terminal and on a page. Pure. */
import type { DeskShown } from './host-desk.ts';
import type { Board, RoomPlan, Steering } from './room.ts';

/** What leads the room on: what it is called, and what it does; null where the room has ended. */
export function mainControl(
  state: Board['state'],
): { readonly does: string; readonly steering: Steering & { readonly do: 'start' | 'pause' | 'go on' } } | null {
  switch (state) {
    case 'gathering':
      return { does: 'start', steering: { do: 'start' } };
    case 'running':
      return { does: 'pause', steering: { do: 'pause' } };
    case 'paused':
      return { does: 'go on', steering: { do: 'go on' } };
    case 'ended':
      return null;
  }
}

/** `lead`: whatever a room does as long as it has not ended. The others are of the lesson, and of the projector. */
export type BoardControl = 'lead' | 'next stop' | 'stop back' | 'reveal' | 'figure' | 'join code';

const ENDED = 'the room has ended';

/** Why a control does nothing now; null: it does something. */
export function whyOff(
  control: BoardControl,
  { board, projection }: Pick<DeskShown, 'board' | 'projection'>,
  { lesson }: Pick<RoomPlan, 'lesson'>,
): string | null {
  switch (control) {
    case 'lead':
      return board.state === 'ended' ? ENDED : null;
    case 'next stop':
    case 'stop back':
      if (lesson === null) return 'no lesson is running: people go on by themselves';
      if (board.state === 'ended') return ENDED;
      if (control === 'stop back') return (board.stop ?? 0) <= 0 ? 'this is the first stop' : null;
      return (board.stop ?? -1) >= lesson.lesson.stops.length - 1 ? 'this is the last stop' : null;
    case 'reveal':
      return projection.steps.length < 2 ? 'there is nothing to show yet beside the join code' : null;
    case 'figure':
      return projection.topics < 2 ? 'there is one figure only so far' : null;
    case 'join code':
      return projection.stand.step === 'join' ? 'the join code is on the projector' : null;
  }
}
