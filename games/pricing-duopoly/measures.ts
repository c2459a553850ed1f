/**
 * The numbers that are reported of price duopolies. One value a match: a market with partners is one observation, so
 * compare matches, never rounds. People and models are compared over the same rounds; practice rounds never count.
 */
import type { Measure, PlayedMatch } from '../../src/core/game.ts';
import type { Config } from './config.ts';
import type { Firm } from './demand.ts';
import { memo } from '../../src/core/memo.ts';
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
  readonly worlds: readonly World[];
  /** By agent: what it would have asked in each round; null where there is no index. */
  readonly replies: (agent: string) => readonly number[] | null;
};

/** One seat's measures are taken one after the other: the last view is kept. */
let latest: Seen | null = null;
const seenIn = (view: View): Seen => (latest?.view === view ? latest : (latest = look(view)));

function look(view: View): Seen {
  const { config, seat, rows } = view;
  const [lab, firm] = [solved(config), firmOf(seat)];
  let expected: readonly number[] | null = null;
  return {
    ...{ view, lab, firm, rows },
    worlds: rows.map((row) => lab.worldPlayed(ordered(firm, row.price, row.rival))),
    replies: memo((agent: string) => {
      expected ??= expectedIn(lab, config, firm, rows);
      return repliesTo(expected, lab, firm, DISTANT[agent]!);
    }),
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

/** A mean over the rounds that count of what each price counts, all other prices being what they were; null: that round is none of it. */
const ofPrices = (
  name: string,
  scale: Measure<View>['scale'],
  source: string,
  sentence: string,
  of: (price: number, place: number, seen: Seen) => number | null,
): Measure<View> => ({
  ...measure(name, scale, source, sentence, (seen) => {
    let [sum, n] = [0, 0];
    for (let place = 0; place < seen.rows.length; place++) {
      const value = of(seen.rows[place]!.price, place, seen);
      if (value === null) continue;
      sum += value;
      n += 1;
    }
    return n === 0 ? null : sum / n;
  }),
  counts: ({ practice, round }, answer, view) =>
    practice || view.practice || view.rows.length < round ? null : of(Number(answer), round - 1, seenIn(view)),
});

/** Of the last third of the rounds. */
const isLate = (place: number, { rows }: Seen): boolean => place >= rows.length - Math.ceil(rows.length / 3);

/** The agents from which a seat's distance is measured. */
export const DISTANT: Readonly<Record<string, Aim>> = {
  'distance-economicus': { kappa: 0, buyers: 0 },
  'distance-moralis-buyers': { kappa: 0.5, buyers: 1 },
  'distance-moralis-sellers': { kappa: 0.5, buyers: 0 },
};

/** One price index: from the Nash price to that of the joint monopoly, in money; null where there is no index. */
function indexWidth(lab: Solved, firm: Firm): number | null {
  const width = lab.monopoly.prices[firm] - lab.nash.prices[firm];
  return width < 1e-9 * lab.currency ? null : width;
}

/** By round from the second: the rival's price that an agent would have expected after the same rounds, whatever it wants. */
function expectedIn(lab: Solved, config: Config, firm: Firm, rows: readonly Asked[]): readonly number[] {
  const expected: number[] = [];
  for (let i = 1; i < rows.length; i++)
    expected.push(expectedFrom(lab, config, rows.slice(Math.max(0, i - config.k), i), firm));
  return expected;
}

/** By round: what this agent would have asked, expecting this from the second on; null where there is no index. */
function repliesTo(expected: readonly number[], lab: Solved, firm: Firm, aim: Aim): readonly number[] | null {
  if (indexWidth(lab, firm) === null) return null;
  const seller = lab.seller(firm, aim);
  return [seller.likeMinded.price, ...expected.map((price) => seller.reply(price).price)];
}

/** The gap between a price and what an agent would have asked then, as a price index; null where there is no index. */
function gap(lab: Solved, firm: Firm, price: number, theirs: number): number | null {
  const width = indexWidth(lab, firm);
  return width === null ? null : Math.abs(price - theirs) / width;
}

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
  const replies = repliesTo(expectedIn(lab, config, firm, rows), lab, firm, aim);
  return replies === null ? null : rows.flatMap(({ price }, i) => gap(lab, firm, price, replies[i]!) ?? []);
}

/** The gap of one price to what this agent would have asked then. */
const distanceTo =
  (agent: string) =>
  (price: number, place: number, { lab, firm, replies }: Seen): number | null => {
    const theirs = replies(agent)?.[place];
    return theirs === undefined ? null : gap(lab, firm, price, theirs);
  };

export const measures: readonly Measure<View>[] = [
  ofPrices('price', 'price', CALVANO, 'Mean price over all rounds, in money.', (price) => price),
  ofPrices(
    'price-last-third',
    'price',
    OURS,
    'Mean price over the last third of the rounds, in money.',
    (price, place, seen) => (isLate(place, seen) ? price : null),
  ),
  ofPrices(
    'price-index',
    'price',
    OURS,
    'Price index over all rounds: 0 is the Nash price, 1 the joint-monopoly price, both among the prices that the ceiling allows; no unit.',
    (price, _place, { lab, firm }) => priceIndex(lab, firm, price),
  ),
  ofPrices(
    'price-index-last-third',
    'price',
    OURS,
    'Price index over the last third of the rounds; no unit.',
    (price, place, seen) => (isLate(place, seen) ? priceIndex(seen.lab, seen.firm, price) : null),
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
  ofPrices(
    'distance-economicus',
    'distance',
    OURS,
    'Mean gap to what economicus would have asked after the same rounds, in units of the price index.',
    distanceTo('distance-economicus'),
  ),
  ofPrices(
    'distance-moralis-buyers',
    'distance',
    OURS,
    'Mean gap to what moralis:0.5/buyers would have asked after the same rounds, in units of the price index.',
    distanceTo('distance-moralis-buyers'),
  ),
  ofPrices(
    'distance-moralis-sellers',
    'distance',
    OURS,
    'Mean gap to what moralis:0.5/sellers would have asked after the same rounds, in units of the price index.',
    distanceTo('distance-moralis-sellers'),
  ),
];
