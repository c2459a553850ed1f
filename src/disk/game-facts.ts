/** The facts of games as the build keeps them, beside each game: read in a moment, where the game itself takes many. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { GameFacts } from '../core/game-facts.ts';
import { unknown } from '../core/user-error.ts';
import { gameFile, gameNames } from './games.ts';
import { isSource } from './program-folder.ts';

/** Beside index.js of a built game. */
export const FACTS_FILE = 'facts.json';

/** What is kept of a game: what it says, and of how many bytes the index.js was that said it. */
export type KeptBeside<Facts> = { readonly size: number; readonly facts: Facts };

/** Milliseconds by which a game may be newer than its facts: both are written by the build, and copied in any order. */
const COPIED_WITHIN = 60_000;

/** What can be said of one game without playing it. Throws a UserError that names the nearest where there is no such game. */
export async function loadFacts(name: string): Promise<GameFacts> {
  const names = gameNames();
  if (!names.includes(name)) throw unknown('game', name, names);
  return keptBeside<GameFacts>(name, FACTS_FILE) ?? made(name);
}

/** That of every game, in the order of the alphabet. Throws a UserError where there is none. */
export const loadAllFacts = (): Promise<readonly GameFacts[]> =>
  Promise.all(gameNames().map(async (name) => keptBeside<GameFacts>(name, FACTS_FILE) ?? made(name)));

/** What the build kept of a game in a file beside it; null: nothing, or of another one. */
export function keptBeside<Facts>(name: string, kept: string): Facts | null {
  if (isSource) return null;
  const [game, file] = [gameFile(name), join(gameFile(name), '..', kept)];
  try {
    const { mtimeMs, size } = statSync(game);
    if (mtimeMs > statSync(file).mtimeMs + COPIED_WITHIN) return null;
    const known: KeptBeside<Facts> = JSON.parse(readFileSync(file, 'utf8'));
    return known.size === size ? known.facts : null;
  } catch {
    return null;
  }
}

async function made(name: string): Promise<GameFacts> {
  const [{ factsOf }, { loadGame }] = await Promise.all([import('../core/game-facts.ts'), import('./games.ts')]);
  return factsOf(await loadGame(name));
}
