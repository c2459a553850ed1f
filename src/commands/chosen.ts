/** The game and the agents that were named. */
import type { Agent } from '../agents/agent.ts';
import { AGENTS, readAgent } from '../agents/index.ts';
import type { AnyGame } from '../game.ts';
import { gameNames, loadGame } from '../games.ts';
import { Refusal } from '../refusal.ts';

/** The game of this name; where none is named, the refusal lists them. */
export async function gameNamed(name: string | undefined, verb: string): Promise<AnyGame> {
  if (name !== undefined) return loadGame(name);
  const names = gameNames();
  throw new Refusal(`homines ${verb} needs a game: choose ${names.join(', ')}, as in "homines ${verb} ${names[0] ?? 'GAME'}".`);
}

/** The agent of an id. In a weight a decimal comma is a point. */
export function agentNamed(id: string, game: AnyGame): Agent {
  const [provider = '', model] = id.split('/');
  if (model !== undefined && /^[\w.-]+$/.test(provider) && !names.includes(provider))
    throw new Refusal(`Language models such as "${id}" cannot play yet; choose ${names.filter((name) => name !== 'human').join(', ')}.`);
  return readAgent(withPoint(id), game);
}

/** moralis:0,5 is moralis:0.5. */
export const withPoint = (ids: string): string => ids.replace(/(moralis:\d*),(\d)/g, '$1.$2');

const names: readonly string[] = AGENTS.map(({ id }) => id);
