/**
 * How strong the evidence for and against a row is, as p-values turned out of intervals, and what follows of it once all
 * rows of an agent are known: Holm's adjustment, then one of three verdicts.
 */
import type { Interval } from '../analysis/stats/rates.ts';
import { holm } from '../analysis/stats/verdicts.ts';
import type { DrawEstimate } from './estimates.ts';

/** What is said of an agent in a row: it does so; it does not; or there is too little to tell. */
export type ProfileVerdict = 'shown' | 'no' | 'undecided';

/** p-values, 0–1: of the claim that the row holds, and of the claim that it does not. */
export type Evidence = { readonly for: number; readonly against: number };

export const NO_EVIDENCE: Evidence = { for: 1, against: 1 };
/** A claim is made below this p, adjusted. */
const LEVEL = 0.05;

/**
 * The least p at which the interval of confidence 1 − `tails` · p says so (2 tails: one-sided at each end; 1: two-sided):
 * found by halving, to four digits; 0 where every interval says so, 1 where not even the narrowest does.
 */
function leastP(estimate: DrawEstimate, tails: 1 | 2, says: (interval: Interval) => boolean): number {
  const holds = (p: number): boolean => {
    const interval = estimate.interval(1 - tails * p);
    return interval !== null && says(interval);
  };
  let [low, high] = [Math.log(1e-12), Math.log((1 - 1e-9) / tails)];
  if (!holds(Math.exp(high))) return 1;
  if (holds(Math.exp(low))) return 0;
  while (high - low > 1e-4) {
    const middle = (low + high) / 2;
    if (holds(Math.exp(middle))) high = middle;
    else low = middle;
  }
  return Math.exp(high);
}

/**
 * Above 0 or below it, two-sided. Against it speaks an interval on the other side, 0 included, or one that holds no
 * difference that `matters` (one-sided).
 */
export function sidedEvidence(estimate: DrawEstimate, side: 'above' | 'below', matters: number): Evidence {
  const turned = ([low, high]: Interval): Interval => (side === 'above' ? [low, high] : [-high, -low]);
  return {
    for: leastP(estimate, 1, (interval) => turned(interval)[0] > 0),
    against: Math.min(
      leastP(estimate, 1, (interval) => turned(interval)[1] <= 0),
      leastP(estimate, 2, (interval) => turned(interval)[1] < matters),
    ),
  };
}

/** Within ±margin of 0 (two one-sided tests, Schuirmann 1987); against it an interval wholly outside. */
export const equalEvidence = (estimate: DrawEstimate, margin: number): Evidence => ({
  for: leastP(estimate, 2, ([low, high]) => low > -margin && high < margin),
  against: leastP(estimate, 1, ([low, high]) => low > margin || high < -margin),
});

/** That all of several claims hold needs every one of them (intersection–union); against it one is enough, of so many (Bonferroni). */
export const together = (parts: readonly Evidence[]): Evidence => ({
  for: Math.max(...parts.map((one) => one.for)),
  against: Math.min(1, parts.length * Math.min(...parts.map((one) => one.against))),
});

/** Which of the two claims is at stake: that it holds wherever the evidence alone would show it, else the stronger. */
const holdsMore = (one: Evidence): boolean => one.for <= LEVEL || one.for <= one.against;
const pOf = (one: Evidence): number => (holdsMore(one) ? one.for : one.against);

/**
 * The verdicts on one agent, in the order given, with their p adjusted for being many (Holm 1979). `more`: rows that are
 * still to come, which count as showing nothing: verdicts only sharpen as they come.
 */
export function decided(
  evidence: readonly Evidence[],
  more = 0,
): readonly { readonly verdict: ProfileVerdict; readonly p: number }[] {
  const adjusted = holm([...evidence.map(pOf), ...Array.from({ length: more }, () => 1)]);
  return evidence.map((one, at) => {
    const p = adjusted[at]!;
    return { p, verdict: p > LEVEL ? 'undecided' : holdsMore(one) ? 'shown' : 'no' };
  });
}
