/** Values that are worked out once. */

/**
 * `make`, called once a key: what it gave is given again. Under an object (a game, a config) it is kept as long as the
 * object is; under a text or a number as long as the function is, and of those at most `most`: then all are forgotten.
 * A value that is undefined is made again; an error is thrown again each time.
 *
 *     const settingsOf = memo((game: AnyGame) => declaredIn(game.config));
 *     const hash = memo((game: AnyGame) => memo((language: string) => digits(game, language)));  // hash(game)('en')
 */
export function memo<Key extends object | string | number, Value>(
  make: (key: Key) => Value,
  most = Infinity,
): (key: Key) => Value {
  const ofObjects = new WeakMap<object, Value>();
  const ofTexts = new Map<string | number, Value>();
  return (key) => {
    const known = typeof key === 'object' ? ofObjects.get(key) : ofTexts.get(key);
    if (known !== undefined) return known;
    const made = make(key);
    if (typeof key === 'object') ofObjects.set(key, made);
    else {
      if (ofTexts.size >= most) ofTexts.clear();
      ofTexts.set(key, made);
    }
    return made;
  };
}
