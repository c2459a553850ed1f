/**
 * One estimated model as data: values, intervals, flags and the fit of choice rates. Every number is finite; null:
 * there is none.
 */
import { hundredths } from '../../core/format.ts';
import type { Rng } from '../../core/rng.ts';
import { fill } from '../../core/template.ts';
import type { ChoiceSample } from './cells.ts';
import { choiceRates, type ChoiceRate } from './choice-rates.ts';
import {
  boundsOf,
  type Counted,
  fit,
  type Fitted,
  type Model,
  type Parameter,
  PARAMETERS,
  parametersOf,
} from './fit.ts';
import type { Bounds } from './newton.ts';
import { bootstrapFits, type IntervalEnds, percentileInterval, profileInterval } from './intervals.ts';
import type { Point } from './logit.ts';
import { deviations } from './precision.ts';
import { words } from './words.en.ts';

/** One parameter with its interval, and both in a sentence. */
export type ParameterEstimate = {
  readonly parameter: Parameter;
  /** κ, α, β pure numbers, λ in points; null: the likelihood has no maximum within the bounds of the search. */
  readonly value: number | null;
  /** 95 %. An end that is null lies beyond the bounds of the search. */
  readonly low: number | null;
  readonly high: number | null;
  readonly method: 'profile' | 'bootstrap';
  readonly sentence: string;
};

/** What must be said beside an estimate; `parameter` null: of all of them. */
export type Flag = {
  readonly parameter: Parameter | null;
  readonly flag: keyof typeof words.flags;
  readonly sentence: string;
};

/** The end of the search that a parameter reached. */
export type BoundSide = 'low' | 'high' | null;

/** One model, estimated: its parameters, what must be said beside them, and the choices that it gives back. */
export type Estimated = {
  readonly model: Model;
  readonly estimates: readonly ParameterEstimate[];
  readonly logLikelihood: number;
  readonly flags: readonly Flag[];
  readonly rates: readonly ChoiceRate[];
};

/**
 * Estimates a model on a sample: maximum likelihood with 95 % intervals. `draws`: samples that the bootstrap over units
 * draws from `rng`; null: profile intervals. Yields once a sample, so that a caller may pause.
 */
export function* estimateInSteps(
  sample: ChoiceSample,
  model: Model,
  rng: Rng,
  draws: number | null,
): Generator<void, Estimated> {
  const top = summit(sample, model);
  const bounds = boundsOf(sample.span, model);
  const places = parametersOf(model);
  const at = (i: number): BoundSide =>
    top.point[i]! <= bounds[i]![0] ? 'low' : top.point[i]! >= bounds[i]![1] ? 'high' : null;
  const ended = places.some((i) => at(i) !== null);
  const flat = !ended && isFlat(sample, model, top.point);
  // The bootstrap is blind where every sample is the same, and where without noise any value of a range is as good.
  const bootstrapped = draws !== null && at(3) !== 'low' && !flat && !alike(sample);
  const points: Point[] = [];
  if (bootstrapped)
    for (const point of bootstrapFits(sample, model, top, rng, draws)) {
      points.push(point);
      yield;
    }
  const estimates: ParameterEstimate[] = [];
  for (const i of places) {
    const ends = bootstrapped ? percentileInterval(points, i, sample, model) : profileInterval(sample, model, top, i);
    estimates.push(
      estimateOf(PARAMETERS[i]!, ended || flat ? null : top.point[i]!, ends, bootstrapped ? 'bootstrap' : 'profile'),
    );
    yield;
  }
  return {
    model,
    estimates,
    logLikelihood: top.slope.value,
    flags: [
      ...(flat
        ? [flagged('flat', null)]
        : flagsOf(top, model, at, bounds, (estimates.at(-1)!.high ?? Infinity) > sample.span)),
      ...(draws !== null && !bootstrapped ? [flagged('independent', null)] : []),
    ],
    rates: choiceRates(sample, top.point, draws === null ? 'draws' : 'units'),
  };
}

/**
 * The best fit. Where less noise is never worse, as when one preference explains every choice, the one with least
 * noise.
 */
export function summit(sample: Counted, model: Model): Fitted {
  const best = fit(sample, model);
  const bounds = boundsOf(sample.span, model);
  const least = bounds[3]![0];
  const still = fit(sample, model, { from: best.point, bounds: [...bounds.slice(0, 3), [least, least]] });
  return still.slope.value >= best.slope.value - 1e-6 ? still : best;
}

/** Whether one standard deviation of a parameter is wider than the whole search. */
function isFlat(sample: ChoiceSample, model: Model, point: Point): boolean {
  const widths = deviations(sample, model, point);
  const bounds = boundsOf(sample.span, model);
  return widths === null || parametersOf(model).some((i, k) => widths[k]! > bounds[i]![1] - bounds[i]![0]);
}

/** Whether every unit gave the same answers. */
function alike({ units }: ChoiceSample): boolean {
  const answers = [...units.values()].map((places) => places.toSorted((a, b) => a - b).join());
  return answers.every((one) => one === answers[0]);
}

const written = (value: number | null): string => (value === null ? '' : hundredths(value));

function estimateOf(
  parameter: Parameter,
  inside: number | null,
  ends: IntervalEnds,
  method: ParameterEstimate['method'],
): ParameterEstimate {
  const noise = parameter === 'lambda';
  const inPoints = (x: number | null): number | null => (x !== null && noise ? Math.exp(x) : x);
  const [value, low, high] = [inPoints(inside), inPoints(ends.low), inPoints(ends.high)];
  const { fit: text } = words;
  const interval = low === null ? (high === null ? text.open : text.below) : high === null ? text.above : text.between;
  const sentence = fill(value === null ? text.range : text.value, {
    name: words.names[parameter],
    value: written(value),
    unit: noise ? text.points : '',
    interval: fill(interval, { low: written(low), high: written(high) }),
  });
  return { parameter, value, low, high, method, sentence };
}

/**
 * What must be said beside an estimate: parameters that ran to an end of the search, and values outside the theory.
 * `at`: by place in `Point`; `noisy`: the interval of λ reaches beyond the whole range of points (ours).
 */
export function flagsOf(
  { point, reached }: Fitted,
  model: Model,
  at: (i: number) => BoundSide,
  bounds: Bounds,
  noisy: boolean,
): readonly Flag[] {
  const unfinished = reached ? [] : [flagged('unfinished', null)];
  if (at(3) !== null) return [...unfinished, flagged(at(3) === 'low' ? 'noNoise' : 'allNoise', 'lambda')];
  const ended = parametersOf(model).flatMap((i) => {
    const [side, name] = [at(i), PARAMETERS[i]!];
    return side === null
      ? []
      : [flagged(side, name, { name: words.names[name], bound: bounds[i]![side === 'low' ? 0 : 1] })];
  });
  const outside =
    ended.length > 0
      ? []
      : point[0] < 0
        ? [flagged('below', 'kappa')]
        : point[0] > 1
          ? [flagged('above', 'kappa')]
          : [];
  return [...unfinished, ...ended, ...outside, ...(noisy ? [flagged('maybeNoise', 'lambda')] : [])];
}

const flagged = (
  flag: Flag['flag'],
  parameter: Parameter | null,
  slots: Readonly<Record<string, string | number>> = {},
): Flag => ({
  parameter,
  flag,
  sentence: fill(words.flags[flag], slots),
});
