/**
 * What is chosen in a control, a game in which economicus and every moralis of κ below 1 play alike, beside what both do: the
 * rates of every answer that a node does not name. What differs there is noise, or α and β, and never κ.
 */
import type { Answer, Plans } from '../../core/game.ts';
import { memo } from '../../core/memo.ts';
import { wilson } from '../stats/rates.ts';
import { bestPlans } from './best-plans.ts';
import type { ChoiceRate } from './choice-rates.ts';
import { memoOfChoices, type Observation } from './observation.ts';

/** How often an answer was chosen at one node of one game, and how often both agents choose it under the same beliefs; 0–1. */
export type ControlRate = Omit<ChoiceRate, 'predicted'> & { readonly agents: number };

/** Of observations of controls, by game and answer. */
export function controlRates(observations: readonly Observation[]): readonly ControlRate[] {
  const found = new Map<string, Counting>();
  /** What one choice adds, and where: of many players few chose differently. */
  const addsOf = memoOfChoices(({ game, plans, belief, answers }) => {
    const best = bestPlans(plans, belief.weights);
    return countedIn(plans).flatMap(({ node, answer }) => {
      const given = answers[node];
      if (given === undefined) return [];
      const key = `${game}\n${node}\n${answer}`;
      let to = found.get(key);
      if (to === undefined)
        found.set(key, (to = { rate: { game, node, answer }, chosen: 0, of: 0, agents: 0, players: new Set() }));
      const agents = best.filter((x) => plans.answer(x, node) === answer).length / best.length;
      return [{ to, chosen: given === answer ? 1 : 0, agents }];
    });
  });
  for (const one of observations)
    for (const { to, chosen, agents } of addsOf(one)) {
      to.of += 1;
      to.chosen += chosen;
      to.agents += agents;
      to.players.add(one.player);
    }
  return [...found.values()].map(({ rate, chosen, of, agents, players }) => ({
    ...rate,
    ...{ chosen, of, observed: chosen / of, agents: agents / of },
    interval: players.size === of ? wilson(chosen, of) : null,
  }));
}

type Counting = {
  readonly rate: Pick<ControlRate, 'game' | 'node' | 'answer'>;
  chosen: number;
  of: number;
  agents: number;
  readonly players: Set<string>;
};

/** The answers that nodes do not name, node by node. */
const countedIn = memo((plans: Plans): readonly { readonly node: string; readonly answer: Answer }[] => {
  const named = new Set(plans.nodes.map(({ key, answer }) => `${key} ${answer}`));
  return [...new Set(plans.nodes.map(({ key }) => key))].flatMap((node) =>
    [...new Set(plans.names.map((_, x) => plans.answer(x, node)))]
      .filter((answer) => !named.has(`${node} ${answer}`))
      .map((answer) => ({ node, answer })),
  );
});
