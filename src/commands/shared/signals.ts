/** Ctrl-C, a closed window, and other ways to be asked to stop. */
import { printProblem } from './print.ts';
import { byHand } from '../../core/shell.ts';

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const CODES: Partial<Record<NodeJS.Signals, number>> = { SIGTERM: 143, SIGHUP: 129 };

/** The exit code of a program that this signal has ended. */
const exitCodeOf = (signal: NodeJS.Signals): number => CODES[signal] ?? 130;

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
    stopWith(exitCodeOf(signal));
  };
  const stopWith = (exitCode: number): void => {
    if (!controller.signal.aborted) code = exitCode;
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  const done = (): void => SIGNALS.forEach((signal) => void process.removeListener(signal, stop));
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

/** Signals that leave a room at once; `asks`: the first Ctrl-C only asks, by `say`. `stopped` resolves with the exit code. */
export function leaveSignals(asks: boolean, say: (words: string) => void) {
  const stopping = Promise.withResolvers<number>();
  let askedAt = -Infinity;
  const stop = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    if (now - askedAt < THE_SAME_MS) return;
    if (signal === 'SIGINT' && asks && askedAt === -Infinity) {
      askedAt = now;
      say('Leave, and close the room? Nothing is lost. Ctrl-C again leaves.');
    } else stopping.resolve(exitCodeOf(signal));
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return {
    stopped: stopping.promise,
    done: () => SIGNALS.forEach((signal) => void process.off(signal, stop)),
  };
}
