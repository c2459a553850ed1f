/** JSON of the same object made once: configs and seats are shared by thousands of matches. */
import { memo } from '../core/memo.ts';

/** A function that remembers the text of every object it has met, as long as the object lives. Objects are read-only once handed in. */
export function jsonOnce(): (value: unknown) => string {
  const textOf = memo((value: object) => JSON.stringify(value));
  return (value) => (typeof value === 'object' && value !== null ? textOf(value) : JSON.stringify(value));
}

const LIMIT = 1000;

/** The way back: the same text gives the same object, so that a long list of matches holds each config once. */
export function parsedOnce(): (text: string) => unknown {
  const parse = memo((text: string): unknown => JSON.parse(text), LIMIT);
  let last: string | null = null;
  let made: unknown;
  // Neighbours share their text, and to compare two is quicker than to look one up.
  return (text) => {
    if (text !== last) {
      made = parse(text);
      last = text;
    }
    return made;
  };
}
