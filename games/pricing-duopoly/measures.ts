/**
 * The numbers that are reported of price duopolies. One value a match: a market with partners is one observation, so
 * compare matches, never rounds. People and models are compared over the same rounds; practice rounds never count.
 */
import type { Measure, Played } from '../../src/game.ts';
import type { Firm } from './demand.ts';
import { expectedFrom } from './theory.ts';
import { mean } from './hindsight.ts';
import type { Row, View } from './rules.ts';
import type { Aim } from './solve.ts';
import { firmOf, ordered, type Solved, solved } from './solved.ts';

/** (p − Nash) / (joint monopoly − Nash), of one firm; null where the two are the same. p in money. */
export function priceIndex(lab: Solved, firm: Firm, price: number): number | null {
  const [nash, monopoly] = [lab.nash.prices[firm], lab.monopoly.prices[firm]];
  return monopoly - nash < 1e-9 * lab.currency ? null : (price - nash) / (monopoly - nash);
}

/** Δ = (joint profit − Nash) / (joint monopoly − Nash); null where the two are the same. Not monotone in price. */
export function profitGain(lab: Solved, joint: number): number | null {
  const nash = lab.nash.profits[0] + lab.nash.profits[1];
  const monopoly = lab.monopoly.profits[0] + lab.monopoly.profits[1];
  return monopoly - nash < 1e-9 * lab.currency ? null : (joint - nash) / (monopoly - nash);
}

const CALVANO = 'Calvano, Calzolari, Denicolò & Pastorello, AER 110, 2020';
const OURS = 'ours';

type Seen = {
  readonly lab: Solved;
  readonly view: View;
  readonly firm: Firm;
  readonly rows: readonly Row[];
  readonly late: readonly Row[];
};

/** A measure of a seat's rounds: empty where nothing was played or it is not defined. */
const measure = (
  name: string,
  scale: Measure<View>['scale'],
  source: string,
  sentence: string,
  of: (seen: Seen) => number | null,
): Measure<View> => ({
  name,
  scale,
  source,
  sentence,
  values({ views }: Played<View>, seat) {
    const view = views[seat];
    if (view === undefined || view.practice || view.rows.length === 0) return [];
    const { rows } = view;
    const late = rows.slice(rows.length - Math.ceil(rows.length / 3));
    const value = of({ lab: solved(view.config), view, firm: firmOf(seat), rows, late });
    return value === null ? [] : [value];
  },
});

const prices = (rows: readonly Row[]): number => mean(rows.map((row) => row.price));
const worlds = ({ lab, firm, rows }: Seen) => rows.map((row) => lab.world(ordered(firm, row.price, row.rival)));

/** Mean absolute gap between what was asked and what this agent would have asked after the same history, as a price index. */
function distance({ lab, view, firm, rows }: Seen, aim: Aim): number | null {
  const width = lab.monopoly.prices[firm] - lab.nash.prices[firm];
  if (width < 1e-9 * lab.currency) return null;
  const seller = lab.seller(firm, aim);
  const rival = rows.map((row) => row.rival);
  const gaps = rows.map((row, i) => {
    const choice = i === 0 ? seller.likeMinded : seller.reply(expectedFrom(lab, view.config, rival.slice(0, i), firm));
    return Math.abs(row.price - choice.price) / width;
  });
  return mean(gaps);
}

export const measures: readonly Measure<View>[] = [
  measure('price', 'price', CALVANO, 'Mean price over all rounds, in money.', ({ rows }) => prices(rows)),
  measure('price-last-third', 'price', OURS, 'Mean price over the last third of the rounds, in money.', ({ late }) => prices(late)),
  measure(
    'price-index',
    'price',
    OURS,
    'Price index over all rounds: 0 is the Nash price, 1 the joint-monopoly price; no unit.',
    ({ lab, firm, rows }) => priceIndex(lab, firm, prices(rows)),
  ),
  measure('price-index-last-third', 'price', OURS, 'Price index over the last third of the rounds; no unit.', ({ lab, firm, late }) =>
    priceIndex(lab, firm, prices(late)),
  ),
  measure('profit', 'points', CALVANO, 'Mean profit a round, in money.', ({ rows }) => mean(rows.map((row) => row.profit))),
  measure(
    'profit-gain',
    'points',
    CALVANO,
    'Profit gain Δ of both sellers together: 0 is Nash, 1 the joint monopoly; falls again above the monopoly price; no unit.',
    (seen) => profitGain(seen.lab, mean(worlds(seen).map(({ profits }) => profits[0] + profits[1]))),
  ),
  measure('consumer-surplus', 'points', CALVANO, 'What buyers gain over buying neither, mean a round, in money.', (seen) =>
    mean(worlds(seen).map(({ surplus }) => surplus)),
  ),
  measure(
    'distance-economicus',
    'distance',
    OURS,
    'Mean gap to what economicus would have asked after the same rounds, in units of the price index.',
    (seen) => distance(seen, { kappa: 0, buyers: 0 }),
  ),
  measure(
    'distance-moralis-buyers',
    'distance',
    OURS,
    'Mean gap to what moralis:0.5/buyers would have asked after the same rounds, in units of the price index.',
    (seen) => distance(seen, { kappa: 0.5, buyers: 1 }),
  ),
  measure(
    'distance-moralis-sellers',
    'distance',
    OURS,
    'Mean gap to what moralis:0.5/sellers would have asked after the same rounds, in units of the price index.',
    (seen) => distance(seen, { kappa: 0.5, buyers: 0 }),
  ),
];
