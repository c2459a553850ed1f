/**
 * What an agent does by each measure in one seat against one other: its rule replayed against the other's over the rounds of
 * the config, on the same prices as the played one. Where the other is not known, both seats are the agent.
 */
import type { Mind, Standing, Taste } from '../../src/core/game.ts';
import { memo } from '../../src/core/memo.ts';
import type { Config } from './config.ts';
import { DISTANT, gapsTo, priceIndex, profitGain } from './measures.ts';
import { type Player, replay } from './replay.ts';
import type { Asked } from './rule.ts';
import { firmOf, ordered, type Solved, solved } from './solution.ts';
import { standinPrices } from './stand-in.ts';

type Values = Readonly<Record<string, number>>;

/** How much each round counts in a mean over rounds, and in one over the last third; both sum to 1. */
type Weights = { readonly all: readonly number[]; readonly late: readonly number[] };

/** Longer matches than these, which are less likely than one in 10^12, are left out of what is expected. */
const UNLIKELY = 1e-12;

/** Every round alike in a finite horizon; where the length is drawn, the mean over all lengths of what a match's measures weigh. */
function weightsOf({ horizon, rounds, delta }: Config): Weights {
  const lengths =
    horizon === 'finite'
      ? [{ length: rounds, chance: 1 }]
      : Array.from({ length: delta === 0 ? 1 : Math.ceil(Math.log(UNLIKELY) / Math.log(delta)) }, (_, i) => ({
          length: i + 1,
          chance: (1 - delta) * delta ** i,
        }));
  const most = lengths.at(-1)?.length ?? 1;
  const sum = lengths.reduce((total, { chance }) => total + chance, 0);
  // Of each length a run of rounds that count alike: noted where it begins and ends, then summed from the start.
  const begins = { all: new Float64Array(most + 1), late: new Float64Array(most + 1) };
  for (const { length, chance } of lengths) {
    const third = Math.ceil(length / 3);
    const [each, lateEach] = [chance / sum / length, chance / sum / third];
    begins.all[0]! += each;
    begins.all[length]! -= each;
    begins.late[length - third]! += lateEach;
    begins.late[length]! -= lateEach;
  }
  const running = (steps: Float64Array): readonly number[] => {
    let weight = 0;
    return Array.from({ length: most }, (_, i) => (weight += steps[i]!));
  };
  return { all: running(begins.all), late: running(begins.late) };
}

/** The measures of one seat of a replayed match, each the weighed mean of its rounds. */
function valuesOf(
  lab: Solved,
  config: Config,
  seat: number,
  players: readonly [Player, Player],
  weights: Weights,
): Values {
  const firm = firmOf(seat);
  const rows = replay(config, players, weights.all.length).map((prices): Asked => ({
    price: prices[firm],
    rival: prices[1 - firm]!,
  }));
  const worlds = rows.map((row) => lab.world(ordered(firm, row.price, row.rival)));
  // Twelve digits: a price that is asked in every round is that price, not one that lies a hair beside it.
  const mean = (values: readonly number[], counted = weights.all): number =>
    Number(values.reduce((total, value, i) => total + value * counted[i]!, 0).toPrecision(12));
  const asked = rows.map((row) => row.price);
  return {
    ...pricesAsked(lab, firm, mean(asked), mean(asked, weights.late)),
    profit: mean(worlds.map(({ profits }) => profits[firm])),
    ...given('profit-gain', profitGain(lab, mean(worlds.map(({ profits }) => profits[0] + profits[1])))),
    'consumer-surplus': mean(worlds.map(({ surplus }) => surplus)),
    ...Object.fromEntries(
      Object.entries(DISTANT).flatMap(([name, aim]) => {
        const gaps = gapsTo(lab, config, firm, rows, aim);
        return gaps === null ? [] : [[name, mean(gaps)]];
      }),
    ),
  };
}

const pricesAsked = (lab: Solved, firm: 0 | 1, price: number, late: number): Values => ({
  price,
  'price-last-third': late,
  ...given('price-index', priceIndex(lab, firm, price)),
  ...given('price-index-last-third', priceIndex(lab, firm, late)),
});

const given = (name: string, value: number | null): Values => (value === null ? {} : { [name]: value });

/** Of the stand-in the mean over its draws; against itself both draw, and distances are left out. */
function ofStandin(lab: Solved, config: Config, seat: number, other: Taste | null, weights: Weights): Values {
  const firm = firmOf(seat);
  const own = standinPrices(lab, config, firm);
  const total: Record<string, number> = {};
  const add = (values: Values, chance: number) => {
    for (const [name, value] of Object.entries(values)) total[name] = (total[name] ?? 0) + chance * value;
  };
  if (other !== null) {
    for (const { price, chance } of own)
      add(valuesOf(lab, config, seat, firm === 0 ? [price, other] : [other, price], weights), chance);
    return total;
  }
  const theirs = standinPrices(lab, config, firmOf(1 - seat));
  for (const { price, chance } of own) {
    add(pricesAsked(lab, firm, price, price), chance);
    for (const rival of theirs) {
      const { profits, surplus } = lab.world(ordered(firm, price, rival.price));
      const gain = given('profit-gain', profitGain(lab, profits[0] + profits[1]));
      add({ profit: profits[firm], 'consumer-surplus': surplus, ...gain }, chance * rival.chance);
    }
  }
  return total;
}

const known = memo((_config: Config) => new Map<string, Values>());

/**
 * What this mind does by the game's measures in this seat against this other (null: both are so), in money a round: a match
 * of the two as it is played, over the rounds that count; of a horizon that is drawn the mean over lengths, of the stand-in
 * the mean over its draws.
 */
export function expected(config: Config, mind: Mind, { seat, other }: Standing): Values {
  const name = JSON.stringify([mind, seat, other]);
  const found = known(config).get(name);
  if (found !== undefined) return found;
  const lab = solved(config);
  const weights = weightsOf(config);
  const facing = (taste: Taste): readonly [Player, Player] =>
    firmOf(seat) === 0 ? [taste, other ?? taste] : [other ?? taste, taste];
  const values =
    mind === 'standin'
      ? ofStandin(lab, config, seat, other, weights)
      : valuesOf(lab, config, seat, facing(mind), weights);
  known(config).set(name, values);
  return values;
}
