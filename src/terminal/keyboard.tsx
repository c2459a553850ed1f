/** The keyboard of a drawn screen: keys one at a time, a paste as text, and the terminal lent back while the program is suspended. */
import { type Key, useApp, useInput, usePaste } from 'ink';
import { useEffect, useRef } from 'react';
import { KeyInput } from './key-input.ts';

export type Keyboard = { readonly stdin: NodeJS.ReadStream; close(): void };

/**
 * Takes the keyboard of this terminal: raw from now on, so that no early key is echoed into the screen. `typing`: whether
 * keys go into a field of letters.
 */
export function openKeyboard(typing: () => boolean): Keyboard {
  const { stdin } = process;
  const keys = new KeyInput(stdin, { typing });
  keys.setRawMode(true);
  stdin.on('data', keys.feed);
  // Whoever asked a question in lines before has stopped it, and listening alone does not begin it again.
  stdin.resume();
  return {
    stdin: keys as unknown as NodeJS.ReadStream,
    close() {
      keys.close();
      stdin.off('data', keys.feed);
      stdin.pause();
    },
  };
}

/** Hands on keys and pastes; `maySuspend`: whether Ctrl-Z gives the terminal to the shell now. Ink asks the terminal to mark pastes, and takes that back whenever it gives the terminal back. */
export function useKeyboard(
  press: (input: string, key: Key) => void,
  paste: (text: string) => void,
  maySuspend: () => boolean = () => true,
): void {
  const suspend = useSuspension();
  useInput((input, key) => (key.ctrl && input === 'z' && maySuspend() ? suspend() : press(input, key)));
  usePaste(paste);
}

/** A signal is delivered within so many milliseconds. */
const DELIVERED = 50;
const delivered = (): Promise<void> => new Promise((done) => setTimeout(done, DELIVERED));

/** Everything that runs in front of this terminal: the launcher that started us too. */
const GROUP = 0;

/**
 * Stopped by Ctrl-Z, for which the function is that is returned, or from outside (kill -TSTP) the terminal is given back
 * first; continued, the screen is drawn again in raw mode, also after a SIGSTOP of which nobody is told. Windows has no such
 * signals.
 */
function useSuspension(): () => void {
  const { suspendTerminal } = useApp();
  const stopGroup = useRef<() => void>(() => undefined);
  useEffect(() => {
    if (process.platform === 'win32') return undefined;
    let busy = false;
    let continued = false;
    const lend = async (meanwhile: () => Promise<void>): Promise<void> => {
      if (busy) return;
      busy = true;
      continued = false;
      try {
        await suspendTerminal(meanwhile);
      } finally {
        busy = false;
      }
    };
    const stop = (whom: number): void =>
      void lend(async () => {
        // Where the launcher stopped first, giving the terminal back has stopped us too, and we have been continued.
        await delivered();
        if (continued) return;
        process.off('SIGTSTP', stopped);
        // The signal's own effect: it stops nothing where no shell could continue it.
        process.kill(whom, 'SIGTSTP');
        await delivered();
        process.on('SIGTSTP', stopped);
      });
    const stopped = (): void => stop(process.pid);
    const goOn = (): void => {
      continued = true;
      void lend(() => Promise.resolve());
    };
    stopGroup.current = () => stop(GROUP);
    process.on('SIGTSTP', stopped).on('SIGCONT', goOn);
    return () => void process.off('SIGTSTP', stopped).off('SIGCONT', goOn);
  }, [suspendTerminal]);
  return () => stopGroup.current();
}
