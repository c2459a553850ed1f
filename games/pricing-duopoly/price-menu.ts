/**
 * A menu of at most 15 prices for one who can only be asked to choose: another condition than a price that is named
 * freely. What theory tells apart stands on it, as agents ask it: cost, both readings of moralis at κ = .5, Nash, the
 * joint monopoly, the ceiling. Between cost and the joint monopoly it is filled where it is widest: best replies lie
 * there, and prices that models are reported to ask. Above stands one more price, half-way to the ceiling.
 */
import { MOST_ON_GRID } from '../../src/core/grid.ts';
import type { Firm } from './demand.ts';
import type { Solved } from './solution.ts';
import { type Aim, JOINT, SELFISH } from './solve.ts';

/** κ = .5 is the default of moralis: ours. */
const NAMED: readonly Aim[] = [{ kappa: 0.5, buyers: 1 }, SELFISH, { kappa: 0.5, buyers: 0 }, JOINT];

/** The prices that one firm may choose among, in money, from low to high; all of them are on the list of prices. */
export function priceMenu(lab: Solved, firm: Firm): readonly number[] {
  const cost = lab.snap(lab.currency * lab.market.c[firm]);
  const asked = NAMED.map((aim) => lab.seller(firm, aim).likeMinded.price);
  const monopoly = Math.max(cost, asked.at(-1)!);
  const above = [lab.snap((monopoly + lab.top) / 2), lab.top];
  // A ceiling at cost leaves one price: then those below it are on the menu as well.
  const below = cost < monopoly ? [cost, ...asked.filter((price) => price > cost), monopoly] : [0, cost];
  const filled = filledUp(
    inOrder(below),
    MOST_ON_GRID - inOrder(above.filter((price) => price > monopoly)).length,
    lab,
  );
  return inOrder([...filled, ...above]);
}

/** Prices between these until there are so many: always one more where the neighbours of one gap would then be farthest apart. */
function filledUp(
  named: readonly number[],
  most: number,
  { step, snap }: Pick<Solved, 'step' | 'snap'>,
): readonly number[] {
  const gaps = named.slice(1).map((to, i) => ({ from: named[i]!, to, parts: 1 }));
  const widthOf = ({ from, to, parts }: (typeof gaps)[number]): number => (to - from) / parts;
  for (let count = named.length; count < most; count++) {
    const widest = gaps.toSorted((one, other) => widthOf(other) - widthOf(one))[0];
    if (widest === undefined || (widest.to - widest.from) / (widest.parts + 1) < step - 1e-9) break;
    widest.parts += 1;
  }
  const between = gaps.flatMap(({ from, to, parts }) =>
    Array.from({ length: parts - 1 }, (_, i) => snap(from + ((to - from) * (i + 1)) / parts)),
  );
  return inOrder([...named, ...between]);
}

const inOrder = (prices: readonly number[]): readonly number[] => [...new Set(prices)].sort((a, b) => a - b);
