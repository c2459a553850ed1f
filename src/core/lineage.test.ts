import { expect, it } from 'vitest';
import { lineageOf } from './lineage.ts';
import type { TuningRow } from './log.ts';
import { lineageSentences, servedWarnings } from './served-model.ts';

const row = (adapter: string, at: number, standing: string, proven: boolean): TuningRow => ({
  ...{ data: 'd'.repeat(64), run: 'econ', adapter, provider: 'tuned', model: 'econ', agent: 'economicus' },
  ...{ standing, proven, at },
});
const rows = [
  row('one', 10, 'not proven', false),
  row('one', 20, 'a tuned model', true),
  row('two', 30, 'not a tuned model: alive failed', false),
];

it('is the adapter that was seated last before, with what may be said of it by now', () => {
  expect(lineageOf(rows, 'tuned', 'econ', 15)).toMatchObject({ adapter: 'one', proven: true });
  expect(lineageOf(rows, 'tuned', 'econ', 30)).toMatchObject({ adapter: 'two', proven: false });
  expect(lineageOf(rows, 'tuned', 'econ', 9)).toBe(null);
  expect(lineageOf(rows, 'tuned', 'base', 99)).toBe(null);
});

it('is warned of where it is not proven, and told in any case', () => {
  const served = { provider: 'tuned', model: 'econ', served: 'econ', leftOut: [] };
  const [good, bad] = [lineageOf(rows, 'tuned', 'econ', 15)!, lineageOf(rows, 'tuned', 'econ', 40)!];
  expect(servedWarnings([served])).toEqual([]);
  expect(servedWarnings([{ ...served, lineage: good }])).toEqual([]);
  expect(servedWarnings([{ ...served, lineage: bad }])).toEqual([
    expect.stringContaining('tuned/econ is not a tuned model: alive failed'),
  ]);
  expect(
    lineageSentences([
      { ...served, lineage: good },
      { ...served, lineage: good },
    ]),
  ).toHaveLength(1);
  expect(lineageSentences([{ ...served, lineage: good }])[0]).toMatch(/econ.*dddddddddddd.*one/);
});
