/** Python as it is found and called: which one is new enough, and a script of it run to its end. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { withoutKeys } from '../disk/environment.ts';

/** How Python is called: nothing of this user's own packages and settings, and every line when it is written. */
export const PYTHON_FLAGS = ['-E', '-s', '-u'] as const;

/** The oldest Python that the packages run on. */
const OLDEST_PYTHON = [3, 11] as const;
export const OLDEST = OLDEST_PYTHON.join('.');

const NAMES = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.14', 'python', 'py', '/usr/bin/python3'];
/** Milliseconds that one is given to say which it is: on a busy machine it reads its files for seconds. */
const PATIENCE = 60_000;

export type FoundPython =
  | { readonly kind: 'found'; readonly program: string; readonly version: string }
  /** Found, but it can make no environments: Debian ships that apart. */
  | { readonly kind: 'no venv'; readonly program: string; readonly version: string }
  /** The newest that is there is older than is needed. */
  | { readonly kind: 'too old'; readonly program: string; readonly version: string }
  | { readonly kind: 'none'; readonly tried: readonly string[] };

/** Python that is new enough for the packages: that of the variable PYTHON alone, where it is set. What is only too old is told. */
export function systemPython(patience = PATIENCE): FoundPython {
  const named = process.env['PYTHON'];
  const tried = named === undefined || named === '' ? NAMES : [named];
  let without: FoundPython | null = null;
  let old: FoundPython | null = null;
  for (const program of tried) {
    const about =
      'import sys; print("%d.%d.%d" % sys.version_info[:3])\ntry:\n import venv, ensurepip; print("venv")\nexcept ImportError: pass';
    const { status, stdout } = spawnSync(program, [...PYTHON_FLAGS, '-c', about], {
      timeout: patience,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (status !== 0) continue;
    const [version = '', venv] = stdout.trim().split(/\s+/);
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major < OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor < OLDEST_PYTHON[1]))
      old ??= { kind: 'too old', program, version };
    else if (venv === 'venv') return { kind: 'found', program, version };
    else without ??= { kind: 'no venv', program, version };
  }
  return without ?? old ?? { kind: 'none', tried: tried.slice(0, 5) };
}

/** Whether `uv`, which installs packages faster than pip, is here. */
export const hasUv = (): boolean => spawnSync('uv', ['--version'], { timeout: 10_000, stdio: 'ignore' }).status === 0;

/** The Python of a virtual environment. */
export const pythonIn = (folder: string): string =>
  process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');

export type EndedProgram = {
  /** Null: it could not begin, or was ended by a signal. */
  readonly status: number | null;
  readonly out: string;
  /** Everything that it said, output included, as it came. */
  readonly said: string;
};

type Running = {
  readonly env?: Readonly<Record<string, string>>;
  /** Ends it. */
  readonly stop?: AbortSignal;
  /** Milliseconds after which it is ended. */
  readonly limit?: number;
  readonly hear?: (line: string) => void;
};

/** The most letters that are kept of what a program says. */
const MOST_SAID = 1_000_000;

/** A program run to its end, with what it said. Never throws. */
export function ended(
  file: string,
  args: readonly string[],
  { env = {}, stop, limit, hear }: Running = {},
): Promise<EndedProgram> {
  return new Promise((done) => {
    let said = '';
    let out = '';
    const child = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...withoutKeys(process.env), ...env },
    });
    const end = (): void => void child.kill('SIGKILL');
    const late = limit === undefined ? undefined : setTimeout(end, limit);
    stop?.addEventListener('abort', end, { once: true });
    if (stop?.aborted) end();
    const finish = (status: number | null, why = ''): void => {
      clearTimeout(late);
      stop?.removeEventListener('abort', end);
      done({ status, out, said: said + why });
    };
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-MOST_SAID);
        if (stream === child.stdout) out = (out + text).slice(-MOST_SAID);
        hear?.(text.trimEnd().split('\n').at(-1) ?? '');
      });
    child.on('error', (error) => finish(null, error.message));
    child.on('close', (status) => finish(status));
  });
}

/** The last line that a program said, without its full stop. */
export const lastLine = ({ said }: Pick<EndedProgram, 'said'>): string =>
  said.trim().split('\n').at(-1)?.trim().replace(/\.$/, '') ?? '';
