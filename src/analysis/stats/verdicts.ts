/** What may be concluded: corrections for many questions, and the four verdicts. */
import type { Interval } from './rates.ts';

/**
 * Holm's step-down adjustment of p-values for being many (Scandinavian Journal of Statistics 1979): 0–1, in the order
 * given.
 */
export function holm(p: readonly number[]): readonly number[] {
  const adjusted = new Array<number>(p.length);
  let running = 0;
  p.map((value, at) => ({ value, at }))
    .sort((a, b) => a.value - b.value)
    .forEach(({ value, at }, rank) => {
      running = Math.max(running, Math.min(1, value * (p.length - rank)));
      adjusted[at] = running;
    });
  return adjusted;
}

/** What may be said of a declared contrast. */
export type Verdict = 'shown' | 'not shown' | 'contradicted';

/**
 * A declared difference from 0: shown if its 95 % interval lies on the declared side of 0, contradicted if on the
 * other, else not shown.
 */
export function verdict(interval: Interval | null, side: 'above' | 'below'): Verdict {
  if (interval === null) return 'not shown';
  const [low, high] = side === 'above' ? interval : ([-interval[1], -interval[0]] as const);
  return low > 0 ? 'shown' : high < 0 ? 'contradicted' : 'not shown';
}

/**
 * "Stable", no further from 0 than a margin in the intervals' unit: shown if the 90 % interval lies within ±margin
 * (equivalence by two one-sided tests, Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 1987), contradicted
 * if the 95 % one lies wholly outside. Without intervals nothing is shown.
 */
export function stable(interval90: Interval | null, interval95: Interval | null, margin: number): Verdict {
  if (interval90 === null || interval95 === null) return 'not shown';
  if (interval90[0] > -margin && interval90[1] < margin) return 'shown';
  return interval95[0] > margin || interval95[1] < -margin ? 'contradicted' : 'not shown';
}
