/**
 * How likely counts are when plans are chosen with logit noise, P(x) ∝ exp(u(x)/λ) (McFadden 1974), λ in points. Where
 * only some nodes were answered the probabilities of the plans that answer alike there are summed.
 *
 * Utility is linear in (1 − κ, κ, α, β)/λ, so for full plans the log-likelihood is concave there and every maximum is
 * the one.
 */
import type { ChoiceCell } from './cells.ts';
import { chosenIn, type Point, SIZE, zeros } from './logit.ts';

/** The log-likelihood at a point with its slope and both of its curvatures, by κ, α, β and ln λ. */
export type Likelihood = {
  /** The natural logarithm of the likelihood. */
  readonly value: number;
  /** Its slope by κ, α, β and ln λ. */
  readonly gradient: readonly number[];
  /** Expected information (Fisher's) given how often each cell was answered. */
  readonly information: readonly (readonly number[])[];
  /** Minus the second derivatives; of full plans at a maximum the same as the information. */
  readonly curvature: readonly (readonly number[])[];
};

/**
 * The log-likelihood of counts at a point: one count a class of answers of a cell, from the cell’s place on. Its slope
 * and curvatures are exact (no differences are taken).
 */
export function likelihood(cells: readonly ChoiceCell[], counts: ArrayLike<number>, point: Point): Likelihood {
  let value = 0;
  const gradient = zeros(SIZE);
  const information = zeros(SIZE * SIZE);
  const curvature = zeros(SIZE * SIZE);
  for (const cell of cells) {
    const { at, classes, classOf } = cell;
    let n = 0;
    for (let c = 0; c < classes; c++) n += counts[at + c]!;
    if (n === 0) continue;
    if (classes === classOf.length) {
      value = addWhole(cell, counts, n, point, value, gradient, information);
      continue;
    }
    const { probabilities, logs, slopes, mean, shares, planSlopes } = chosenIn(cell, point);
    for (let c = 0; c < classes; c++) {
      const count = counts[at + c]!;
      if (count > 0) value += count * logs[c]!;
      for (let i = 0; i < SIZE; i++) gradient[i]! += count * (slopes[SIZE * c + i]! - mean[i]!);
      addSquare(information, n * probabilities[c]!, slopes, SIZE * c, mean, 0);
    }
    // Plans that answer alike differ in their slopes: what was seen of a class beyond what was expected bends the hill up.
    for (let x = 0; x < classOf.length; x++) {
      const c = classOf[x]!;
      addSquare(
        curvature,
        shares[x]! * (n * probabilities[c]! - counts[at + c]!),
        planSlopes,
        SIZE * x,
        slopes,
        SIZE * c,
      );
    }
  }
  for (let i = 0; i < curvature.length; i++) curvature[i]! += information[i]!;
  // u/λ itself bends in ln λ, by as much as its slopes.
  for (let i = 0; i < SIZE; i++) curvature[SIZE * (SIZE - 1) + i]! += gradient[i]!;
  return { value, gradient, information: symmetric(information), curvature: symmetric(curvature) };
}

/** Strengths and probabilities of the plans of the cell that is being added. */
let room = { v: new Float64Array(0), p: new Float64Array(0) };

/**
 * Adds a cell whose plans were all seen whole, each a class of its own: to the last bit what `chosenIn` and sums over
 * its classes give, without an array made. Gives the log-likelihood with it. An estimate spends most of its time here.
 */
function addWhole(
  { features: { own, kant, behind, ahead }, classOf, at }: ChoiceCell,
  counts: ArrayLike<number>,
  n: number,
  [kappa, alpha, beta, logLambda]: Point,
  before: number,
  gradient: number[],
  information: number[],
): number {
  const plans = own.length;
  if (room.v.length < plans) room = { v: new Float64Array(plans), p: new Float64Array(plans) };
  const { v, p } = room;
  const sharpness = Math.exp(-logLambda);
  let top = -Infinity;
  for (let x = 0; x < plans; x++) {
    const strength = sharpness * (own[x]! + kappa * kant[x]! - alpha * behind[x]! - beta * ahead[x]!);
    v[x] = strength;
    if (strength > top) top = strength;
  }
  let total = 0;
  for (let x = 0; x < plans; x++) {
    const odds = Math.exp(v[x]! - top);
    p[x] = odds;
    total += odds;
  }
  let [m0, m1, m2, m3] = [0, 0, 0, 0];
  for (let x = 0; x < plans; x++) {
    const share = p[x]! / total;
    p[x] = share;
    m0 += share * (sharpness * kant[x]!);
    m1 += share * (-sharpness * behind[x]!);
    m2 += share * (-sharpness * ahead[x]!);
    m3 += share * -v[x]!;
  }
  const logTotal = Math.log(1 / total);
  let value = before;
  let [i0, i4, i5, i8, i9] = [information[0]!, information[4]!, information[5]!, information[8]!, information[9]!];
  let [i10, i12, i13, i14, i15] = [
    information[10]!,
    information[12]!,
    information[13]!,
    information[14]!,
    information[15]!,
  ];
  for (let x = 0; x < plans; x++) {
    const d0 = sharpness * kant[x]! - m0;
    const d1 = -sharpness * behind[x]! - m1;
    const d2 = -sharpness * ahead[x]! - m2;
    const d3 = -v[x]! - m3;
    const count = counts[at + classOf[x]!]!;
    if (count > 0) {
      value += count * (v[x]! - top + logTotal);
      gradient[0]! += count * d0;
      gradient[1]! += count * d1;
      gradient[2]! += count * d2;
      gradient[3]! += count * d3;
    }
    const weight = n * p[x]!;
    const w1 = weight * d1;
    const w2 = weight * d2;
    const w3 = weight * d3;
    i0 += weight * d0 * d0;
    i4 += w1 * d0;
    i5 += w1 * d1;
    i8 += w2 * d0;
    i9 += w2 * d1;
    i10 += w2 * d2;
    i12 += w3 * d0;
    i13 += w3 * d1;
    i14 += w3 * d2;
    i15 += w3 * d3;
  }
  information[0] = i0;
  information[4] = i4;
  information[5] = i5;
  information[8] = i8;
  information[9] = i9;
  information[10] = i10;
  information[12] = i12;
  information[13] = i13;
  information[14] = i14;
  information[15] = i15;
  return value;
}

/**
 * Adds weight·(a − b)(a − b)ᵀ, the lower half; a and b begin at these places. Written out: an estimate spends
 * much of its time here.
 */
function addSquare(sum: number[], weight: number, a: number[], from: number, b: number[], to: number): void {
  const d0 = a[from]! - b[to]!;
  const d1 = a[from + 1]! - b[to + 1]!;
  const d2 = a[from + 2]! - b[to + 2]!;
  const d3 = a[from + 3]! - b[to + 3]!;
  const [w1, w2, w3] = [weight * d1, weight * d2, weight * d3];
  sum[0]! += weight * d0 * d0;
  sum[4]! += w1 * d0;
  sum[5]! += w1 * d1;
  sum[8]! += w2 * d0;
  sum[9]! += w2 * d1;
  sum[10]! += w2 * d2;
  sum[12]! += w3 * d0;
  sum[13]! += w3 * d1;
  sum[14]! += w3 * d2;
  sum[15]! += w3 * d3;
}

const PLACES = Array.from({ length: SIZE }, (_, i) => i);
const symmetric = (lower: number[]): readonly (readonly number[])[] =>
  PLACES.map((i) => PLACES.map((j) => lower[SIZE * Math.max(i, j) + Math.min(i, j)]!));
