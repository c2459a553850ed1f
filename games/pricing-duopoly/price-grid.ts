/**
 * The list of prices that may be asked, and the best of it: a maximum is one among these prices, never the nearest to a
 * maximum over all numbers, which may lie beside another peak. Prices in units of `currency`.
 */
import { type Box, type Peak, peaksOf, peaksOfTwo } from '../../src/core/numeric.ts';
import type { Pair } from './demand.ts';

export type PriceGrid = {
  /** From 0 to the highest multiple of the step that is allowed. */
  readonly size: number;
  readonly step: number;
  /** The price at a place, from 0. */
  price(index: number): number;
};

/** The place of the highest price of the list that is no higher than this one. */
const below = ({ size, step }: PriceGrid, price: number): number =>
  Math.min(size - 1, Math.max(0, Math.floor(price / step + 1e-9)));

const above = (grid: PriceGrid, price: number): number =>
  Math.min(grid.size - 1, Math.max(0, Math.ceil(price / grid.step - 1e-9)));

/** Two values of utility that differ by less are the same. */
const tieAt = (value: number): number => 1e-12 * Math.abs(value);

/**
 * The best price of the list for an objective that rises below `low`, falls above `high` and may have several peaks between:
 * the whole list between them where it is short, else the neighbours of every peak. The lowest on a tie.
 */
export function bestPrice(
  f: (price: number) => number,
  grid: PriceGrid,
  low: number,
  high: number,
  points: number,
): Peak {
  const [from, to] = [below(grid, low), above(grid, high)];
  const places = new Set<number>();
  if (to - from <= 4 * points + 100) for (let i = from; i <= to; i++) places.add(i);
  else
    for (const { at } of peaksOf(f, low, high, points)) {
      places.add(below(grid, at));
      places.add(above(grid, at));
    }
  const prices = [...places].sort((a, b) => a - b).map((place) => grid.price(place));
  const values = prices.map((price) => f(price));
  const top = Math.max(...values);
  const best = Math.max(
    0,
    values.findIndex((value) => value >= top - tieAt(top)),
  );
  return { at: prices[best]!, value: values[best]! };
}

/** How far around a peak of two prices the list is searched, in its steps. */
const AROUND = 2;

/** The best two prices of the list for an objective of a price for either position: from every peak the list is climbed. */
export function bestTwoPrices(f: (one: number, two: number) => number, grid: PriceGrid, box: Box): Pair {
  const known = new Map<number, number>();
  const value = (i: number, j: number): number => {
    const place = i * grid.size + j;
    let worth = known.get(place);
    if (worth === undefined) known.set(place, (worth = f(grid.price(i), grid.price(j))));
    return worth;
  };
  let best = { i: 0, j: 0, value: -Infinity };
  for (const { at } of peaksOfTwo(f, box)) {
    const [first, second] = [below(grid, at[0]), below(grid, at[1])];
    let here = { i: first, j: second, value: value(first, second) };
    for (let moved = true; moved;) {
      moved = false;
      const { i, j } = here;
      for (let di = -AROUND; di <= AROUND; di++)
        for (let dj = -AROUND; dj <= AROUND; dj++) {
          const [ni, nj] = [i + di, j + dj];
          if (ni < 0 || nj < 0 || ni >= grid.size || nj >= grid.size) continue;
          const there = value(ni, nj);
          if (there > here.value + tieAt(here.value)) {
            here = { i: ni, j: nj, value: there };
            moved = true;
          }
        }
    }
    if (here.value > best.value) best = here;
  }
  return [grid.price(best.i), grid.price(best.j)];
}
