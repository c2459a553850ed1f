/**
 * Where moving κ from 0 to 1 changes the plan. For a fixed belief every utility is a straight line in κ, so thresholds
 * are crossings of lines and exact; under like-minded beliefs the belief itself changes, but only at such crossings too.
 */
import type { Belief, Plans, Taste } from './game.ts';
import { evenTerms, solve, surely, tabulate, type Terms, termsOf, utilitiesOf } from './theory.ts';

/** A plan is played from this κ on, up to the next region's. */
export type Region = { readonly from: number; readonly plan: number };

type Tastes = Omit<Taste, 'kappa'>;

/** From one κ to another, both from 0 to 1 and both taken in; a single κ where they are equal. */
export type Stretch = { readonly from: number; readonly to: number };

/**
 * Where a plan is among the best under this belief as κ goes from 0 to 1: one stretch or none, since utilities are lines.
 * Under like-minded beliefs: where it is the plan that is played, which may be in several stretches.
 *
 *     bestStretches(plans, CCD, {}, { kind: 'uniform' })  // [{ from: 0.1, to: 1 }]
 */
export function bestStretches(plans: Plans, plan: number, tastes: Tastes, belief: Belief): readonly Stretch[] {
  if (belief.kind === 'like-minded') return playedStretches(plans, plan, tastes, belief);
  const best = bestAmong(plans, plan, tastes, solve(plans, { ...tastes, kappa: 0 }, belief).terms);
  return best === null ? [] : [best];
}

/** Where a plan is the one that is played as κ goes from 0 to 1, ties decided by the tie rule; single points too. */
export const playedStretches = (plans: Plans, plan: number, tastes: Tastes, belief: Belief): readonly Stretch[] =>
  playedByKappa(plans, tastes, belief).filter((piece) => piece.plan === plan);

/** Which plan is played on which stretch of κ, in order; a single κ where a tie is decided otherwise than on both sides. */
export function playedByKappa(plans: Plans, tastes: Tastes, belief: Belief): readonly (Stretch & Region)[] {
  const points = crossings(plans, tastes, belief);
  const at = (kappa: number): number => solve(plans, { ...tastes, kappa }, belief).plan;
  const between = points.slice(0, -1).map((from, i) => {
    const to = points[i + 1]!;
    return { from, to, plan: at((from + to) / 2) };
  });
  const pieces = points.flatMap((point, i) => {
    const plan = at(point);
    const alone = between[i - 1]?.plan !== plan && between[i]?.plan !== plan;
    return [...(alone ? [{ from: point, to: point, plan }] : []), ...between.slice(i, i + 1)];
  });
  return pieces.reduce<readonly (Stretch & Region)[]>((joined, piece) => {
    const last = joined.at(-1);
    return last?.plan === piece.plan ? [...joined.slice(0, -1), { ...last, to: piece.to }] : [...joined, piece];
  }, []);
}

/** The smallest κ at which a plan is a best reply to itself: κ* where the plan is CCD; null: there is none from 0 to 1. */
export const selfThreshold = (plans: Plans, plan: number, tastes: Tastes = {}): number | null =>
  bestAmong(plans, plan, tastes, termsOf(plans, surely(plans, plan)))?.from ?? null;

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
function linesOf(terms: Terms, tastes: Tastes): Lines {
  const at0 = utilitiesOf(terms, { ...tastes, kappa: 0 });
  return at0.map((value, x) => [value, terms.same[x]! - terms.own[x]!]);
}

/** Where a plan is among the best with these terms; null: nowhere from 0 to 1. */
function bestAmong(plans: Plans, plan: number, tastes: Tastes, terms: Terms): Stretch | null {
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
  const from = Math.min(low, 1);
  return { from, to: Math.max(from, high) };
}

/** Values of κ that are nearer than this are one. */
const NEAR = 1e-9;

type Lines = readonly (readonly [value: number, slope: number])[];

const valueOf = (lines: Lines, plan: number, kappa: number): number => lines[plan]![0] + kappa * lines[plan]![1];

/**
 * Every κ at which the plan that is played may change, with 0 and 1, in order: where two plans change places that are the best
 * there, and where two that tie for best change places under the uniform belief, by which ties are decided. Under like-minded
 * beliefs: where a plan becomes a best reply to itself or is one no more, or two such change places.
 */
function crossings(plans: Plans, tastes: Tastes, belief: Belief): readonly number[] {
  const all = plans.names.map((_, x) => x);
  const { own, tie } = tabulate(plans);
  // A little wider than ties are: one κ too many costs a solution, one too few a threshold.
  const slack = 1000 * tie;
  const isBest = (lines: Lines, plan: number, kappa: number): boolean => {
    const least = valueOf(lines, plan, kappa) + slack;
    return all.every((x) => valueOf(lines, x, kappa) <= least);
  };
  const points = [0, 1];
  const cross = (lines: Lines, x: number, y: number, matters: (kappa: number) => boolean): void => {
    const at = (lines[y]![0] - lines[x]![0]) / (lines[x]![1] - lines[y]![1]);
    if (at > NEAR && at < 1 - NEAR && matters(at)) points.push(at);
  };
  const pairs = (each: (x: number, y: number) => void): void => {
    for (const x of all) for (let y = 0; y < x; y++) each(x, y);
  };
  const even = linesOf(evenTerms(plans), tastes);
  if (belief.kind === 'like-minded') {
    const against = all.map((y) => linesOf(termsOf(plans, surely(plans, y)), tastes));
    const isStable = (plan: number, kappa: number): boolean => isBest(against[plan]!, plan, kappa);
    for (const y of all) for (const x of all) if (x !== y) cross(against[y]!, x, y, (kappa) => isStable(y, kappa));
    pairs((x, y) =>
      cross(even, x, y, (kappa) =>
        Math.abs(own[x]![x]! - own[y]![y]!) <= slack
          ? (isStable(x, kappa) && isStable(y, kappa)) || isBest(even, x, kappa)
          : isBest(even, x, kappa),
      ),
    );
  } else {
    const lines = linesOf(solve(plans, { ...tastes, kappa: 0 }, belief).terms, tastes);
    pairs((x, y) => {
      cross(lines, x, y, (kappa) => isBest(lines, x, kappa));
      cross(even, x, y, (kappa) => isBest(lines, x, kappa) && isBest(lines, y, kappa));
    });
  }
  points.sort((a, b) => a - b);
  return points.filter((point, i) => i === 0 || point - points[i - 1]! > NEAR);
}
