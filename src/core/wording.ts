/** Which words were read: a hash over everything that participants read in one language, and over nothing else. */
import { createHash } from 'node:crypto';
import type { AnyGame } from './game.ts';

const known = new WeakMap<AnyGame, Map<string, string>>();

/** The first 12 hexadecimal digits of the SHA-256 of the game's words as JSON. */
export function wordingHash(game: AnyGame, language = 'en'): string {
  let hashes = known.get(game);
  if (hashes === undefined) known.set(game, (hashes = new Map()));
  let hash = hashes.get(language);
  if (hash === undefined) {
    const words = game.words[language];
    if (words === undefined) throw new Error(`${game.name} has no words in "${language}".`);
    hashes.set(language, (hash = digits(JSON.stringify(words))));
  }
  return hash;
}

/**
 * Which words a match was played in: the game's own; where models sit, those and what they read besides, whoever sits
 * where.
 */
export function wordingOf(game: AnyGame, agents: readonly { readonly wording?: string }[], language = 'en'): string {
  const own = wordingHash(game, language);
  if (!agents.some(({ wording }) => wording !== undefined)) return own;
  const besides = [...new Set(agents.flatMap(({ wording }) => wording ?? []))].sort();
  return digits(JSON.stringify([own, ...besides]));
}

const digits = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
