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

/** Before the bytes of a row stand its player's place in the session and how many they are. */
const HEAD = 8;

/** Rows that are put in order together. A row is known by where it lies: so many bytes behind the first, had all pieces `ROOM`. */
function newBatch(free: Buffer[]) {
  const pieces: Buffer[] = [];
  let [used, held] = [0, 0];
  const byRound = new Map<number, number[]>();
  const roomFor = (most: number): Buffer => {
    const now = pieces.at(-1);
    if (now !== undefined && used + most <= Math.min(now.byteLength, ROOM)) return now;
    const next = most <= ROOM ? (free.pop() ?? Buffer.allocUnsafe(ROOM)) : Buffer.allocUnsafe(most);
    pieces.push(next);
    used = 0;
    return next;
  };
  const pieceOf = (row: number): Buffer => pieces[Math.floor(row / ROOM)]!;
  const placeOf = (row: number): number => pieceOf(row).readUInt32LE(row % ROOM);
  return {
    held: (): number => held,
    put(round: number, place: number, text: string): void {
      // A character takes three bytes at most.
      const room = roomFor(HEAD + 3 * text.length);
      const row = (pieces.length - 1) * ROOM + used;
      const size = room.write(text, used + HEAD);
      room.writeUInt32LE(place, used);
      room.writeUInt32LE(size, used + 4);
      used += HEAD + size;
      held += text.length;
      const mine = byRound.get(round);
      if (mine === undefined) byRound.set(round, [row]);
      else mine.push(row);
    },
    /** The rows of each round, in their order. */
    rounds: (): readonly (readonly number[])[] =>
      [...byRound]
        .sort(([one], [other]) => one - other)
        .map(([, rows]) => rows.sort((one, other) => placeOf(one) - placeOf(other))),
    rowOf(row: number): Uint8Array {
      const piece = pieceOf(row);
      const start = row % ROOM;
      return piece.subarray(start + HEAD, start + HEAD + piece.readUInt32LE(start + 4));
    },
    giveBack: (): void => void free.push(...pieces.filter(({ byteLength }) => byteLength === ROOM)),
  };
}
