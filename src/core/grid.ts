/** A few numbers that stand for all that may be answered: what one can be asked to choose among who cannot name a number. */

/** Numbers on a grid, at most: few enough to read at once, and for a server that takes 26 options. */
export const MOST_ON_GRID = 15;

/** A rating, or a probability in percent, by tens: 0, 10, … 100. */
export const TENS: readonly number[] = Array.from({ length: 11 }, (_, i) => 10 * i);
