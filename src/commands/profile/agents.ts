/** Who is profiled: agents as typed, each as it sits down in every game. */
import type { Agent } from '../../match/agent.ts';
import type { AnyGame } from '../../core/game.ts';
import type { BudgetedModels } from '../../model/budget.ts';
import type { ProfileAgent, Games } from '../../profile/design.ts';
import { UserError } from '../../core/user-error.ts';
import { agentNamed, withPoint } from '../resolve.ts';

/** Agents side by side at most. */
const MOST = 6;

export function candidatesTyped(ids: readonly string[], games: Games, house: BudgetedModels): readonly ProfileAgent[] {
  const candidates = ids.map((id) => candidate(id, games, (one, game) => agentNamed(one, game, house.models)));
  const twice = candidates.find(({ id }, at) => candidates.findIndex((one) => one.id === id) < at);
  if (twice !== undefined)
    throw new UserError(`${twice.id} is named twice: name each agent once, and ask for more draws with --length.`);
  return candidates;
}

export function idsIn(words: readonly (string | undefined)[]): readonly string[] {
  const ids = words.flatMap((word) => withPoint(word ?? '').split(',')).filter((id) => id !== '');
  if (ids.length > MOST)
    throw new UserError(
      `A profile has ${MOST} agents at most side by side; got ${ids.length}: begin another one for the rest.`,
    );
  return ids;
}

/** A variant such as /sellers is a reading of prices; elsewhere the same agent sits down without it. */
export function candidate(id: string, games: Games, read: (id: string, game: AnyGame) => Agent): ProfileAgent {
  if (id.startsWith('script'))
    throw new UserError(
      `${id} says what is written, so there is nothing to profile: name a model, economicus, moralis or baseline.`,
    );
  const seated = read(id, games.market);
  const [, bare = id, variant = ''] = READING.exec(id) ?? [];
  return {
    id: seated.id,
    seatIn: (game) =>
      game === games.market ? seated : read(variant === '' || game.variants?.includes(variant) ? id : bare, game),
  };
}

/** moralis:0.5/sellers, economicus:grim, local/base+moralis:0.5/buyers: who it is, and how it reads a game. */
const READING = /^((?:.*[+/])?(?:moralis(?::[\d.]+)?(?=\/)|economicus(?=:)))[/:]([a-z]+)$/;
