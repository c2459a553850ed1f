/** The table of plans: own payoff under the belief, payoff if everyone did the same, and their mix. */
import { memo } from '../../src/core/memo.ts';
import type { Block } from '../../src/core/blocks.ts';
import type { Belief, Taste } from '../../src/core/game.ts';
import { type Solution, solved } from '../../src/core/theory.ts';
import { playedByKappa } from '../../src/core/thresholds.ts';
import { type OwnPlan, planTable, type SolvedBoth } from '../../src/sequential/solution-words.ts';
import { held, matchBelief } from './belief.ts';
import type { Config } from './config.ts';
import { expected } from './format.ts';
import { formOf, IN_THREE_STEPS } from './form.ts';
import { formWordsIn } from './form-words.ts';
import { conditional, inKind, never, plans } from './plans.ts';
import type { View } from './rules.ts';
import type { Words } from './words.ts';

/** Both agents of theory as they would have played in this seat, round by round (from 0); `last` is the last round that was played. */
export type InYourPlace = {
  readonly belief: Belief;
  readonly told: Taste | null;
  readonly last: SolvedBoth;
  in(round: number): SolvedBoth;
};

/** `told`: the other's taste, where this seat was told it. */
export function inYourPlace({ config, history, seat }: View, taste: Taste, told: Taste | null): InYourPlace {
  const belief = matchBelief(config, told);
  const { variant: _, ...plain } = taste;
  const after = (round: number): SolvedBoth => {
    const now = held(config, belief, history.slice(0, round), seat);
    return { economicus: solved(plans(config), { kappa: 0 }, now), moralis: solved(plans(config), plain, now) };
  };
  return { belief, told, last: after(Math.max(0, history.length - 1)), in: after };
}

/**
 * The plans that a table of `most` rows shows, by place: all of a few in their own order; of 81, the best first, those that are
 * played at some κ under this belief, and while there is room `more`, the plans that have a name, and the best of the others.
 */
export function plansShown(
  config: Config,
  solution: Solution,
  most: number,
  more: readonly number[] = [],
): readonly number[] {
  const { names } = plans(config);
  const all = names.map((_, place) => place);
  if (formOf(config) !== IN_THREE_STEPS) return all;
  const { taste, belief, utilities, plan } = solution;
  const best = (places: readonly number[]) => places.toSorted((a, b) => utilities[b]! - utilities[a]!);
  const known = [never(config), conditional(config), inKind(config)].map((one) => names.indexOf(one));
  const needed = new Set([plan, ...more, ...playedByKappa(plans(config), taste, belief).map((piece) => piece.plan)]);
  const wished = [...new Set([...known, ...best(all)])].filter((place) => !needed.has(place));
  return best([...needed, ...wished.slice(0, Math.max(0, most - needed.size))]);
}

export const planTableIn = memo((words: Words) => ({
  /** The plans that are shown, with each agent at its maximum. */
  planTable: (config: Config, both: SolvedBoth, shown: readonly string[], own: OwnPlan): Block =>
    planTable({
      said: formWordsIn(words).saidIn(config).debrief.table,
      names: plans(config).names,
      ...{ both, shown, own, show: expected(config) },
    }),
}));
