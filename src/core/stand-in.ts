/**
 * How the baseline chooses among the plans of a normal form: a stand-in for a GPT-4o-class model, not the model. It weighs own
 * and other's payoff equally (b = .5; Mei, Xie, Yuan & Jackson, PNAS 2024, second-hand), expects every plan of the other alike
 * and chooses with logit noise λ = 2 points, P(plan) ∝ exp(u/λ). Equal weights and that noise are ours.
 */
import { UNIFORM } from './belief.ts';
import type { Plans, Taste } from './game.ts';
import { memo } from './memo.ts';
import type { Rng } from './rng.ts';
import { likely, type Solution, solved } from './theory.ts';

/** ½ own + ½ other's = own − α·behind − β·ahead with α = −½ and β = ½, since other's − own = behind − ahead. */
const EQUAL_WEIGHTS: Taste = { kappa: 0, alpha: -0.5, beta: 0.5 };

/** λ, in points. */
const NOISE = 2;

export type StandinChances = {
  readonly solution: Solution;
  /** How likely each plan is. */
  readonly plans: readonly number[];
  /** How likely the answer is that each of `plans.nodes` names. */
  readonly nodes: readonly number[];
};

/** Worked out once a list of plans. */
export const standinChances = memo((plans: Plans): StandinChances => {
  const solution = solved(plans, EQUAL_WEIGHTS, UNIFORM);
  const most = Math.max(...solution.utilities);
  const odds = solution.utilities.map((u) => Math.exp((u - most) / NOISE));
  const total = odds.reduce((sum, odd) => sum + odd, 0);
  const probabilities = odds.map((odd) => odd / total);
  return { solution, plans: probabilities, nodes: likely(plans, probabilities) };
});

/** One plan drawn from them, as a place in `plans.names`. */
export function drawnPlan({ solution, plans }: StandinChances, random: Rng): number {
  let left = random.unit();
  const place = plans.findIndex((probability) => (left -= probability) < 0);
  return place < 0 ? solution.plan : place;
}
