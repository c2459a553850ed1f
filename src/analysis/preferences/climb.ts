/**
 * The top of a smooth hill within bounds: Newton's steps with the expected information (Fisher scoring), damped where they
 * overshoot (Levenberg 1944, Marquardt 1963) and kept within the bounds by holding still what pushes against one (Bertsekas 1982).
 */
export type Slope = {
  readonly value: number;
  readonly gradient: readonly number[];
  readonly information: readonly (readonly number[])[];
};

/** Lowest and highest value of each parameter; equal: held fixed. */
export type Bounds = readonly (readonly [low: number, high: number])[];

export type Top = { readonly at: readonly number[]; readonly slope: Slope; readonly reached: boolean };

const STEPS = 200;
/** What another step would still gain in log-likelihood, about. */
const ENOUGH = 1e-11;

export function climb(hill: (at: readonly number[]) => Slope, start: readonly number[], bounds: Bounds): Top {
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
    const info = free.map((i) => free.map((j) => slope.information[i]![j]!));
    const way = solveDamped(info, g, damping);
    const gain = way.reduce((sum, w, k) => sum + w * g[k]!, 0);
    if (gain <= ENOUGH) {
      if (damping === 0) return { at, slope, reached: true };
      // A heavily damped step promises little whatever lies ahead: look again undamped.
      damping = 0;
      if (solveDamped(info, g, 0).reduce((sum, w, k) => sum + w * g[k]!, 0) <= ENOUGH) return { at, slope, reached: true };
    }
    let moved = false;
    for (let tries = 0; tries < 60 && !moved; tries++) {
      const tried = tries === 0 ? way : solveDamped(info, g, damping);
      const next = [...at];
      free.forEach((i, k) => (next[i] = next[i]! + tried[k]!));
      const clipped = inside(next, bounds);
      const there = hill(clipped);
      const promised = free.reduce((sum, i) => sum + slope.gradient[i]! * (clipped[i]! - at[i]!), 0);
      if (there.value >= slope.value + 1e-4 * promised && promised > 0) {
        moved = true;
        at = clipped;
        slope = there;
        damping = damping < 1e-3 ? 0 : damping / 10;
      } else damping = Math.max(1e-3, damping * 4);
    }
    // No step gains what arithmetic can show: this is the top.
    if (!moved) return { at, slope, reached: gain < 1e-6 };
  }
  return { at, slope, reached: false };
}

const inside = (at: readonly number[], bounds: Bounds): readonly number[] =>
  at.map((x, i) => Math.min(Math.max(x, bounds[i]![0]), bounds[i]![1]));

/** (information + damping·its diagonal)⁻¹ · gradient, by Cholesky; what the data say nothing about is damped a little always. */
function solveDamped(info: readonly (readonly number[])[], g: readonly number[], damping: number): readonly number[] {
  const largest = Math.max(1e-9, ...info.map((row, i) => row[i]!));
  const damped = info.map((row, i) =>
    row.map((value, j) => (i === j ? value + damping * Math.max(value, 1e-6 * largest) + 1e-13 * largest : value)),
  );
  return cholesky(damped, g);
}

/** Solves a·x = b for a symmetric positive definite a. */
export function cholesky(a: readonly (readonly number[])[], b: readonly number[]): readonly number[] {
  const n = b.length;
  const l = a.map(() => new Array<number>(n).fill(0));
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i]![j]!;
      for (let k = 0; k < j; k++) sum -= l[i]![k]! * l[j]![k]!;
      l[i]![j] = i === j ? Math.sqrt(Math.max(sum, 1e-300)) : sum / l[j]![j]!;
    }
  const y = new Array<number>(n).fill(0);
  for (let i = 0; i < n; i++) y[i] = (b[i]! - l[i]!.reduce((sum, value, k) => (k < i ? sum + value * y[k]! : sum), 0)) / l[i]![i]!;
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = y[i]!;
    for (let k = i + 1; k < n; k++) sum -= l[k]![i]! * x[k]!;
    x[i] = sum / l[i]![i]!;
  }
  return x;
}
