/**
 * What is at stake at one question, in numbers that its player can work out from what it reads: what each answer pays where it
 * counts, and what it would pay if everyone did the same. The plans it compares are those of `core/theory.ts`, and so is the answer.
 *
 *     u(x, ŷ) = reach · [(1 − κ)·own − α·behind − β·ahead] + κ·same + what is the same for every answer here
 *
 * `own`, `behind` and `ahead` are means over the outcomes in which the question is come to, and `reach` is how likely that is.
 */
import type { Answer, Plans } from './game.ts';
import { memo } from './memo.ts';
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
  /** One an answer, in the order of `variantsAt`. */
  readonly answers: readonly StakeTerms[];
};

/** An answer at a node, and the plan that gives it there and is another plan everywhere else, as a place in `plans.names`. */
export type Variant = { readonly answer: Answer; readonly plan: number };

/**
 * What may be answered at a node instead of what a plan answers: one variant an answer, the plan's own among them, in the order of
 * `plans.nodes`, answers that have no probability there last. Null where the key is no node of these plans, as that of a question
 * about what is expected.
 *
 *     variantsAt(plans, planIndex('CCD'), 'after_D')  // C: CCC, D: CCD
 */
export function variantsAt(plans: Plans, plan: number, node: string): readonly Variant[] | null {
  const known = variantsOf(plans);
  const name = `${plan} ${node}`;
  let found = known.get(name);
  if (found === undefined) known.set(name, (found = variants(plans, plan, node)));
  return found;
}

/** The variants that were looked for, by plan and node. */
const variantsOf = memo((_: Plans) => new Map<string, readonly Variant[] | null>());

function variants(plans: Plans, plan: number, node: string): readonly Variant[] | null {
  const { names, nodes } = plans;
  const named = nodes.flatMap(({ key, answer }) => (key === node ? [answer] : []));
  if (named.length === 0) return null;
  const elsewhere = [...new Set(nodes.map(({ key }) => key))].flatMap((key) =>
    key === node ? [] : [{ key, answer: plans.answer(plan, key) }],
  );
  const place = (answer: Answer): number => {
    const at = named.indexOf(answer);
    return at < 0 ? named.length : at;
  };
  return names
    .flatMap((_, other) =>
      elsewhere.every(({ key, answer }) => plans.answer(other, key) === answer)
        ? [{ answer: plans.answer(other, node), plan: other }]
        : [],
    )
    .sort((one, another) => place(one.answer) - place(another.answer));
}

/**
 * What is at stake at a node for the taste of a solution, between the plan that is played and those that answer otherwise there and
 * are the same elsewhere. Null where the key is no node, where the game does not say what comes about there, or where it is never
 * come to under this belief.
 */
export function stakeAt(plans: Plans, { taste, weights, plan: played }: Solution, node: string): Stake | null {
  const among = variantsAt(plans, played, node);
  if (plans.at === undefined || among === null) return null;
  const { own: table } = tabulate(plans);
  const { kappa, alpha = 0, beta = 0 } = taste;
  let reach = 0;
  const answers = among.map(({ answer, plan }): StakeTerms => {
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
