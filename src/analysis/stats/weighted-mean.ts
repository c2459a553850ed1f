/** The mean of values that weigh differently, with its interval over them. */
import type { Interval } from './rates.ts';
import { studentQuantile } from './student.ts';

/**
 * The weighted mean and its interval, in the unit of the values: its variance over them linearised as that of a ratio
 * (Cochran, Sampling Techniques, 1977, chapter 6), Student's t with one less than there are; of equal weights it is the
 * usual interval of a mean. null as interval: fewer than two, or all are equal.
 */
export function weightedMean(
  values: readonly number[],
  weights: readonly number[],
  level = 0.95,
): { readonly mean: number; readonly interval: Interval | null } {
  const n = values.length;
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = values.reduce((sum, value, i) => sum + (weights[i]! / all) * value, 0);
  const squares = values.reduce((sum, value, i) => sum + ((weights[i]! / all) * (value - mean)) ** 2, 0);
  if (n < 2 || values.every((value) => value === values[0])) return { mean, interval: null };
  const half = studentQuantile(level, n - 1) * Math.sqrt((n / (n - 1)) * squares);
  return { mean, interval: [mean - half, mean + half] };
}
