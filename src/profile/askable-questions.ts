/** What a condition asks of the profiled agent's seats, seen before anybody is asked: what cannot be asked so, and in how many wordings. */
import type { Unaskable } from '../core/askable.ts';
import { questionsByLot } from '../core/dry-match.ts';
import type { AnyGame, Decision, Seat } from '../core/game.ts';
import type { Agent } from '../match/agent.ts';

/** A condition, and the seats of it that the profiled agent has. */
export type AskedSeats = { readonly game: AnyGame; readonly config: unknown; readonly seats: readonly Seat[] };

/** A question that cannot be put to an agent in its way of being asked. */
export type UnaskableQuestion = { readonly key: string; readonly seat: Seat; readonly why: Unaskable };

const asked = ({ game, config, seats }: AskedSeats): readonly Decision[] =>
  [...questionsByLot(game, config, game.seats(config).least)].filter(({ seat }) => seats.includes(seat));

/** Every question of the condition that cannot be put to this agent, each once; empty: all can. */
export function unaskableIn(
  condition: AskedSeats,
  { unaskable }: Pick<Agent, 'unaskable'>,
): readonly UnaskableQuestion[] {
  if (unaskable === undefined) return [];
  const found = new Map<string, UnaskableQuestion>();
  for (const decision of asked(condition)) {
    const { key, seat } = decision;
    const why = unaskable(decision);
    if (why !== null) found.set(`${seat} ${key}`, { key, seat, why });
  }
  return [...found.values()];
}

/** In how many wordings every question of the condition can be put: 1 where the game brings its own only. */
export const wordingsOf = (condition: AskedSeats): number =>
  1 + Math.min(...asked(condition).map(({ paraphrases = [] }) => paraphrases.length));
