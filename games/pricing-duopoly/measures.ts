/**
 * The numbers that are reported of price duopolies. One value a match: a market with partners is one observation, so
 * compare matches, never rounds. People and models are compared over the same rounds; practice rounds never count.
 */
import type { Measure, PlayedMatch } from '../../src/core/game.ts';
import type { Config } from './config.ts';
import type { Firm } from './demand.ts';
import { mean } from './hindsight.ts';
import { type Asked, expectedFrom } from './rule.ts';
import type { Row, View } from './rules.ts';
import type { Aim } from './solve.ts';
import { firmOf, ordered, type Solved, solved, type World } from './solution.ts';

/**
 * (p − Nash) / (joint monopoly − Nash), of one firm, both among the prices that the ceiling allows; null where the two are
 * the same, as where the ceiling lies at Nash or below. p in money.
 */
export function priceIndex(lab: Solved, firm: Firm, price: number): number | null {
  const [nash, monopoly] = [lab.nash.prices[firm], lab.monopoly.prices[firm]];
  return monopoly - nash < 1e-9 * lab.currency ? null : (price - nash) / (monopoly - nash);
}

/** Δ = (joint profit − Nash) / (joint monopoly − Nash), both among the prices that are allowed; null where the two are the same. Not monotone in price. */
export function profitGain(lab: Solved, joint: number): number | null {
  const nash = lab.nash.profits[0] + lab.nash.profits[1];
  const monopoly = lab.monopoly.profits[0] + lab.monopoly.profits[1];
  return monopoly - nash < 1e-9 * lab.currency ? null : (joint - nash) / (monopoly - nash);
}

const CALVANO = 'Calvano, Calzolari, Denicolò & Pastorello, AER 110, 2020';
const OURS = 'ours';

/** A seat's rounds as all measures look at them. */
type Seen = {
  readonly view: View;
  readonly lab: Solved;
  readonly firm: Firm;
  readonly rows: readonly Row[];
  /** The last third of them. */
  readonly late: readonly Row[];
  readonly worlds: readonly World[];
};

/** One seat's measures are taken one after the other: the last view is kept. */
let latest: Seen | null = null;
const seenIn = (view: View): Seen => (latest?.view === view ? latest : (latest = look(view)));

function look(view: View): Seen {
  const { config, seat, rows } = view;
  const [lab, firm] = [solved(config), firmOf(seat)];
  return {
    ...{ view, lab, firm, rows },
    late: rows.slice(rows.length - Math.ceil(rows.length / 3)),
    worlds: rows.map((row) => lab.world(ordered(firm, row.price, row.rival))),
  };
}

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
  values({ views }: PlayedMatch<View>, seat) {
    const view = views[seat];
    if (view === undefined || view.practice || view.rows.length === 0) return [];
    const value = of(seenIn(view));
    return value === null ? [] : [value];
  },
});

const prices = (rows: readonly Row[]): number => mean(rows.map((row) => row.price));

/** The agents from which a seat's distance is measured. */
export const DISTANT: Readonly<Record<string, Aim>> = {
  'distance-economicus': { kappa: 0, buyers: 0 },
  'distance-moralis-buyers': { kappa: 0.5, buyers: 1 },
  'distance-moralis-sellers': { kappa: 0.5, buyers: 0 },
};

/**
 * By round: the absolute gap between what was asked and what this agent would have asked after the same rounds, as a price
 * index; null where there is no index.
 */
export function gapsTo(
  lab: Solved,
  config: Config,
  firm: Firm,
  rows: readonly Asked[],
  aim: Aim,
): readonly number[] | null {
  const width = lab.monopoly.prices[firm] - lab.nash.prices[firm];
  if (width < 1e-9 * lab.currency) return null;
  const seller = lab.seller(firm, aim);
  return rows.map((row, i) => {
    const seen = rows.slice(Math.max(0, i - config.k), i);
    const choice = i === 0 ? seller.likeMinded : seller.reply(expectedFrom(lab, config, seen, firm));
    return Math.abs(row.price - choice.price) / width;
  });
}

/** Their mean over the rounds. */
function distance({ lab, view, firm, rows }: Seen, agent: string): number | null {
  const gaps = gapsTo(lab, view.config, firm, rows, DISTANT[agent]!);
  return gaps === null ? null : mean(gaps);
}

export const measures: readonly Measure<View>[] = [
  measure('price', 'price', CALVANO, 'Mean price over all rounds, in money.', ({ rows }) => prices(rows)),
  measure('price-last-third', 'price', OURS, 'Mean price over the last third of the rounds, in money.', ({ late }) =>
    prices(late),
  ),
  measure(
    'price-index',
    'price',
    OURS,
    'Price index over all rounds: 0 is the Nash price, 1 the joint-monopoly price, both among the prices that the ceiling allows; no unit.',
    ({ lab, firm, rows }) => priceIndex(lab, firm, prices(rows)),
  ),
  measure(
    'price-index-last-third',
    'price',
    OURS,
    'Price index over the last third of the rounds; no unit.',
    ({ lab, firm, late }) => priceIndex(lab, firm, prices(late)),
  ),
  measure('profit', 'points', CALVANO, 'Mean profit a round, in money.', ({ rows }) =>
    mean(rows.map((row) => row.profit)),
  ),
  measure(
    'profit-gain',
    'points',
    CALVANO,
    'Profit gain Δ of both sellers together: 0 is Nash, 1 the joint monopoly, both among the prices that the ceiling allows; falls again above the monopoly price; no unit.',
    ({ lab, worlds }) => profitGain(lab, mean(worlds.map(({ profits }) => profits[0] + profits[1]))),
  ),
  measure(
    'consumer-surplus',
    'points',
    CALVANO,
    'What buyers gain over buying neither, mean a round, in money.',
    ({ worlds }) => mean(worlds.map(({ surplus }) => surplus)),
  ),
  measure(
    'distance-economicus',
    'distance',
    OURS,
    'Mean gap to what economicus would have asked after the same rounds, in units of the price index.',
    (seen) => distance(seen, 'distance-economicus'),
  ),
  measure(
    'distance-moralis-buyers',
    'distance',
    OURS,
    'Mean gap to what moralis:0.5/buyers would have asked after the same rounds, in units of the price index.',
    (seen) => distance(seen, 'distance-moralis-buyers'),
  ),
  measure(
    'distance-moralis-sellers',
    'distance',
    OURS,
    'Mean gap to what moralis:0.5/sellers would have asked after the same rounds, in units of the price index.',
    (seen) => distance(seen, 'distance-moralis-sellers'),
  ),
];
