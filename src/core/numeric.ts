/** Root finding and maximisation of functions that theory needs: bisection, and scanning before polishing. Pure. */

/**
 * Where f changes sign between low and high, to the last bits of a double (bisection). f need not be smooth; its values
 * at the two ends must not have the same sign. Throws where they do: then there may be no root.
 */
export function bisect(f: (x: number) => number, low: number, high: number): number {
  const atLow = f(low);
  if (atLow === 0) return low;
  const atHigh = f(high);
  if (atHigh === 0) return high;
  if (!(atLow < 0 !== atHigh < 0))
    throw new Error(`bisect: f(${low}) = ${atLow} and f(${high}) = ${atHigh} have the same sign`);
  let [a, b] = [low, high];
  for (;;) {
    const middle = a + (b - a) / 2;
    if (middle <= Math.min(a, b) || middle >= Math.max(a, b)) return middle;
    const value = f(middle);
    if (value === 0) return middle;
    if (value < 0 === atLow < 0) a = middle;
    else b = middle;
  }
}

/** A root of f above low, where f(low) and f far above differ in sign: the interval is doubled until it holds a change of sign. */
export function rootAbove(f: (x: number) => number, low: number, step = 1): number {
  const below = f(low) < 0;
  for (let width = step; width < 1e6 * step; width *= 2)
    if (f(low + width) < 0 !== below) return bisect(f, low, low + width);
  throw new Error(`rootAbove: no change of sign above ${low}`);
}

export type Peak = { readonly at: number; readonly value: number };

/**
 * The highest point of f on [low, high], which may have several peaks: f is scanned at `points` equal steps, then each
 * local peak of the scan is polished by golden-section search (to about 1e-9 of the interval). The lowest place on a tie.
 */
export function maximise(f: (x: number) => number, low: number, high: number, points: number): Peak {
  let best: Peak = { at: low, value: -Infinity };
  for (const peak of peaksOf(f, low, high, points)) if (peak.value > best.value) best = peak;
  return best;
}

/** Every local peak of f on [low, high] that a scan of `points` equal steps shows, the place of the scan and the polished one, from below. */
export function peaksOf(f: (x: number) => number, low: number, high: number, points: number): readonly Peak[] {
  if (!(high > low)) return [{ at: low, value: f(low) }];
  const step = (high - low) / points;
  const values = Array.from({ length: points + 1 }, (_, i) => f(low + i * step));
  const peaks: Peak[] = [];
  for (let i = 0; i <= points; i++) {
    const value = values[i]!;
    if (value < (values[i - 1] ?? -Infinity) || value < (values[i + 1] ?? -Infinity)) continue;
    const top = polish(f, low + Math.max(0, i - 1) * step, low + Math.min(points, i + 1) * step);
    peaks.push({ at: low + i * step, value }, top);
  }
  return peaks;
}

/** The root z > 0 of z + ln z = k (Wright's omega function), to the last bits of a double: e^k where k is far below 0. */
export function wrightOmega(k: number): number {
  if (k < -40) return Math.exp(k);
  let z = k > 1 ? k - Math.log(k) : Math.exp(Math.min(k, 0));
  for (let i = 0; i < 40; i++) {
    const next = (z * (1 + k - Math.log(z))) / (1 + z);
    if (Math.abs(next - z) <= 1e-16 * next) return next;
    z = next;
  }
  return z;
}

