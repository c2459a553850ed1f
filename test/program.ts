/** The real program as a child process: its output, its complaints, its exit code. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { stale } from '../src/checkout.js';

export const root = join(import.meta.dirname, '..');
const source = join(root, 'src', 'cli.ts');
/** The built program where it is up to date, as in `npm test`; else its sources, which Node reads as they are. */
export const program = stale(root) ? source : join(root, 'dist', 'cli.js');

export type Ended = { readonly code: number; readonly out: string; readonly err: string };
export type Running = {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly node?: readonly string[];
  readonly file?: string;
};

/** Nothing of what this computer says about models, tests or colours. */
const clean = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) =>
      /^(HOMINES_|NODE_|OPENAI_|AZURE_|FORCE_COLOR|VITEST)/.test(key) || value === undefined ? [] : [[key, value]],
    ),
  );

export function homines(
  args: readonly string[],
  { env = {}, cwd, node = [], file = program }: Running,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...node, file, ...args],
      { cwd, env: { ...clean(), ...env } },
      (error, out, err) =>
        resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, out, err }),
    );
    child.stdin?.end();
  });
}
