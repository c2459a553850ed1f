/** How far a batch is, on stderr. */
import type { Played } from '../batch.ts';

/** A line on stderr that moves while a terminal looks on. */
export function progressBar(wanted: number) {
  const since = performance.now();
  let drawn = since;
  let width = 0;
  return {
    draw({ matches, decisions }: Played): void {
      const now = performance.now();
      if (!process.stderr.isTTY || now - drawn < 100) return;
      drawn = now;
      const done = Math.floor((20 * matches) / wanted);
      const speed = Math.round(decisions / ((now - since) / 1000)).toLocaleString('en');
      const line = `[${'#'.repeat(done)}${'.'.repeat(20 - done)}] ${matches.toLocaleString('en')} of ${wanted.toLocaleString('en')} matches, ${speed} choices/s`;
      process.stderr.write(`\r${line.padEnd(width)}`);
      width = line.length;
    },
    clear(): void {
      if (width > 0) process.stderr.write(`\r${' '.repeat(width)}\r`);
      width = 0;
    },
  };
}
