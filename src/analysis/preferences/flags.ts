/** What must be said beside an estimate: parameters that ran to an end of the search, and values outside the theory. */
import { fill } from '../../core/template.ts';
import type { Bounds } from './climb.ts';
import { type Fitted, type Model, type Parameter, PARAMETERS, parametersOf } from './fit.ts';
import { words } from './words.en.ts';

export type Flag = {
  readonly parameter: Parameter | null;
  readonly flag: keyof typeof words.flags;
  readonly sentence: string;
};

/** The end of the search that a parameter reached. */
export type BoundSide = 'low' | 'high' | null;

/** `at`: by place in `Point`; `noisy`: the interval of λ reaches beyond the whole range of points (ours). */
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

export const flagged = (
  flag: Flag['flag'],
  parameter: Parameter | null,
  slots: Readonly<Record<string, string | number>> = {},
): Flag => ({
  parameter,
  flag,
  sentence: fill(words.flags[flag], slots),
});
