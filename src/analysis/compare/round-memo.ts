/** What is kept from one update of a comparison to the next, by a key of what it was made of. */

/** Values by key, as long as somebody asks for them in each round. */
export type RoundMemo<Value> = {
  /** What was made under this key, if it still holds; else it is made. Without a key (null) it always is. */
  of(key: string | null, make: () => Value | Promise<Value>, holds?: (known: Value) => boolean | Promise<boolean>): Promise<Value>;
  /** Begins a round: what nobody asked for in the last one is forgotten. */
  begin(): void;
};

/** An empty store of values by key. */
export function newRoundMemo<Value>(): RoundMemo<Value> {
  let [now, before]: [Map<string, { readonly value: Value }>, Map<string, { readonly value: Value }>] = [
    new Map(),
    new Map(),
  ];
  return {
    async of(key, make, holds = () => true) {
      if (key === null) return make();
      let known = now.get(key) ?? before.get(key);
      if (known === undefined || !(await holds(known.value))) known = { value: await make() };
      now.set(key, known);
      return known.value;
    },
    begin() {
      before = now;
      now = new Map();
    },
  };
}
