/** Finds and loads the games: every folder under games/ that has an index is one. There is no list to edit. */
import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import type { AnyGame } from '../core/game.ts';
import { memo } from '../core/memo.ts';
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

/** The module of a game that is here. */
export const gameFile = (name: string): string => join(place, name, file);

/** What a game's folder gives: the game, and the way to make it of other words. */
type GameModule = { readonly game: AnyGame; gameIn?(words: unknown): AnyGame };

/** words.de.ts, words.de.js: another language than that of the game itself. */
const WORDS = /^words\.([a-z]{2})\.[jt]s$/;

const loaded = memo(async (name: string): Promise<AnyGame> => {
  const here = (part: string): string => pathToFileURL(join(place, name, part)).href;
  const { game, gameIn }: GameModule = await import(here(file));
  if (gameIn === undefined) return game;
  const translations: Record<string, () => Promise<AnyGame>> = {};
  for (const part of readdirSync(join(place, name))) {
    const language = WORDS.exec(part)?.[1];
    if (language === undefined || language === game.language) continue;
    const spoken = memo(async (file: string): Promise<AnyGame> => {
      const { words }: { readonly words: unknown } = await import(here(file));
      return gameIn(words);
    });
    translations[language] = () => spoken(part);
  }
  return { ...game, translations };
});

/**
 * Loads one game by its name, in a language for which its folder has words ('de': words.de.ts), else its own. Throws a
 * UserError that names the nearest where there is no such game or language.
 */
export async function loadGame(name: string, language?: string): Promise<AnyGame> {
  const names = gameNames();
  if (!names.includes(name)) throw unknown('game', name, names);
  const game = await loaded(name);
  if (language === undefined || language === game.language) return game;
  const spoken = game.translations?.[language];
  if (spoken === undefined)
    throw unknown(`language of ${name}`, language, [game.language, ...Object.keys(game.translations ?? {})]);
  return spoken();
}

/** Every game that is here, in the order of the alphabet, in its own language. Throws a UserError where there is none. */
export const loadGames = (): Promise<readonly AnyGame[]> => Promise.all(gameNames().map((name) => loadGame(name)));
