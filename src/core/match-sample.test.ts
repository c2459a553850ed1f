import { expect, it } from 'vitest';
import { mostOfAll, sampledMatches } from './match-sample.ts';

/** A log of so many matches; of numbers that fit `gaps` there is none. */
const log = (last: number, gaps: (number: number) => boolean = () => false) => {
  let asked = 0;
  return {
    lastMatchNumber: async () => last,
    matchesNumbered: async (numbers: readonly number[]) => {
      asked += numbers.length;
      return numbers.filter((number) => !gaps(number)).map(String);
    },
    asked: () => asked,
  };
};

async function all(codes: AsyncIterable<string>): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const code of codes) found.push(code);
  return found;
}

it('draws so many different matches, the same by the same seed, and asks for no others', async () => {
  const many = log(1e9);
  const drawn = await all(sampledMatches(many, 1200, 5));
  expect(new Set(drawn).size).toBe(1200);
  expect(many.asked()).toBe(1200);
  expect(await all(sampledMatches(log(1e9), 1200, 5))).toEqual(drawn);
  expect(await all(sampledMatches(log(1e9), 1200, 6))).not.toEqual(drawn);
});

it('draws every match as often as every other', async () => {
  const times = Array.from({ length: 20 }, () => 0);
  for (const count of [3, 15])
    for (let seed = 0; seed < 2000; seed++)
      for await (const code of sampledMatches(log(20), count, seed)) times[Number(code) - 1]! += 1;
  // 2000 · (3 + 15) / 20 each; six standard deviations of a binomial are below 200.
  for (const drawn of times) expect(Math.abs(drawn - 1800)).toBeLessThan(200);
});

it('draws others where numbers were left out, and all where there are no more', async () => {
  const odd = (number: number): boolean => number % 2 === 0;
  const drawn = await all(sampledMatches(log(1000, odd), 100, 1));
  expect(new Set(drawn).size).toBe(100);
  expect(drawn.every((code) => Number(code) % 2 === 1)).toBe(true);
  expect(await all(sampledMatches(log(10, odd), 100, 1))).toHaveLength(5);
  expect(await all(sampledMatches(log(0), 100, 1))).toEqual([]);
});

it('says of none of n what can be said of all', () => {
  // The rule of three: 3/n.
  expect(mostOfAll(1000)).toBeCloseTo(0.003, 4);
  expect(mostOfAll(1)).toBeCloseTo(0.95, 12);
});
