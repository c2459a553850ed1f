/** For comparisons: prices on one line with Nash and the joint monopoly, and price paths. Agents as they play (`expected.ts`). */
import type { ComparisonSpec, Taste } from '../../src/core/game.ts';
import type { Config } from './config.ts';
import type { Firm } from './demand.ts';
import { expected } from './expected.ts';
import { price, short } from './format.ts';
import { priceIndex } from './measures.ts';
import { firmOf, type Solved, solved } from './solution.ts';

/** "economicus", "moralis κ = 0.5 (sellers)": the other as a mark's neighbour names it. */
function called({ kappa, variant }: Taste): string {
  if (kappa === 0) return variant === 'grim' ? 'economicus:grim' : 'economicus';
  return `moralis:${short(kappa)}/${variant === 'sellers' ? 'sellers' : 'buyers'}`;
}

/** The ends of the price index, one where they are one; and whether the ceiling is where they stand. */
function endsOf(lab: Solved, firm: Firm): readonly { readonly at: number; readonly name: string }[] {
  const [nash, monopoly] = [lab.nash.prices[firm], lab.monopoly.prices[firm]];
  const named = (name: string, forbidden: boolean): string => (forbidden ? `${name}, ceiling` : name);
  if (priceIndex(lab, firm, nash) === null)
    return [{ at: nash, name: named('Nash and monopoly', lab.forbidden.nash[firm]) }];
  return [
    { at: nash, name: named('Nash', lab.forbidden.nash[firm]) },
    { at: monopoly, name: named('monopoly', lab.forbidden.monopoly[firm]) },
  ];
}

export const comparison: ComparisonSpec<Config> = {
  figures(config, seat) {
    const lab = solved(config);
    const firm = firmOf(seat);
    const monopoly = lab.monopoly.prices[firm];
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
        notes: endsOf(lab, firm).map(({ at, name }) => ({ at, text: `${name} ${price(lab, at)}` })),
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
      levels: endsOf(lab, firm).map(({ at, name }) => ({ at, label: name })),
    };
  },
};
