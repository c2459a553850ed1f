/** What whoever hosts a room says to everybody, as it is typed: one line, single blanks, without what commands a terminal. */
import { cleanLine } from '../core/outside-text.ts';

/** So many letters may be said to everybody. */
export const LONGEST_MESSAGE = 200;

/** The message; null: nothing is said any more. What is too long is cut. */
export function messageTyped(typed: string): string | null {
  const text = cleanLine(typed).replace(/\s+/gu, ' ').trim();
  return text === '' ? null : [...text].slice(0, LONGEST_MESSAGE).join('');
}
