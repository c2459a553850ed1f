/**
 * One measure of one group: how many, how much, and how surely; and its mean path over the rounds. Nothing here is NaN; what
 * cannot be known is null, with the reason.
 */
import { FEW } from '../stats/few.ts';
import type { Breathe, ObservationUnit } from './samples.ts';
import { wilson } from '../stats/rates.ts';
import { meanInterval, type MeanInterval } from '../stats/bootstrap.ts';
import { mean, type Numbers, quantile, type Sample, sampleOf } from '../stats/sample.ts';
import type { Measure } from '../../core/game.ts';

export type MeasureEstimate = {
  readonly measure: string;
  readonly scale: Measure<unknown>['scale'];
  /** answers: of what was answered; probabilities: expected of what was told; drawn: of matches that were drawn from that. */
  readonly from: 'answers' | 'probabilities' | 'drawn';
  /** Units that have a value: of probabilities situations, whatever was drawn. */
  readonly n: number;
  /** Single answers or rounds behind them. */
  readonly values: number;
  /** Yes-or-no, one a unit: how many yes. null for everything else. */
  readonly yes: number | null;
  readonly mean: number | null;
  readonly sd: number | null;
  readonly interval: readonly [number, number] | null;
  /** Of probabilities: from the least to the most over orders of the options and wordings; null: there was but one. */
  readonly range: readonly [number, number] | null;
  readonly method: 'Wilson' | MeanInterval['method'] | null;
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

/** One measure of one group: the units' means, and what they are made of. */
export type MeasureSample = Sample & {
  /** Single answers or rounds behind the means. */
  readonly answers: number;
  /** How many answers each unit gave; null where some gave more than others. */
  readonly each: number | null;
  /** Whether it is a share of answers: yes or no, once or several times a unit. Not so an efficiency, which only happens to be 0 or 1. */
  readonly ofAnswers: boolean;
  /** Whether every unit answered once, yes or no. */
  readonly yesNo: boolean;
};

/** Where means are put together, one sample after the other: room that is let go of is not given back at once. */
let room = new Float64Array(0);

/**
 * The units' means of one measure (its place in the game's list), in the order of the units and on the measure's own scale;
 * units without a value are left out. `ofAnswers`: whether a rate of it counts answers of yes and no.
 */
export function measureSample(units: readonly ObservationUnit[], measure: number, ofAnswers = true): MeasureSample {
  if (room.length < units.length) room = new Float64Array(units.length);
  const means = room;
  let [n, answers, yesNo, least, most] = [0, 0, ofAnswers, Infinity, 0];
  for (const unit of units) {
    const values = unit.values[measure]!;
    if (values.length === 0) continue;
    const value = rounded(values.length === 1 ? values[0]! : mean(values));
    yesNo &&= values.length === 1 && (value === 0 || value === 1);
    answers += values.length;
    if (values.length < least) least = values.length;
    if (values.length > most) most = values.length;
    means[n++] = value;
  }
  return { ...sampleOf(means.subarray(0, n)), answers, each: least === most ? most : null, ofAnswers, yesNo };
}

/** A sample of one measure of one group as it is kept: what follows from the means is worked out again. */
export type KeptSample = Pick<MeasureSample, 'values' | 'answers' | 'each' | 'ofAnswers' | 'yesNo'>;

/** A sample as it is kept. */
export const keptSample = ({ values, answers, each, ofAnswers, yesNo }: MeasureSample): KeptSample => ({
  ...{ values: values.slice(), answers, each, ofAnswers, yesNo },
});

/** The sample that was kept, to the bit. */
export const sampleKept = ({ values, ...rest }: KeptSample): MeasureSample => ({ ...sampleOf(values), ...rest });

/** Equal means stay equal whatever the order in which they were added up: what ranks and ties rest on. */
const rounded = (value: number): number => (Number.isInteger(value) ? value : Math.round(value * 1e9) / 1e9);

/**
 * One measure of one group: n, mean, standard deviation, quartiles and the 95 % interval over its units, on the measure's own
 * scale (rates 0 to 1); of fewer than five units their values only. `ends`: the bins that all groups of a condition share.
 */
export function estimate(
  sample: MeasureSample,
  { name, scale }: Measure<unknown>,
  ends = endsOf(scale, [rangeOf(sample)]),
): MeasureEstimate {
  const { n, answers, yesNo, sorted } = sample;
  const yes = scale === 'rate' && n > 0 && yesNo ? Math.round(sample.mean * n) : null;
  const shared = { measure: name, scale, from: 'answers', range: null, n, values: answers, yes } as const;
  if (n < FEW)
    return {
      ...shared,
      ...{ mean: null, sd: null, interval: null, method: null, quartiles: null, distribution: [], dots: [...sorted] },
      without: n === 0 ? 'nobody has answered this' : `fewer than ${FEW}: dots and counts only`,
    };
  return {
    ...shared,
    mean: yes === null ? sample.mean : yes / n,
    sd: sample.sd,
    ...intervalOf(sample, scale, yes),
    quartiles: [sorted[0]!, quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75), sorted[n - 1]!],
    distribution: binsOf(sorted, ends),
    dots: [],
  };
}

/** Whether everybody did it every time, or nobody ever: a rate of answers of which all units are 0, or all 1. */
export const alwaysOrNever = ({ ofAnswers, equal, mean: middle }: Sample & Pick<MeasureSample, 'ofAnswers'>): boolean =>
  ofAnswers && equal && (middle === 0 || middle === 1);

