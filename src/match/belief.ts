/** What an agent with a preference expects of the other player. */
import type { Belief, Taste } from '../core/game.ts';
import { memo } from '../core/memo.ts';
import type { Request } from './agent.ts';

const UNIFORM: Belief = { kind: 'uniform' };
const knowing = memo((other: Taste): Belief => ({ kind: 'known', other }));

/**
 * The belief in force at a decision: what the config prescribes; else the plan of a disclosed opponent of known taste
 * (one step: its plan under its own beliefs); else every action of the other is equally likely.
 */
export function beliefOf({ game, config, others }: Pick<Request, 'game' | 'config' | 'others'>): Belief {
  const prescribed = game.belief?.(config);
  if (prescribed) return prescribed;
  const other = others.find((taste) => taste !== null);
  return other ? knowing(other) : UNIFORM;
}
