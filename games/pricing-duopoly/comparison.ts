/** For comparisons: prices on one line with Nash and the joint monopoly, and price paths. Agents at their own fixed points. */
import type { ComparisonSpec, Mind } from '../../src/core/game.ts';
import { type Config } from './config.ts';
import { amount, price } from './format.ts';
import { priceIndex, profitGain } from './measures.ts';
import { STANDIN_INDEX } from './reported-prices.ts';
import { aimOf, type Solved, solved } from './solution.ts';

/** The first seller's; where sellers differ the picture is theirs. */
const FIRM = 0;

/** The stand-in's mean price before it is drawn, cut off at cost and ceiling like its draws. */
function standinPrice(lab: Solved, config: Config): number {
  const { mean } = STANDIN_INDEX[config.framing === 'competitive' ? 'P2' : 'P1'];
  const [nash, monopoly] = [lab.nash.prices[FIRM], lab.monopoly.prices[FIRM]];
  return Math.min(config.ceiling, Math.max(config.currency * lab.market.c[FIRM], nash + mean * (monopoly - nash)));
}

function expected(config: Config, mind: Mind): Readonly<Record<string, number>> {
  const lab = solved(config);
  if (mind === 'standin') {
    const asked = standinPrice(lab, config);
    return indexed(lab, asked);
  }
  if (mind.variant === 'grim') return {};
  const { world } = lab.fixedPoint(aimOf(mind));
  const gain = profitGain(lab, world.profits[0] + world.profits[1]);
  return {
    ...indexed(lab, world.prices[FIRM]),
    profit: world.profits[FIRM],
    'consumer-surplus': world.surplus,
    ...(gain === null ? {} : { 'profit-gain': gain }),
  };
}

function indexed(lab: Solved, asked: number): Readonly<Record<string, number>> {
  const index = priceIndex(lab, FIRM, asked);
  const both = index === null ? {} : { 'price-index': index, 'price-index-last-third': index };
  return { price: asked, 'price-last-third': asked, ...both };
}

export const comparison: ComparisonSpec<Config> = {
  figures(config) {
    const lab = solved(config);
    const [nash, monopoly] = [lab.nash.prices[FIRM], lab.monopoly.prices[FIRM]];
    const min = config.currency * lab.market.c[FIRM];
    const max = Math.min(config.ceiling, monopoly + (monopoly - min) / 2);
    return [
      {
        title: 'asks a price, on average, in …',
        min,
        max,
        ends: [`cost ${price(lab, min)}`, price(lab, max)],
        written: 'decimals',
        rows: [
          { measure: 'price', label: 'all rounds' },
          { measure: 'price-last-third', label: 'the last third' },
        ],
        notes: [
          { at: nash, text: `Nash ${amount(nash, lab.decimals)}` },
          { at: monopoly, text: `monopoly ${amount(monopoly, lab.decimals)}` },
        ],
      },
    ];
  },
  declared: ['price', 'price-last-third'],
  across: ['price-index', 'price-index-last-third'],
  within: [],
  contrasts: [],
  expected,
  path(config) {
    const lab = solved(config);
    return {
      key: 'price',
      title: 'mean price by round',
      period: 'round',
      decimals: lab.decimals,
      levels: [
        { at: lab.nash.prices[FIRM], label: 'Nash' },
        { at: lab.monopoly.prices[FIRM], label: 'monopoly' },
      ],
    };
  },
};
