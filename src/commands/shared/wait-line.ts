/** What is waited for, on stderr: a line that moves while a terminal looks on; else a line after a second and every ten. */
import { printProblem } from './print.ts';
import { movingLine, tellsPipes } from './moving-line.ts';

/** Milliseconds after which the first line is said where none moves, and between lines from then on. */
export const [FIRST_TOLD_MS, TOLD_EVERY_MS] = [1000, 10_000];

export function waitLine() {
  const line = movingLine();
  let tellAt = performance.now() + FIRST_TOLD_MS;
  return {
    /** `text`: as a function it is asked for only where it is shown. */
    draw(text: string | (() => string)): void {
      const said = typeof text === 'string' ? () => text : text;
      if (process.stderr.isTTY) return line.draw(said);
      const now = performance.now();
      if (now < tellAt || !tellsPipes()) return;
      tellAt = now + TOLD_EVERY_MS;
      printProblem(said());
    },
    clear: line.clear,
  };
}
