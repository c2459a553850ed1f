/**
 * Choice with logit noise, P(x) ∝ exp(u(x)/λ): the probabilities of plans and of classes of plans, and how they change.
 */
import type { ChoiceCell, Features } from './cells.ts';

/** κ, α, β, ln λ, in this order everywhere in this folder. */
export type Point = readonly [kappa: number, alpha: number, beta: number, logLambda: number];
/** How many parameters a point has. */
export const SIZE = 4;

/** Small arrays that live for a moment: plain ones are made faster than typed ones. */
export function zeros(length: number): number[] {
  const all: number[] = [];
  for (let i = 0; i < length; i++) all.push(0);
  return all;
}

/** u/λ of each plan. */
function strengths({ own, kant, behind, ahead }: Features, [kappa, alpha, beta, logLambda]: Point): number[] {
  const sharpness = Math.exp(-logLambda);
  const v = zeros(own.length);
  for (let x = 0; x < v.length; x++)
    v[x] = sharpness * (own[x]! + kappa * kant[x]! - alpha * behind[x]! - beta * ahead[x]!);
  return v;
}

/** The probability (0–1) of each plan, in the order of the plans. */
export function planProbabilities(features: Features, point: Point): readonly number[] {
  const v = strengths(features, point);
  const most = Math.max(...v);
  const odds = Array.from(v, (value) => Math.exp(value - most));
  const total = odds.reduce((sum, odd) => sum + odd, 0);
  return odds.map((odd) => odd / total);
}

/** The probability (0–1) of each class of a cell. */
export const classProbabilities = (cell: ChoiceCell, point: Point): readonly number[] => [
  ...chosenIn(cell, point).probabilities,
];

/** How likely the classes of a cell are, and how that changes with each parameter. */
export type ChoiceProbabilities = {
  /** The probability of each class, and its logarithm. */
  readonly probabilities: number[];
  readonly logs: number[];
  /** By class the mean slope of u/λ by each parameter, `SIZE` numbers a class, and the mean over all plans. */
  readonly slopes: number[];
  readonly mean: number[];
  /** By plan its share of its class, and its own slopes. */
  readonly shares: number[];
  readonly planSlopes: number[];
};

/**
 * The probabilities (0–1) of a cell’s classes at a point, with their slopes. Classes far below the best keep finite
 * logarithms.
 */
export function chosenIn({ features, classOf, classes }: ChoiceCell, point: Point): ChoiceProbabilities {
  const { kant, behind, ahead } = features;
  const sharpness = Math.exp(-point[3]);
  const v = strengths(features, point);
  const tops = new Array<number>(classes).fill(-Infinity);
  for (let x = 0; x < v.length; x++) tops[classOf[x]!] = Math.max(tops[classOf[x]!]!, v[x]!);
  const sums = zeros(classes);
  const slopes = zeros(SIZE * classes);
  const shares = zeros(v.length);
  const planSlopes = zeros(SIZE * v.length);
  for (let x = 0; x < v.length; x++) {
    const c = classOf[x]!;
    // Within its class: a class far below the best keeps its shares where exp(u/λ) itself would be 0.
    shares[x] = Math.exp(v[x]! - tops[c]!);
    sums[c]! += shares[x]!;
    planSlopes[SIZE * x] = sharpness * kant[x]!;
    planSlopes[SIZE * x + 1] = -sharpness * behind[x]!;
    planSlopes[SIZE * x + 2] = -sharpness * ahead[x]!;
    planSlopes[SIZE * x + 3] = -v[x]!;
  }
  for (let x = 0; x < v.length; x++) {
    const c = classOf[x]!;
    shares[x]! /= sums[c]!;
    for (let i = 0; i < SIZE; i++) slopes[SIZE * c + i]! += shares[x]! * planSlopes[SIZE * x + i]!;
  }
  let top = -Infinity;
  for (let c = 0; c < classes; c++) top = Math.max(top, tops[c]!);
  const probabilities = zeros(classes);
  let total = 0;
  for (let c = 0; c < classes; c++) {
    probabilities[c] = Math.exp(tops[c]! - top) * sums[c]!;
    total += probabilities[c]!;
  }
  const logs = zeros(classes);
  const mean = zeros(SIZE);
  for (let c = 0; c < classes; c++) {
    probabilities[c]! /= total;
    logs[c] = tops[c]! - top + Math.log(sums[c]! / total);
    for (let i = 0; i < SIZE; i++) mean[i]! += probabilities[c]! * slopes[SIZE * c + i]!;
  }
  return { probabilities, logs, slopes, mean, shares, planSlopes };
}
