/**
 * One config, solved once: benchmarks in money, the price grid, and each agent's answers to a rival's price, kept so
 * that a period costs microseconds. Kept by the config's identity, which lasts for a match.
 */
import type { Taste } from '../../src/core/game.ts';
import { maximise, type Peak } from '../../src/core/numeric.ts';
import { UserError } from '../../src/core/user-error.ts';
import { type Config, decimalsOf, marketOf } from './config.ts';
import { type Firm, type Market, type Pair, profits, quantities, rivalOf, surplus } from './demand.ts';
import { criticalDelta } from './critical-delta.ts';
import { bestPrice, bestTwoPrices, type PriceGrid } from './price-grid.ts';
import {
  type Aim,
  asPair,
  fixedPoint,
  isEquilibrium,
  JOINT,
  pairUtility,
  reply,
  searchBox,
  SELFISH,
  terms,
  utility,
} from './solve.ts';
import { memo } from '../../src/core/memo.ts';

/** What an agent does about an expected price: the best of all prices up to the limit, and the best price of the grid. */
export type Choice = {
  readonly expected: number;
  readonly exact: number;
  readonly price: number;
  /** Of any price against the expected one, in money a round. */
  utility(price: number): number;
};

/** An agent of one taste selling for one firm. */
export type Seller = {
  readonly aim: Aim;
  /** Its price at its own fixed point, where the rival wants the same. */
  readonly likeMinded: Choice;
  reply(rival: number): Choice;
};

/** Prices, profits and buyers' surplus of one world, in money a round. */
export type World = { readonly prices: Pair; readonly profits: Pair; readonly surplus: number };
/** One round as it went, in money. */
export type Period = { readonly prices: Pair; readonly quantities: Pair; readonly profits: Pair };

export type Solved = {
  readonly market: Market;
  readonly currency: number;
  readonly decimals: number;
  /** The highest price that may be typed: the ceiling, at the decimals of the step. */
  readonly limit: number;
  /** The step of the grid. */
  readonly step: number;
  /** The highest price of the grid: the largest multiple of the step that the ceiling allows. */
  readonly top: number;
  readonly gridSize: number;
  gridPrice(index: number): number;
  /** Nash and the joint monopoly among the prices that the ceiling allows. */
  readonly nash: World;
  readonly monopoly: World;
  /** By firm: whether the ceiling forbids what it would ask at Nash, or in the joint monopoly, without one. */
  readonly forbidden: { readonly nash: readonly [boolean, boolean]; readonly monopoly: readonly [boolean, boolean] };
  /** Prices at Nash and in the joint monopoly if there were no ceiling. */
  readonly unlimited: { readonly nash: Pair; readonly monopoly: Pair };
  readonly criticalDelta: number | null;
  world(prices: Pair): World;
  /** The same of prices that were played, kept: a class plays the same few again and again. */
  worldPlayed(prices: Pair): World;
  /** What a round at these prices comes to, kept. */
  period(prices: Pair): Period;
  profits(prices: Pair): Pair;
  quantities(prices: Pair): Pair;
  seller(firm: Firm, aim: Aim): Seller;
  /** Prices at the fixed point of a taste, and whether a grid finds no better reply to them. */
  fixedPoint(aim: Aim): { readonly world: World; readonly equilibrium: boolean };
  /** Both terms of a taste's utility at a price against a rival's (null: one that wants the same), in money (`terms` in solve.ts). */
  terms(firm: Firm, aim: Aim, price: number, rival: number | null): { readonly own: number; readonly same: number };
  /** The best of all prices that may be typed against a rival's prices that sum to these profits; the lowest on a tie. */
  bestTyped(firm: Firm, earns: (price: number) => number): { readonly price: number; readonly total: number };
  /** The one price that earns most against a rival who answers it by this taste's rule for ever, on no grid. */
  bestAgainst(firm: Firm, aim: Aim): { readonly price: number; readonly rival: number; readonly profit: number };
  /** The price of the grid nearest to a price that may be outside it. */
  snap(price: number): number;
};

export const solved = memo((config: Config): Solved => solve(config));

/** What a taste means here: `sellers` leaves buyers out, anything else counts them; `grim` belongs to economicus alone. */
export function aimOf({ kappa, variant }: Taste): Aim {
  if (variant === 'grim' && kappa > 0)
    throw new UserError(
      'The variant grim is a strategy of economicus only; write economicus:grim, or moralis with /sellers or /buyers.',
    );
  return kappa === 0 ? SELFISH : { kappa, buyers: variant === 'sellers' ? 0 : 1 };
}

/** More expected prices than a grid has (averages): start again rather than grow. */
const MOST_KEPT = 4096;
/** Pairs of prices of which is kept what they come to. */
const MOST_PAIRS = 16_384;
/** What a screen or a stored row lists of one choice; where firms differ each price is a search of its own. */
const MOST_WEIGHED = 256;

