/** How work grows with its input: a ratio within one run, since machines differ and are busy. */

const TIMES = 3;

/** The quickest of a few runs, in milliseconds. */
function quickest(work: () => unknown): number {
  let best = Infinity;
  for (let i = 0; i < TIMES; i++) {
    const since = performance.now();
    work();
    best = Math.min(best, performance.now() - since);
  }
  return best;
}

/**
 * How many times as long four times the input takes: about 4 where it is linear, 16 where it is quadratic. What is too
 * quick to be told apart is taken for linear: below a hundredth of a second for the longer input.
 */
export function growth<T>(input: (times: number) => T, work: (input: T) => unknown): number {
  const [short, long] = [input(1), input(4)];
  work(short);
  const slow = quickest(() => work(long));
  return slow < 10
    ? 4
    : slow /
        Math.max(
          quickest(() => work(short)),
          0.01,
        );
}
