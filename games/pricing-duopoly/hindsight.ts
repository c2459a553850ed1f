/** What would have paid: best replies to the prices that the rival asked, had it not reacted, and a rival who priced alike. */
import { memo } from '../../src/core/memo.ts';
import type { Firm } from './demand.ts';
import type { View } from './rules.ts';
import { sameMargin } from './solve.ts';
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
  const earns = (price: number, rival: number): number => lab.profits(ordered(firm, price, rival))[firm];
  const replyTo = memo((rival: number) => lab.bestTyped(firm, (price) => earns(price, rival)));
  const prices = rows.map((row) => replyTo(row.rival).price);
  const profits = rows.map((row) => replyTo(row.rival).total);
  return {
    replies: { prices, profits, total: sum(profits) },
    constant: lab.bestTyped(firm, (price) => sum(rows.map((row) => earns(price, row.rival)))),
    alike: sum(rows.map((row) => earns(row.price, priceAlike(lab, firm, row.price)))),
  };
}

/** What the rival would ask if it priced as this firm does: the same price, or the same margin where costs differ, as far as that is allowed. */
export const priceAlike = (lab: Solved, firm: Firm, price: number): number =>
  Math.min(lab.limit, Math.max(0, lab.currency * sameMargin(lab.market, firm === 0 ? 1 : 0, price / lab.currency)));

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly number[]): number => sum(values) / Math.max(1, values.length);
