/**
 * How likely counts are when plans are chosen with logit noise, P(x) ∝ exp(u(x)/λ) (McFadden 1974), λ in points. Where only
 * some nodes were answered the probabilities of the plans that answer alike there are summed.
 *
 * Utility is linear in (1 − κ, κ, α, β)/λ, so for full plans the log-likelihood is concave there and every maximum is the one.
 */
import type { Cell, Features } from './cells.ts';

/** κ, α, β, ln λ, in this order everywhere in this folder. */
export type Point = readonly [kappa: number, alpha: number, beta: number, logLambda: number];

export type Likelihood = {
  /** The natural logarithm of the likelihood. */
  readonly value: number;
  /** Its slope by κ, α, β and ln λ. */
  readonly gradient: readonly number[];
  /** Expected information (Fisher's) given how often each cell was answered; for full plans at a maximum minus the second derivative. */
  readonly information: readonly (readonly number[])[];
};

const PARAMETERS = 4;

export function likelihood(cells: readonly Cell[], counts: ArrayLike<number>, point: Point): Likelihood {
  let value = 0;
  const gradient = new Array<number>(PARAMETERS).fill(0);
  const information = gradient.map(() => new Array<number>(PARAMETERS).fill(0));
  for (const cell of cells) {
    let n = 0;
    for (let c = 0; c < cell.classes; c++) n += counts[cell.at + c]!;
    if (n === 0) continue;
    const { logs, slopes, mean } = classesOf(cell, point);
    for (let c = 0; c < cell.classes; c++) {
      const count = counts[cell.at + c]!;
      const expected = n * Math.exp(logs[c]!);
      if (count > 0) value += count * logs[c]!;
      const slope = slopes[c]!;
      for (let i = 0; i < PARAMETERS; i++) {
        const away = slope[i]! - mean[i]!;
        gradient[i]! += count * away;
        for (let j = 0; j <= i; j++) information[i]![j]! += expected * away * (slope[j]! - mean[j]!);
      }
    }
  }
  for (let i = 0; i < PARAMETERS; i++) for (let j = 0; j < i; j++) information[j]![i] = information[i]![j]!;
  return { value, gradient, information };
}

/** How likely each class of a cell is. */
export const classProbabilities = (cell: Cell, point: Point): readonly number[] => [...classesOf(cell, point).logs].map(Math.exp);

/** The probability of each plan: a cell's features, without regard to what was seen. */
export function planProbabilities({ own, kant, behind, ahead }: Features, [kappa, alpha, beta, logLambda]: Point): readonly number[] {
  const sharpness = Math.exp(-logLambda);
  const v = own.map((value, x) => sharpness * (value + kappa * kant[x]! - alpha * behind[x]! - beta * ahead[x]!));
  const most = Math.max(...v);
  const odds = v.map((value) => Math.exp(value - most));
  const total = odds.reduce((sum, odd) => sum + odd, 0);
  return odds.map((odd) => odd / total);
}

/** For each class its log-probability and the mean slope of u/λ over its plans; and the mean slope over all plans. */
function classesOf({ features, classOf, classes }: Cell, [kappa, alpha, beta, logLambda]: Point) {
  const { own, kant, behind, ahead } = features;
  const sharpness = Math.exp(-logLambda);
  const v = new Float64Array(own.length);
  const tops = new Float64Array(classes).fill(-Infinity);
  for (let x = 0; x < v.length; x++) {
    v[x] = sharpness * (own[x]! + kappa * kant[x]! - alpha * behind[x]! - beta * ahead[x]!);
    tops[classOf[x]!] = Math.max(tops[classOf[x]!]!, v[x]!);
  }
  const sums = new Float64Array(classes);
  const slopes = Array.from({ length: classes }, () => new Float64Array(PARAMETERS));
  for (let x = 0; x < v.length; x++) {
    const c = classOf[x]!;
    // Within its class: a class far below the best keeps its shares where exp(u/λ) itself would be 0.
    const odd = Math.exp(v[x]! - tops[c]!);
    const slope = slopes[c]!;
    sums[c]! += odd;
    slope[0]! += odd * sharpness * kant[x]!;
    slope[1]! -= odd * sharpness * behind[x]!;
    slope[2]! -= odd * sharpness * ahead[x]!;
    slope[3]! -= odd * v[x]!;
  }
  const logs = new Float64Array(classes);
  const top = tops.reduce((most, t) => Math.max(most, t), -Infinity);
  let total = 0;
  for (let c = 0; c < classes; c++) {
    for (let i = 0; i < PARAMETERS; i++) slopes[c]![i]! /= sums[c]!;
    logs[c] = tops[c]! - top + Math.log(sums[c]!);
    total += Math.exp(logs[c]!);
  }
  const mean = new Float64Array(PARAMETERS);
  for (let c = 0; c < classes; c++) {
    logs[c]! -= Math.log(total);
    for (let i = 0; i < PARAMETERS; i++) mean[i]! += Math.exp(logs[c]!) * slopes[c]![i]!;
  }
  return { logs, slopes, mean };
}
