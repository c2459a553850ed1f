/** How well a design can tell: standard deviations from Fisher's information, and whether it can tell at all. */
import { cholesky } from './climb.ts';
import { type Counted, type Model, parametersOf } from './fit.ts';
import { likelihood, type Point } from './likelihood.ts';

/** The standard deviation that each estimated parameter has in large samples, in the order of `parametersOf`; λ's is that of ln λ. null: none. */
export function deviations({ cells, counts }: Counted, model: Model, point: Point): readonly number[] | null {
  const { information } = likelihood(cells, counts, point);
  const chosen = parametersOf(model);
  const own = chosen.map((i) => chosen.map((j) => information[i]![j]!));
  if (!regular(own)) return null;
  return chosen.map((_, i) => {
    const unit = chosen.map((__, j) => (i === j ? 1 : 0));
    return Math.sqrt(cholesky(own, unit)[i]!);
  });
}

/** Whether these games and nodes can tell the parameters apart: asked where choices are far from certain, so that only the design counts. */
export function identified(sample: Counted, model: Model): boolean {
  return deviations(sample, model, [0.3, 0.1, 0.1, Math.log(sample.span / 4)]) !== null;
}

/** No parameter's information is a mixture of the others': pivots of the correlations stay above rounding. */
function regular(information: readonly (readonly number[])[]): boolean {
  const scale = information.map((row, i) => Math.sqrt(row[i]!));
  if (scale.some((s) => !(s > 0))) return false;
  const rest = information.map((row, i) => row.map((value, j) => value / (scale[i]! * scale[j]!)));
  for (let k = 0; k < rest.length; k++) {
    const pivot = rest[k]![k]!;
    if (!(pivot > 1e-9)) return false;
    for (let i = k + 1; i < rest.length; i++)
      for (let j = k + 1; j < rest.length; j++) rest[i]![j]! -= (rest[i]![k]! * rest[k]![j]!) / pivot;
  }
  return true;
}
