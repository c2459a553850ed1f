/** How well a design can tell: standard deviations from Fisher's information, and whether it can tell at all. */
import { type Counted, type Model, parametersOf } from './fit.ts';
import { likelihood } from './likelihood.ts';
import type { Point } from './logit.ts';
import { cholesky, regular } from './matrix.ts';

/**
 * The standard deviation that each estimated parameter has in large samples, in the order of `parametersOf`; λ's is
 * that of ln λ. null: the design cannot tell them apart.
 */
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

/**
 * Whether these games and nodes can tell the parameters apart: asked where choices are far from certain, so that only
 * the design counts, and where those that the model holds at 0 are 0: what they add to utility would tell of λ.
 */
export function identified(sample: Counted, model: Model): boolean {
  const [alpha, beta] = model === 'full' ? [0.1, 0.1] : [0, 0];
  return deviations(sample, model, [0.3, alpha, beta, Math.log(sample.span / 4)]) !== null;
}
