/** The two programs in Python that the tests talk to: `transformers serve` with the tiny model, and the direct computation. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PYTHON_FLAGS } from '../../src/trainer/python-program.ts';
import { type Environment, TINY } from './environment.ts';

type Program = { readonly address: string; close(): Promise<void> };

/** Longer than a start took on two busy cores (25 s), with the first compilation of the packages. */
const START_MS = 120_000;

/** Nothing is asked of the internet, and one thread computes: several wait for each other longer than so small a model takes. */
const QUIET = {
  ...{ HF_HUB_OFFLINE: '1', HF_HUB_DISABLE_UPDATE_CHECK: '1', HF_HUB_DISABLE_TELEMETRY: '1' },
  OMP_NUM_THREADS: '1',
};

/** `transformers serve` of the tiny model on a free port, when it answers. */
export async function servedTiny(environment: Environment): Promise<Program> {
  const flags = ['--host', '127.0.0.1', '--port', '0', '--device', 'cpu'];
  const program = await begun(environment, ['serve.py', TINY, ...flags]);
  const health = await fetch(`${program.address}/health`);
  if (!health.ok) throw new Error(`transformers serve says of its health ${health.status}: ${await health.text()}`);
  return program;
}

/** What computes from the tiny model's weights, when it answers. */
export const directTiny = (environment: Environment): Promise<Program> =>
  begun(environment, ['direct.py', join(environment.models, TINY)]);

/** A script of this folder that says `running on http://…`. It ends with this process, however that ends. */
async function begun({ python, models }: Environment, [script = '', ...args]: readonly string[]): Promise<Program> {
  const child = spawn(python, [...PYTHON_FLAGS, join(import.meta.dirname, script), ...args], {
    // A server calls a model by the path that it was given: here it is a name.
    cwd: models,
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { ...process.env, ...QUIET },
  });
  const closed = new Promise<void>((done) => child.on('close', () => done()));
  const address = await new Promise<string>((running, broken) => {
    let said = '';
    const fail = (why: string): void => broken(new Error(`${script} ${why}:\n${said.trimEnd()}`));
    const late = setTimeout(() => {
      fail(`did not answer within ${START_MS / 1000} s`);
      child.kill('SIGKILL');
    }, START_MS);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-10_000);
      const found = /running on (http:\S+)/i.exec(said)?.[1];
      if (found === undefined) return;
      clearTimeout(late);
      running(found);
    });
    child.on('error', (error) => fail(`could not begin (${error.message})`));
    child.on('exit', (code) => {
      clearTimeout(late);
      fail(`ended with ${code}`);
    });
  });
  return {
    address,
    async close() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
