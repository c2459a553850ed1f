import { expect, it } from 'vitest';
import { usualBatch } from './default-options.ts';

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
