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
  const closed = new Promise<void>((resolve) => process_.on('close', () => resolve()));
  const lines = () => said.split('\n').slice(0, -1);
  return {
    process: process_,
    closed,
    /** The turns that were acknowledged, whole lines only. */
    acknowledged: () =>
      lines()
        .filter((line) => /^\d+$/.test(line))
        .map(Number),
    last: () => lines().at(-1) ?? '',
    /** Resolves when so many turns are acknowledged. */
    async reached(count: number): Promise<void> {
      while (lines().length < count)
        await Promise.race([new Promise<void>((resolve) => listeners.push(resolve)), closed]);
    },
  };
}
