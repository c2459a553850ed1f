/** The order of an app's rows. */
import { expect, it } from 'vitest';
import { orderedRows } from './ordered-rows.ts';
import { pages } from './pages.ts';

/** What stands in a table after `fill` has put its rows. */
async function tableOf(fill: (rows: ReturnType<typeof orderedRows>) => Promise<void>): Promise<string> {
  const table = pages();
  await fill(orderedRows(table.sink, () => Promise.resolve()));
  return Buffer.concat(table.rest()).toString();
}

it('rows stand by round, then by place, and those of one place as they came', async () => {
  const table = await tableOf(async (rows) => {
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
    await rows.settle();
    rows.put(1, 9, 'next ');
    await rows.settle();
  });
  expect(table).toBe('κ1 🎲2 a3 a3 again b1 b3 k1 next ');
});

it('rows that are larger than a page stand whole', async () => {
  const large = ['x', 'é'].map((letter) => letter.repeat(300_000));
  const table = await tableOf(async (rows) => {
    rows.put(2, 1, large[1]!);
    rows.put(1, 1, large[0]!);
    await rows.settle();
  });
  expect(table === large.join('')).toBe(true);
});

it('rows that are too many to wait are put in order among themselves', async () => {
  const text = 'x'.repeat(1 << 20);
  const table = await tableOf(async (rows) => {
    for (let place = 1; place <= 18; place++) rows.put(place % 2, place, `${place}${text}`);
    expect(rows.isFull()).toBe(true);
    await rows.settleFull();
    expect(rows.isFull()).toBe(false);
    await rows.settle();
  });
  expect(table.split(text).slice(0, -1).map(Number)).toEqual([
    ...[2, 4, 6, 8, 10, 12, 14, 16],
    ...[1, 3, 5, 7, 9, 11, 13, 15],
    ...[18, 17],
  ]);
});
