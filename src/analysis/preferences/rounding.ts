/**
 * How far an estimate may move when probabilities that were told with few decimals lie anywhere in their intervals: it is
 * maximised and minimised over all of them (conditional gradients: Frank & Wolfe, Naval Research Logistics Quarterly 3,
 * 1956), so that no end is a guess at which corner is the worst.
 */
import type { RuleFit, RuleFitting } from './choice-rule.ts';
import { type Model, parametersOf } from './fit.ts';
import { chosenIn, SIZE } from './logit.ts';
import { cholesky, regular } from './matrix.ts';

/** Counts that may lie between these ends, each situation's with the same sum; `at`: where those of each situation begin. */
export type CountBox = {
  readonly counts: Float64Array;
  readonly ends: readonly (readonly [low: number, high: number])[];
  readonly at: readonly number[];
};

const STEPS = 50;
/** Where a step would move the estimate by less, it has arrived. */
const ENOUGH = 1e-5;

/**
 * The fit at which a parameter (its place in `Point`) is the largest (`way` 1) or the least (−1) that the box allows, climbing
 * from `top`, the fit of the box's own counts. `open`: whether a fit has run to an end of the search: then there is none.
 * null: it did. Yields once a step.
 */
export function* extremeFit(
  fitting: RuleFitting,
  { counts, ends, at }: CountBox,
  top: RuleFit,
  { model, parameter, way }: { readonly model: Model; readonly parameter: number; readonly way: 1 | -1 },
  open: (fit: RuleFit) => boolean,
): Generator<void, RuleFit | null> {
  let here: Float64Array = counts;
  let best = top;
  for (let step = 0; step < STEPS; step++) {
    yield;
    const slope = slopeOf(best, here, model, parameter);
    if (slope === null) return null;
    const corner = cornerOf(slope, way, { counts, ends, at });
    const gain = corner.reduce((sum, there, i) => sum + way * slope[i]! * (there - here[i]!), 0);
    if (gain < ENOUGH) return best;
    let moved = false;
    for (let part = 1; part > 1e-3 && !moved; part /= 2) {
      const next = here.map((from, i) => from + part * (corner[i]! - from));
      const fit = fitting(next, best.fitted.point);
      if (open(fit)) return null;
      const gained = way * (fit.fitted.point[parameter]! - best.fitted.point[parameter]!);
      if (gained < 1e-2 * part * gain) continue;
      moved = true;
      here = next;
      best = fit;
    }
    if (!moved) return best;
  }
  return best;
}

/**
 * How an estimated parameter moves with each count: at the top of the likelihood its slope stays 0, so that the top moves by
 * the inverse of its curvature times what the count adds to the slope. null: it has no curvature there.
 */
function slopeOf(
  { fitted, cells }: RuleFit,
  counts: Float64Array,
  model: Model,
  parameter: number,
): Float64Array | null {
  const places = parametersOf(model);
  const bend = places.map((i) => places.map((j) => fitted.slope.curvature[i]![j]!));
  if (!regular(bend)) return null;
  const row = cholesky(
    bend,
    places.map((i) => (i === parameter ? 1 : 0)),
  );
  const slope = new Float64Array(counts.length);
  for (const cell of cells) {
    const { slopes, mean } = chosenIn(cell, fitted.point);
    for (let c = 0; c < cell.classes; c++)
      slope[cell.at + c] = places.reduce((sum, i, k) => sum + row[k]! * (slopes[SIZE * c + i]! - mean[i]!), 0);
  }
  return slope;
}

/** The corner of the box that lies furthest along a slope: of each situation first what gains most. */
function cornerOf(slope: Float64Array, way: 1 | -1, { counts, ends, at }: CountBox): Float64Array {
  const corner = Float64Array.from(ends, ([low]) => low);
  for (const [s, begin] of at.entries()) {
    const end = at[s + 1] ?? counts.length;
    const places = Array.from({ length: end - begin }, (_, i) => begin + i);
    let left = places.reduce((sum, i) => sum + counts[i]! - corner[i]!, 0);
    for (const i of places.toSorted((one, other) => way * (slope[other]! - slope[one]!))) {
      const more = Math.max(0, Math.min(left, ends[i]![1] - corner[i]!));
      corner[i]! += more;
      left -= more;
    }
  }
  return corner;
}
