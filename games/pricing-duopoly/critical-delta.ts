/**
 * How likely another round must be for selfish sellers to hold the joint monopoly by the threat of Nash for ever. Everything
 * is worked out in y = markup/μ − 1, the odds of one's own share at Nash: differences of profits that nearly cancel, as
 * where hardly anybody buys, keep all their digits.
 */
import { wrightOmega } from '../../src/core/numeric.ts';
import { type Firm, limitOf, logSumExp, type Market, type Pair, rivalOf, softplus } from './demand.ts';
import { fixedPoint, JOINT, SELFISH } from './solve.ts';

/**
 * The smallest discount factor at which both sellers keep the joint monopoly of this market (its limit included) under grim
 * reversion to Nash: (deviation − monopoly) / (deviation − Nash), the larger of the two. 0 where nobody gains by deviating;
 * null where a seller that would gain by deviating earns no more than at Nash, or one earns less. It tends to ½ as
 * fewer and fewer buy.
 */
export function criticalDelta(market: Market): number | null {
  const { a, c, a0, mu } = market;
  const worth: Pair = [(a[0] - c[0] - a0) / mu, (a[1] - c[1] - a0) / mu];
  if (Math.max(...worth) < THIN) return thin(worth);
  const limit = limitOf(market);
  const highest: Pair = [(limit - c[0]) / mu - 1, (limit - c[1]) / mu - 1];
  const odds = (prices: Pair): Pair => [(prices[0] - c[0]) / mu - 1, (prices[1] - c[1]) / mu - 1];

  /** exp of worth less markup: what a seller weighs among buyers, 1 being the outside good. */
  const weight = (firm: Firm, y: number): number => Math.exp(worth[firm] - 1 - y);
  const selfish = (firm: Firm, rival: number): number =>
    Math.min(highest[firm], wrightOmega(worth[firm] - 1 - softplus(worth[rivalOf(firm)] - 1 - rival)));

  const punished = polished(odds(fixedPoint(market, SELFISH)), highest, selfish);
  const kept = polished(odds(fixedPoint(market, JOINT)), highest, (firm, rival) => {
    const other = rivalOf(firm);
    if (rival < highest[other]) return wrightOmega(logSumExp(...worth) - 1);
    const there = weight(other, rival);
    const base = ((1 + rival) * there) / (1 + there);
    return base + wrightOmega(worth[firm] - 1 - base - Math.log1p(there));
  });

  let delta = 0;
  for (const firm of [0, 1] as const) {
    const other = rivalOf(firm);
    const cheating = selfish(firm, kept[other]);
    // At a limit no higher than its cost a seller earns nothing whatever it does.
    if (cheating <= -1) continue;
    const from = (own: number, rival: number): number => {
      const [e, f] = [weight(firm, own), weight(other, rival)];
      const change = (e * Math.expm1(own - cheating) + f * Math.expm1(rival - kept[other])) / (1 + e + f);
      // Of two sums that are nearly the same their difference; of others their logarithms.
      const buyers =
        Math.abs(change) < 0.1
          ? Math.log1p(change)
          : logSumExp(0, worth[firm] - 1 - cheating, worth[other] - 1 - kept[other]) -
            logSumExp(0, worth[firm] - 1 - own, worth[other] - 1 - rival);
      return bend(cheating) - bend(own) - buyers;
    };
    const [overKept, overPunished] = [from(kept[firm], kept[other]), from(punished[firm], punished[other])];
    if (overKept > overPunished || (overKept === overPunished && overKept > 0)) return null;
    if (overKept <= 0) continue;
    // Of profits: 1 − kept/deviation over 1 − punished/deviation.
    delta = Math.max(delta, Math.expm1(-overKept) / Math.expm1(-overPunished));
  }
  return delta;
}

/** Below this worth (in units of μ) shares are so small that their squares vanish. */
const THIN = -300;

/** The limit as fewer and fewer buy: half the ratio of the sellers' weights. */
function thin(worth: Pair): number | null {
  const ratio = Math.exp(Math.abs(worth[0] - worth[1]));
  return ratio < 2 ? ratio / 2 : null;
}

/** Both sellers' odds to their last digits: what each solves given the other's, from values that are nearly right. Those at the limit stay. */
function polished(from: Pair, highest: Pair, solve: (firm: Firm, rival: number) => number): Pair {
  const at: [number, number] = [Math.min(from[0], highest[0]), Math.min(from[1], highest[1])];
  for (let i = 0; i < 40; i++)
    for (const firm of [0, 1] as const)
      at[firm] =
        highest[firm] - at[firm] < 1e-12 ? highest[firm] : Math.min(highest[firm], solve(firm, at[rivalOf(firm)]));
  return at;
}

/** ln(1 + y) − y, with all its digits where y is small. */
function bend(y: number): number {
  if (Math.abs(y) > 0.01) return Math.log1p(y) - y;
  let [sum, power] = [0, y];
  for (let n = 2; n <= 10; n++) {
    power *= -y;
    sum += power / n;
  }
  return sum;
}
