/**
 * Two rules by which probabilities at single nodes may come about, both with logit noise, P ∝ exp(u/λ), λ in points:
 *
 * - plans: whole plans are chosen with noise, as people's are taken to be; at a node that is asked alone those are added up
 *   that answer alike there.
 * - answers: a plan is made without noise, the best under (κ, α, β), and every single answer has noise of its own: it is
 *   chosen between the plans that differ from the best one at this node alone (ours; theory's utilities at a node are these).
 *
 * The first is smooth; of the second the best plans change with κ, so that it is fitted range by range of κ between such
 * changes, and for κ and λ alone.
 */
import { bendsOf, bestAt, between } from './best-plans.ts';
import { cellAmong, type ChoiceCell, featuresOf } from './cells.ts';
import { boundsOf, fit, type Fitted, type Model } from './fit.ts';
import type { Point } from './logit.ts';
import type { Bounds } from './newton.ts';
import type { Situation } from './situation.ts';

/** Where the noise is: over whole plans, or over single answers. */
export type Rule = 'plans' | 'answers';

/** A rule as it is fitted: given counts, the point at which they are most likely and the cells that were best there. */
export type RuleFit = { readonly fitted: Fitted; readonly cells: readonly ChoiceCell[] };

/** How a rule is fitted to these situations. `counts`: one a possible answer of each, in their order; `from`: where to look first. */
export type RuleFitting = (counts: Float64Array, from?: Point) => RuleFit;

/** Probabilities are no draws: what is all but certain tells a preference by its last digits. */
const ENOUGH = 1e-13;

/** Where the counts of each situation begin, and how many there are. */
export function placesOf(situations: readonly Situation[]): { readonly at: readonly number[]; readonly size: number } {
  const at: number[] = [];
  let size = 0;
  for (const { answers } of situations) {
    at.push(size);
    size += answers.length;
  }
  return { at, size };
}

/**
 * Fits choices of plans: (κ, λ), or with α and β. `span`: the widest difference of points. Sums over plans may have several
 * tops: without a place to begin the best of three starts is kept (on random probabilities more starts found nothing higher).
 */
export function fittingPlans(situations: readonly Situation[], span: number, model: Model): RuleFitting {
  const { at } = placesOf(situations);
  const cells = situations.map((one, i) => cellAmong(one, [...one.plans.names.keys()], one.node, at[i]!));
  const starts = [0, 0.5, 1].map((kappa): Point => [kappa, 0, 0, Math.log(span / 10)]);
  return (counts, from) => {
    const fits = (from === undefined ? starts : [from]).map((start) =>
      fit({ cells, counts, span }, model, { from: start, enough: ENOUGH }),
    );
    return { cells, fitted: fits.reduce((best, one) => (one.slope.value > best.slope.value ? one : best)) };
  };
}

/**
 * Fits κ and λ where single answers are chosen with noise around the best plan; null: some game has no plan that differs
 * from another at one node alone.
 */
export function fittingAnswers(situations: readonly Situation[], span: number): RuleFitting | null {
  const { at } = placesOf(situations);
  const bounds = boundsOf(span, 'kappa');
  const [least, most] = bounds[0]!;
  const lines = situations.map(({ plans, belief }) => featuresOf(plans, belief.weights));
  const ranges = between([least, most], lines.flatMap(bendsOf));
  const known = situations.map(() => new Map<number, ChoiceCell>());
  const fits: { readonly bounds: Bounds; readonly cells: readonly ChoiceCell[] }[] = [];
  for (const [low, high] of ranges) {
    const cells: ChoiceCell[] = [];
    for (const [i, situation] of situations.entries()) {
      const best = bestAt(lines[i]!, (low + high) / 2);
      let cell = known[i]!.get(best);
      if (cell === undefined) {
        const among = differingAt(situation, best);
        if (among === null) return null;
        known[i]!.set(best, (cell = cellAmong(situation, among, situation.node, at[i]!)));
      }
      cells.push(cell);
    }
    fits.push({ cells, bounds: [[low, high], ...bounds.slice(1)] });
  }
  return (counts, from) => {
    let found: RuleFit | null = null;
    for (const { cells, bounds: within } of fits) {
      const fitted = fit({ cells, counts, span }, 'kappa', {
        ...{ bounds: within, enough: ENOUGH },
        ...(from === undefined ? {} : { from }),
      });
      if (found === null || fitted.slope.value > found.fitted.slope.value) found = { fitted, cells };
    }
    return found!;
  };
}

/** By answer of a situation the plan that gives it and is this plan everywhere else; null: one of them is no plan. */
function differingAt({ plans, node, answers }: Situation, best: number): readonly number[] | null {
  const among = answers.map((answer) =>
    plans.names.findIndex((_, plan) =>
      plans.nodes.every(({ key }) => plans.answer(plan, key) === (key === node ? answer : plans.answer(best, key))),
    ),
  );
  return among.includes(-1) ? null : among;
}
