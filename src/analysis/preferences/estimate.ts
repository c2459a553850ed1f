/** One estimated model as data: values, intervals, flags and the fit of choice rates. Every number is finite; null: there is none. */
import type { Rng } from '../../rng.ts';
import { say } from '../../words.ts';
import type { Sample } from './cells.ts';
import { choiceRates, type ChoiceRate } from './choice-rates.ts';
import { boundsOf, fit, type Fitted, type Model, type Parameter, PARAMETERS, parametersOf } from './fit.ts';
import { bootstrapFits, type Ends, percentileInterval, profileInterval } from './intervals.ts';
import type { Point } from './likelihood.ts';
import { words } from './words.en.ts';

export type Estimate = {
  readonly parameter: Parameter;
  /** κ, α, β pure numbers, λ in points; null: the likelihood has no maximum within the bounds of the search. */
  readonly value: number | null;
  /** 95 %. An end that is null lies beyond the bounds of the search. */
  readonly low: number | null;
  readonly high: number | null;
  readonly method: 'profile' | 'bootstrap';
};

export type Flag = { readonly parameter: Parameter | null; readonly flag: keyof typeof words.flags; readonly sentence: string };

export type Estimated = {
  readonly model: Model;
  readonly estimates: readonly Estimate[];
  readonly logLikelihood: number;
  readonly flags: readonly Flag[];
  readonly rates: readonly ChoiceRate[];
};

/** `draws`: samples that the bootstrap draws; null: profile intervals. Yields once a sample, so that a caller may pause. */
export function* estimateInSteps(sample: Sample, model: Model, rng: Rng, draws: number | null): Generator<void, Estimated> {
  const top = fit(sample, model);
  const bounds = boundsOf(sample.span, model);
  const places = parametersOf(model);
  const at = (i: number): 'low' | 'high' | null =>
    top.point[i]! <= bounds[i]![0] ? 'low' : top.point[i]! >= bounds[i]![1] ? 'high' : null;
  // Without noise players who agree give the same sample again and again, and any value of a range is as good: only the profile tells.
  const bootstrapped = draws !== null && at(3) !== 'low';
  const points: Point[] = [];
  if (bootstrapped)
    for (const point of bootstrapFits(sample, model, top, rng, draws)) {
      points.push(point);
      yield;
    }
  const estimates: Estimate[] = [];
  for (const i of places) {
    const ends = bootstrapped ? percentileInterval(points, i, sample.span, model) : profileInterval(sample, model, top, i);
    yield;
    const value = at(i) !== null || at(3) !== null ? null : top.point[i]!;
    estimates.push({
      parameter: PARAMETERS[i]!,
      ...(i === 3 ? inPoints(value, ends) : { value, ...ends }),
      method: bootstrapped ? 'bootstrap' : 'profile',
    });
  }
  return {
    model,
    estimates,
    logLikelihood: top.slope.value,
    flags: flagsOf(top, places, at, (i, side) => bounds[i]![side === 'low' ? 0 : 1]),
    rates: choiceRates(sample, top.point, draws === null),
  };
}

const exp = (value: number | null): number | null => (value === null ? null : Math.exp(value));
const inPoints = (value: number | null, { low, high }: Ends) => ({ value: exp(value), low: exp(low), high: exp(high) });

function flagsOf(
  { point, reached }: Fitted,
  places: readonly number[],
  at: (i: number) => 'low' | 'high' | null,
  boundAt: (i: number, side: 'low' | 'high') => number,
): readonly Flag[] {
  const flags: Flag[] = [];
  const flag = (flag: Flag['flag'], parameter: Parameter | null, slots = {}): void =>
    void flags.push({ parameter, flag, sentence: say(words.flags[flag], slots) });
  if (!reached) flag('unfinished', null);
  if (at(3) === 'low') flag('noNoise', 'lambda');
  else if (at(3) === 'high') flag('allNoise', 'lambda');
  else {
    for (const i of places.filter((place) => place !== 3)) {
      const [parameter, side] = [PARAMETERS[i]!, at(i)];
      if (side !== null) flag(side, parameter, { name: words.names[parameter], bound: boundAt(i, side) });
      else if (i === 0 && point[0] < 0) flag('below', parameter);
      else if (i === 0 && point[0] > 1) flag('above', parameter);
    }
  }
  return flags;
}
