/**
 * The normal form of one round: a plan is a contribution.
 *
 * `outcomes(x, y)` is "I put in x, and each of the others y". That two numbers are enough for n players, whatever is
 * believed, is exact here and would not be in another game:
 *
 * 1. π_i = E − x_i + m·Σx is linear in what each of the others puts in, so its expectation depends on their expected
 *    contributions alone, and is the mean over the others of what it were if all n − 1 did as that one does.
 * 2. Behind and ahead are means over pairs (Fehr & Schmidt 1999): the project pays all alike, so π_j − π_i = x_i − x_j, and
 *    the mean of max(x_i − x_j, 0) over the others is the mean over them of what it were if all did as that one.
 * 3. Homo moralis of n players (Alger & Weibull, Games and Economic Behavior 98, 2016) asks what it would earn if some of the
 *    others, drawn at random, did as itself. By 1 only how many of them on average counts; with κ the chance of each,
 *    u(x) = (1 − κ)·π(x, ŷ) + κ·π(x, x), the two terms of `core/theory.ts` (theory.test.ts adds up all subsets).
 */
import { UNIFORM } from '../../src/core/belief.ts';
import type { Answer, Plans } from '../../src/core/game.ts';
import { memo } from '../../src/core/memo.ts';
import { solved, type Solution } from '../../src/core/theory.ts';
import { type Config, contributions, decimalsOf, isDilemma, isTyped, meanBelief, type Payoffs } from './config.ts';
import { CONTRIBUTE, EXPECT, pay } from './rules.ts';

/** The contributions in the order of plans, from the highest: where all tie, everything is put in (κ ≥ κ*). */
const descending = memo((config: Config): readonly number[] => contributions(config).toReversed());

/** What a plan puts in. */
export const given = (config: Config, plan: number): number => descending(config)[plan] ?? 0;

/** The plan that puts in this much. */
export const planOf = (config: Config, contribution: number): number =>
  contributions(config).length - 1 - Math.round(contribution / config.step);

/** A contribution as it is written. */
export const written = (config: Config, contribution: number): string => contribution.toFixed(decimalsOf(config));

/** A contribution as it is answered: a number, or the value of an option. */
export const answerOf = (config: Config, contribution: number): Answer =>
  isTyped(config) ? contribution : written(config, contribution);

/** The plans of a config, made once. */
export const plans = memo((config: Config): Plans => {
  const all = descending(config);
  const { players } = config;
  const outcomes = (mine: number, other: number) => {
    const [x, y] = [all[mine]!, all[other]!];
    const total = x + (players - 1) * y;
    return [[1, pay(config, x, total), pay(config, y, total)]] as const;
  };
  return {
    names: all.map((contribution) => written(config, contribution)),
    nodes: all.slice(0, -1).map((contribution) => ({ key: CONTRIBUTE, answer: answerOf(config, contribution) })),
    outcomes,
    at: (node, mine, other) => (node === CONTRIBUTE ? outcomes(mine, other) : []),
    answer: (plan) => answerOf(config, all[plan]!),
    // A stated mean: the two contributions beside it, so weighed that it is met. How they are spread was not asked.
    stated: (key, mean) => {
      if (key !== EXPECT) return null;
      const { numbers } = meanBelief(config, mean);
      return [...numbers, 1 - numbers.reduce((sum, one) => sum + one, 0)];
    },
  };
});

/** What the others put in on average under a solution's belief. */
export const expectedMean = (config: Config, { weights }: Solution): number =>
  weights.reduce((sum, weight, plan) => sum + weight * given(config, plan), 0);

/** Contributions that are best: the one that is put in, or all that tie. */
export const bestOf = (config: Config, { plan, ties }: Solution): readonly number[] =>
  (ties.length > 0 ? ties : [plan]).map((one) => given(config, one));

/**
 * The smallest κ at which putting in everything is best: (1 − m)/(m·(n − 1)), floored at 0; above 1 there is none. A point costs
 * 1 − m of one's own and brings, if the others did the same, m·(n − 1) more: du/dx = −(1 − m) + κ·m·(n − 1).
 */
export const kappaStar = ({ players, m }: Payoffs): number => Math.max(0, (1 - m) / (m * (players - 1)));

/**
 * From this continuation probability on, everybody putting in everything is an equilibrium of selfish players under grim
 * reversion: keeping gains (1 − m)·E once and loses (n·m − 1)·E in every later round, so δ/(1 − δ) ≥ (1 − m)/(n·m − 1), which
 * is δ ≥ (1 − m)/(m·(n − 1)): the same number as κ*. Null: putting in is no dilemma here.
 */
export const grimDelta = (payoffs: Payoffs): number | null => (isDilemma(payoffs) ? kappaStar(payoffs) : null);

/** What economicus and moralis of κ = 0.5 put in: neither hangs on what they believe, so any belief tells it. */
export const benchmark = (config: Config, kappa: number): Solution => solved(plans(config), { kappa }, UNIFORM);
