/** The declared family: Holm's adjustment over its tests, and what each shows. */
import { holm } from '../verdicts.ts';
import type { Test } from './tests.ts';

/** A declared difference is shown if its interval leaves out 0 and its adjusted p is below 5 %; the rest stays exploratory. */
export function judged(tests: readonly Test[]): readonly Test[] {
  const adjusted = holm(tests.flatMap(({ family, p }) => (family === 'declared' ? [p] : []))).values();
  return tests.map((test) => {
    if (test.family === 'exploratory') return { ...test, adjusted: null, verdict: 'exploratory' };
    const mine = adjusted.next().value ?? test.p;
    const apart = test.interval !== null && (test.interval[0] > 0 || test.interval[1] < 0);
    return { ...test, adjusted: mine, verdict: apart && mine < 0.05 ? 'shown' : 'not shown' };
  });
}
