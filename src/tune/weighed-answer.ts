/** What a utility answers at a question, by how much it is the best answer, and what the other type would answer. */
import type { Answer, Belief, Plans, Reasoned, Taste } from '../core/game.ts';
import { variantsAt } from '../core/stake.ts';
import { type Solution, solved, tabulate } from '../core/theory.ts';

/** An answer that was weighed against the others there are. */
export type WeighedAnswer = {
  readonly answer: Answer;
  /** Of every answer here, the best plan being followed elsewhere. */
  readonly utilities: Reasoned['utilities'];
  /** 0 to 1; null: it ties. */
  readonly margin: number | null;
  /** Whether the other type answers otherwise. */
  readonly contrast: boolean;
};

/** Whom an agent is held against where the types are said to disagree: economicus, and economicus itself κ = 1. */
export const heldAgainst = ({ kappa, alpha = 0, beta = 0 }: Taste): Taste =>
  kappa === 0 && alpha === 0 && beta === 0 ? { kappa: 1 } : { kappa: 0 };

/** Whether an answer to this question is weighed, and not one to a question of what is expected. */
export const isNode = (plans: Plans, key: string): boolean => plans.nodes.some((node) => node.key === key);

/** Weighs the answers at a node for this taste under a belief in numbers. What `Game.theory` answers, without its words. */
export function weighedAnswer(plans: Plans, taste: Taste, belief: Belief, key: string): WeighedAnswer {
  const chosen = best(plans, taste, belief, key);
  return {
    ...chosen,
    margin: marginOf(plans, taste, belief, key, best, chosen),
    contrast: plans.answer(solved(plans, heldAgainst(taste), belief).plan, key) !== chosen.answer,
  };
}

/**
 * How far the best plan is ahead of all that answer otherwise here, as `margin` is counted: other questions may then be answered
 * otherwise as well, so that it is no more than the margin, and less where κ ties the questions together. Null: it ties.
 */
export const leadAt = (plans: Plans, taste: Taste, belief: Belief, key: string): number | null =>
  marginOf(plans, taste, belief, key, rivals);

type Best = Pick<Reasoned, 'answer' | 'utilities'>;
type Weighed = (plans: Plans, taste: Taste, belief: Belief, key: string) => Best;

function best(plans: Plans, taste: Taste, belief: Belief, key: string): Best {
  const { plan, utilities } = solved(plans, taste, belief);
  return {
    answer: plans.answer(plan, key),
    utilities: variantsAt(plans, plan, key)!.map((one) => ({ answer: one.answer, utility: utilities[one.plan]! })),
  };
}

/** The same answer, and of every answer the utility of the best plan that gives it. */
function rivals(plans: Plans, taste: Taste, belief: Belief, key: string): Best {
  const { answer, utilities } = best(plans, taste, belief, key);
  const all = solved(plans, taste, belief).utilities;
  const most = new Map<Answer, number>();
  for (const [plan, utility] of all.entries()) {
    const given = plans.answer(plan, key);
    most.set(given, Math.max(most.get(given) ?? -Infinity, utility));
  }
  return { answer, utilities: utilities.map((one) => ({ ...one, utility: most.get(one.answer)! })) };
}

/** By how much κ = 1 is left behind where what ties there is told apart just below. */
const BELOW = 0.01;

/**
 * How much better the answer is than the next best where the question is come to, as a share of the span of points, 1 at most; of
 * more than two answers as far as from end to end, so that a long scale is no harder than a short one. Null: it ties. κ = 1 is the
 * limit from below, as it is where theory breaks ties: of answers that tie there the margin is what they earn.
 */
function marginOf(
  plans: Plans,
  taste: Taste,
  belief: Belief,
  key: string,
  weighed: Weighed,
  chosen = weighed(plans, taste, belief, key),
): number | null {
  const reach = reachOf(plans, solved(plans, taste, belief), key);
  if (reach === 0) return null;
  const { tie, span } = tabulate(plans);
  const gap = gapIn(chosen);
  if (gap > tie) return rounded(gap / (reach * span));
  if (taste.kappa !== 1) return null;
  const below = weighed(plans, { ...taste, kappa: 1 - BELOW }, belief, key);
  const left = gapIn(below);
  return below.answer === chosen.answer && left > tie ? rounded(left / BELOW / (reach * span)) : null;
}

/** How likely the question is come to: `Stake.reach`, without what is at stake. */
function reachOf(plans: Plans, { weights, plan }: Solution, key: string): number {
  let reach = 0;
  for (const [y, weight] of weights.entries())
    if (weight > 0) for (const [chance] of plans.at?.(key, plan, y) ?? []) reach += weight * chance;
  return reach;
}

/** Four decimals, 1 at most. */
const rounded = (share: number): number => Math.min(1, Math.round(share * 10_000) / 10_000);

/** From the best to the next best, of a scale the slope times its length. */
function gapIn({ answer, utilities }: Best): number {
  const at = utilities.findIndex((one) => one.answer === answer);
  const most = utilities[at]?.utility ?? 0;
  const others = utilities.flatMap(({ utility }, place) =>
    place === at ? [] : [((most - utility) / Math.abs(place - at)) * (utilities.length - 1)],
  );
  return others.length === 0 ? 0 : Math.min(...others);
}
