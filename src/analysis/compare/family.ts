/** The declared family: Holm's adjustment over its tests, and what each shows. */
import { holm } from '../stats/verdicts.ts';
import type { Across } from './across.ts';
import type { Comparison, Treatment } from './document.ts';
import { conclusion } from './sentences.ts';
import type { Test } from './tests.ts';

/** A declared difference is shown if its interval leaves out 0 and its adjusted p is below 5 %; the rest stays exploratory. */
function judged(tests: readonly Test[]): readonly Test[] {
  const adjusted = holm(tests.flatMap(({ family, p }) => (family === 'declared' ? [p] : []))).values();
  return tests.map((test) => {
    if (test.family === 'exploratory') return { ...test, adjusted: null, verdict: 'exploratory' };
    const mine = adjusted.next().value ?? test.p;
    const apart = test.interval !== null && (test.interval[0] > 0 || test.interval[1] < 0);
    return { ...test, adjusted: mine, verdict: apart && mine < 0.05 ? 'shown' : 'not shown' };
  });
}

/** Holm over the declared tests of each game, all its conditions together; then the sentences, which need the verdicts. */
export function withFamilies(
  found: readonly Treatment[],
  across: readonly Across[],
): Pick<Comparison, 'treatments' | 'across'> {
  const verdicts = new Map<Test, Test>();
  const treatments = found.map((one) => ({ ...one, tests: one.tests.map((test) => besideMeans(test, one, across)) }));
  for (const game of new Set(treatments.map((one) => one.game))) {
    const mine = [
      ...treatments.flatMap((one) => (one.game === game ? one.tests : [])),
      ...across.flatMap((one) =>
        one.game === game ? [...one.overall.flatMap(({ tests }) => tests), ...one.tests] : [],
      ),
    ];
    judged(mine).forEach((test, i) => verdicts.set(mine[i]!, test));
  }
  const judgedOf = <T extends { readonly tests: readonly Test[] }>(one: T): T => ({
    ...one,
    tests: one.tests.map((test) => verdicts.get(test)!),
  });
  return {
    treatments: treatments.map(judgedOf).map((one) => ({
      ...one,
      conclusions: one.figures.map((figure) => conclusion(figure, one.groups, one.lines, one.tests)),
    })),
    across: across.map(judgedOf).map((one) => ({ ...one, overall: one.overall.map(judgedOf) })),
  };
}

/** Where the same people's means over several sets of payoffs are compared, those are declared, and each set by itself is exploratory. */
function besideMeans(test: Test, { key, game }: Treatment, across: readonly Across[]): Test {
  const mean = across
    .flatMap((one) => (one.game === game ? one.overall : []))
    .some(
      ({ conditions, tests }) =>
        conditions.includes(key) &&
        tests.some(({ one, other, measure }) => one === test.one && other === test.other && measure === test.measure),
    );
  return mean ? { ...test, family: 'exploratory' } : test;
}