function solve(config: Config): Solved {
  const { currency, ceiling, step } = config;
  const decimals = decimalsOf(step);
  const finest = 10 ** -decimals;
  const limit = Number((Math.floor(ceiling / finest + 1e-9) * finest).toFixed(decimals));
  const market = { ...marketOf(config), limit: limit / currency };
  const gridSize = Math.floor(ceiling / step + 1e-9) + 1;
  // A multiple of the finest step: the double nearest to its decimals, as when it is typed.
  const inFinest = 10 ** decimals;
  const multiple = (index: number, width: number): number => Math.round(index * width * inFinest) / inFinest;
  const gridPrice = (index: number): number => multiple(index, step);
  const gridOf = (width: number): PriceGrid => ({
    size: Math.floor(limit / width + 1e-9) + 1,
    step: width / currency,
    price: (index) => multiple(index, width) / currency,
  });
  const grid = gridOf(step);
  const typed = gridOf(finest);
  const onGrid = (f: (price: number) => number, low: number, high: number, scan: number): Peak =>
    bestPrice(f, grid, low, high, scan);
  const units = ([one, two]: Pair): Pair => [one / currency, two / currency];
  const inMoney = (price: number): number => (price === market.limit ? limit : price * currency);
  const money = ([one, two]: Pair): Pair => [inMoney(one), inMoney(two)];
  const earned = (prices: Pair): Pair => {
    const [one, two] = profits(market, ...units(prices));
    return [one * currency, two * currency];
  };
  const world = (prices: Pair): World => ({
    prices,
    profits: earned(prices),
    surplus: currency * surplus(market, ...units(prices)),
  });
  const sold = (prices: Pair): Pair => quantities(market, ...units(prices));

  const snap = (price: number): number => {
    const index = Math.min(gridSize - 1, Math.max(0, Math.round(price / step)));
    return gridPrice(index);
  };

  /** A price in units as it is typed. */
  const asTyped = (price: number): number => Number((price * currency).toFixed(decimals));
  const valueOf =
    (firm: Firm, aim: Aim, rival: Pair) =>
    (price: number): number =>
      utility(market, firm, aim, price, rival, onGrid);

  /** The price of the grid next to a fixed point: the better of its two neighbours against the fixed point itself. */
  const likeMindedOf = (firm: Firm, aim: Aim, prices: Pair): Choice => {
    const value = valueOf(firm, aim, prices);
    const { at } = bestPrice(value, grid, prices[firm], prices[firm], 1);
    return {
      expected: inMoney(prices[rivalOf(firm)]),
      exact: inMoney(prices[firm]),
      price: asTyped(at),
      utility: memo((price) => currency * value(price / currency), MOST_WEIGHED),
    };
  };

  /** The best price of the grid against an expected one; where firms differ, of the grid's prices for either position. */
  const replyTo = (firm: Firm, aim: Aim, expected: number): Choice => {
    const rival = asPair(market, firm, expected / currency);
    const value = valueOf(firm, aim, rival);
    const alone = market.symmetric || aim.kappa === 0;
    const { low, high, points } = searchBox(market, alone ? 40 : 24, alone ? 2000 : 160);
    const price = alone
      ? bestPrice(value, grid, low[firm], high[firm], points).at
      : bestTwoPrices((one, two) => pairUtility(market, aim, [one, two], rival), grid, { low, high, points })[firm];
    let exact: number | undefined;
    return {
      expected,
      get exact() {
        return (exact ??= inMoney(reply(market, firm, aim, expected / currency)));
      },
      price: asTyped(price),
      utility: memo((at) => currency * value(at / currency), MOST_WEIGHED),
    };
  };

  const points = new Map<string, { readonly world: World; readonly equilibrium: boolean }>();
  const nameOf = ({ kappa, buyers }: Aim): string => `${kappa}/${buyers}`;
  const point = (aim: Aim) => {
    const name = nameOf(aim);
    let found = points.get(name);
    if (found === undefined) {
      const prices = fixedPoint(market, aim);
      let equilibrium: boolean | undefined;
      found = {
        world: world(money(prices)),
        get equilibrium() {
          return (equilibrium ??= isEquilibrium(market, aim, prices));
        },
      };
      points.set(name, found);
    }
    return found;
  };

  const sellers: readonly [Map<string, Seller>, Map<string, Seller>] = [new Map(), new Map()];
  const seller = (firm: Firm, aim: Aim): Seller => {
    const name = nameOf(aim);
    const found = sellers[firm].get(name);
    if (found !== undefined) return found;
    const replies = new Map<number, Choice>();
    const { prices } = point(aim).world;
    const made: Seller = {
      aim,
      likeMinded: likeMindedOf(firm, aim, units(prices)),
      reply(rival) {
        let choice = replies.get(rival);
        if (choice === undefined) {
          if (replies.size >= MOST_KEPT) replies.clear();
          replies.set(rival, (choice = replyTo(firm, aim, rival)));
        }
        return choice;
      },
    };
    sellers[firm].set(name, made);
    return made;
  };

  const against = new Map<string, { readonly price: number; readonly rival: number; readonly profit: number }>();
  const bestAgainst = (firm: Firm, aim: Aim) => {
    const name = `${firm} ${nameOf(aim)}`;
    let found = against.get(name);
    if (found === undefined) {
      const other = rivalOf(firm);
      const nashPrice = point(SELFISH).world.prices[firm] / currency;
      const answer = memo((price: number) => reply(market, other, aim, config.expects === 'nash' ? nashPrice : price));
      const earns = (price: number): number => profits(market, ...ordered(firm, price, answer(price)))[firm];
      // Where firms differ every answer is a search of its own.
      const { low, high, points } = searchBox(market, 60, market.symmetric || aim.kappa === 0 ? 300 : 60);
      const ends = [low[firm], ...jumpsOf(answer, low[firm], high[firm], points), high[firm]];
      let best: Peak = { at: low[firm], value: -Infinity };
      for (let i = 0; i + 1 < ends.length; i += 2) {
        const [from, to] = [ends[i]!, ends[i + 1]!];
        const share = Math.ceil((points * (to - from)) / Math.max(1e-12, high[firm] - low[firm]));
        const peak = maximise(earns, from, to, Math.max(3, share));
        if (peak.value > best.value) best = peak;
      }
      found = { price: inMoney(best.at), rival: inMoney(answer(best.at)), profit: currency * best.value };
      against.set(name, found);
    }
    return found;
  };

  const nash = point(SELFISH).world;
  const monopoly = point(JOINT).world;
  const free = marketOf(config);
  const unlimited = { nash: money(fixedPoint(free, SELFISH)), monopoly: money(fixedPoint(free, JOINT)) };
  const beyond = ([one, two]: Pair): readonly [boolean, boolean] => [one > limit, two > limit];
  return {
    market,
    currency,
    decimals,
    limit,
    step,
    top: gridPrice(gridSize - 1),
    gridSize,
    gridPrice,
    nash,
    monopoly,
    forbidden: { nash: beyond(unlimited.nash), monopoly: beyond(unlimited.monopoly) },
    unlimited,
    criticalDelta: criticalDelta(market),
    world,
    worldPlayed: byPair(world),
    period: byPair((prices) => ({ prices, quantities: sold(prices), profits: earned(prices) })),
    profits: earned,
    quantities: sold,
    seller,
    fixedPoint: point,
    terms(firm, aim, price, rival) {
      const against = rival === null ? units(point(aim).world.prices) : asPair(market, firm, rival / currency);
      const { own, same } = terms(market, firm, aim, price / currency, against, onGrid);
      return { own: currency * own, same: currency * same };
    },
    bestTyped(firm, earns) {
      const { low, high, points } = searchBox(market, 60, 2000);
      const { at, value } = bestPrice((price) => earns(asTyped(price)), typed, low[firm], high[firm], points);
      return { price: asTyped(at), total: value };
    },
    bestAgainst,
    snap,
  };
}

