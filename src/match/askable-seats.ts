/** Before anybody is asked: whether each agent at a table can be asked what the game will ask its seat. */
import { type Unaskable, unaskableSentence } from '../core/askable.ts';
import { questionsByLot } from '../core/dry-match.ts';
import type { AnyGame, Seat } from '../core/game.ts';
import { UserError } from '../core/user-error.ts';
import type { Agent } from './agent.ts';

/**
 * What cannot be asked of these agents, one a seat, in a sentence that names the question and the seat: the first seat's
 * first reason; null: everything can. Found by playing the game's questions dry.
 */
export function unaskableHere(
  game: AnyGame,
  config: unknown,
  agents: readonly Pick<Agent, 'unaskable'>[],
): string | null {
  if (agents.every(({ unaskable }) => unaskable === undefined)) return null;
  const found: { readonly seat: Seat; readonly key: string; readonly why: Unaskable }[] = [];
  for (const decision of questionsByLot(game, config, agents.length)) {
    const why = agents[decision.seat]?.unaskable?.(decision) ?? null;
    if (why !== null) found.push({ seat: decision.seat, key: decision.key, why });
  }
  const first = found.toSorted((one, other) => one.seat - other.seat)[0];
  if (first === undefined) return null;
  const reason = JSON.stringify(first.why);
  const alike = found.filter(({ seat, why }) => seat === first.seat && JSON.stringify(why) === reason);
  return unaskableSentence(game.name, first.seat, [...new Set(alike.map(({ key }) => key))], first.why);
}

/** Throws a UserError with that sentence where there is one. */
export function refuseUnaskable(game: AnyGame, config: unknown, agents: readonly Pick<Agent, 'unaskable'>[]): void {
  const sentence = unaskableHere(game, config, agents);
  if (sentence !== null) throw new UserError(sentence);
}
