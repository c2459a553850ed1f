/** A command of homines run by homines as a person would run it: another process of this program, with this terminal. */
import { spawn } from 'node:child_process';

/** Signals that a terminal, a closing window or another program sends; the command hears them, and we wait for its end. */
const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export type OwnCommandEnd = {
  /** The command's exit code; that of a signal where one ended it. */
  readonly code: number;
  /** Whether somebody asked to stop meanwhile: nothing more is to be begun then, whatever the code. */
  readonly stopped: boolean;
};

/** Numbers of signals in exit codes. */
const NUMBERS: Readonly<Partial<Record<NodeJS.Signals, number>>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/**
 * Runs `homines WORDS…` to its end. Ctrl-C reaches it by the terminal; a signal that is sent to this process alone is passed
 * on. Throws where the program cannot be begun.
 */
export function ownCommand(words: readonly string[]): Promise<OwnCommandEnd> {
  return new Promise((done, fail) => {
    let stopped = false;
    const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, ...words], { stdio: 'inherit' });
    const hear = (signal: NodeJS.Signals): void => {
      stopped = true;
      // On a terminal it has heard Ctrl-C itself, and a second one would mean another thing.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, hear);
    const deaf = (): void => SIGNALS.forEach((signal) => void process.removeListener(signal, hear));
    child.once('error', (error) => (deaf(), fail(error)));
    child.once('close', (code, signal) => {
      deaf();
      done({ code: code ?? 128 + (signal === null ? 1 : (NUMBERS[signal] ?? 1)), stopped: stopped || signal !== null });
    });
  });
}
