/**
 * One config, solved once: benchmarks in money, the price grid, and each agent's answers to a rival's price, kept so
 * that a period costs microseconds. Kept by the config's identity, which lasts for a match.
 */
import type { Taste } from '../../src/core/game.ts';
import { maximise } from '../../src/core/numeric.ts';
import { UserError } from '../../src/core/user-error.ts';
import { type Config, decimalsOf, marketOf } from './config.ts';
import { type Firm, type Market, type Pair, profits, quantities, rivalOf, surplus } from './demand.ts';
import { type Aim, asPair, criticalDelta, fixedPoint, isEquilibrium, JOINT, reply, SELFISH, utility } from './solve.ts';
import { memo } from '../../src/core/memo.ts';

/** What an agent does about an expected price: exact, and the better of the two prices of the grid around it. */
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

export type Solved = {
  readonly market: Market;
  readonly currency: number;
  readonly decimals: number;
  /** The highest price of the grid: the largest multiple of the step that the ceiling allows. */
  readonly top: number;
  readonly gridSize: number;
  gridPrice(index: number): number;
  readonly nash: World;
  readonly monopoly: World;
  readonly criticalDelta: number | null;
  world(prices: Pair): World;
  profits(prices: Pair): Pair;
  quantities(prices: Pair): Pair;
  seller(firm: Firm, aim: Aim): Seller;
  /** Prices at the fixed point of a taste, and whether a grid finds no better reply to them. */
  fixedPoint(aim: Aim): { readonly world: World; readonly equilibrium: boolean };
  /** The one price that earns most against a rival who answers it by this taste's rule for ever. */
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

function solve(config: Config): Solved {
  const market = marketOf(config);
  const { currency, ceiling, step } = config;
  const decimals = decimalsOf(step);
  const gridSize = Math.floor(ceiling / step + 1e-9) + 1;
  const gridPrice = (index: number): number => Number((index * step).toFixed(decimals));
  const units = ([one, two]: Pair): Pair => [one / currency, two / currency];
  const money = ([one, two]: Pair): Pair => [one * currency, two * currency];
  const earned = (prices: Pair): Pair => money(profits(market, ...units(prices)));
  const world = (prices: Pair): World => ({
    prices,
    profits: earned(prices),
    surplus: currency * surplus(market, ...units(prices)),
  });

  const snap = (price: number): number => {
    const index = Math.min(gridSize - 1, Math.max(0, Math.round(price / step)));
    return gridPrice(index);
  };

  const choiceOf = (firm: Firm, aim: Aim, expected: number, exact: number, rival: Pair): Choice => {
    const value = (price: number): number => currency * utility(market, firm, aim, price / currency, rival);
    const clipped = Math.min(ceiling, Math.max(0, exact));
    const below = Math.min(gridSize - 1, Math.floor(clipped / step + 1e-9));
    const above = Math.min(gridSize - 1, below + 1);
    const [lower, upper] = [gridPrice(below), gridPrice(above)];
    const [atLower, atUpper] = [value(lower), value(upper)];
    const tie = 1e-12 * Math.max(Math.abs(atLower), Math.abs(atUpper));
    return { expected, exact, price: atUpper > atLower + tie ? upper : lower, utility: value };
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
      likeMinded: choiceOf(firm, aim, prices[rivalOf(firm)], prices[firm], units(prices)),
      reply(rival) {
        let choice = replies.get(rival);
        if (choice === undefined) {
          if (replies.size >= MOST_KEPT) replies.clear();
          choice = choiceOf(
            firm,
            aim,
            rival,
            currency * reply(market, firm, aim, rival / currency),
            asPair(market, firm, rival / currency),
          );
          replies.set(rival, choice);
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
      const answer = (price: number): number =>
        Math.min(ceiling / currency, reply(market, other, aim, config.expects === 'nash' ? nashPrice : price));
      const earns = (price: number): number => profits(market, ...ordered(firm, price, answer(price)))[firm];
      const { at, value } = maximise(earns, market.c[firm], ceiling / currency, 60);
      found = { price: currency * at, rival: currency * answer(at), profit: currency * value };
      against.set(name, found);
    }
    return found;
  };

  const nash = point(SELFISH).world;
  const monopoly = point(JOINT).world;
  return {
    market,
    currency,
    decimals,
    top: gridPrice(gridSize - 1),
    gridSize,
    gridPrice,
    nash,
    monopoly,
    criticalDelta: criticalDelta(market, units(nash.prices), units(monopoly.prices)),
    world,
    profits: earned,
    quantities: (prices) => quantities(market, ...units(prices)),
    seller,
    fixedPoint: point,
    bestAgainst,
    snap,
  };
}

/** A price of this firm and one of its rival, first firm first. */
export const ordered = (firm: Firm, own: number, rival: number): Pair => (firm === 0 ? [own, rival] : [rival, own]);
export const firmOf = (seat: number): Firm => (seat === 0 ? 0 : 1);
