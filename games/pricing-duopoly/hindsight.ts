/** What would have paid: best replies to the prices that the rival asked, had it not reacted, and a rival who priced alike. */
import { maximise } from '../../src/core/numeric.ts';
import type { Firm } from './demand.ts';
import type { View } from './rules.ts';
import { sameMargin, SELFISH } from './solve.ts';
import { firmOf, ordered, type Solved, solved } from './solution.ts';

export type Hindsight = {
  /** The best reply to each of the rival's prices, and all they would have earned. */
  readonly replies: { readonly prices: readonly number[]; readonly profits: readonly number[]; readonly total: number };
  /** The one price that would have earned most against those prices. */
  readonly constant: { readonly price: number; readonly total: number };
  /** One's own prices, had the rival asked the same (the same margin over its cost, where costs differ). */
  readonly alike: number;
};

export function hindsight({ config, seat, rows }: View): Hindsight {
  const lab = solved(config);
  const firm = firmOf(seat);
  const seller = lab.seller(firm, SELFISH);
  const earns = (price: number, rival: number): number => lab.profits(ordered(firm, price, rival))[firm];
  const prices = rows.map((row) => seller.reply(row.rival).price);
  const profits = rows.map((row, i) => earns(prices[i] ?? row.price, row.rival));
  return {
    replies: { prices, profits, total: sum(profits) },
    constant: bestConstant(lab, firm, (price) => sum(rows.map((row) => earns(price, row.rival)))),
    alike: sum(rows.map((row) => earns(row.price, priceAlike(lab, firm, row.price)))),
  };
}

/** The best price of the grid for a sum of profits. */
function bestConstant(
  lab: Solved,
  firm: Firm,
  earns: (price: number) => number,
): { readonly price: number; readonly total: number } {
  const { at } = maximise(earns, lab.currency * lab.market.c[firm], lab.top, 60);
  const around = [at - 1e-9, at + 1e-9].map((price) => Math.max(0, price));
  const step = lab.gridSize > 1 ? lab.gridPrice(1) : 1;
  const candidates = around.flatMap((price) => [
    lab.snap(price - step / 2),
    lab.snap(price),
    lab.snap(price + step / 2),
  ]);
  return candidates
    .map((price) => ({ price, total: earns(price) }))
    .reduce((best, next) => (next.total > best.total ? next : best));
}

/** What the rival would ask if it priced as this firm does: the same price, or the same margin where costs differ. */
const priceAlike = (lab: Solved, firm: Firm, price: number): number =>
  lab.currency * sameMargin(lab.market, firm === 0 ? 1 : 0, price / lab.currency);

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly number[]): number => sum(values) / Math.max(1, values.length);
