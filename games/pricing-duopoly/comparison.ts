/** For comparisons: prices on one line with Nash and the joint monopoly, and price paths. Agents as they play (`expected.ts`). */
import type { ComparisonSpec, Taste } from '../../src/core/game.ts';
import type { Config } from './config.ts';
import { expected } from './expected.ts';
import { price, short } from './format.ts';
import { firmOf, solved } from './solution.ts';

/** "economicus", "moralis κ = 0.5 (sellers)": the other as a mark's neighbour names it. */
function called({ kappa, variant }: Taste): string {
  if (kappa === 0) return variant === 'grim' ? 'economicus:grim' : 'economicus';
  return `moralis:${short(kappa)}/${variant === 'sellers' ? 'sellers' : 'buyers'}`;
}

/** What stands at an end of the index: its name, and that the ceiling is where it stands. */
const end = (name: string, forbidden: boolean | undefined): string => (forbidden ? `${name}, ceiling` : name);

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
          { at: nash, text: `${end('Nash', lab.forbidden.nash[firm])} ${price(lab, nash)}` },
          { at: monopoly, text: `${end('monopoly', lab.forbidden.monopoly[firm])} ${price(lab, monopoly)}` },
        ],
      },
    ];
  },
  declared: ['price', 'price-last-third'],
  across: ['price-index', 'price-index-last-third'],
  within: [],
  contrasts: [],
  expected,
  believing: (_config, { other }) => (other === null ? 'where both are so' : `against ${called(other)}`),
  path(config, seat) {
    const lab = solved(config);
    const firm = firmOf(seat);
    return {
      key: 'price',
      title: 'mean price by round',
      period: 'round',
      decimals: lab.decimals,
      levels: [
        { at: lab.nash.prices[firm], label: end('Nash', lab.forbidden.nash[firm]) },
        { at: lab.monopoly.prices[firm], label: end('monopoly', lab.forbidden.monopoly[firm]) },
      ],
    };
  },
};
