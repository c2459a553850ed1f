import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ticksFor } from './ticks.ts';

it('takes the finest of 1, 2, 5 that fits', () => {
  expect(ticksFor(14.7, 18, 1, 8)).toMatchObject({ step: 0.5, low: 14.5, high: 18, count: 8 });
  expect(ticksFor(14.7, 18, 1, 5)).toMatchObject({ step: 1, low: 15, high: 18, count: 4 });
  expect(ticksFor(0, 30, 0, 8)).toMatchObject({ step: 5, count: 7 });
});

it('writes no finer than its decimals', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 2, max: 20 }),
      (a, b, decimals, rows) => {
        const [min, max] = [Math.min(a, b), Math.max(a, b)];
        const ticks = ticksFor(min, max, decimals, rows);
        expect(ticks.count).toBeLessThanOrEqual(rows);
        expect(ticks.count).toBeGreaterThanOrEqual(2);
        if (max - min >= 10 ** -decimals) {
          expect(Number(ticks.step.toFixed(decimals))).toBeCloseTo(ticks.step, 9);
          expect(ticks.low - ticks.step / 2).toBeLessThanOrEqual(min + 1e-9);
          expect(ticks.high + ticks.step / 2).toBeGreaterThanOrEqual(max - 1e-9);
        }
      },
    ),
  );
});

it('has room around a single value', () => {
  const ticks = ticksFor(15, 15, 1, 8);
  expect(ticks.low).toBeLessThan(15);
  expect(ticks.high).toBeGreaterThan(15);
});
