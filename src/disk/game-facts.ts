/** The facts of games as the build keeps them, beside each game: read in a moment, where the game itself takes many. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { GameFacts } from '../core/game-facts.ts';
import { unknown } from '../core/user-error.ts';
import { gameFile, gameNames } from './games.ts';
import { isSource } from './program-folder.ts';

/** Beside index.js of a built game. */
export const FACTS_FILE = 'facts.json';

/** What can be said of one game without playing it. Throws a UserError that names the nearest where there is no such game. */
export async function loadFacts(name: string): Promise<GameFacts> {
  const names = gameNames();
  if (!names.includes(name)) throw unknown('game', name, names);
  return kept(name) ?? made(name);
}

/** That of every game, in the order of the alphabet. Throws a UserError where there is none. */
export const loadAllFacts = (): Promise<readonly GameFacts[]> => Promise.all(gameNames().map(loadFacts));

/** What the build kept of a game; null: nothing, or the game has been changed since. */
function kept(name: string): GameFacts | null {
  if (isSource) return null;
  const file = join(gameFile(name), '..', FACTS_FILE);
  try {
    if (statSync(file).mtimeMs < statSync(gameFile(name)).mtimeMs) return null;
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

async function made(name: string): Promise<GameFacts> {
  const [{ factsOf }, { loadGame }] = await Promise.all([import('../core/game-facts.ts'), import('./games.ts')]);
  return factsOf(await loadGame(name));
}
