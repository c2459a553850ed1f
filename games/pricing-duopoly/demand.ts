/**
 * Logit demand for two sellers and an outside good (Calvano, Calzolari, Denicolò & Pastorello, AER 110, 2020).
 *
 *     q_i = scale·exp((a_i − p_i)/μ) / ( Σ_j exp((a_j − p_j)/μ) + exp(a_0/μ) )     profit_i = (p_i − c_i)·q_i
 *
 * Everything in this file is in units of `currency`: a price of 1.5 is 15 where the currency is 10. Exponents are taken
 * from their largest, so that no valid market overflows.
 */

/** One number a seller. */
export type Pair = readonly [number, number];
export type Firm = 0 | 1;
export const rivalOf = (firm: Firm): Firm => (firm === 0 ? 1 : 0);

export type Market = {
  /** How good each product is to buyers, and what a unit costs. */
  readonly a: Pair;
  readonly c: Pair;
  /** How good it is to buy neither. */
  readonly a0: number;
  /** How different the products are to buyers: the smaller, the more a lower price takes from the rival. */
  readonly mu: number;
  /** Units sold in all if nobody bought outside. */
  readonly scale: number;
  /** The sellers have the same product and cost. */
  readonly symmetric: boolean;
  /** The highest price that is allowed; left out: any is. */
  readonly limit?: number;
};

/** The highest price that is allowed in this market; Infinity: any is. */
export const limitOf = ({ limit = Infinity }: Market): number => limit;

/** The share of buyers of each seller, at these prices. */
export function shares(market: Market, first: number, second: number): Pair {
  const { a, a0, mu } = market;
  const [u, v, w] = [(a[0] - first) / mu, (a[1] - second) / mu, a0 / mu];
  const top = Math.max(u, v, w);
  const [eu, ev, ew] = [Math.exp(u - top), Math.exp(v - top), Math.exp(w - top)];
  const all = eu + ev + ew;
  return [eu / all, ev / all];
}

export function quantities(market: Market, first: number, second: number): Pair {
  const [one, two] = shares(market, first, second);
  return [market.scale * one, market.scale * two];
}

export function profits(market: Market, first: number, second: number): Pair {
  const [one, two] = quantities(market, first, second);
  return [(first - market.c[0]) * one, (second - market.c[1]) * two];
}

/** The profit of a seller that asks `own` while the other asks `rival`. */
export function profit(market: Market, firm: Firm, own: number, rival: number): number {
  return firm === 0 ? profits(market, own, rival)[0] : profits(market, rival, own)[1];
}

/** What buyers gain from this market over buying neither: scale·μ·ln(1 + Σ exp((a_j − p_j − a_0)/μ)). */
export function surplus(market: Market, first: number, second: number): number {
  const { a, a0, mu, scale } = market;
  return scale * mu * logSumExp(0, (a[0] - first - a0) / mu, (a[1] - second - a0) / mu);
}

/** ln Σ exp, without overflow, and with all its digits where one term outweighs the others. */
export function logSumExp(...terms: readonly number[]): number {
  let at = 0;
  for (let i = 1; i < terms.length; i++) if (terms[i]! > terms[at]!) at = i;
  const top = terms[at]!;
  let others = 0;
  for (let i = 0; i < terms.length; i++) if (i !== at) others += Math.exp(terms[i]! - top);
  return top + Math.log1p(others);
}

/** ln(1 + exp x), exact at both ends. */
export const softplus = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));
