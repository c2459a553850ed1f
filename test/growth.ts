/** Whether work on a long text grows as the text does: told by a ratio within one run, since machines differ and are busy. */

/** The quickest of a few runs, in milliseconds. */
function quickest(work: () => unknown, times: number): number {
  let best = Infinity;
  for (let i = 0; i < times; i++) {
    const since = performance.now();
    work();
    best = Math.min(best, performance.now() - since);
  }
  return best;
}

/** One look at every letter. */
function scan(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum = (sum + text.charCodeAt(i)) | 0;
  return sum;
}

/**
 * How many times as long as one look at every letter some work on a text takes. At 200,000 letters what is linear takes a
 * few hundred times as long, bounded tries a few thousand, and what looks at every letter once for each letter 200,000: a
 * test asks for less than `LINEAR`.
 */
export function looks(text: string, work: (text: string) => unknown): number {
  scan(text);
  return (
    quickest(() => work(text), 2) /
    Math.max(
      quickest(() => scan(text), 5),
      text.length / 4e6,
    )
  );
}

export const LINEAR = 5000;
