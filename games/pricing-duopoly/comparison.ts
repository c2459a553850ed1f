/** For comparisons: prices on one line with Nash and the joint monopoly, and price paths. Agents at their own fixed points. */
import type { ComparisonSpec, Mind, Seat, Standing } from '../../src/core/game.ts';
import { type Config } from './config.ts';
import { amount, price } from './format.ts';
import { priceIndex, profitGain } from './measures.ts';
import { STANDIN_INDEX } from './reported-prices.ts';
import { aimOf, type Solved, solved } from './solution.ts';

const firmOf = (seat: Seat): 0 | 1 => (seat === 1 ? 1 : 0);

/** The stand-in's mean price before it is drawn, cut off at cost and ceiling like its draws. */
function standinPrice(lab: Solved, config: Config, firm: 0 | 1): number {
  const { mean } = STANDIN_INDEX[config.framing === 'competitive' ? 'P2' : 'P1'];
  const [nash, monopoly] = [lab.nash.prices[firm], lab.monopoly.prices[firm]];
  return Math.min(config.ceiling, Math.max(config.currency * lab.market.c[firm], nash + mean * (monopoly - nash)));
}

function expected(config: Config, mind: Mind, { seat }: Standing): Readonly<Record<string, number>> {
  const lab = solved(config);
  const firm = firmOf(seat);
  if (mind === 'standin') {
    const asked = standinPrice(lab, config, firm);
    return indexed(lab, firm, asked);
  }
  if (mind.variant === 'grim') return {};
  const { world } = lab.fixedPoint(aimOf(mind));
  const gain = profitGain(lab, world.profits[0] + world.profits[1]);
  return {
    ...indexed(lab, firm, world.prices[firm]),
    profit: world.profits[firm],
    'consumer-surplus': world.surplus,
    ...(gain === null ? {} : { 'profit-gain': gain }),
  };
}

function indexed(lab: Solved, firm: 0 | 1, asked: number): Readonly<Record<string, number>> {
  const index = priceIndex(lab, firm, asked);
  const both = index === null ? {} : { 'price-index': index, 'price-index-last-third': index };
  return { price: asked, 'price-last-third': asked, ...both };
}

export const comparison: ComparisonSpec<Config> = {
  figures(config, seat) {
    const lab = solved(config);
    const firm = firmOf(seat);
    const [nash, monopoly] = [lab.nash.prices[firm], lab.monopoly.prices[firm]];
    const min = config.currency * lab.market.c[firm];
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
  path(config, seat) {
    const lab = solved(config);
    const firm = firmOf(seat);
    return {
      key: 'price',
      title: 'mean price by round',
      period: 'round',
      decimals: lab.decimals,
      levels: [
        { at: lab.nash.prices[firm], label: 'Nash' },
        { at: lab.monopoly.prices[firm], label: 'monopoly' },
      ],
    };
  },
};
