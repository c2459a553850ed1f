/** Which words were read: a hash over everything that participants read in one language, and over nothing else. */
import { createHash } from 'node:crypto';
import type { AnyGame } from './game.ts';
import { memo } from './memo.ts';

const hashes = memo((game: AnyGame) =>
  memo((language: string) => {
    const words = game.words[language];
    if (words === undefined) throw new Error(`${game.name} has no words in "${language}".`);
    return digits(JSON.stringify(words));
  }),
);

/** The first 12 hexadecimal digits of the SHA-256 of the game's words as JSON. Throws where it has none in that language. */
export const wordingHash = (game: AnyGame, language = game.language): string => hashes(game)(language);

/**
 * Which words a match was played in: the game's own, and what only these settings say besides; where its asks are put in a
 * paraphrase (`phrasing` from 1), those and the paraphrases, each phrasing another wording; where models sit, also what they
 * read besides, whoever sits where, and the game's words of expectations where one of them is told what to expect. A paraphrase that nobody was asked in changes nothing, so that a game that brings some is
 * the same wording as before.
 */
export function wordingOf(
  game: AnyGame,
  agents: readonly { readonly wording?: string; readonly expects?: boolean }[],
  phrasing: number | null = null,
  config: unknown = null,
): string {
  const further = config === null ? null : (game.furtherWords?.(config) ?? null);
  const plain = further === null ? wordingHash(game) : digits(JSON.stringify([wordingHash(game), further]));
  const own =
    phrasing === null || phrasing === 0
      ? plain
      : digits(JSON.stringify([plain, phrasing, game.paraphrases[game.language] ?? null]));
  if (!agents.some(({ wording }) => wording !== undefined)) return own;
  const besides = [...new Set(agents.flatMap(({ wording }) => wording ?? []))].sort();
  const told = agents.some(({ expects }) => expects === true) ? game.expectations[game.language] : undefined;
  return digits(JSON.stringify([own, ...besides, ...(told === undefined ? [] : [told])]));
}

const digits = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
