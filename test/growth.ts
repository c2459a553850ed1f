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
 * How many times as long eight times the input takes: about 8 where it is linear, 64 where it is quadratic; a test asks for
 * less than 32. What is too quick to be told apart, below a hundredth of a second, is taken for linear.
 */
export function growth<T>(input: (times: number) => T, work: (input: T) => unknown): number {
  const [short, long] = [input(1), input(8)];
  work(short);
  const slow = quickest(() => work(long));
  const quick = quickest(() => work(short));
  return slow < 10 ? 8 : slow / Math.max(quick, 0.01);
}
