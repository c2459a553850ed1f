/** In which language somebody reads a game. */
import type { AnyGame } from '../core/game.ts';

/** The same game in this language, where it speaks it; else as it is. `games`: as they are loaded, with all their languages. */
export async function spokenIn(game: AnyGame, language: string, games: readonly AnyGame[] = []): Promise<AnyGame> {
  if (game.language === language) return game;
  const whole = games.find(({ name }) => name === game.name) ?? game;
  if (whole.language === language) return whole;
  return (await whole.translations?.[language]?.()) ?? game;
}

/** The language of a tag such as de-CH, in two or three small letters; en where it is none. */
export const languageOf = (tag: string): string => /^[a-z]{2,3}(?=$|[-_])/i.exec(tag.trim())?.[0].toLowerCase() ?? 'en';
