/** Homo economicus and homo moralis: solved from the utility function for every config, never scripted. */
import type { Belief, Taste } from '../game.ts';
import { Refusal } from '../refusal.ts';
import type { Agent, Request } from './agent.ts';

const UNIFORM: Belief = { kind: 'uniform' };

/**
 * A theory agent. Its belief is the config's; else it knows a disclosed opponent of known taste (`known`, one step);
 * else it expects every action of the other to be equally likely (`uniform`).
 */
export function theorist(id: string, label: string, taste: Taste): Agent {
  return {
    id,
    label,
    kind: 'theory',
    taste,
    choose(request) {
      const { game, view, decision } = request;
      if (game.theory === undefined)
        throw new Refusal(`${id} has no theory of ${game.name}; choose an agent that can play it, such as random.`);
      return game.theory(view, decision, taste, beliefOf(request));
    },
  };
}

const knowing = new WeakMap<Taste, Belief>();

/** What an agent with a preference expects of the other here. */
export function beliefOf({ game, config, others }: Pick<Request, 'game' | 'config' | 'others'>): Belief {
  const prescribed = game.belief?.(config);
  if (prescribed) return prescribed;
  const other = others.find((taste) => taste !== null);
  if (!other) return UNIFORM;
  let belief = knowing.get(other);
  if (belief === undefined) knowing.set(other, (belief = { kind: 'known', other }));
  return belief;
}
