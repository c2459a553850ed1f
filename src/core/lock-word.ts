/** The word that opens a locked lab: never stored as it is. It keeps participants in their place, and is no password. */
import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { UserError } from './user-error.ts';

/** A word as it is stored: both in hexadecimal digits. */
export type LockWord = { readonly salt: string; readonly hash: string };

/** The fewest and the most letters of a word. */
const LETTERS = { least: 3, most: 40 } as const;

/** As it is compared: whatever the case and the blanks round it. */
const plain = (typed: string): string => typed.normalize('NFC').trim().toLowerCase();
const hashed = (word: string, salt: string): Buffer => scryptSync(plain(word), Buffer.from(salt, 'hex'), 32);

/** A word as it is stored. Throws a UserError where it has fewer than 3 letters or more than 40. */
export function lockWord(typed: string): LockWord {
  const size = [...plain(typed)].length;
  if (size < LETTERS.least || size > LETTERS.most)
    throw new UserError(
      `The word that opens a locked lab has ${LETTERS.least} to ${LETTERS.most} letters or digits; got ${size}.`,
    );
  const salt = randomBytes(16).toString('hex');
  return { salt, hash: hashed(typed, salt).toString('hex') };
}

/** Whether what was typed is the word, whatever the case. */
export function isLockWord({ salt, hash }: LockWord, typed: string): boolean {
  const stored = Buffer.from(hash, 'hex');
  const given = hashed(typed, salt);
  return stored.length === given.length && timingSafeEqual(stored, given);
}
