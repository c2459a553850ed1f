/** Other processes for the tests of the store. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** A writer process, and what it has acknowledged so far. */
export function writer(file: string, match: string, seat: number, from: number, to: number) {
  const process_ = spawn(
    process.execPath,
    [join(import.meta.dirname, 'writer.ts'), file, match, String(seat), String(from), String(to)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let said = '';
  const listeners: (() => void)[] = [];
  process_.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    for (const listener of listeners.splice(0)) listener();
  });
  let isClosed = false;
  const closed = new Promise<void>((resolve) =>
    process_.on('close', () => {
      isClosed = true;
      resolve();
    }),
  );
  const lines = () => said.split('\n').slice(0, -1);
  const acknowledged = () =>
    lines()
      .filter((line) => /^\d+$/.test(line))
      .map(Number);
  const last = () => lines().at(-1) ?? '';
  return {
    process: process_,
    closed,
    /** The turns that were acknowledged, whole lines only. */
    acknowledged,
    last,
    /**
     * Resolves when so many turns are acknowledged. Rejects where the process has ended before: nothing more comes, and who asked
     * for it again and again would let no timer of this process have its turn, until its memory is full.
     */
    async reached(count: number): Promise<void> {
      for (let turns = 0; (turns = acknowledged().length) < count;) {
        if (isClosed) throw new Error(`The writer ended after ${turns} of ${count} turns: ${last()}`);
        await Promise.race([new Promise<void>((resolve) => listeners.push(resolve)), closed]);
      }
    },
  };
}
