/** One's own plan, as far as a match has shown it. */
import { tabulate } from '../../src/core/theory.ts';
import { formOf, type Node, nodeAfter } from './form.ts';
import { plans } from './plans.ts';
import { type Answers, type View } from './rules.ts';

/** The latest own answer at every node that was answered. */
const ownAnswers = (view: View): Answers => view.history.reduce((all, round) => ({ ...all, ...round.mine }), {});

/** "CCD" where every node was answered, else null. */
export function ownPlan(view: View): string | null {
  const answers = ownAnswers(view);
  const letters = formOf(view.config).nodes.map((node) => answers[node]);
  return letters.includes(undefined) ? null : letters.join('');
}

/** π(x, x) of one's own plan; null where an answer that decides it is missing. Nobody like oneself reaches the other nodes. */
export function ownSame(view: View): number | null {
  const { config } = view;
  const answers = ownAnswers(view);
  const { nodes, plans: names } = formOf(config);
  const reached: readonly Node[] = nodes.length === 1 ? nodes : ['first', nodeAfter(answers.first ?? 'D')];
  if (reached.some((node) => answers[node] === undefined)) return null;
  const plan = names.indexOf(nodes.map((node) => (reached.includes(node) ? answers[node] : 'D')).join(''));
  return tabulate(plans(config)).own[plan]?.[plan] ?? null;
}
