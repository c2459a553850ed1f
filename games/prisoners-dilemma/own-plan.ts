/** One's own plan, as far as a match has shown it. */
import { tabulate } from '../../src/core/theory.ts';
import { planIndex, plans } from './plans.ts';
import { type Answers, type View } from './rules.ts';

/** The latest own answer at every node that was answered. */
const ownAnswers = (view: View): Answers => view.history.reduce((all, round) => ({ ...all, ...round.mine }), {});

/** "CCD" where all three nodes were answered, else null. */
export function ownPlan(view: View): string | null {
  const { first, after_C, after_D } = ownAnswers(view);
  return first && after_C && after_D ? first + after_C + after_D : null;
}

/** π(x, x) of one's own plan; null where an answer that decides it is missing. Nobody like oneself reaches the other node. */
export function ownSame(view: View): number | null {
  const { first, after_C, after_D } = ownAnswers(view);
  const reply = first === 'C' ? after_C : first === 'D' ? after_D : undefined;
  if (first === undefined || reply === undefined) return null;
  const plan = planIndex(first === 'C' ? `C${reply}D` : `DD${reply}`);
  return tabulate(plans(view.config)).own[plan]?.[plan] ?? null;
}
