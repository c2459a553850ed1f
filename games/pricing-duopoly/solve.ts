/**
 * What a market's sellers would ask, solved numerically for any a, a_0, c, μ: fixed points and best replies of homo
 * economicus and both readings of homo moralis, the joint monopoly and the patience that collusion needs.
 *
 * Facing p_j, homo moralis maximises (1 − κ)·π(p, p_j) + κ·[π(p, p) + L·CS(p, p)/2] (Alger & Weibull 2013, read for a
 * seller by us): L = 0 counts sellers only, L = 1 also the buyers. Where the firms differ, a strategy is a price for
 * either position. κ = 0 is homo economicus, κ = 1 with L = 0 the joint monopoly.
 *
 * Prices in units of `currency`.
 */
import { bisect, maximise, maximiseTwo, rootAbove } from '../../src/core/numeric.ts';
import {
  type Firm,
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
 * The prices that solve the first-order conditions of both positions at once,
 *
 *     1 − (p_i − c_i)(1 − s_i)/μ + κ[(p_j − c_j)·s_j/μ − L] = 0,  i = 1, 2.
 *
 * With markups x_i = (p_i − c_i)/μ their difference is x_1(1 − (1−κ)s_1) = x_2(1 − (1−κ)s_2). In t = logit of the
 * outside share and r = firm 1's share of the rest, markups are explicit, the difference falls in r, and the rest is one
 * equation in t: two nested bisections, no starting value.
 */
export function fixedPoint(market: Market, { kappa, buyers }: Aim): Pair {
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

/** The price that earns most against a rival's: the markup μ/(1 − s) of homo economicus, from x = 1 + exp(g − x). */
export function selfishReply(market: Market, firm: Firm, rival: number): number {
  const { a, c, a0, mu } = market;
  const other = rivalOf(firm);
  return c[firm] + mu * loneMarkup((a[firm] - c[firm]) / mu - logSumExp((a[other] - rival) / mu, a0 / mu));
}

const loneMarkup = (g: number): number => bisect((x) => x - 1 - Math.exp(g - x), 1, 1 + Math.max(1, g));

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
function pairUtility(market: Market, { kappa, buyers }: Aim, prices: Pair, rival: Pair): number {
  const [one, two] = prices;
  const selfish = kappa === 1 ? 0 : profits(market, one, rival[1])[0] + profits(market, rival[0], two)[1];
  if (kappa === 0) return selfish / 2;
  const alike = profits(market, one, two);
  return ((1 - kappa) * selfish + kappa * (alike[0] + alike[1] + buyers * surplus(market, one, two))) / 2;
}

/** Where to search in either position: from cost to the joint monopoly's markup. */
function searchBox(market: Market, coarsest: number, most: number) {
  const { c, mu } = market;
  const width = mostMarkup(market);
  return { low: c, high: [c[0] + mu * width, c[1] + mu * width] as const, points: scanPoints(width, coarsest, most) };
}

/** The best price for either position against the rival's prices for them (firms that differ). */
function pairReply(market: Market, aim: Aim, rival: Pair): Pair {
  return maximiseTwo((one, two) => pairUtility(market, aim, [one, two], rival), searchBox(market, 24, 160)).at;
}

/** Best reply of an agent to a rival's price: exact, neither on a grid nor below a ceiling. */
export function reply(market: Market, firm: Firm, aim: Aim, rival: number): number {
  if (aim.kappa === 0) return selfishReply(market, firm, rival);
  if (market.symmetric) {
    const { low, high, points } = searchBox(market, 40, 2000);
    return maximise((p) => symmetricUtility(market, aim, p, rival), low[0], high[0], points).at;
  }
  return pairReply(market, aim, asPair(market, firm, rival))[firm];
}

/** The rival's prices for both positions, of which one was seen: the same margin in the other. */
export const asPair = (market: Market, firm: Firm, rival: number): Pair => {
  const elsewhere = sameMargin(market, firm, rival);
  return firm === 0 ? [elsewhere, rival] : [rival, elsewhere];
};

/**
 * The utility of one price against the rival's prices for both positions (`asPair` of a price that was seen): own profit
 * for homo economicus; where the firms differ, homo moralis completes it by the best price for the other position.
 */
export function utility(market: Market, firm: Firm, aim: Aim, price: number, rival: Pair): number {
  const other = rivalOf(firm);
  if (aim.kappa === 0) return profit(market, firm, price, rival[other]);
  if (market.symmetric) return symmetricUtility(market, aim, price, rival[other]);
  const { low, high, points } = searchBox(market, 24, 400);
  const along = (elsewhere: number) =>
    pairUtility(market, aim, firm === 0 ? [price, elsewhere] : [elsewhere, price], rival);
  return maximise(along, low[other], high[other], points).value;
}

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
  const { low, high, points } = searchBox(market, 24, 400);
  const placed = (elsewhere: number): Pair => (firm === 0 ? [price, elsewhere] : [elsewhere, price]);
  const best = placed(
    maximise((elsewhere) => pairUtility(market, aim, placed(elsewhere), rival), low[other], high[other], points).at,
  );
  return {
    own: (profits(market, best[0], rival[1])[0] + profits(market, rival[0], best[1])[1]) / 2,
    same: withBuyers(best),
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

/**
 * The smallest discount factor at which both sellers keep the joint monopoly under grim reversion to Nash:
 * (deviation − monopoly) / (deviation − Nash), the larger of the two; null where a seller earns less than at Nash.
 */
export function criticalDelta(market: Market, nash: Pair, monopoly: Pair): number | null {
  const [punished, kept] = [profits(market, ...nash), profits(market, ...monopoly)];
  let delta = 0;
  for (const firm of [0, 1] as const) {
    if (kept[firm] <= punished[firm]) return null;
    const rival = monopoly[rivalOf(firm)];
    const cheated = profit(market, firm, selfishReply(market, firm, rival), rival);
    delta = Math.max(delta, (cheated - kept[firm]) / (cheated - punished[firm]));
  }
  return delta;
}

/** Sellers' weight on buyers above which homo moralis prices below Nash, in a market of like firms: s_N/(1 − s_N). */
export function buyersThreshold(market: Market, nash: Pair): number {
  const [share] = shares(market, ...nash);
  return share / (1 - share);
}
