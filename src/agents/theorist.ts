/** Homo economicus and homo moralis: solved from the utility function for every config, never scripted. */
import type { Belief, Taste } from '../game.ts';
import { Refusal } from '../refusal.ts';
import type { Agent } from './agent.ts';

const UNIFORM: Belief = { kind: 'uniform' };

/**
 * A theory agent. Its belief is the config's; else it knows a disclosed opponent of known taste (`known`, one step);
 * else it expects every action of the other to be equally likely (`uniform`).
 */
export function theorist(id: string, label: string, taste: Taste): Agent {
  const beliefs = new Map<Taste, Belief>();
  const knowing = (other: Taste): Belief => {
    let belief = beliefs.get(other);
    if (belief === undefined) beliefs.set(other, (belief = { kind: 'known', other }));
    return belief;
  };
  return {
    id,
    label,
    kind: 'theory',
    taste,
    choose({ game, config, view, decision, others }) {
      if (game.theory === undefined)
        throw new Refusal(`${id} has no theory of ${game.name}; choose an agent that can play it, such as random.`);
      const other = others.find((t) => t !== null);
      const belief = game.belief?.(config) ?? (other ? knowing(other) : UNIFORM);
      return game.theory(view, decision, taste, belief);
    },
  };
}
