/** JSON of the same object made once: configs and seats are shared by thousands of matches. */

/** A function that remembers the text of every object it has met, as long as the object lives. Objects are read-only once handed in. */
export function jsonOnce(): (value: unknown) => string {
  const known = new WeakMap<object, string>();
  return (value) => {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    let text = known.get(value);
    if (text === undefined) known.set(value, (text = JSON.stringify(value)));
    return text;
  };
}

const LIMIT = 1000;

/** The way back: the same text gives the same object, so that a long list of matches holds each config once. */
export function parsedOnce(): (text: string) => unknown {
  const known = new Map<string, unknown>();
  let last: string | null = null;
  let made: unknown;
  const parse = (text: string): unknown => {
    let value = known.get(text);
    if (value === undefined) {
      if (known.size >= LIMIT) known.clear();
      known.set(text, (value = JSON.parse(text)));
    }
    return value;
  };
  // Neighbours share their text, and to compare two is quicker than to look one up.
  return (text) => {
    if (text !== last) {
      made = parse(text);
      last = text;
    }
    return made;
  };
}
