/** What typed settings get from a game: the sentence that refuses them, or "accepted". */
import type { AnyGame } from '../src/core/game.ts';
import { readConfig } from '../src/core/settings.ts';
import { UserError } from '../src/core/user-error.ts';

/** Settings as they are typed, such as T=80. */
export const refusalIn =
  (game: AnyGame) =>
  (...sets: readonly string[]): string => {
    try {
      readConfig(game, { sets });
    } catch (error) {
      if (error instanceof UserError) return error.message;
      throw error;
    }
    return 'accepted';
  };
