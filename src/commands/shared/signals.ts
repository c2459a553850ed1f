/** Ctrl-C, a closed window, and other ways to be asked to stop. */
import { printProblem } from './print.ts';
import { byHand } from '../../core/shell.ts';

const CODES: Partial<Record<NodeJS.Signals, number>> = { SIGTERM: 143, SIGHUP: 129 };

/** Milliseconds: the same signal again so soon is the same Ctrl-C, sent to the group and passed on by the starter too. */
const THE_SAME_MS = 300;

/** Ctrl-C once stops after the match at hand; twice ends the program as usual. */
export function catchSignals() {
  const controller = new AbortController();
  let code = 130;
  let since = 0;
  const stop = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted && since > 0) {
      if (performance.now() - since < THE_SAME_MS) return;
      done();
      process.kill(process.pid, signal);
      return;
    }
    since = performance.now();
    stopWith(CODES[signal] ?? 130);
  };
  const stopWith = (exitCode: number): void => {
    if (!controller.signal.aborted) code = exitCode;
    controller.abort();
  };
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, stop);
  const done = (): void => signals.forEach((signal) => void process.removeListener(signal, stop));
  const exitCode = (): number => code;
  return {
    signal: controller.signal,
    /** Stops as a signal does, with the exit code that says why. */
    stop: stopWith,
    done,
    /** Of a run that was stopped. */
    exitCode,
    /** The exit code, and on stderr what became of the rest. */
    code(played: number, wanted: number, session: string): number {
      if (!controller.signal.aborted) return 0;
      const more = played < wanted && played > 0 ? `; "${byHand(`run --resume ${session}`)}" goes on` : '';
      printProblem(`Stopped after ${played} of ${wanted} matches: what was played is kept${more}.`);
      return exitCode();
    },
  };
}
