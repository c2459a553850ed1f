import { describe, expect, it } from 'vitest';
import { line, textOf } from '../../show/line.ts';
import { around, windowed } from './screen.ts';

const lines = Array.from({ length: 20 }, (_, i) => line(`line ${i}`));
const text = (first: number, height: number): readonly string[] => windowed(lines, first, height).map(textOf);

describe('a long text in a window', () => {
  it('says how much stands below and above, and shows the last line at the end', () => {
    expect(text(0, 5)).toEqual(['line 0', 'line 1', 'line 2', 'line 3', '… 16 more lines, ↑↓']);
    expect(text(3, 5)).toEqual(['… 4 lines above, ↑↓', 'line 4', 'line 5', 'line 6', '… 13 more lines, ↑↓']);
    expect(text(99, 5)).toEqual(['… 17 lines above, ↑↓', 'line 17', 'line 18', 'line 19']);
  });

  it('counts what it hides exactly, wherever it stands', () => {
    for (let first = 0; first < 20; first++) {
      const seen = text(first, 6);
      const shown = seen.filter((l) => l.startsWith('line ')).length;
      const hidden = seen.flatMap((l) => /^… (\d+)/.exec(l)?.[1] ?? []).reduce((sum, n) => sum + Number(n), 0);
      expect(shown + hidden).toBe(20);
    }
  });

  it('keeps the cursor in view', () => {
    for (let at = 0; at < 20; at++) expect(around(lines, at, 7).map(textOf)).toContain(`line ${at}`);
  });
});
