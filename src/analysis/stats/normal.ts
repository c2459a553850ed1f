/**
 * The standard normal distribution, to about 1e-15: West, Better approximations to cumulative normal functions, Wilmott
 * 2005 (after Hart 1968).
 */

/** P(Z ≤ z), 0–1. */
export function normalCdf(z: number): number {
  const x = Math.abs(z);
  if (x > 37) return z > 0 ? 1 : 0;
  const e = Math.exp((-x * x) / 2);
  const tail =
    x < 7.07106781186547
      ? (e * poly(UP, x)) / poly(DOWN, x)
      : e / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) / 2.506628274631;
  return z > 0 ? 1 - tail : tail;
}

/**
 * z with P(Z ≤ z) = p, for 0 < p < 1: Acklam's rational approximation, then one step of Halley's method. Throws a
 * RangeError for any other p.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`normalQuantile: p lies between 0 and 1; got ${p}`);
  const q = Math.sqrt(-2 * Math.log(Math.min(p, 1 - p)));
  const tail = poly(C, q) / poly(D, q);
  const r = (p - 0.5) ** 2;
  const guess = p < 0.02425 ? tail : p > 0.97575 ? -tail : ((p - 0.5) * poly(A, r)) / poly(B, r);
  const error = (normalCdf(guess) - p) * Math.sqrt(2 * Math.PI) * Math.exp((guess * guess) / 2);
  return guess - error / (1 + (guess * error) / 2);
}

/** Coefficients from the highest power down. */
const poly = (coefficients: readonly number[], x: number): number => coefficients.reduce((sum, c) => sum * x + c, 0);

const UP = [
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931,
  220.206867912376,
];
const DOWN = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
  793.826512519948, 440.413735824752,
];
const A = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
];
const B = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1];
const C = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const D = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1];
