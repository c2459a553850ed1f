/** κ over the grid of beliefs and noises: a range, and what it says. */
import { hundredths } from '../../core/format.ts';
import { fill } from '../../core/template.ts';
import { beliefsOver, NOISES } from './belief-grid.ts';
import { type ChoiceSample, supposing } from './cells.ts';
import { boundsOf, type Counted, fit, type Fitted } from './fit.ts';
import { type IntervalEnds, profileInterval } from './intervals.ts';
import { words } from './words.en.ts';

/** κ under one belief: with the noise estimated, and at each noise of the grid. */
export type KappaUnderBelief = {
  /** By node how likely (0–1) the other's named answer is; null: as it was stated or known. */
  readonly expects: readonly number[] | null;
  /** `lambda`: in points, held; null: estimated. `kappa` null: beyond the bounds of the search. */
  readonly kappas: readonly { readonly lambda: number | null; readonly kappa: number | null }[];
};

export type KappaRange = {
  readonly beliefs: readonly KappaUnderBelief[];
  /** The least and the largest κ on the grid; null: beyond the bounds of the search. */
  readonly least: number | null;
  readonly most: number | null;
  /**
   * What the grid and the 95 % likelihood intervals hold where the noise is estimated: from the lower end at the least κ to the upper end at the
   * largest; null: beyond the bounds of the search.
   */
  readonly low: number | null;
  readonly high: number | null;
  /** Whether the grid says the same all over: the values lie within .1 (ours). Else there is no point, only a range. */
  readonly agrees: boolean;
  readonly sentence: string;
};

/** Within so much of κ the grid agrees; ours. */
const SAME = 0.1;

/**
 * κ of a sample under every belief and noise of the grid, with α = β = 0. `top`: the fit under the sample's own beliefs; `own`: the
 * interval of κ there (of people the bootstrap's), which the range holds too.
 * Yields once a belief, so that a caller may pause.
 */
export function* kappaRange(
  sample: ChoiceSample,
  top: Fitted,
  own: IntervalEnds = { low: Infinity, high: -Infinity },
): Generator<void, KappaRange> {
  const beliefs: KappaUnderBelief[] = [];
  const found: number[] = [];
  const estimated: { readonly fitted: Fitted; readonly sample: Counted }[] = [];
  const free = boundsOf(sample.span, 'kappa');
  const [lowest, highest] = free[0]!;
  const within = (kappa: number): number | null => (kappa <= lowest || kappa >= highest ? null : kappa);
  for (const expects of beliefsOver(sample.cells)) {
    const cells = expects === null ? sample.cells : supposing(sample.cells, expects);
    const here = { cells, counts: sample.counts, span: sample.span };
    const kappas = [null, ...NOISES].map((lambda) => {
      const at = Math.log(lambda ?? 1);
      const from = lambda === null ? top.point : ([top.point[0], 0, 0, at] as const);
      const bounds = lambda === null ? free : [...free.slice(0, 3), [at, at] as const];
      const fitted = fit(here, 'kappa', { from, bounds });
      const kappa = fitted.point[0];
      if (lambda === null) estimated.push({ fitted, sample: here });
      found.push(kappa);
      return { lambda, kappa: within(kappa) };
    });
    beliefs.push({ expects, kappas });
    yield;
  }
  const [least, most] = [within(Math.min(...found)), within(Math.max(...found))];
  const ordered = estimated.toSorted((one, other) => one.fitted.point[0] - other.fitted.point[0]);
  const [first, last] = [ordered[0]!, ordered.at(-1)!];
  const below = profileInterval(first.sample, 'kappa', first.fitted, 0).low;
  yield;
  const above = profileInterval(last.sample, 'kappa', last.fitted, 0).high;
  const low = least === null || below === null || own.low === null ? null : Math.min(least, below, own.low);
  const high = most === null || above === null || own.high === null ? null : Math.max(most, above, own.high);
  const agrees = least !== null && most !== null && most - least <= SAME;
  return { beliefs, least, most, low, high, agrees, sentence: sentenceOf(beliefs, least, most) };
}

function sentenceOf(beliefs: readonly KappaUnderBelief[], least: number | null, most: number | null): string {
  const { range } = words;
  const between =
    least === null ? (most === null ? range.open : range.below) : most === null ? range.above : range.between;
  const over = beliefs.some(({ expects }) => expects !== null)
    ? fill(range.beliefs, { count: beliefs.length })
    : range.stated;
  const numbers = { low: least === null ? '' : hundredths(least), high: most === null ? '' : hundredths(most) };
  return fill(range.sentence, { between: fill(between, numbers), over, noises: NOISES.join(', ') });
}
