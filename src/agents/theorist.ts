/** Homo economicus and homo moralis: solved from the utility function for every config, never scripted. */
import type { Taste } from '../core/game.ts';
import { UserError } from '../core/user-error.ts';
import type { Agent } from '../match/agent.ts';
import { beliefOf } from '../match/belief.ts';

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
        throw new UserError(`${id} has no theory of ${game.name}; choose an agent that can play it, such as random.`);
      return game.theory(view, decision, taste, beliefOf(request));
    },
  };
}
