/** A comparison that is waited for without a screen: how far it is on stderr, and Ctrl-C in a sentence. */
import type { Comparison } from '../../analysis/compare/document.ts';
import type { By } from '../../analysis/compare/samples.ts';
import type { LiveComparison } from '../../comparing/live-comparison.ts';
import { farLine } from './far-line.ts';
import { printProblem } from './print.ts';
import { catchSignals } from './signals.ts';

/** The whole comparison; the exit code where it was stopped before, which has been said. */
export async function waitForComparison(open: LiveComparison, by: By): Promise<Comparison | number> {
  const [stopped, line] = [catchSignals(), farLine()];
  const stop = new Promise<null>((heard) =>
    stopped.signal.addEventListener('abort', () => heard(null), { once: true }),
  );
  try {
    const far = (matches: number, of: number): void =>
      line.draw(matches < of ? 'matches read' : 'matches read, figures are worked out', matches, of);
    const comparison = await Promise.race([open.update(by, true, far), stop]);
    if (comparison !== null) return comparison;
    line.clear();
    printProblem('Stopped before all was compared: nothing was written.');
    return stopped.exitCode();
  } finally {
    line.clear();
    stopped.done();
  }
}