type IntervalEstimate = Pick<MeasureEstimate, 'interval' | 'method' | 'without'>;

/**
 * The 95 % interval of one measure of one group over its units, and how it was made: Wilson's of a count of yes (JASA 22, 1927),
 * also where everybody always or nobody ever did it; else the expanded percentile bootstrap of the mean (Hesterberg, The
 * American Statistician 69, 2015), of more than 400 units Student's t. Without one, why. `yes`: how many units said yes,
 * where each answered once.
 */
export function intervalOf(
  sample: Sample & Pick<MeasureSample, 'ofAnswers'>,
  scale: string,
  yes: number | null,
): IntervalEstimate {
  const { n, mean: middle } = sample;
  // Where everybody always, or nobody ever, did it the bootstrap would claim certainty: Wilson over units does not.
  const count = yes ?? (scale === 'rate' && alwaysOrNever(sample) ? middle * n : null);
  if (count !== null) return { interval: wilson(count, n), method: 'Wilson', without: null };
  const found = meanInterval(sample);
  if (found === null) return { interval: null, method: null, without: 'all are equal: nothing tells how they vary' };
  return { ...found, without: null };
}

/** How many units have a value, and between which they lie. */
export type SampleRange = { readonly n: number; readonly least: number; readonly most: number };

/** The range of one measure of one group. */
export const rangeOf = ({ n, sorted }: Sample): SampleRange => ({
  n,
  least: sorted[0] ?? Infinity,
  most: sorted[n - 1] ?? -Infinity,
});

/** The ends and the number of bins of a measure, the same for all groups that are compared: rates and ratings over their whole scale. */
export type ScaleEnds = { readonly from: number; readonly to: number; readonly bins: number };

/**
 * The bins in which the units of a measure are counted, the same for all groups that are compared: ten over the whole scale of
 * a rate (0 to 1) or a rating (0 to 100); else at most ten or so between round numbers (1, 2 or 5 times a power of ten).
 */
export function endsOf(scale: string, ranges: readonly SampleRange[]): ScaleEnds {
  if (scale === 'rate' || scale === 'rating') return { from: 0, to: scale === 'rate' ? 1 : 100, bins: BINS };
  let [least, most] = [Infinity, -Infinity];
  for (const one of ranges) if (one.n > 0) [least, most] = [Math.min(least, one.least), Math.max(most, one.most)];
  if (!(most > least))
    return { from: Number.isFinite(least) ? least : 0, to: Number.isFinite(most) ? most : 0, bins: 1 };
  const power = 10 ** Math.floor(Math.log10((most - least) / BINS));
  const step = power * ([1, 2, 5, 10].find((times) => (most - least) / (times * power) <= BINS) ?? 10);
  const from = Math.floor(least / step + 1e-9) * step;
  const bins = Math.max(1, Math.ceil((most - from) / step - 1e-9));
  return { from: tidy(from), to: tidy(from + bins * step), bins };
}

const tidy = (value: number): number => Number(value.toPrecision(12));

/** What lies outside (an efficiency below 0) is counted at its end. */
function binsOf(sorted: Numbers, { from, to, bins }: ScaleEnds): readonly Bin[] {
  const width = (to - from) / bins;
  const counts = new Array<number>(bins).fill(0);
  let [last, bin] = [NaN, 0];
  for (let at = 0; at < sorted.length; at++) {
    const value = sorted[at]!;
    if (value !== last)
      bin = width === 0 ? 0 : Math.max(0, Math.min(bins - 1, Math.floor((value - from) / width + 1e-9)));
    last = value;
    counts[bin]!++;
  }
  return counts.map((count, i) => ({ from: tidy(from + width * i), to: tidy(from + width * (i + 1)), count }));
}

export type MeanPath = {
  /**
   * Mean of the units by round, how many had that round, and how surely: from five units on. Of probabilities what was expected
   * in each match at the history that was drawn there, with no interval.
   */
  readonly path: readonly {
    readonly round: number;
    readonly mean: number | null;
    readonly n: number;
    readonly interval: readonly [number, number] | null;
  }[];
  /** Each unit's own path, where they are few enough to be told apart. */
  readonly paths: readonly (readonly (number | null)[])[];
};

/** Units whose own paths are drawn: beyond so many they are a thicket. */
const MOST_PATHS = 12;

/**
 * The mean path of these units over the rounds, in the unit of what is followed (a price), with a 95 % interval in each round by
 * itself from five units on; empty where the game has no path. `sampled`: whether they are a sample, and so have intervals.
 */
export async function meanPath(units: readonly ObservationUnit[], breathe: Breathe, sampled = true): Promise<MeanPath> {
  const rounds: number[][] = [];
  for (const [at, { path }] of units.entries()) {
    for (let i = 0; i < path.length; i++) {
      const values = (rounds[i] ??= []);
      const value = path[i];
      if (value !== null && value !== undefined) values.push(value);
    }
    if (at % 8192 === 0) await breathe();
  }
  const path: MeanPath['path'][number][] = [];
  for (const [i, values] of rounds.entries()) {
    const n = values.length;
    const sample = sampleOf(Float64Array.from(values));
    path.push({
      round: i + 1,
      mean: n === 0 ? null : sample.mean,
      n,
      interval: n < FEW || !sampled ? null : (meanInterval(sample)?.interval ?? null),
    });
    await breathe();
  }
  return { path, paths: units.length > MOST_PATHS || rounds.length === 0 ? [] : units.map((unit) => unit.path) };
}
