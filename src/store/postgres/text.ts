/**
 * Texts as PostgreSQL can hold them. It has no sign of number 0, which a model may send: a private sign and a digit stand for it,
 * and for that private sign itself. Half of a pair of surrogates becomes U+FFFD, as SQLite has it.
 */
const PRIVATE = '\uF8FF';

const UNSTORABLE = /[\0\uF8FF]/g;
const STORED = /\uF8FF([01])/g;

/** A text as it is stored. */
export const storable = (text: string): string =>
  text.toWellFormed().replace(UNSTORABLE, (sign) => PRIVATE + (sign === PRIVATE ? '1' : '0'));

/** A stored text as it was handed in. */
export const restored = (text: string): string =>
  text.includes(PRIVATE) ? text.replace(STORED, (_, digit) => (digit === '1' ? PRIVATE : '\0')) : text;

/** What JSON writes for a text that cannot be stored as it is. */
const SUSPECT = /\\u0000|\\ud[89a-f]|\uF8FF/;

/** Plain data as JSON whose texts are storable. No number that JSON knows: null. */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value);
  return SUSPECT.test(text)
    ? JSON.stringify(value, (_, inside: unknown) => (typeof inside === 'string' ? storable(inside) : inside))
    : text;
}
