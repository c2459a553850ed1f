/** A line on stderr that is drawn over itself while a terminal looks on. */
import { shown, wantsAscii } from '../../show/glyphs.ts';

/** Whether who reads stderr in a pipe is told how far work is; HOMINES_PROGRESS=0 says no. */
export const tellsPipes = (): boolean => process.env['HOMINES_PROGRESS'] !== '0';

/** Columns that a terminal writes "^C" into behind the line: on the next row it could not be drawn over. */
const ECHO = 2;

/** Draws over what it drew before. */
export function movingLine() {
  let drawn = performance.now();
  let width = 0;
  return {
    /** At most ten times a second. */
    draw(line: () => string): void {
      const now = performance.now();
      if (!process.stderr.isTTY || now - drawn < 100) return;
      drawn = now;
      const text = shown(line(), wantsAscii()).slice(0, Math.max(20, process.stderr.columns - 1 - ECHO));
      process.stderr.write(`\r${text.padEnd(width)}`);
      width = text.length;
    },
    clear(): void {
      if (width > 0) process.stderr.write(`\r${' '.repeat(width + ECHO)}\r`);
      width = 0;
    },
  };
}
