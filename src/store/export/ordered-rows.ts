/** The rows of an app's table in oTree's order: by round, and in a round by the player's place in the session. */
import type { Sink } from './pages.ts';

/** Characters of rows that wait to be put in order; beyond that they are put as they come. */
const HELD = 1 << 24;
/** Bytes that rows wait in together. */
const ROOM = 1 << 18;

/** Rows that wait until they can be put in order: as bytes, since V8 would go through as many texts again and again. `breathe` is called between rounds. */
export function orderedRows(out: Sink, breathe: () => Promise<void>) {
  /** Memory that rows waited in before. */
  const free: Buffer[] = [];
  let full: Batch[] = [];
  let batch = newBatch(free);
  const settleFull = async (): Promise<void> => {
    const settled = full;
    full = [];
    for (const { rounds, rowOf, giveBack } of settled) {
      for (const rows of rounds()) {
        for (const row of rows) out.putBytes(rowOf(row));
        await breathe();
      }
      giveBack();
    }
  };
  return {
    put(round: number, place: number, text: string): void {
      batch.put(round, place, text);
      if (batch.held() <= HELD) return;
      full.push(batch);
      batch = newBatch(free);
    },
    /** Whether there are so many rows that they are to be put. */
    isFull: (): boolean => full.length > 0,
    settleFull,
    /** Puts all rows that wait. */
    async settle(): Promise<void> {
      full.push(batch);
      batch = newBatch(free);
      await settleFull();
    },
  };
}

type Batch = ReturnType<typeof newBatch>;

/** Rows that are put in order together. */
function newBatch(free: Buffer[]) {
  const pieces: Buffer[] = [];
  let [used, held] = [0, 0];
  /** By row, as it came: the piece that it lies in, from where to where, and its player's place in the session. */
  const within: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const places: number[] = [];
  const byRound = new Map<number, number[]>();
  const roomFor = (most: number): Buffer => {
    const now = pieces.at(-1);
    if (now !== undefined && used + most <= now.byteLength) return now;
    const next = most <= ROOM ? (free.pop() ?? Buffer.allocUnsafe(ROOM)) : Buffer.allocUnsafe(most);
    pieces.push(next);
    used = 0;
    return next;
  };
  return {
    held: (): number => held,
    put(round: number, place: number, text: string): void {
      // A character takes three bytes at most.
      const room = roomFor(3 * text.length);
      const row = places.length;
      within.push(pieces.length - 1);
      starts.push(used);
      used += room.write(text, used);
      ends.push(used);
      places.push(place);
      held += text.length;
      const mine = byRound.get(round);
      if (mine === undefined) byRound.set(round, [row]);
      else mine.push(row);
    },
    /** The rows of each round, in their order. */
    rounds: (): readonly (readonly number[])[] =>
      [...byRound]
        .sort(([one], [other]) => one - other)
        .map(([, rows]) => rows.sort((one, other) => places[one]! - places[other]!)),
    rowOf: (row: number): Uint8Array => pieces[within[row]!]!.subarray(starts[row], ends[row]),
    giveBack: (): void => void free.push(...pieces.filter(({ byteLength }) => byteLength === ROOM)),
  };
}
