/** What is kept from one update of a comparison to the next, by a key of what it was made of. */

/** Values by key, as long as somebody asks for them in each round. */
export type RoundMemo<Value> = {
  /** What was made under this key, if it still holds; else it is made. Without a key (null) it always is. */
  of(key: string | null, make: () => Value | Promise<Value>, holds?: (known: Value) => boolean): Promise<Value>;
  /** Everything that somebody asked for in this round. */
  entries(): readonly (readonly [string, Value])[];
  /** Begins a round: what nobody asked for in the last one is forgotten. */
  begin(): void;
};

/** A store of values by key, with those that were kept of an earlier one. */
export function newRoundMemo<Value>(kept: readonly (readonly [string, Value])[] = []): RoundMemo<Value> {
  let now = new Map(kept.map(([key, value]) => [key, { value }]));
  let before: typeof now = new Map();
  return {
    async of(key, make, holds = () => true) {
      if (key === null) return make();
      let known = now.get(key) ?? before.get(key);
      if (known === undefined || !holds(known.value)) known = { value: await make() };
      now.set(key, known);
      return known.value;
    },
    entries: () => [...now].map(([key, { value }]) => [key, value]),
    begin() {
      before = now;
      now = new Map();
    },
  };
}
