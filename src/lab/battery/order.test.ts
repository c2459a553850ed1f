import { describe, expect, it } from 'vitest';
import { cycleOf, orderFor } from './order.ts';

const SIZES = [6, 6, 6];
const SEEDS = [1, 2, 77, 2026];
const count = <T>(list: readonly T[]): ReadonlyMap<T, number> =>
  new Map([...Map.groupBy(list, (one) => one)].map(([one, same]) => [one, same.length]));
const gameOf = (protocol: number): number => Math.floor(protocol / 6);

describe.each(SEEDS)('the order of eighteen protocols, seed %i', (seed) => {
  const of = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => orderFor(SIZES, seed, from + i));

  it('has each protocol once, and the protocols of a game together', () => {
    for (const order of of(1, 40)) {
      expect(order.map(({ protocol }) => protocol).toSorted((a, b) => a - b)).toEqual([...Array(18).keys()]);
      for (const block of [0, 6, 12])
        expect(new Set(order.slice(block, block + 6).map(({ protocol }) => gameOf(protocol))).size).toBe(1);
    }
  });

  it.each([1, 2, 3])('puts each protocol in each of 18 places equally often: %i × 18 participants', (k) => {
    expect(cycleOf(SIZES)).toBe(18);
    const placed = of(1, 18 * k).flatMap((order) => order.map(({ protocol }, place) => `${protocol} at ${place}`));
    const counts = count(placed);
    expect(counts.size).toBe(18 * 18);
    expect(new Set(counts.values())).toEqual(new Set([k]));
  });

  it('does so from any cycle on, and not only from the first', () => {
    const counts = count(of(55, 72).flatMap((order) => order.map(({ protocol }, place) => `${protocol} at ${place}`)));
    expect([counts.size, ...new Set(counts.values())]).toEqual([324, 1]);
  });

  it('lets each protocol follow each other one of its game equally often', () => {
    const pairs = of(1, 18).flatMap((order) =>
      order.slice(1).flatMap(({ protocol }, at) => {
        const before = order[at]!.protocol;
        return gameOf(before) === gameOf(protocol) ? [`${before} then ${protocol}`] : [];
      }),
    );
    const counts = count(pairs);
    expect(counts.size).toBe(3 * 6 * 5);
    expect(new Set(counts.values())).toEqual(new Set([3]));
  });

  it('has every order of the three games equally often', () => {
    const orders = of(1, 18).map((order) => [0, 6, 12].map((place) => gameOf(order[place]!.protocol)).join(' '));
    expect([...count(orders).values()]).toEqual([3, 3, 3, 3, 3, 3]);
  });

  it('turns the options of half of each block, and each protocol in each place once in two cycles', () => {
    for (const order of of(1, 36))
      for (const block of [0, 6, 12])
        expect(order.slice(block, block + 6).filter(({ turned }) => turned)).toHaveLength(3);
    const counts = count(
      of(1, 36).flatMap((order) => order.map(({ protocol, turned }, place) => `${protocol} ${place} ${turned}`)),
    );
    expect([counts.size, ...new Set(counts.values())]).toEqual([2 * 18 * 18, 1]);
  });

  it('is not the order of arrival: participants of a cycle get their orders by lot', () => {
    const first = (from: number) => of(from, from + 17).map((order) => order[0]!.protocol);
    expect(first(1)).not.toEqual(first(19));
  });
});

it('is a function of seed and number', () => {
  expect(orderFor(SIZES, 5, 7)).toEqual(orderFor(SIZES, 5, 7));
  expect(orderFor(SIZES, 5, 7)).not.toEqual(orderFor(SIZES, 6, 7));
});

it.each([
  [[3, 3], 6],
  [[4], 4],
  [[2, 3], 12],
  [[1, 1, 1], 3],
])('balances places within blocks of other sizes too: %j', (sizes, cycle) => {
  expect(cycleOf(sizes)).toBe(cycle);
  const counts = count(
    Array.from({ length: cycle }, (_, i) => orderFor(sizes, 3, i + 1)).flatMap((order) =>
      order.map(({ protocol }) => protocol),
    ),
  );
  expect(new Set(counts.values())).toEqual(new Set([cycle]));
});
