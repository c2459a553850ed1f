/** A rate of choices as a measure: said of one answer, and counted over a seat's moves. */
import type { Measure, Move, Seat } from './game.ts';

const NONE: readonly number[] = [];
const NO_MOVES: readonly Move[] = [];
type BySeat = { readonly of: number; readonly lists: readonly (readonly Move[])[] };
const bySeat = new WeakMap<readonly Move[], BySeat>();

/** The moves of one seat, in order: found once for the many measures that read the same match. */
export function movesOfSeat(moves: readonly Move[], seat: Seat): readonly Move[] {
  let known = bySeat.get(moves);
  // A list of a match that goes on grows.
  if (known?.of !== moves.length) {
    const lists: Move[][] = [];
    for (const move of moves) (lists[move.decision.seat] ??= []).push(move);
    bySeat.set(moves, (known = { of: moves.length, lists }));
  }
  return known.lists[seat] ?? NO_MOVES;
}

/**
 * A measure that is the rate of an answer: `counts` says what each answer counts in it, 0 to 1, null where the question is
 * none of it; its values are that over a seat's moves, in order.
 *
 *     choiceRate({ name: 'accepts', …, counts: ({ key }, answer) => (key !== 'offer' ? null : answer === 'yes' ? 1 : 0) })
 */
export const choiceRate = <View>(
  rate: Omit<Measure<View>, 'scale' | 'values' | 'counts'> & Required<Pick<Measure<View>, 'counts'>>,
): Measure<View> => ({
  ...rate,
  scale: 'rate',
  values({ moves, views }, seat) {
    let values: number[] | undefined;
    for (const { decision, answer } of movesOfSeat(moves, seat)) {
      const counted = rate.counts(decision, answer, views[seat]!);
      if (counted !== null) (values ??= []).push(counted);
    }
    return values ?? NONE;
  },
});
