/** What home says of a game, as data: its list can be drawn before the game is loaded. Minutes are those of one match. */
import type { AnyGame } from '../core/game.ts';

export type HomeFacts = Readonly<Pick<AnyGame, 'name' | 'title' | 'summary'>> & {
  /** With the settings of its first preset. */
  readonly minutes: number;
  /** Whether one of three programs can sit opposite, and be guessed. */
  readonly guessed: boolean;
  /** Of its lesson; null: no preset is one. */
  readonly lesson: number | null;
  /** Its part of the battery: so many protocols, and the minutes of all of them; null: it has none. */
  readonly battery: { readonly protocols: number; readonly minutes: number } | null;
};

/** The shortest game first: what a newcomer plays within the first minute stands on top. */
export const shortestFirst = (games: readonly HomeFacts[]): readonly HomeFacts[] =>
  games.toSorted((one, other) => one.minutes - other.minutes);
