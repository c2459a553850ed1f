/** Numbers as people read them: as in every game of two moves, and two of its own. */
import { expectedPoints } from '../../src/sequential/format.ts';
import type { Payoffs } from './config.ts';

export { kappaAt, kappaText as kappa, opening, percentText as percent, points } from '../../src/sequential/format.ts';

/** Writes an expected payoff with the decimals that these payoffs deserve. */
export const expected = ({ T, S }: Payoffs): ((value: number) => string) => expectedPoints(T - S);

/** A threshold of κ in prose, to two decimals: "0.09". */
export const about = (value: number): string => value.toFixed(2);
