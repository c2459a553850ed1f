import { expect, it } from 'vitest';
import { usualAdapter, usualBatch } from './default-options.ts';

it.each([
  [96, 1, 1],
  [240, 1, 2],
  [320, 1, 2],
  [360, 1, 2],
  [200, 3, 4],
  [960, 1, 8],
  [10_000, 2, 8],
])('%i rows, %i times, in batches of %i', (rows, epochs, batch) => {
  expect(usualBatch(rows, epochs)).toBe(batch);
});

it('upper layers alone learn at another rate, where none is asked for', () => {
  expect(usualAdapter({})).toEqual({ layers: 'all', lr: 0.001 });
  expect(usualAdapter({ layers: 'upper' })).toEqual({ layers: 'upper', lr: 0.003 });
  expect(usualAdapter({ layers: 'upper', lr: 0.01 })).toEqual({ layers: 'upper', lr: 0.01 });
});
