/** Values in the order in which they come, for whoever waits for them; after a failure nothing comes. */
export function queue<T>() {
  const values: T[] = [];
  let failed: { readonly error: unknown } | null = null;
  let wake = (): void => undefined;
  return {
    put(value: T): void {
      values.push(value);
      wake();
    },
    fail(error: unknown): void {
      failed ??= { error };
      wake();
    },
    async next(): Promise<T> {
      while (values.length === 0) {
        if (failed !== null) throw failed.error;
        await new Promise<void>((resolve) => (wake = resolve));
      }
      return values.shift()!;
    },
  };
}
