/** The normal form: a plan is a first move, an answer to C and an answer to D, before a lot says who moves first. */
import type { Answer, Plans } from '../../src/core/game.ts';
import type { Config, Payoffs } from './config.ts';
import { type Choice, type Node, NODES, pay } from './rules.ts';
import { memo } from '../../src/core/memo.ts';

/** The eight plans, in the order in which the last ties are broken. */
export const PLANS = ['CCD', 'CCC', 'DDC', 'DCC', 'CDD', 'CDC', 'DCD', 'DDD'] as const;
export type PlanName = (typeof PLANS)[number];

export const planIndex = (name: string): number => PLANS.findIndex((plan) => plan === name);
export const planName = (plan: number): PlanName => PLANS[plan] ?? 'DDD';

/** What a plan does at a node. */
export const at = (plan: string, node: Node): Choice => (plan[NODES.indexOf(node)] === 'C' ? 'C' : 'D');

/** The plan with one entry changed. */
export const withChoice = (plan: string, node: Node, choice: Choice): PlanName =>
  planName(planIndex(NODES.map((n) => (n === node ? choice : at(plan, n))).join('')));

/** Who moves first is an even lot: half the time my plan opens, half the time it answers. */
export function plansOf(payoffs: Payoffs): Plans {
  const halves = (
    mine: string,
    others: string,
  ): Plans['outcomes'] extends (...args: never[]) => infer R ? R : never => {
    const opening = at(mine, 'first');
    const [first, replied] = pay(payoffs, opening, at(others, opening === 'C' ? 'after_C' : 'after_D'));
    const theirs = at(others, 'first');
    const [began, answered] = pay(payoffs, theirs, at(mine, theirs === 'C' ? 'after_C' : 'after_D'));
    return [
      [0.5, first, replied],
      [0.5, answered, began],
    ];
  };
  return {
    names: PLANS,
    nodes: NODES.map((key) => ({ key, answer: 'C' })),
    outcomes: (mine, others) => halves(planName(mine), planName(others)),
    answer: (plan, key): Answer => at(planName(plan), NODES.find((node) => node === key) ?? 'first'),
  };
}

/** The plans of a config, made once. */
export const plans = memo((config: Config): Plans => plansOf(config));

/** κ* in closed form: the smallest κ at which CCD is a best reply to CCD; null: none, where 2R < S + T. */
export function kappaStar({ T, R, P, S }: Payoffs): number | null {
  if (2 * R < S + T) return null;
  return Math.max(0, (T - R) / (R - S), (T + P - 2 * R) / Math.min(P - S, T - P));
}

/** From this continuation probability on, mutual cooperation under grim reversion is an equilibrium of selfish players. */
export const grimDelta = ({ T, R, P }: Payoffs): number => (T - R) / (T - P);
