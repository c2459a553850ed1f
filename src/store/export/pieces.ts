/** Tables that are put together of pieces: rows of some thousand choices, which are made apart from each other and put one behind the other. */
import type { LogReader } from '../../core/log-reader.ts';
import type { LoggedMatch, SessionEntry } from '../../core/stored-rows.ts';
import type { CellText } from './csv.ts';
import { CHUNK, pages, type Sink } from './pages.ts';
import type { SessionStretch } from './stretches.ts';
import { newStretch, type StretchTally, tallying } from './tally.ts';

/** Takes the matches of a stretch, in their order. */
export type MatchWriter = (match: LoggedMatch) => Promise<void> | undefined;

/** How a piece is made. */
export type PieceFormat<More> = {
  /** Begins a piece, whose bytes are put into `out`. */
  begin(
    out: Sink,
    cell: CellText,
  ): {
    /** Goes on with a session, which `begins` here or did in a piece before. */
    session(log: LogReader, session: SessionEntry, begins: boolean): Promise<MatchWriter>;
    /** What is to be known of the piece beside its bytes. Plain data: it crosses from a worker. */
    end(): More;
  };
};

/** What is known of a piece when it is whole. */
type PieceEnd<More> = {
  readonly more: More;
  /** The code of its last session: the only one where pieces are cut by session. */
  readonly session: string;
  readonly tallies: readonly StretchTally[];
};

/** Bytes of a piece, and with the last of them how it ended. */
export type Slice<More> = {
  readonly bytes: readonly Uint8Array[];
  readonly end: PieceEnd<More> | null;
};

/** Bytes in a slice: in the thread in which they are written, and elsewhere, where hardly a piece has more, unless models had much to say. */
export const SLICE = { here: 1 << 21, elsewhere: 1 << 24 };

/** Prepares making pieces, in slices of so many bytes. `breathe` is called between matches. */
export const pieceMaker = <More>(
  { begin }: PieceFormat<More>,
  logs: readonly LogReader[],
  cell: CellText,
  most: number,
  breathe: () => Promise<void>,
) =>
  async function* slices(piece: readonly SessionStretch[]): AsyncGenerator<Slice<More>, void> {
    const gathered = pages();
    const writer = begin(gathered.sink, cell);
    const tallies: StretchTally[] = [];
    for (const { log: at, session, numbers, begins } of piece) {
      const log = logs[at]!;
      const tally = newStretch(begins);
      const count = tallying(log, tally);
      const put = await writer.session(log, session, begins);
      for await (const matches of log.played({ session, cells: 'everything', numbers })) {
        for (const match of matches) {
          const counted = count(match);
          if (counted !== undefined) await counted;
          const written = put(match);
          if (written !== undefined) await written;
          if (gathered.waiting() * CHUNK >= most) yield { bytes: gathered.full(), end: null };
        }
        await breathe();
      }
      tallies.push(tally);
    }
    const more = writer.end();
    yield { bytes: gathered.rest(), end: { more, session: piece.at(-1)?.session.code ?? '', tallies } };
  };

/** The slices of pieces in their order, of which so many are begun before their turn. */
export async function* inOrder<More>(
  pieces: AsyncIterable<readonly SessionStretch[]>,
  slicesOf: (piece: readonly SessionStretch[]) => AsyncIterable<Slice<More>>,
  ahead: number,
): AsyncGenerator<Slice<More>, void> {
  const begun: AsyncIterable<Slice<More>>[] = [];
  for await (const piece of pieces) {
    begun.push(slicesOf(piece));
    if (begun.length > ahead) yield* begun.shift()!;
  }
  for (const slices of begun) yield* slices;
}