/** The probability that a standard normal number is below z: to about 1e-15, and relatively so far below 0. */
export function normalBelow(z: number): number {
  if (z > 0) return 1 - normalBelow(-z);
  const density = Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
  const x = -z;
  if (x < 3) {
    // ½ less the integral from 0, x + x³/3 + x⁵/15 + … times the density.
    let [term, sum] = [x, x];
    for (let n = 3; term > 1e-17 * sum; n += 2) sum += term *= (x * x) / n;
    return 0.5 - density * sum;
  }
  let fraction = 0;
  for (let n = 80; n > 0; n--) fraction = n / (x + fraction);
  return density / (x + fraction);
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Golden-section search: the maximum of a function with one peak on [low, high]. */
function polish(f: (x: number) => number, low: number, high: number): Peak {
  const enough = 1e-10 * Math.max(1, Math.abs(low), Math.abs(high));
  let [a, b] = [low, high];
  let left = b - GOLDEN * (b - a);
  let right = a + GOLDEN * (b - a);
  let [atLeft, atRight] = [f(left), f(right)];
  while (b - a > enough) {
    if (atLeft >= atRight) {
      [b, right, atRight] = [right, left, atLeft];
      left = b - GOLDEN * (b - a);
      atLeft = f(left);
    } else {
      [a, left, atLeft] = [left, right, atRight];
      right = a + GOLDEN * (b - a);
      atRight = f(right);
    }
  }
  const at = (a + b) / 2;
  return { at, value: f(at) };
}

export type PeakOfTwo = { readonly at: readonly [number, number]; readonly value: number };
export type Box = {
  readonly low: readonly [number, number];
  readonly high: readonly [number, number];
  readonly points: number;
};

/**
 * The highest point of f(x, y) on a box: a scan of `points` steps a side, then its highest local peaks are polished
 * by moving to the best of the eight neighbours and halving the step where none is better.
 */
export function maximiseTwo(f: (x: number, y: number) => number, box: Box): PeakOfTwo {
  let best: PeakOfTwo = { at: box.low, value: -Infinity };
  for (const peak of peaksOfTwo(f, box)) if (peak.value > best.value) best = peak;
  return best;
}

/** The highest local peaks of f(x, y) on a box, found and polished as `maximiseTwo` does; at least one. */
export function peaksOfTwo(f: (x: number, y: number) => number, { low, high, points }: Box): readonly PeakOfTwo[] {
  const steps = [(high[0] - low[0]) / points, (high[1] - low[1]) / points] as const;
  const side = points + 1;
  const values = new Float64Array(side * side);
  for (let i = 0; i < side; i++)
    for (let j = 0; j < side; j++) values[i * side + j] = f(low[0] + i * steps[0], low[1] + j * steps[1]);
  const peaks: (readonly [i: number, j: number])[] = [];
  for (let i = 0; i < side; i++) for (let j = 0; j < side; j++) if (isPeak(values, side, i, j)) peaks.push([i, j]);
  const height = ([i, j]: readonly [number, number]): number => values[i * side + j]!;
  const highest = peaks.sort((one, two) => height(two) - height(one)).slice(0, MOST_PEAKS);
  return highest.map(([i, j]) =>
    climb(f, { low, high, points }, [low[0] + i * steps[0], low[1] + j * steps[1]], steps),
  );
}

/** A plateau of the scan is peaks all over: the highest so many are polished. */
const MOST_PEAKS = 12;

function isPeak(values: Float64Array, side: number, i: number, j: number): boolean {
  const here = values[i * side + j]!;
  for (let di = -1; di <= 1; di++)
    for (let dj = -1; dj <= 1; dj++) {
      if (i + di < 0 || i + di >= side || j + dj < 0 || j + dj >= side) continue;
      if (values[(i + di) * side + j + dj]! > here) return false;
    }
  return true;
}

function climb(
  f: (x: number, y: number) => number,
  { low, high }: Box,
  start: readonly [number, number],
  steps: readonly [number, number],
): PeakOfTwo {
  let [x, y] = start;
  let value = f(x, y);
  const inside = (at: number, axis: 0 | 1) => Math.min(high[axis], Math.max(low[axis], at));
  for (let size = 0.5; size > 1e-9;) {
    let moved = false;
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++) {
        const [nx, ny] = [inside(x + dx * size * steps[0], 0), inside(y + dy * size * steps[1], 1)];
        const there = f(nx, ny);
        if (there > value) {
          [x, y, value, moved] = [nx, ny, there, true];
        }
      }
    if (!moved) size /= 2;
  }
  return { at: [x, y], value };
}
