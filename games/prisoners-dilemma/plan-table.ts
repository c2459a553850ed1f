/** The table of plans: own payoff under the belief, payoff if everyone did the same, and their mix. */
import { memo } from '../../src/core/memo.ts';
import type { Block } from '../../src/core/blocks.ts';
import type { Belief, Taste } from '../../src/core/game.ts';
import { solved } from '../../src/core/theory.ts';
import { type OwnPlan, planTable, type SolvedBoth } from '../../src/sequential/solution-words.ts';
import { held, matchBelief } from './belief.ts';
import type { Config } from './config.ts';
import { expected } from './format.ts';
import { PLANS, plans } from './plans.ts';
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

export const planTableIn = memo((words: Words) => ({
  /** The plans that are shown, with each agent at its maximum. */
  planTable: (config: Config, both: SolvedBoth, shown: readonly string[], own: OwnPlan): Block =>
    planTable({ said: words.debrief.table, names: PLANS, both, shown, own, show: expected(config) }),
}));
