/** The rows of an app's table in oTree's order: by round, and in a round by the player's place in the session. */
import type { Sink } from './pages.ts';

/** Characters of rows that wait to be put in order; beyond that they are put as they come. */
const HELD = 1 << 24;
/** Bytes that there is room for at first. */
const ROOM = 1 << 16;

/** Rows that wait until they can be put in order: as bytes, since V8 would go through as many texts again and again. */
export function orderedRows(out: Sink) {
  let bytes = Buffer.allocUnsafe(ROOM);
  let held = 0;
  /** By row, as it came: where it ends among the bytes, and its player's place in the session. */
  const ends: number[] = [];
  const places: number[] = [];
  const rounds = new Map<number, number[]>();
  const startOf = (row: number): number => ends[row - 1] ?? 0;
  const makeRoom = (more: number): void => {
    const used = startOf(ends.length);
    if (used + more <= bytes.byteLength) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * bytes.byteLength, used + more));
    bytes.copy(larger, 0, 0, used);
    bytes = larger;
  };
  const settle = (): void => {
    for (const [, rows] of [...rounds].sort(([one], [other]) => one - other))
      for (const row of rows.sort((one, other) => places[one]! - places[other]!))
        out.putBytes(bytes.subarray(startOf(row), ends[row]));
    for (const list of [ends, places]) list.length = 0;
    rounds.clear();
    held = 0;
  };
  return {
    put(round: number, place: number, text: string): void {
      // A character takes three bytes at most.
      makeRoom(3 * text.length);
      const row = ends.length;
      const start = startOf(row);
      ends.push(start + bytes.write(text, start));
      places.push(place);
      const mine = rounds.get(round);
      if (mine === undefined) rounds.set(round, [row]);
      else mine.push(row);
      held += text.length;
      if (held > HELD) settle();
    },
    settle,
  };
}
