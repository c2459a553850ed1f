/**
 * A terminal that is gone (its window was closed, its connection was cut) when the program ends. Node sets every terminal
 * back as it found it and aborts where it cannot, with a core dump: so what is gone is replaced by nothing before that.
 */
import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';

/** Of stdin, stdout and stderr those that were a terminal when the program began. */
const terminals = [0, 1, 2].filter((fd) => isatty(fd));

/** To be called once, when the program begins. */
export function outliveTerminal(): void {
  if (process.platform === 'win32' || terminals.length === 0) return;
  process.on('exit', () => {
    for (const fd of terminals) {
      if (isatty(fd)) continue;
      try {
        // The lowest number that is free is the one that was closed.
        closeSync(fd);
        openSync('/dev/null', 'r+');
      } catch {
        // Then there is nothing that Node could set back.
      }
    }
  });
}
