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
import { formOf } from './form.ts';
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

/** So many plans are a table that can be read. */
const MOST = 10;

/**
 * The plans that a table shows, by place, the best first: all of a few in their own order; of 81 those that are played at
 * some κ under this belief, never, in kind, always, `more`, and the best of the others while there is room.
 */
export function plansShown(config: Config, solution: Solution, more: readonly number[] = []): readonly number[] {
  const { names } = plans(config);
  const all = names.map((_, place) => place);
  if (names.length <= MOST) return all;
  const { taste, belief, utilities } = solution;
  const named = [never(config), conditional(config), inKind(config), 'C'.repeat(formOf(config).nodes.length)].map(
    (one) => names.indexOf(one),
  );
  const best = (places: readonly number[]) => places.toSorted((a, b) => utilities[b]! - utilities[a]!);
  const kept = [
    ...new Set([...more, ...playedByKappa(plans(config), taste, belief).map(({ plan }) => plan), ...named]),
  ];
  return best([
    ...kept,
    ...best(all.filter((place) => !kept.includes(place))).slice(0, Math.max(0, MOST - kept.length)),
  ]);
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
