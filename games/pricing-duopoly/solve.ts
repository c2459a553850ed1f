/**
 * What a market's sellers would ask, solved numerically for any a, a_0, c, μ and any limit on prices: fixed points and
 * best replies of homo economicus and both readings of homo moralis, and the joint monopoly. Every maximum is one among
 * the prices that the limit allows, never a price beyond it cut off.
 *
 * Facing p_j, homo moralis maximises (1 − κ)·π(p, p_j) + κ·[π(p, p) + L·CS(p, p)/2] (Alger & Weibull 2013, read for a
 * seller by us): L = 0 counts sellers only, L = 1 also the buyers. Where the firms differ, a strategy is a price for
 * either position. κ = 0 is homo economicus, κ = 1 with L = 0 the joint monopoly.
 *
 * Prices in units of `currency`.
 */
import { bisect, type Box, maximise, maximiseTwo, type Peak, rootAbove, wrightOmega } from '../../src/core/numeric.ts';
import {
  type Firm,
  limitOf,
  logSumExp,
  type Market,
  type Pair,
  profit,
  profits,
  rivalOf,
  shares,
  softplus,
  surplus,
} from './demand.ts';

/** κ, and the weight L on buyers: 0 or 1. */
export type Aim = { readonly kappa: number; readonly buyers: 0 | 1 };
export const SELFISH: Aim = { kappa: 0, buyers: 0 };
export const JOINT: Aim = { kappa: 1, buyers: 0 };

/**
 * The prices at which this taste is content with itself. Below the limit they solve `unlimitedPoint`; where that lies
 * beyond it, a price that would rise further stands at the limit and the other one solves its own condition.
 */
export function fixedPoint(market: Market, aim: Aim): Pair {
  const limit = limitOf(market);
  const free = unlimitedPoint(market, aim);
  if (free[0] <= limit && free[1] <= limit) return free;
  const corner: Pair = [limit, limit];
  if (market.symmetric) return corner;
  const edges = ([0, 1] as const).map((capped): Pair => {
    const other = priceBeside(market, aim, capped, limit);
    return capped === 0 ? [limit, other] : [other, limit];
  });
  const contents = [...edges, corner].filter(
    (prices) =>
      prices[0] <= limit &&
      prices[1] <= limit &&
      ([0, 1] as const).every((firm) => prices[firm] < limit || slope(market, aim, prices, firm) >= -1e-12),
  );
  const worth = (prices: Pair): number => pairUtility(market, aim, prices, prices);
  return contents.reduce((best, next) => (worth(next) > worth(best) ? next : best), contents[0] ?? corner);
}

/** The left side of a position's first-order condition: above 0 where a higher price is better. */
function slope(market: Market, { kappa, buyers }: Aim, prices: Pair, firm: Firm): number {
  const other = rivalOf(firm);
  const share = shares(market, ...prices);
  const markup = (at: Firm): number => (prices[at] - market.c[at]) / market.mu;
  return 1 - markup(firm) * (1 - share[firm]) + kappa * (markup(other) * share[other] - buyers);
}

/**
 * The price of one position that solves its own condition while the other's stands at the limit. With e = exp of worth less
 * markup: x = 1 − κL + (e·(1 − κL) + κ·x_capped·e_capped)/(1 + e_capped), which Wright's omega function solves.
 */
function priceBeside(market: Market, { kappa, buyers }: Aim, capped: Firm, limit: number): number {
  const { a, c, a0, mu } = market;
  const firm = rivalOf(capped);
  const [own, markup] = [1 - kappa * buyers, (limit - c[capped]) / mu];
  const there = Math.exp((a[capped] - limit - a0) / mu);
  const base = own + kappa * markup * (there / (1 + there));
  const rest = wrightOmega(
    Math.log(own) + (a[firm] - c[firm] - a0) / mu - base - softplus((a[capped] - limit - a0) / mu),
  );
  return c[firm] + mu * (base + rest);
}

/**
 * The prices that solve the first-order conditions of both positions at once,
 *
 *     1 − (p_i − c_i)(1 − s_i)/μ + κ[(p_j − c_j)·s_j/μ − L] = 0,  i = 1, 2.
 *
 * With markups x_i = (p_i − c_i)/μ their difference is x_1(1 − (1−κ)s_1) = x_2(1 − (1−κ)s_2). In t = logit of the
 * outside share and r = firm 1's share of the rest, markups are explicit, the difference falls in r, and the rest is one
 * equation in t: two nested bisections, no starting value.
 */
