/** One measure of one group: how many, how much, and how surely. Nothing here is NaN; what cannot be told is null, with the reason. */
import type { Measure } from '../../game.ts';
import { mean, quantile } from '../resampling.ts';
import { meanInterval, spread } from '../resamples.ts';
import { wilson } from '../rates.ts';
import type { Unit } from './units.ts';

/** Below this many, dots and counts: no mean, no interval, no percentage. */
export const FEW = 5;

export type Estimate = {
  readonly measure: string;
  readonly scale: Measure<unknown>['scale'];
  /** Units that have a value. */
  readonly n: number;
  /** Single answers or rounds behind them. */
  readonly values: number;
  /** Yes-or-no, one a unit: how many yes. null for everything else. */
  readonly yes: number | null;
  readonly mean: number | null;
  readonly sd: number | null;
  readonly interval: readonly [number, number] | null;
  readonly method: 'Wilson' | 'bootstrap over units' | 'normal approximation' | null;
  /** Why there is no interval. */
  readonly without: string | null;
  /** Minimum, quartiles and maximum of the units' means. */
  readonly quartiles: readonly [number, number, number, number, number] | null;
  /** Units by their mean, in bins of equal width; the last one holds its upper end. */
  readonly distribution: readonly Bin[];
  /** The units' means in order, where there are too few for anything else. */
  readonly dots: readonly number[];
};

export type Bin = { readonly from: number; readonly to: number; readonly count: number };

const BINS = 10;

/** The units' means of one measure, in the order of the units; those without a value left out. */
export const unitMeans = (units: readonly Unit[], measure: number): readonly number[] =>
  units.flatMap((unit) => {
    const values = unit.values[measure] ?? [];
    return values.length === 0 ? [] : [mean(values)];
  });

/** Whether every unit answered once, yes or no. */
export const isYesNo = (units: readonly Unit[], measure: number): boolean =>
  units.every((unit) => {
    const values = unit.values[measure] ?? [];
    return values.length === 0 || (values.length === 1 && (values[0] === 0 || values[0] === 1));
  });

export function estimate(units: readonly Unit[], { name, scale }: Measure<unknown>, at: number, ends = endsOf(scale, units, at)): Estimate {
  const means = unitMeans(units, at);
  const n = means.length;
  const values = units.reduce((sum, unit) => sum + (unit.values[at]?.length ?? 0), 0);
  const yes = scale === 'rate' && n > 0 && isYesNo(units, at) ? means.reduce((sum, v) => sum + v, 0) : null;
  const sorted = means.toSorted((a, b) => a - b);
  const shared = { measure: name, scale, n, values, yes };
  if (n < FEW)
    return {
      ...shared,
      ...{ mean: null, sd: null, interval: null, method: null, quartiles: null, distribution: [], dots: sorted },
      without: n === 0 ? 'nobody has answered this' : `fewer than ${FEW}: dots and counts only`,
    };
  return {
    ...shared,
    mean: mean(means),
    sd: spread(means),
    ...intervalOf(means, scale, yes),
    quartiles: [sorted[0]!, quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75), sorted.at(-1)!],
    distribution: binned(sorted, ends),
    dots: [],
  };
}

type Found = Pick<Estimate, 'interval' | 'method' | 'without'>;

function intervalOf(means: readonly number[], scale: string, yes: number | null): Found {
  const n = means.length;
  const same = means.every((value) => value === means[0]);
  // Where everybody always, or nobody ever, did it the bootstrap would claim certainty: Wilson over units does not.
  const count = yes ?? (scale === 'rate' && same && (means[0] === 0 || means[0] === 1) ? means[0] * n : null);
  if (count !== null) return { interval: wilson(count, n), method: 'Wilson', without: null };
  const found = meanInterval(means);
  if (found === null) return { interval: null, method: null, without: 'all are equal: nothing tells how they vary' };
  return {
    interval: found.interval,
    method: found.method === 'bootstrap' ? 'bootstrap over units' : 'normal approximation',
    without: null,
  };
}

/** The ends and the number of bins of a measure, the same for all groups that are compared: rates and ratings over their whole scale. */
export type Ends = { readonly from: number; readonly to: number; readonly bins: number };

export function endsOf(scale: string, units: readonly Unit[], at: number): Ends {
  if (scale === 'rate' || scale === 'rating') return { from: 0, to: scale === 'rate' ? 1 : 100, bins: BINS };
  let [least, most] = [Infinity, -Infinity];
  for (const value of unitMeans(units, at)) [least, most] = [Math.min(least, value), Math.max(most, value)];
  if (!(most > least)) return { from: Number.isFinite(least) ? least : 0, to: Number.isFinite(most) ? most : 0, bins: 1 };
  const power = 10 ** Math.floor(Math.log10((most - least) / BINS));
  const step = power * ([1, 2, 5, 10].find((times) => (most - least) / (times * power) <= BINS) ?? 10);
  const from = Math.floor(least / step + 1e-9) * step;
  const bins = Math.max(1, Math.ceil((most - from) / step - 1e-9));
  return { from: tidy(from), to: tidy(from + bins * step), bins };
}

const tidy = (value: number): number => Number(value.toPrecision(12));

/** What lies outside (an efficiency below 0) is counted at its end. */
function binned(sorted: readonly number[], { from, to, bins }: Ends): readonly Bin[] {
  const width = (to - from) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const value of sorted) counts[width === 0 ? 0 : Math.max(0, Math.min(bins - 1, Math.floor((value - from) / width + 1e-9)))]!++;
  return counts.map((count, i) => ({ from: tidy(from + width * i), to: tidy(from + width * (i + 1)), count }));
}
