/** What home says of the games, as the build keeps it beside each of them: home stands before a game is loaded. */
import { keptBeside } from '../../disk/game-facts.ts';
import { gameNames } from '../../disk/games.ts';
import type { HomeFacts } from '../../lab/home-facts.ts';

/** Beside index.js of a built game. */
export const HOME_FILE = 'home.json';

/** That of every game that is here; null: of one of them nothing is kept, or of another one. */
export function keptHome(): readonly HomeFacts[] | null {
  const all = gameNames().map((name) => keptBeside<HomeFacts>(name, HOME_FILE));
  return all.every((one) => one !== null) ? all : null;
}

/** That of one game, from the game itself. */
export async function madeHome(name: string): Promise<HomeFacts> {
  const [{ homeFactsOf }, { loadGame }] = await Promise.all([
    import('../../lab/home-facts-of.ts'),
    import('../../disk/games.ts'),
  ]);
  return homeFactsOf(await loadGame(name));
}
