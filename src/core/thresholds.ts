/**
 * Where moving κ from 0 to 1 changes the plan. For a fixed belief every utility is a straight line in κ, so thresholds
 * are crossings of lines and exact; under like-minded beliefs the belief itself changes, but only at such crossings too.
 */
import type { Belief, Plans, Taste } from './game.ts';
import { solve, surely, tabulate, type Terms, termsOf, uniform, utilitiesOf } from './theory.ts';

/** A plan is played from this κ on, up to the next region's. */
export type Region = { readonly from: number; readonly plan: number };

type Tastes = Omit<Taste, 'kappa'>;

/**
 * The smallest κ at which a plan is among the best under this belief; null: there is none from 0 to 1. Under
 * like-minded beliefs: the smallest κ from which on it is the plan that is played.
 */
export function threshold(plans: Plans, plan: number, tastes: Tastes, belief: Belief): number | null {
  if (belief.kind !== 'like-minded')
    return firstBest(plans, plan, tastes, solve(plans, { ...tastes, kappa: 0 }, belief).terms);
  const points = crossings(plans, tastes, belief);
  for (const [i, point] of points.entries()) {
    if (solve(plans, { ...tastes, kappa: point }, belief).plan === plan) return point;
    const next = points[i + 1];
    if (next !== undefined && solve(plans, { ...tastes, kappa: (point + next) / 2 }, belief).plan === plan)
      return point;
  }
  return null;
}

/** The smallest κ at which a plan is a best reply to itself: κ* where the plan is CCD; null: there is none from 0 to 1. */
export const selfThreshold = (plans: Plans, plan: number, tastes: Tastes = {}): number | null =>
  firstBest(plans, plan, tastes, termsOf(plans, surely(plans, plan)));

/** Which plan is played as κ goes from 0 to 1. At a border the plans of both sides tie. */
export function regions(plans: Plans, tastes: Tastes, belief: Belief): readonly Region[] {
  const points = crossings(plans, tastes, belief);
  const found: Region[] = [];
  for (const [i, from] of points.slice(0, -1).entries()) {
    const { plan } = solve(plans, { ...tastes, kappa: (from + points[i + 1]!) / 2 }, belief);
    if (found.at(-1)?.plan !== plan) found.push({ from, plan });
  }
  return found;
}

/** A utility as a line in κ: [at κ = 0, slope]. */
function linesOf(terms: Terms, tastes: Tastes): readonly (readonly [number, number])[] {
  const at0 = utilitiesOf(terms, { ...tastes, kappa: 0 });
  return at0.map((value, x) => [value, terms.same[x]! - terms.own[x]!]);
}

function firstBest(plans: Plans, plan: number, tastes: Tastes, terms: Terms): number | null {
  const { tie } = tabulate(plans);
  const lines = linesOf(terms, tastes);
  const [value, slope] = lines[plan]!;
  let low = 0;
  let high = 1;
  for (const [otherValue, otherSlope] of lines) {
    const lead = value - otherValue;
    const gain = slope - otherSlope;
    if (Math.abs(gain) <= tie) {
      if (lead < -tie) return null;
    } else if (gain > 0) low = Math.max(low, -lead / gain);
    else high = Math.min(high, -lead / gain);
  }
  // Where the range is a single point, rounding may put its ends in the wrong order.
  if (low > high + 1e-9) return null;
  return Math.min(low, 1);
}

/** Every κ where two plans change places under any belief that this kind of belief can become, with 0 and 1, in order. */
function crossings(plans: Plans, tastes: Tastes, belief: Belief): readonly number[] {
  const families =
    belief.kind === 'like-minded'
      ? [uniform(plans), ...plans.names.map((_, y) => surely(plans, y))].map((weights) => termsOf(plans, weights))
      : [solve(plans, { ...tastes, kappa: 0 }, belief).terms];
  const points = [0, 1];
  for (const terms of families) {
    const lines = linesOf(terms, tastes);
    for (const [x, [value, slope]] of lines.entries())
      for (const [otherValue, otherSlope] of lines.slice(0, x)) {
        const at = (otherValue - value) / (slope - otherSlope);
        if (at > 0 && at < 1) points.push(at);
      }
  }
  points.sort((a, b) => a - b);
  return points.filter((point, i) => i === 0 || point - points[i - 1]! > 1e-9);
}
