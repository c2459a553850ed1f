/** What is waited for, on stderr: a line that moves while a terminal looks on; else a line after a second and every ten. */
import { printProblem } from './print.ts';
import { movingLine, tellsPipes } from './moving-line.ts';

/** Milliseconds after which the first line is said where none moves, and between lines from then on. */
const [FIRST_TOLD_MS, TELL_EVERY_MS] = [1000, 10_000];

export function waitLine() {
  const line = movingLine();
  let tellAt = performance.now() + FIRST_TOLD_MS;
  return {
    draw(text: string): void {
      if (process.stderr.isTTY) return line.draw(() => text);
      if (!tellsPipes() || performance.now() < tellAt) return;
      tellAt = performance.now() + TELL_EVERY_MS;
      printProblem(text);
    },
    clear: line.clear,
  };
}
