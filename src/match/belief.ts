/** What an agent with a preference expects of the other players at a decision. */
import { beliefAmong } from '../core/belief.ts';
import type { Belief } from '../core/game.ts';
import type { Request } from './agent.ts';

/** The belief of the match (`core/belief.ts`) as this seat holds it: `others` are the tastes that it was told, its own being none. */
export const beliefOf = ({
  game,
  config,
  others,
  decision,
}: Pick<Request, 'game' | 'config' | 'others' | 'decision'>): Belief =>
  beliefAmong(game.belief?.(config), others, decision.seat);
