/**
 * What is at stake at one question, in numbers that its player can work out from what it reads: what each answer pays where it
 * counts, and what it would pay if everyone did the same. The plans it compares are those of `core/theory.ts`, and so is the answer.
 *
 *     u(x, ŷ) = reach · [(1 − κ)·own − α·behind − β·ahead] + κ·same + what is the same for every answer here
 *
 * `own`, `behind` and `ahead` are means over the outcomes in which the question is come to, and `reach` is how likely that is.
 */
import type { Answer, Plans } from './game.ts';
import type { Solution } from './theory.ts';
import { tabulate } from './theory.ts';

/** One answer's terms, in points. */
export type StakeTerms = {
  readonly answer: Answer;
  readonly own: number;
  readonly behind: number;
  readonly ahead: number;
  /** π(x, x) of the plan that answers so here and is the played one elsewhere. */
  readonly same: number;
  /** The formula at the head of this file, without what is the same for all. */
  readonly worth: number;
};

export type Stake = {
  /** How likely the player comes to this question with its plan, 0 to 1: one half for a first move where a lot says who moves first. */
  readonly reach: number;
  /** One an answer, in the order given. */
  readonly answers: readonly StakeTerms[];
};

/**
 * What is at stake at a node for the taste of a solution, between these answers. `variants`: for each answer the plan that gives
 * it at the node and is the played one everywhere else, as a place in `plans.names`. Null where the game does not say what comes
 * about at a node, or where it is never come to under this belief.
 */
export function stakeAt(
  plans: Plans,
  { taste, weights }: Solution,
  node: string,
  variants: readonly { readonly answer: Answer; readonly plan: number }[],
): Stake | null {
  if (plans.at === undefined) return null;
  const { own: table } = tabulate(plans);
  const { kappa, alpha = 0, beta = 0 } = taste;
  let reach = 0;
  const answers = variants.map(({ answer, plan }): StakeTerms => {
    let [sum, own, behind, ahead] = [0, 0, 0, 0];
    for (const [y, weight] of weights.entries()) {
      if (weight === 0) continue;
      for (const [chance, mine, others] of plans.at!(node, plan, y)) {
        sum += weight * chance;
        own += weight * chance * mine;
        behind += weight * chance * Math.max(0, others - mine);
        ahead += weight * chance * Math.max(0, mine - others);
      }
    }
    reach = sum;
    const same = table[plan]![plan]!;
    const worth = (1 - kappa) * own + kappa * same - alpha * behind - beta * ahead;
    const mean = (total: number): number => (sum === 0 ? 0 : total / sum);
    return { answer, own: mean(own), behind: mean(behind), ahead: mean(ahead), same, worth };
  });
  return reach === 0 ? null : { reach, answers };
}
