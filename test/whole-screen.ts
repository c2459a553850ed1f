/** That a screen is whole: nothing is wider or longer than the window, no title is cut, and its help fits too. */
import { expect } from 'vitest';
import { widthOf } from '../src/show/line.ts';
import { bodySize } from '../src/terminal/body-size.ts';
import { keyLine } from '../src/terminal/keys.ts';
import { help } from '../src/terminal/screens/help.ts';
import { shownOf } from '../src/terminal/screens/index.ts';
import type { LabState } from '../src/terminal/state.ts';

/** The smallest window, a usual one, a wide one and a projector's. */
const SIZES = [
  [60, 20],
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

/** Looks at the screen of this state at four sizes. */
export function expectWhole(drawn: LabState): void {
  for (const [columns, rows] of SIZES) {
    const state = { ...drawn, columns, rows };
    const shown = shownOf(state);
    const { width, height } = bodySize(columns, rows, shown.indent);
    const where = `${shown.title} at ${columns} by ${rows}`;
    expect(shown.title.length + shown.right.length, where).toBeLessThanOrEqual(columns - 4);
    const lines = shown.lines(width, height);
    expect(lines.length, where).toBeLessThanOrEqual(height);
    for (const line of lines)
      expect(widthOf(line), `${where}: ${line.map(({ text }) => text).join('')}`).toBeLessThanOrEqual(width);
    expect(keyLine(shown.hints, columns - 2).length, where).toBeLessThanOrEqual(columns - 2);
    for (const hint of shown.hints) expect(hint.help, `${where}: ${hint.keys}`).not.toBe('');
    for (const line of help(shown, state.games, 0).lines(width, height))
      expect(widthOf(line), `help of ${where}`).toBeLessThanOrEqual(width);
  }
}
