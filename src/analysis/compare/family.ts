/** The declared family: Holm's adjustment over its tests, and what each shows. */
import { holm } from '../verdicts.ts';
import type { Test } from './tests.ts';

/** A difference is shown if its interval leaves out 0 and, where it is declared, its adjusted p is below 5 %. */
export function judged(tests: readonly Test[]): readonly Test[] {
  const declared = tests.filter(({ family }) => family === 'declared');
  const adjusted = holm(declared.map(({ p }) => p));
  return tests.map((test) => {
    const place = declared.indexOf(test);
    const mine = place < 0 ? null : (adjusted[place] ?? null);
    const apart = test.interval !== null && (test.interval[0] > 0 || test.interval[1] < 0);
    return { ...test, adjusted: mine, verdict: apart && (mine ?? test.p) < 0.05 ? 'shown' : 'not shown' };
  });
}
