/** The stand-in for a GPT-4o-class model: one price a match, drawn from the prices that are reported under the wording in force. */
import { normalBelow } from '../../src/core/numeric.ts';
import type { Config } from './config.ts';
import type { Firm } from './demand.ts';
import { STANDIN_INDEX } from './reported-prices.ts';
import type { Solved } from './solution.ts';

/** Mean and standard deviation of the price index that it draws. */
export const standinIndex = ({ framing }: Config) => STANDIN_INDEX[framing === 'competitive' ? 'P2' : 'P1'];

/** What it asks where it drew this index: kept from cost to the limit, on the price grid. */
export function standinPrice(lab: Solved, firm: Firm, index: number): number {
  const [nash, monopoly] = [lab.nash.prices[firm], lab.monopoly.prices[firm]];
  const cost = lab.currency * lab.market.c[firm];
  const nearest = lab.snap(Math.min(lab.limit, Math.max(cost, nash + index * (monopoly - nash))));
  return nearest < cost ? lab.snap(nearest + lab.step) : nearest;
}

/** Every price that it may ask with its probability, from below; prices less likely than one in 10^12 are left out. */
export function standinPrices(
  lab: Solved,
  config: Config,
  firm: Firm,
): readonly { readonly price: number; readonly chance: number }[] {
  const { mean, sd } = standinIndex(config);
  const width = lab.monopoly.prices[firm] - lab.nash.prices[firm];
  const chances = new Map<number, number>();
  const add = (price: number, chance: number) => chances.set(price, (chances.get(price) ?? 0) + chance);
  if (width <= 0) add(standinPrice(lab, firm, mean), 1);
  else {
    const least = lab.currency * lab.market.c[firm] - lab.step;
    const from = Math.min(lab.gridSize - 1, Math.max(0, Math.floor(least / lab.step) - 1));
    let below = 0;
    for (let place = from; place < lab.gridSize; place++) {
      const asked = lab.gridPrice(place);
      const middle = (asked + lab.step / 2 - lab.nash.prices[firm]) / width;
      const upTo = place === lab.gridSize - 1 ? 1 : normalBelow((middle - mean) / sd);
      // What lies below the cost is asked as the price that stands at the cost.
      const at = standinPrice(lab, firm, (asked - lab.nash.prices[firm]) / width);
      add(at, upTo - below);
      below = upTo;
    }
  }
  return [...chances].filter(([, chance]) => chance > 1e-12).map(([price, chance]) => ({ price, chance }));
}
