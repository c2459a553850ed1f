/** What an agent with a preference expects of the other player at a decision. */
import { beliefAgainst } from '../core/belief.ts';
import type { Belief } from '../core/game.ts';
import type { Request } from './agent.ts';

/** The belief of the match (`core/belief.ts`) as this seat holds it: `others` are the tastes that it was told. */
export function beliefOf({ game, config, others }: Pick<Request, 'game' | 'config' | 'others'>): Belief {
  return beliefAgainst(game.belief?.(config), others.find((taste) => taste !== null) ?? null);
}
