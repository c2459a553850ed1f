import { expect, it } from 'vitest';
import { usualAdapter, usualBatch } from './default-options.ts';

it.each([
  [96, 1, 1],
  [240, 1, 2],
  [320, 1, 2],
  [360, 1, 2],
  [480, 1, 2],
  [640, 1, 2],
  [200, 3, 2],
  [960, 1, 4],
  [10_000, 2, 8],
])('%i rows, %i times, in batches of %i', (rows, epochs, batch) => {
  expect(usualBatch(rows, epochs)).toBe(batch);
});

it('upper layers alone learn at another rate, where none is asked for', () => {
  expect(usualAdapter({}, false)).toEqual({ layers: 'upper', lr: 0.003 });
  expect(usualAdapter({}, true)).toEqual({ layers: 'all', lr: 0.001 });
  expect(usualAdapter({ layers: 'all' }, false)).toEqual({ layers: 'all', lr: 0.001 });
  expect(usualAdapter({ layers: 'upper' }, true)).toEqual({ layers: 'upper', lr: 0.003 });
  expect(usualAdapter({ layers: 'upper', lr: 0.01 }, false)).toEqual({ layers: 'upper', lr: 0.01 });
});
