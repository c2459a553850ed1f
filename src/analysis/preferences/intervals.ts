/**
 * How sure an estimate is: profile likelihood for independent draws of one source, the bootstrap over players for
 * people.
 */
import type { Rng } from '../../core/rng.ts';
import { normalQuantile } from '../stats/normal.ts';
import { expandedTail } from '../stats/bootstrap.ts';
import { quantile } from '../stats/sample.ts';
import type { ChoiceSample } from './cells.ts';
import { boundsOf, type Counted, fit, type Fitted, type Model, parametersOf } from './fit.ts';
import type { Point } from './logit.ts';
import { deviations } from './precision.ts';

/** null: it does not end within the bounds of the search. λ in logarithms here. */
export type IntervalEnds = { readonly low: number | null; readonly high: number | null };

/**
 * The values of one parameter (a place in `Point`) that a likelihood-ratio test does not reject (Wilks 1938): all
 * others are fitted again for each. It need not be symmetric and may be open.
 */
export function profileInterval(
  sample: Counted,
  model: Model,
  top: Fitted,
  parameter: number,
  level = 0.95,
): IntervalEnds {
  const bounds = boundsOf(sample.span, model);
  const [lowest, highest] = bounds[parameter]!;
  const drop = normalQuantile((1 + level) / 2) ** 2 / 2;
  const best = top.point[parameter]!;
  const width = deviations(sample, model, top.point)?.[parametersOf(model).indexOf(parameter)] ?? Infinity;
  const step = Math.min(Math.max(2 * width, 0.01), 0.5);

  const end = (sign: -1 | 1): number | null => {
    let from = top.point;
    /** How far the fit at this value stays above the line: positive inside. */
    const above = (value: number): number => {
      const held = bounds.map((bound, i) => (i === parameter ? ([value, value] as const) : bound));
      const there = fit(sample, model, { from, bounds: held });
      from = there.point;
      return there.slope.value - (top.slope.value - drop);
    };
    const limit = sign < 0 ? lowest : highest;
    let inside = best;
    let outside = best;
    for (let far = step; ; far *= 2) {
      outside = sign < 0 ? Math.max(limit, best - far) : Math.min(limit, best + far);
      if (outside === inside) return null;
      if (above(outside) < 0) break;
      inside = outside;
    }
    while (Math.abs(outside - inside) > 1e-4) {
      const middle = (inside + outside) / 2;
      if (above(middle) < 0) outside = middle;
      else inside = middle;
    }
    return (inside + outside) / 2;
  };
  return { low: end(-1), high: end(1) };
}

/**
 * The estimates of samples drawn again, units (players) whole and with replacement (Efron 1979), one at a time: the
 * caller may pause between.
 */
export function* bootstrapFits(
  sample: ChoiceSample,
  model: Model,
  top: Fitted,
  rng: Rng,
  draws: number,
): Generator<Point, void> {
  const units = [...sample.units.values()];
  const counts = new Float64Array(sample.size);
  for (let draw = 0; draw < draws; draw++) {
    counts.fill(0);
    for (let i = 0; i < units.length; i++) for (const place of rng.pick(units)) counts[place]! += 1;
    yield fit({ ...sample, counts }, model, { from: top.point }).point;
  }
}

/** The expanded percentile interval of one parameter. An end at a bound of the search is open. */
export function percentileInterval(
  points: readonly Point[],
  parameter: number,
  { units, span }: Pick<ChoiceSample, 'units' | 'span'>,
  model: Model,
  level = 0.95,
): IntervalEnds {
  const values = points.map((point) => point[parameter]!).toSorted((a, b) => a - b);
  const n = units.size;
  if (values.length === 0 || n < 2) return { low: null, high: null };
  const [lowest, highest] = boundsOf(span, model)[parameter]!;
  const tail = expandedTail(level, n - 1);
  const ends = [quantile(values, tail), quantile(values, 1 - tail)] as const;
  const open = (end: number): boolean => end <= lowest || end >= highest;
  return { low: open(ends[0]) ? null : ends[0], high: open(ends[1]) ? null : ends[1] };
}
