/** Long lists of matches, in pieces: memory does not grow with them. */
import type { MatchFilter, MatchSummary, Store } from '../core/log.ts';

const PIECE = 1000;

/** The matches of a filter in the order in which they began. */
export async function* everyMatch(store: Store, filter: MatchFilter): AsyncGenerator<MatchSummary, void> {
  let after: string | undefined;
  for (;;) {
    const piece = await store.matches({ ...filter, limit: PIECE, ...(after === undefined ? {} : { after }) });
    yield* piece;
    after = piece.at(-1)?.code;
    if (piece.length < PIECE || after === undefined) return;
  }
}
