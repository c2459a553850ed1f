/** The figure of several runs, and what may be concluded of one, from numbers that are written down here. */
import { describe, expect, it } from 'vitest';
import { blocksAsText } from '../core/blocks.ts';
import { drawBlocks } from '../show/draw.ts';
import { marksFor } from '../show/marks.ts';
import { textOfAll } from '../show/line.ts';
import { pointsWords } from '../page/chart-points.ts';
import { type DoseDocument, doseBlocks, doseFigure, doseForm } from './dose.ts';
import { doseSize } from './report-size.ts';

const point = (trained: number, value: number | null): DoseDocument['points'][number] => ({
  ...{ run: `run-${trained}`, trained, value, n: 40, standing: { kind: 'tuned model' } },
  ...{ low: value === null ? null : value - 0.1, high: value === null ? null : value + 0.1 },
  why: value === null ? 'No values, only ranges.' : null,
  ...{ agreement: { k: 36, n: 40, rate: 0.9, interval: [0.77, 0.96] as const }, baseRate: 0.6 },
  beside: null,
  agreed: [
    {
      ...{ node: 'trust first', method: 'direct', baseRate: 0.6 },
      agreement: { k: 8, n: 10, rate: 0.8, interval: [0.49, 0.94] as const },
    },
  ],
  nodes: [{ node: 'trust first', method: 'direct', answer: 'T', theory: 0.5, given: trained, interval: null, n: 10 }],
});

const document: DoseDocument = {
  ...{ version: 1, form: 'decision', from: 'held-out' },
  points: [point(0, 0.05), point(0.5, 0.47), point(1, null)],
  base: { name: 'small', value: 0.3, low: 0.1, high: 0.5, why: null },
  control: null,
};

describe('the figure of several runs', () => {
  it('has a point a run that has a value, its interval and the base as a line', () => {
    const { points, levels, x, y } = doseFigure(document);
    expect(points.map((one) => [one.x, one.y])).toEqual([
      [0, 0.05],
      [0.5, 0.47],
      [1, null],
    ]);
    expect(points[1]!.interval).toEqual([0.37, 0.57]);
    expect(levels.map(({ at }) => at)).toEqual([0.3]);
    expect([x.min, x.max, y.min, y.max]).toEqual([0, 1, -0.25, 1]);
    expect(pointsWords(doseFigure(document))).toContain('0.47, 0.37 to 0.57');
  });

  it('says of every run its numbers, of one without a value why, and the levels at each node', () => {
    const said = blocksAsText(doseBlocks(document));
    expect(said).toContain('run-0.5 | 0.50 | 0.47 | 0.37 to 0.57 | 90 % | 60 %');
    expect(said).toContain('90 % | 60 % | 40');
    expect(said).toContain('trust first, direct | 80 % / 60 %, n 10 |');
    expect(said).toContain('run-1: No values, only ranges.');
    expect(said).toContain('trust first, direct | T | 0 % / 50 % | 50 % / 50 % | 100 % / 50 %');
  });

  it('has who was trained on α and β in the table, and on no diagonal of κ', () => {
    const social = { ...point(0, 0.3), run: 'fair', beside: 'α 0.5, β 0.6' };
    const whole = { ...document, points: [point(0, 0.05), social] };
    expect(doseFigure(whole).points.map(({ name }) => name)).toEqual(['run-0']);
    const said = blocksAsText(doseBlocks(whole));
    expect(said).toContain('fair | 0.00, α 0.5, β 0.6 | 0.30');
    expect(said).toContain('κ 0, α 0.5, β 0.6');
  });

  it('does not call a run tuned whose proof failed', () => {
    const failed = { ...point(0, 0.05), standing: { kind: 'not a tuned model', failed: ['mask'] } as const };
    expect(blocksAsText(doseBlocks({ ...document, points: [failed] }))).toContain('not a tuned model: mask failed');
  });

  it('fits into 80 columns, marks on the diagonal lower left and upper right', () => {
    const drawn = textOfAll(
      drawBlocks(
        [doseFigure({ ...document, points: [point(0, 0), point(1, 1)] })],
        80,
        20,
        marksFor([], [], false),
        false,
      ),
    );
    const lines = drawn.split('\n');
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(80);
    const places = lines.flatMap((line, row) =>
      [...line].flatMap((letter, column) => ('●▲'.includes(letter) ? [[row, column]] : [])),
    );
    expect(places).toHaveLength(2);
    expect(places[0]![1]).toBeGreaterThan(places[1]![1]!);
  });
});

describe('the form in which κ is read', () => {
  const set = (decisions: number, lambda: number | null = null) => ({
    shares: { reasons: 0, decisions, form: 0.1, contrast: 0.5, disclosed: 0 },
    lambda,
  });

  it('is letters where all runs were trained on them, and words where one was not', () => {
    expect(doseForm([set(0.25), set(0.25)])).toBe('decision');
    expect(doseForm([set(0, 8), set(0, 8)])).toBe('decision');
    expect(doseForm([set(0), set(0)])).toBe('words');
    expect(doseForm([set(0.25), set(0)])).toBe('words');
  });

  it('is the only one that is asked', () => {
    expect(doseSize('words').heldOut).toEqual({ words: 40, json: 0, decision: 0 });
    expect(doseSize('decision').heldOut).toEqual({ words: 0, json: 0, decision: 40 });
  });
});