function unlimitedPoint(market: Market, { kappa, buyers }: Aim): Pair {
  const { a, c, a0, mu, symmetric } = market;
  const own = 1 - kappa * buyers;
  if (own <= 0) return c;
  const worth: Pair = [(a[0] - c[0] - a0) / mu, (a[1] - c[1] - a0) / mu];
  const at = (t: number, rho: number) => {
    const outside = 1 / (1 + Math.exp(-t));
    const inside = 1 / (1 + Math.exp(t));
    const split: Pair = [1 / (1 + Math.exp(-rho)), 1 / (1 + Math.exp(rho))];
    return {
      x: [worth[0] + t + softplus(-rho), worth[1] + t + softplus(rho)] as const,
      s: [inside * split[0], inside * split[1]] as const,
      rest: outside + inside * split[1],
    };
  };
  const equalMarkups = worth[0] - worth[1];
  const splitAt = (t: number): number => {
    if (symmetric || equalMarkups === 0) return 0;
    const gap = (rho: number) => {
      const { x, s } = at(t, rho);
      return x[0] * (1 - (1 - kappa) * s[0]) - x[1] * (1 - (1 - kappa) * s[1]);
    };
    // At κ = 1, or where both shares vanish, equal markups solve it exactly.
    const end = gap(equalMarkups);
    return end === 0 || end < 0 === gap(0) < 0 ? equalMarkups : bisect(gap, 0, equalMarkups);
  };
  const condition = (t: number): number => {
    const { x, s, rest } = at(t, splitAt(t));
    return x[0] * rest - kappa * x[1] * s[1] - own;
  };
  const t = rootAbove(condition, -logSumExp(worth[0], worth[1]));
  const { x } = at(t, splitAt(t));
  return [c[0] + mu * x[0], c[1] + mu * x[1]];
}

/**
 * The price that earns most against a rival's: the markup μ/(1 − s) of homo economicus, from x = 1 + exp(g − x), or the
 * limit where that is lower: the profit has one peak.
 */
export function selfishReply(market: Market, firm: Firm, rival: number): number {
  const { a, c, a0, mu } = market;
  const other = rivalOf(firm);
  const free = c[firm] + mu * loneMarkup((a[firm] - c[firm]) / mu - logSumExp((a[other] - rival) / mu, a0 / mu));
  return Math.min(free, limitOf(market));
}

/** The root of x = 1 + exp(g − x). */
const loneMarkup = (g: number): number => 1 + wrightOmega(g - 1);

/** No seller of any taste asks a higher markup than the joint monopoly, in units of μ: where every search ends. */
const mostMarkup = (market: Market): number => {
  const { a, c, a0, mu } = market;
  return loneMarkup(logSumExp((a[0] - c[0] - a0) / mu, (a[1] - c[1] - a0) / mu));
};

/** How finely an objective is scanned before it is polished: peaks are about one markup unit wide. */
const scanPoints = (width: number, coarsest: number, most: number): number =>
  Math.min(most, Math.max(coarsest, Math.ceil(width / 0.2)));

/** What a rival's price lets a seller expect of itself in the other position: the same markup, in money. */
export const sameMargin = (market: Market, firm: Firm, rival: number): number =>
  market.c[firm] + (rival - market.c[rivalOf(firm)]);

/** The utility of asking p against a rival's price, where the firms are alike. */
function symmetricUtility(market: Market, { kappa, buyers }: Aim, p: number, rival: number): number {
  const selfish = kappa === 1 ? 0 : (1 - kappa) * profits(market, p, rival)[0];
  if (kappa === 0) return selfish;
  return selfish + kappa * (profits(market, p, p)[0] + (buyers * surplus(market, p, p)) / 2);
}

/** The utility of a price for either position against the rival's prices for them: the mean over the two positions. */
export function pairUtility(market: Market, { kappa, buyers }: Aim, prices: Pair, rival: Pair): number {
  const [one, two] = prices;
  const selfish = kappa === 1 ? 0 : profits(market, one, rival[1])[0] + profits(market, rival[0], two)[1];
  if (kappa === 0) return selfish / 2;
  const alike = profits(market, one, two);
  return ((1 - kappa) * selfish + kappa * (alike[0] + alike[1] + buyers * surplus(market, one, two))) / 2;
}

/** Where to search in either position: from cost to the joint monopoly's markup, both no higher than the limit. */
export function searchBox(market: Market, coarsest: number, most: number): Box {
  const { c, mu } = market;
  const limit = limitOf(market);
  const width = mostMarkup(market);
  const allowed = (price: number): number => Math.min(price, limit);
  // Where the limit lies below a firm's cost, the other may do well to ask less than its own by as much.
  const short = Math.max(0, c[0] - limit, c[1] - limit);
  const [low, high] = [
    [allowed(c[0] - short), allowed(c[1] - short)],
    [allowed(c[0] + mu * width), allowed(c[1] + mu * width)],
  ] as const;
  const widest = Math.max(high[0] - low[0], high[1] - low[1]) / mu;
  return { low, high, points: scanPoints(widest, coarsest, most) };
}

