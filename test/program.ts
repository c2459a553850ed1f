/** The real program as it is called: its output, its complaints, its exit code; in a process of its own, or in one that is warm. */
import { type ChildProcess, execFile, fork, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { stale } from '../src/checkout.js';
import { configFolder } from './config-folder.ts';

export const root = join(import.meta.dirname, '..');
export const source = join(root, 'src', 'cli.ts');
/** The built program where it is up to date, as in `npm test`; else its sources, which Node reads as they are. */
export const program = stale(root) ? source : join(root, 'dist', 'cli.js');

const ended = z.object({ code: z.number(), out: z.string(), err: z.string() });
export type Ended = Readonly<z.infer<typeof ended>>;
export type Running = {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd: string;
};

/** Nothing of what this computer says about models, tests, colours, or whom somebody trusts. */
export const clean = (): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) =>
      /^(HOMINES_|NODE_|OPENAI_|AZURE_|FORCE_COLOR|VITEST)/.test(key) || value === undefined ? [] : [[key, value]],
    ),
  ),
  // What Node makes of it is kept where the program keeps its own, also of what is read before the program says so.
  NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
  XDG_CONFIG_HOME: configFolder,
  // Nothing is left in the cache of whoever tests.
  HOMINES_FRESH: '1',
  HOMINES_COMMAND: 'homines',
  // What is said of a second's work hangs on how busy this computer is.
  HOMINES_PROGRESS: '0',
});

/** A command in a process of its own: for what is about processes, such as what they load. */
export function hominesApart(
  args: readonly string[],
  { env = {}, cwd, node = [], file = program }: Running & { readonly node?: readonly string[]; readonly file?: string },
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...node, file, ...args],
      { cwd, env: { ...clean(), ...env }, maxBuffer: 1 << 26 },
      (error, out, err) =>
        resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, out, err }),
    );
    child.stdin?.end();
  });
}

/** A command that is begun and may be stopped: the process. */
export const begin = (args: readonly string[], { env = {}, cwd }: Running) =>
  spawn(process.execPath, [program, ...args], {
    cwd,
    env: { ...clean(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** A command in a process that has run others (warm-program.ts): the same program, a tenth of the time. */
export async function homines(args: readonly string[], { env = {}, cwd }: Running): Promise<Ended> {
  const process = await free();
  try {
    return await new Promise((resolve, refuse) => {
      const gone = (code: number | null) => refuse(new Error(`the warm program ended (${code}) at ${args.join(' ')}`));
      process.once('exit', gone);
      process.once('message', (message) => {
        process.off('exit', gone);
        resolve(ended.parse(message));
      });
      process.send({ file: program, args, cwd, env: { ...clean(), ...env } });
    });
  } finally {
    leave(process);
  }
}

/** So many commands at once, in as many processes. */
const MOST = 4;
const idle: ChildProcess[] = [];
const waiting: ((process: ChildProcess | Promise<ChildProcess>) => void)[] = [];
let started = 0;

function free(): Promise<ChildProcess> {
  const ready = idle.pop();
  if (ready) return Promise.resolve(ready);
  if (started >= MOST) return new Promise((given) => waiting.push(given));
  started += 1;
  const process = fork(join(import.meta.dirname, 'warm-program.ts'), [], {
    stdio: 'ignore',
    env: clean(),
    execArgv: [],
  });
  process.once('exit', () => {
    started -= 1;
    if (idle.includes(process)) idle.splice(idle.indexOf(process), 1);
    // Whoever waited for its turn has another one's.
    waiting.shift()?.(free());
  });
  process.unref();
  process.channel?.unref();
  return Promise.resolve(process);
}

function leave(process: ChildProcess): void {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const next = waiting.shift();
  if (next) next(process);
  else idle.push(process);
}
