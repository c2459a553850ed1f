/** The order of an app's rows. */
import { expect, it } from 'vitest';
import { orderedRows } from './ordered-rows.ts';
import { pages } from './pages.ts';

/** What stands in a table after `fill` has put its rows. */
function tableOf(fill: (rows: ReturnType<typeof orderedRows>) => void): string {
  const table = pages();
  fill(orderedRows(table.sink));
  return Buffer.concat(table.rest()).toString();
}

it('rows stand by round, then by place, and those of one place as they came', () => {
  const table = tableOf((rows) => {
    for (const [round, place, text] of [
      [1, 1, 'κ1 '],
      [2, 1, 'b1 '],
      [1, 3, 'a3 '],
      [2, 3, 'b3 '],
      [1, 2, '🎲2 '],
      [10, 1, 'k1 '],
      [1, 3, 'a3 again '],
    ] as const)
      rows.put(round, place, text);
    rows.settle();
    rows.put(1, 9, 'next ');
    rows.settle();
  });
  expect(table).toBe('κ1 🎲2 a3 a3 again b1 b3 k1 next ');
});

it('rows that are larger than a page stand whole', () => {
  const large = ['x', 'é'].map((letter) => letter.repeat(300_000));
  const table = tableOf((rows) => {
    rows.put(2, 1, large[1]!);
    rows.put(1, 1, large[0]!);
    rows.settle();
  });
  expect(table).toBe(large.join(''));
});
