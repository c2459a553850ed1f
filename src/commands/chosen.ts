/** The game that was named, and its settings as typed. */
import type { AnyGame } from '../game.ts';
import { gameNames, loadGame } from '../games.ts';
import { Refusal } from '../refusal.ts';

/** The game of this name; where none is named, the refusal lists them. */
export async function gameNamed(name: string | undefined, verb: string): Promise<AnyGame> {
  if (name !== undefined) return loadGame(name);
  const names = gameNames();
  throw new Refusal(`homines ${verb} needs a game: choose ${names.join(', ')}, as in "homines ${verb} ${names[0] ?? 'GAME'}".`);
}
