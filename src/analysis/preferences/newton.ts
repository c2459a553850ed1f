/**
 * The top of a smooth hill within bounds: Newton's steps where the hill is round, else scoring steps with the expected
 * information (Fisher), damped where they overshoot (Levenberg 1944, Marquardt 1963) and kept within the bounds by
 * holding still what pushes against one (Bertsekas 1982).
 */
import { cholesky, regular } from './matrix.ts';

/** A hill at one point: how high it is, and how it slopes and bends there. */
export type Slope = {
  readonly value: number;
  readonly gradient: readonly number[];
  /** Positive semidefinite. */
  readonly information: readonly (readonly number[])[];
  /** Minus the second derivatives. */
  readonly curvature: readonly (readonly number[])[];
};

/** Lowest and highest value of each parameter; equal: held fixed. */
export type Bounds = readonly (readonly [low: number, high: number])[];

/** The highest point that was found, the hill there, and whether the search settled. */
export type Maximum = { readonly at: readonly number[]; readonly slope: Slope; readonly reached: boolean };

const STEPS = 1000;
/** Of draws: what a step less adds to a log-likelihood is nothing. */
const ENOUGH = 1e-7;

/**
 * Climbs from `start`, which is taken into the bounds first, for at most 1,000 steps. It never throws: a search that
 * did not settle says so in `reached`. A hill with several tops gives one of them. `enough`: where another step, or this slope
 * all the way to the bounds, would gain less, one more step is the last.
 */
export function newtonMaximum(
  hill: (at: readonly number[]) => Slope,
  start: readonly number[],
  bounds: Bounds,
  enough = ENOUGH,
): Maximum {
  let at = inside(start, bounds);
  let slope = hill(at);
  let damping = 0;
  for (let step = 0; step < STEPS; step++) {
    const free = at.flatMap((x, i) => {
      const [low, high] = bounds[i]!;
      const uphill = slope.gradient[i]!;
      return low === high || (x <= low && uphill <= 0) || (x >= high && uphill >= 0) ? [] : [i];
    });
    const g = free.map((i) => slope.gradient[i]!);
    const round = free.map((i) => free.map((j) => slope.curvature[i]![j]!));
    const info = regular(round) ? round : free.map((i) => free.map((j) => slope.information[i]![j]!));
    const newton = solveDamped(info, g, 0);
    const gain = newton.reduce((sum, w, k) => sum + w * g[k]!, 0);
    const to = (way: readonly number[]): readonly number[] => {
      const next = [...at];
      free.forEach((i, k) => (next[i] = next[i]! + way[k]!));
      return inside(next, bounds);
    };
    const most = free.reduce((sum, i, k) => sum + Math.abs(g[k]!) * (bounds[i]![1] - bounds[i]![0]), 0);
    if (Math.min(gain, most) <= enough) {
      const last = to(newton);
      const there = hill(last);
      return there.value >= slope.value ? { at: last, slope: there, reached: true } : { at, slope, reached: true };
    }
    let moved = false;
    for (let tries = 0; tries < 60 && !moved; tries++) {
      const way = damping === 0 ? newton : solveDamped(info, g, damping);
      const clipped = to(way);
      const there = hill(clipped);
      const promised = free.reduce((sum, i) => sum + slope.gradient[i]! * (clipped[i]! - at[i]!), 0);
      if (promised > 0 && there.value >= slope.value + 1e-4 * promised) {
        moved = true;
        at = clipped;
        slope = there;
        damping = damping < 1e-6 ? 0 : damping / 8;
      } else damping = Math.max(1e-3, damping * 8);
    }
    // No step gains what arithmetic can show.
    if (!moved) return { at, slope, reached: Math.min(gain, most) < 1e-4 };
  }
  return { at, slope, reached: false };
}

const inside = (at: readonly number[], bounds: Bounds): readonly number[] =>
  at.map((x, i) => Math.min(Math.max(x, bounds[i]![0]), bounds[i]![1]));

/**
 * (information + damping·its diagonal)⁻¹ · gradient, by Cholesky; what the data say nothing about is damped a little
 * always.
 */
function solveDamped(info: readonly (readonly number[])[], g: readonly number[], damping: number): readonly number[] {
  const largest = Math.max(1e-9, ...info.map((row, i) => row[i]!));
  const damped = info.map((row, i) =>
    row.map((value, j) => (i === j ? value + damping * Math.max(value, 1e-6 * largest) + 1e-13 * largest : value)),
  );
  return cholesky(damped, g);
}
