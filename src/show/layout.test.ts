import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutRows, type Need } from './layout.ts';

const text: Need = { gives: 'nothing', least: 3, wanted: 3, most: 3 };
const table: Need = { gives: 'table', least: 4, wanted: 12, most: 12 };
const series: Need = { gives: 'series', least: 6, wanted: 11, most: 18 };
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

describe('layoutRows', () => {
  it('gives everybody what it wants without a height', () => {
    expect(layoutRows([text, table, series], [0, 1, 1], undefined)).toEqual({ rows: [3, 12, 11], gaps: [0, 1, 1] });
  });

  it('takes blank rows first, then rows of tables, then rows of charts, never text', () => {
    expect(layoutRows([text, series, table], [0, 1, 1], 27).gaps).toEqual([0, 1, 0]);
    expect(layoutRows([text, series, table], [0, 1, 1], 20)).toEqual({ rows: [3, 11, 6], gaps: [0, 0, 0] });
    expect(layoutRows([text, series, table], [0, 1, 1], 14)).toEqual({ rows: [3, 7, 4], gaps: [0, 0, 0] });
    expect(layoutRows([text, series, table], [0, 1, 1], 5)).toEqual({ rows: [3, 6, 4], gaps: [0, 0, 0] });
  });

  it('gives what is left to the chart', () => {
    expect(layoutRows([text, series], [0, 1], 40).rows).toEqual([3, 18]);
  });

  it('keeps between least and most, and uses the height as far as it can', () => {
    const need = fc.constantFrom(text, table, series);
    fc.assert(
      fc.property(fc.array(need, { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 100 }), (needs, height) => {
        const { rows, gaps } = layoutRows(
          needs,
          needs.map(() => 1),
          height,
        );
        rows.forEach((count, i) => {
          expect(count).toBeGreaterThanOrEqual(needs[i]!.least);
          expect(count).toBeLessThanOrEqual(needs[i]!.most);
        });
        const used = sum(rows) + sum(gaps);
        if (used > height) expect(rows).toEqual(needs.map((n) => n.least));
        if (used < height) expect(rows).toEqual(needs.map((n) => n.most));
      }),
    );
  });
});
