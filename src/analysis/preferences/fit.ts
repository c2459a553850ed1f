/**
 * The preferences and the noise under which counts are most likely: (κ, λ) alone, or with α and β, all within wide
 * bounds.
 */
import type { ChoiceSample } from './cells.ts';
import { type Bounds, newtonMaximum, type Slope } from './newton.ts';
import { likelihood } from './likelihood.ts';
import type { Point } from './logit.ts';

/** What is estimated: κ and λ with α = β = 0, or all four. */
export type Model = 'kappa' | 'full';
/** What is estimated, by name: κ, α and β are pure numbers, λ is in points. */
export type Parameter = 'kappa' | 'alpha' | 'beta' | 'lambda';

/** In the order of `Point`. */
export const PARAMETERS: readonly Parameter[] = ['kappa', 'alpha', 'beta', 'lambda'];
/** The places in `Point` of what a model estimates. */
export const parametersOf = (model: Model): readonly number[] => (model === 'full' ? [0, 1, 2, 3] : [0, 3]);

/** The best point, the likelihood around it, and whether the search settled there. */
export type Fitted = { readonly point: Point; readonly slope: Slope; readonly reached: boolean };
/** What a likelihood reads of a sample. */
export type Counted = Pick<ChoiceSample, 'cells' | 'counts' | 'span'>;

/**
 * Where estimates are looked for (ours): κ from −2 to 3, α and β from −3 to 3, λ from 1/200 of the span of points,
 * where choices are all but certain, to 20 times the span, where they are all but a lot. A parameter that reaches an
 * end is flagged and has no number.
 */
export function boundsOf(span: number, model: Model): Bounds {
  const free = [-3, 3] as const;
  const none = [0, 0] as const;
  return [
    [-2, 3],
    model === 'full' ? free : none,
    model === 'full' ? free : none,
    [Math.log(span / 200), Math.log(20 * span)],
  ];
}

/**
 * The point at which a sample's counts are most likely, from `from` where it is given, within `bounds`; `enough`: how much of
 * the log-likelihood is nothing, where that is not as of draws. For full plans
 * one start suffices: the likelihood is concave in (1 − κ, κ, α, β)/λ, so within these bounds every maximum is the
 * highest. Sums over unseen nodes may have several: the best of a grid of starts is kept.
 */
export function fit(
  sample: Counted,
  model: Model,
  { from, bounds = boundsOf(sample.span, model), enough }: { from?: Point; bounds?: Bounds; enough?: number } = {},
): Fitted {
  const starts = from !== undefined ? [from] : whole(sample) ? [startOf(sample.span, 0.25, 4)] : gridOf(sample.span);
  let best: Fitted | null = null;
  for (const start of starts) {
    const { at, slope, reached } = newtonMaximum(
      (x) => likelihood(sample.cells, sample.counts, pointOf(x)),
      start,
      bounds,
      enough,
    );
    if (best === null || slope.value > best.slope.value) best = { point: pointOf(at), slope, reached };
  }
  return best!;
}

/** Whether every plan was seen whole: none that could have been chosen answers as another does. */
export const whole = ({ cells }: Pick<ChoiceSample, 'cells'>): boolean =>
  cells.every(({ classes, classOf }) => classes === classOf.length);

const startOf = (span: number, kappa: number, part: number): Point => [kappa, 0, 0, Math.log(span / part)];
const gridOf = (span: number): readonly Point[] =>
  [0, 0.5, 1].flatMap((kappa) => [2, 10, 40].map((part) => startOf(span, kappa, part)));

const pointOf = ([kappa = 0, alpha = 0, beta = 0, logLambda = 0]: readonly number[]): Point => [
  kappa,
  alpha,
  beta,
  logLambda,
];
