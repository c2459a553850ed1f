/** The role that somebody asks for by its name. */
import type { AnyGame, RoleChoice } from '../../core/game.ts';
import { unknown } from '../../core/user-error.ts';

/** The role of this name, or the game's first. */
export function roleNamed(game: AnyGame, name: string | undefined): RoleChoice<unknown> {
  const found =
    name === undefined
      ? game.roles[0]
      : game.roles.find((role) => role.name.toLowerCase() === name.trim().toLowerCase());
  if (found === undefined)
    throw unknown(
      `role in ${game.name}`,
      name ?? '',
      game.roles.map((role) => role.name),
    );
  return found;
}
