import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bisect, maximise, maximiseTwo, rootAbove } from './numeric.ts';

describe('bisect', () => {
  it('finds a root to the last bits, whichever end is negative', () => {
    expect(bisect((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 15);
    expect(bisect((x) => 2 - x * x, 0, 2)).toBeCloseTo(Math.SQRT2, 15);
    expect(bisect((x) => x ** 3 - 8, 10, -10)).toBeCloseTo(2, 14);
  });

  it('finds where a jump changes sign', () => {
    expect(bisect((x) => (x < 0.3 ? -1 : 1), 0, 1)).toBeCloseTo(0.3, 15);
  });

  it('takes an end that is a root, and refuses ends of one sign', () => {
    expect(bisect((x) => x, 0, 1)).toBe(0);
    expect(bisect((x) => x - 1, 0, 1)).toBe(1);
    expect(() => bisect((x) => x + 1, 0, 1)).toThrow('same sign');
    expect(() => bisect(() => NaN, 0, 1)).toThrow('same sign');
  });

  it('solves any line', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        fc.double({ min: 0.01, max: 1e3, noNaN: true }),
        (root, slope) => {
          expect(Math.abs(bisect((x) => slope * (x - root), -2e3, 2e3) - root)).toBeLessThan(1e-9);
        },
      ),
    );
  });
});

describe('rootAbove', () => {
  it('widens until the sign changes', () => {
    expect(rootAbove((x) => x - 1234.5, 0)).toBeCloseTo(1234.5, 9);
  });

  it('says so where it never does', () => {
    expect(() => rootAbove(() => 1, 0)).toThrow('no change of sign');
  });
});

describe('maximise', () => {
  it('finds the higher of two peaks, and the first of two equal ones', () => {
    const twoPeaks = (x: number) => Math.exp(-((x - 1) ** 2) * 50) + 1.1 * Math.exp(-((x - 3) ** 2) * 50);
    expect(maximise(twoPeaks, 0, 4, 40).at).toBeCloseTo(3, 6);
    const equal = (x: number) => -((Math.abs(x) - 1) ** 2);
    expect(maximise(equal, -2, 2, 8).at).toBeCloseTo(-1, 6);
  });

  it('finds a peak at an end, and takes an interval of one point', () => {
    expect(maximise((x) => x, 0, 4, 10).at).toBeCloseTo(4, 9);
    expect(maximise((x) => -x, 0, 4, 10).at).toBe(0);
    expect(maximise((x) => x, 2, 2, 10)).toEqual({ at: 2, value: 2 });
  });

  it('is never beaten by a grid', () => {
    const grid = Array.from({ length: 401 }, (_, i) => (i * 10) / 400);
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            at: fc.double({ min: 0, max: 10, noNaN: true }),
            height: fc.double({ min: 0.1, max: 2, noNaN: true }),
          }),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        (hills) => {
          const f = (x: number) => hills.reduce((sum, { at, height }) => sum + height * Math.exp(-((x - at) ** 2)), 0);
          expect(maximise(f, 0, 10, 40).value).toBeGreaterThanOrEqual(Math.max(...grid.map(f)) - 1e-12);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('maximiseTwo', () => {
  const box = { low: [0, 0], high: [4, 4], points: 20 } as const;

  it('finds a peak off the grid, on a slanted ridge', () => {
    const { at } = maximiseTwo((x, y) => -((x - 1.2345) ** 2) - 5 * (x + y - 3.3) ** 2, box);
    expect(at[0]).toBeCloseTo(1.2345, 5);
    expect(at[1]).toBeCloseTo(3.3 - 1.2345, 5);
  });

  it('finds the higher of two peaks, and one in a corner', () => {
    const hill = (x: number, y: number, a: number, b: number) => Math.exp(-5 * ((x - a) ** 2 + (y - b) ** 2));
    const { at } = maximiseTwo((x, y) => hill(x, y, 1, 1) + 1.2 * hill(x, y, 3, 2), box);
    expect(at[0]).toBeCloseTo(3, 4);
    expect(at[1]).toBeCloseTo(2, 4);
    expect(maximiseTwo((x, y) => x + y, box).at).toEqual([4, 4]);
  });
});
