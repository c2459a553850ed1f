/** What a seat is on the screen of another: the label by which its sign is found. */
import type { Names } from '../core/game.ts';
import type { SeatRow } from '../core/log.ts';

/**
 * One label a seat as one seat's screen marks it: 'human' for people, 'other' where it is not disclosed. Where nobody is told who
 * sits where a mark is no hint either: all others are alike. `names`: what each is called on that screen.
 */
export function seatLabels(
  rows: readonly Pick<SeatRow, 'kind' | 'label' | 'shown'>[],
  open: boolean,
  names: Names,
): readonly string[] {
  const labels = rows.map((row) => (row.kind === 'human' ? 'human' : open ? row.label : 'other'));
  // Its own seat is the one that it calls otherwise than the others do.
  return open ? labels : labels.map((label, at) => (names[at] === rows[at]?.shown ? 'other' : label));
}
