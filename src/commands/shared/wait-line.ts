/** What is waited for, on stderr: a line that moves while a terminal looks on; else a line every ten seconds. */
import { printProblem } from './print.ts';
import { movingLine } from './moving-line.ts';

/** Milliseconds between lines where none moves. */
const TELL_EVERY_MS = 10_000;

export function waitLine() {
  const line = movingLine();
  let told = performance.now();
  return {
    draw(text: string): void {
      if (process.stderr.isTTY) return line.draw(() => text);
      if (performance.now() - told < TELL_EVERY_MS) return;
      told = performance.now();
      printProblem(text);
    },
    clear: line.clear,
  };
}