/** The best price for either position against the rival's prices for them (firms that differ). */
function pairReply(market: Market, aim: Aim, rival: Pair): Pair {
  return maximiseTwo((one, two) => pairUtility(market, aim, [one, two], rival), searchBox(market, 24, 160)).at;
}

/** Best reply of an agent to a rival's price, among all prices up to the limit and on no grid. */
export function reply(market: Market, firm: Firm, aim: Aim, rival: number): number {
  if (aim.kappa === 0) return selfishReply(market, firm, rival);
  if (market.symmetric) {
    const { low, high, points } = searchBox(market, 40, 2000);
    return maximise((p) => symmetricUtility(market, aim, p, rival), low[0], high[0], points).at;
  }
  return pairReply(market, aim, asPair(market, firm, rival))[firm];
}

/** The rival's prices for both positions, of which one was seen: the same margin in the other, allowed there or not. */
export const asPair = (market: Market, firm: Firm, rival: number): Pair => {
  const elsewhere = sameMargin(market, firm, rival);
  return firm === 0 ? [elsewhere, rival] : [rival, elsewhere];
};

/** Finds the best price for the position that one is not in: of all prices, or of a list (`PriceGrid`). */
export type Elsewhere = (f: (price: number) => number, low: number, high: number, points: number) => Peak;

/**
 * The utility of one price against the rival's prices for both positions (`asPair` of a price that was seen): own profit
 * for homo economicus; where the firms differ, homo moralis completes it by the best price for the other position.
 */
export function utility(
  market: Market,
  firm: Firm,
  aim: Aim,
  price: number,
  rival: Pair,
  best: Elsewhere = maximise,
): number {
  const other = rivalOf(firm);
  if (aim.kappa === 0) return profit(market, firm, price, rival[other]);
  if (market.symmetric) return symmetricUtility(market, aim, price, rival[other]);
  return completed(market, firm, aim, price, rival, best).value;
}

/** The best price for the other position beside this one. */
function completed(market: Market, firm: Firm, aim: Aim, price: number, rival: Pair, best: Elsewhere): Peak {
  const other = rivalOf(firm);
  const { low, high, points } = searchBox(market, 24, 400);
  return best(
    (elsewhere) => pairUtility(market, aim, placed(firm, price, elsewhere), rival),
    low[other],
    high[other],
    points,
  );
}

const placed = (firm: Firm, price: number, elsewhere: number): Pair =>
  firm === 0 ? [price, elsewhere] : [elsewhere, price];

/**
 * Both terms of that utility: what a price earns against the rival's, and what it is worth if everybody asked the same
 * (with half the buyers' surplus where they count). Where the firms differ each is the mean over the two positions.
 */
export function terms(
  market: Market,
  firm: Firm,
  aim: Aim,
  price: number,
  rival: Pair,
  best: Elsewhere = maximise,
): { readonly own: number; readonly same: number } {
  const other = rivalOf(firm);
  if (aim.kappa === 0) {
    const own = profit(market, firm, price, rival[other]);
    return { own, same: own };
  }
  const withBuyers = (pair: Pair): number => {
    const [one, two] = profits(market, ...pair);
    return (one + two + aim.buyers * surplus(market, ...pair)) / 2;
  };
  if (market.symmetric) return { own: profit(market, firm, price, rival[other]), same: withBuyers([price, price]) };
  const pair = placed(firm, price, completed(market, firm, aim, price, rival, best).at);
  return {
    own: (profits(market, pair[0], rival[1])[0] + profits(market, rival[0], pair[1])[1]) / 2,
    same: withBuyers(pair),
  };
}

/** Whether no grid finds a better reply to these prices than the prices themselves: the objective may have two peaks. */
export function isEquilibrium(market: Market, aim: Aim, prices: Pair): boolean {
  const here = market.symmetric
    ? symmetricUtility(market, aim, prices[0], prices[0])
    : pairUtility(market, aim, prices, prices);
  const best = market.symmetric
    ? symmetricUtility(market, aim, reply(market, 0, aim, prices[0]), prices[0])
    : pairUtility(market, aim, pairReply(market, aim, prices), prices);
  return best - here <= 1e-9 * market.scale * market.mu;
}

/** Sellers' weight on buyers above which homo moralis prices below Nash, in a market of like firms: s_N/(1 − s_N). */
export function buyersThreshold(market: Market, nash: Pair): number {
  const [share] = shares(market, ...nash);
  return share / (1 - share);
}
