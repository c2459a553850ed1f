/** One sample: its mean and spread, sorted once, so that hundreds of thousands of values are compared in one pass. */

/** The mean of values, in their unit; NaN of none. */
export const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

/**
 * The q-quantile (0–1) of sorted values, interpolated (Hyndman & Fan, The American Statistician 1996, type 7, as R and
 * NumPy do).
 */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const at = q * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  return below + (at % 1) * ((sorted[Math.ceil(at)] ?? below) - below);
}

/** Numbers; where all are 0 or 1, as those of most large samples are, a byte each. */
export type Numbers = Float64Array | Uint8Array;

/** Values of independent units, in one unit of measurement. */
export type Sample = {
  readonly n: number;
  /** In the order of the units. */
  readonly values: Numbers;
  readonly sorted: Numbers;
  readonly mean: number;
  /** Of a sample (n − 1); null for fewer than two. */
  readonly sd: number | null;
  /** Whether all values are the same. */
  readonly equal: boolean;
};

/** Sorts values, one a unit in the values' own unit, and works out their mean and standard deviation (n − 1). */
export function sampleOf(given: Numbers): Sample {
  const n = given.length;
  const { values, sorted } = inOrder(given);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const mean = n === 0 ? 0 : sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) ** 2;
  const equal = n === 0 || sorted[0] === sorted[n - 1];
  // Equal values leave rounding behind, not spread.
  return {
    n,
    values,
    sorted,
    mean: equal && n > 0 ? sorted[0]! : mean,
    sd: n < 2 ? null : equal ? 0 : Math.sqrt(squares / (n - 1)),
    equal,
  };
}

/** A copy of them, as they are and sorted: of yes and no by counting. */
function inOrder(values: Numbers): Pick<Sample, 'values' | 'sorted'> {
  let yes = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === 1) yes += 1;
    else if (!Object.is(value, 0)) return { values: values.slice(), sorted: values.toSorted() };
  }
  return {
    values: Uint8Array.from(values),
    sorted: new Uint8Array(values.length).fill(1, values.length - yes),
  };
}

/** Calls `at` with every distinct value of two sorted samples in order, and how many of each lie there. */
export function walk(x: Numbers, y: Numbers, at: (value: number, mine: number, theirs: number) => void): void {
  let [i, j] = [0, 0];
  while (i < x.length || j < y.length) {
    const value = j >= y.length || (i < x.length && x[i]! <= y[j]!) ? x[i]! : y[j]!;
    const [from, of] = [i, j];
    while (i < x.length && x[i] === value) i++;
    while (j < y.length && y[j] === value) j++;
    at(value, i - from, j - of);
  }
}
