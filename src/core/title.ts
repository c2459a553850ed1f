import type { AnyGame } from './game.ts';

/** What participants read over the screens of a match: the game's title, or what it is called in these settings. */
export const titleIn = (game: AnyGame, config: unknown): string => game.titleIn?.(config) ?? game.title;
