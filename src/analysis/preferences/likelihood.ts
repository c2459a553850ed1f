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
    const { probabilities, logs, slopes, mean, shares, planSlopes } = chosenIn(cell, point);
    for (let c = 0; c < classes; c++) {
      const count = counts[at + c]!;
      if (count > 0) value += count * logs[c]!;
      for (let i = 0; i < SIZE; i++) gradient[i]! += count * (slopes[SIZE * c + i]! - mean[i]!);
      addSquare(information, n * probabilities[c]!, slopes, SIZE * c, mean, 0);
    }
    // Plans that answer alike differ in their slopes: what was seen of a class beyond what was expected bends the hill up.
    if (classes < classOf.length)
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

/**
 * Adds weight·(a − b)(a − b)ᵀ, the lower half; a and b begin at these places. Written out: an estimate spends most of its time
 * here.
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