/** Worked out once a pair of prices: rounds and whole classes ask the same few again. */
function byPair<Made>(make: (prices: Pair) => Made): (prices: Pair) => Made {
  const made = new Map<number, Map<number, Made>>();
  let size = 0;
  return (prices) => {
    const [first, second] = prices;
    let mine = made.get(first);
    let found = mine?.get(second);
    if (found !== undefined) return found;
    if (size >= MOST_PAIRS) {
      made.clear();
      [mine, size] = [undefined, 0];
    }
    if (mine === undefined) made.set(first, (mine = new Map()));
    mine.set(second, (found = make(prices)));
    size += 1;
    return found;
  };
}

/**
 * Where a rule's answer jumps as the price that it answers rises: both sides of each jump, from below. A jump is what stays of
 * a difference however close the two prices are.
 */
function jumpsOf(answer: (price: number) => number, low: number, high: number, points: number): readonly number[] {
  if (!(high > low)) return [];
  const sides: number[] = [];
  const width = (high - low) / points;
  let [left, atLeft] = [low, answer(low)];
  for (let i = 1; i <= points; i++) {
    let [from, atFrom, to] = [left, atLeft, low + i * width];
    let atTo = answer(to);
    [left, atLeft] = [to, atTo];
    const steep = (): boolean => Math.abs(atTo - atFrom) > STEEP * (to - from);
    while (steep() && to - from > 1e-12 * Math.max(1, high)) {
      const middle = from + (to - from) / 2;
      if (middle <= from || middle >= to) break;
      const there = answer(middle);
      if (Math.abs(there - atFrom) > Math.abs(atTo - there)) [to, atTo] = [middle, there];
      else [from, atFrom] = [middle, there];
    }
    if (steep()) sides.push(from, to);
  }
  return sides;
}

/** A rule whose answer moves so many times as far as the price it answers is looked at closely. */
const STEEP = 2;

/** A price of this firm and one of its rival, first firm first. */
export const ordered = (firm: Firm, own: number, rival: number): Pair => (firm === 0 ? [own, rival] : [rival, own]);
export const firmOf = (seat: number): Firm => (seat === 0 ? 0 : 1);
