/**
 * Scripts of Python in copies of one that has read the trainer's libraries (warm_python.py): a tenth of the time, and the same scripts.
 * As they begin on a user's computer, from nothing, they are run by `run.sh` in trainer.test.ts, and by `tune start`, `stop` and
 * `resume` in journey.test.ts: those stay cold.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { withoutKeys } from '../../src/disk/environment.ts';
import { ended, type EndedProgram, PYTHON_FLAGS } from '../../src/trainer/python-program.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the warm Python listens; null: there is none here. */
    warm: string | null;
  }
}

/** What train.py sets before it reads its libraries, where nothing is asked of a hub. */
const SETTLED = {
  HF_HUB_DISABLE_TELEMETRY: '1',
  TOKENIZERS_PARALLELISM: 'false',
  TRANSFORMERS_VERBOSITY: 'error',
  OMP_WAIT_POLICY: 'PASSIVE',
  CUDA_VISIBLE_DEVICES: '0',
  HF_HUB_OFFLINE: '1',
};

/** Begins the warm Python; it ends with this process. Elsewhere than on Linux a process that has read these libraries is not copied. */
export async function warmPython(
  python: string,
  libraries: 'here' | 'tinker' = 'here',
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly at: string | null; close(): Promise<void> }> {
  if (process.platform !== 'linux') return { at: null, close: async () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'homines-warm-'));
  const at = join(folder, 'python');
  const child = spawn(python, [...PYTHON_FLAGS, join(import.meta.dirname, 'warm_python.py'), at, libraries], {
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...withoutKeys(process.env), ...SETTLED, ...env },
  });
  const end = once(child, 'exit');
  // Whoever comes before it has read its libraries waits for it; that its socket is there takes a moment.
  while (!existsSync(at) && child.exitCode === null) await sleep(20);
  return {
    at,
    close: async () => {
      child.stdin.end();
      await end;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A script, or `-c` and a text, with its arguments, run to its end. What it prints and what it complains of are one here. */
export async function python(...words: readonly string[]): Promise<EndedProgram> {
  const at = inject('warm');
  return at === null ? ended(inject('python'), [...PYTHON_FLAGS, ...words]) : pythonAt(at, ...words);
}

/** The same in the warm Python that listens there. */
export async function pythonAt(at: string, ...words: readonly string[]): Promise<EndedProgram> {
  const connection = connect(at).setEncoding('utf8');
  connection.write(`${JSON.stringify(words)}\n`);
  let text = '';
  connection.on('data', (more: string) => (text += more));
  await once(connection, 'close');
  const [, said = text, status] = /^([^]*)\0(-?\d+)$/.exec(text) ?? [];
  const code = Number(status ?? -1);
  return { status: code < 0 ? null : code, out: said, said };
}
