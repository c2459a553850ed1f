/** Finds and loads the games: every folder under games/ that has an index is one. There is no list to edit. */
import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import type { AnyGame } from '../core/game.ts';
import { UserError, unknown } from '../core/user-error.ts';
import { isSource, programFolder } from './program-folder.ts';

const place = join(programFolder, isSource ? 'games' : 'dist/games');
const file = isSource ? 'index.ts' : 'index.js';

/** The names of all games, in the order of the alphabet. Throws a UserError where there is none. */
export function gameNames(): readonly string[] {
  const names = listed();
  if (names.length === 0) throw new UserError('No game was found beside the program: build it with "npm run build".');
  return names;
}

function listed(): readonly string[] {
  try {
    return readdirSync(place, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && readdirSync(join(place, entry.name)).includes(file))
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
}

/** Loads one game by its name; an unknown name is refused with the nearest. */
export async function loadGame(name: string): Promise<AnyGame> {
  const names = gameNames();
  if (!names.includes(name)) throw unknown('game', name, names);
  const module: { readonly game: AnyGame } = await import(pathToFileURL(join(place, name, file)).href);
  return module.game;
}

/** Every game that is here, in the order of the alphabet. Throws a UserError where there is none. */
export const loadGames = (): Promise<readonly AnyGame[]> => Promise.all(gameNames().map(loadGame));
