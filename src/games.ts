/** Finds and loads the games: every folder under games/ that has an index is one. There is no list to edit. */
import { readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import type { AnyGame } from './game.ts';
import { Refusal, unknown } from './refusal.ts';

/** Beside the program when built (dist/games), beside src in a checkout. */
const places = ['./games', '../games'].map((place) => fileURLToPath(new URL(place, import.meta.url)));

function folders(): { readonly place: string; readonly names: readonly string[]; readonly file: string } {
  for (const place of places) {
    for (const file of ['index.js', 'index.ts']) {
      const names = listed(place, file);
      if (names.length > 0) return { place, names, file };
    }
  }
  throw new Refusal('No game was found beside the program: build it with "npm run build".');
}

function listed(place: string, file: string): readonly string[] {
  try {
    return readdirSync(place, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && readdirSync(join(place, entry.name)).includes(file))
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
}

/** The names of all games, in the order of the alphabet. */
export const gameNames = (): readonly string[] => folders().names;

/** Loads one game by its name; an unknown name is refused with the nearest. */
export async function loadGame(name: string): Promise<AnyGame> {
  const { place, names, file } = folders();
  if (!names.includes(name)) throw unknown('game', name, names);
  const module: { readonly game: AnyGame } = await import(pathToFileURL(join(place, name, file)).href);
  return module.game;
}

export const loadGames = (): Promise<readonly AnyGame[]> => Promise.all(gameNames().map(loadGame));
