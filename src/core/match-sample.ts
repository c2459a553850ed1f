/** A sample of the matches of a log, drawn by lot over all its sessions without reading those that were not drawn. */
import type { LogReader } from './log-reader.ts';
import { type Rng, rng } from './rng.ts';

/** Codes that are asked for at once. */
const PIECE = 500;

/**
 * The codes of `count` different matches, of all where there are fewer, some at a time. Every match is as likely to be drawn as
 * every other, whichever session it is of; the same seed draws the same of the same log.
 */
export async function* sampledMatches(
  log: Pick<LogReader, 'lastMatchNumber' | 'matchesNumbered'>,
  count: number,
  seed: number,
): AsyncGenerator<string, void> {
  const numbers = numbersDrawn(await log.lastMatchNumber(), count, rng(seed, 'sample'));
  for (let missing = count; missing > 0;) {
    const piece: number[] = [];
    while (piece.length < Math.min(PIECE, missing)) {
      const next = numbers.next();
      if (next.done === true) break;
      piece.push(next.value);
    }
    if (piece.length === 0) return;
    // A number may have been given to no match: the next one drawn stands in for it.
    const codes = await log.matchesNumbered(piece);
    yield* codes;
    missing -= codes.length;
  }
}

/** Whole numbers from 1 to `last` in an order drawn by lot, each once. Where few are wanted memory is that of those. */
function* numbersDrawn(last: number, wanted: number, chance: Rng): Generator<number, void> {
  if (2 * wanted >= last) return yield* chance.shuffle(Array.from({ length: last }, (_, index) => index + 1));
  const drawn = new Set<number>();
  while (drawn.size < last) {
    const number = 1 + chance.below(last);
    if (drawn.has(number)) continue;
    drawn.add(number);
    yield number;
  }
}

/**
 * The largest share of matches that may differ where none of `n` drawn ones did: with a larger one so many without a
 * difference would be drawn in less than 5 of 100 samples (Clopper & Pearson, Biometrika 26, 1934, for none of n, one-sided).
 */
export const mostOfAll = (n: number): number => 1 - 0.05 ** (1 / n);
