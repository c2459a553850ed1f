/**
 * Models of this computer behind an address of this computer, in the OpenAI protocol: started, waited for, stopped. What
 * answers is a server of somebody else's, as it is: transformers' own on a processor, vLLM where there is a card and the
 * Python environment has it, llama.cpp where it is asked for by name. The last two were not tried by us.
 */
import { byHand } from '../core/shell.ts';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../core/user-error.ts';
import { withoutKeys } from '../disk/environment.ts';
import { codeOf } from '../disk/file-errors.ts';
import { endOfFile } from '../disk/text-file.ts';
import { hasCard } from './environment.ts';
import { linksFolder, unlinked } from './model-links.ts';
import type { ServerName } from './server-names.ts';
import { pythonFile } from './python-files.ts';
import { PYTHON_FLAGS } from './python-program.ts';

/** A model and what it is called by its server. */
export type ServedFolder = {
  readonly name: string;
  /** A folder with weights and tokenizer, or the hub's id of a model that this computer has. */
  readonly model: string;
  /** The folder of an adapter of `base`, for servers that add it to the base's weights themselves; absent: no adapter. */
  readonly adapter?: string;
};

export type ServingRequest = {
  /** The Python that has the packages. */
  readonly python: string;
  readonly server: ServerName;
  readonly port: number;
  /** Tuned models first, then what they were made of. */
  readonly models: readonly ServedFolder[];
  /** Whether a model that can think is told to. */
  readonly thinking: boolean;
  /** Whether it goes on when this program has ended; what it says is then in `log`. */
  readonly keep: boolean;
  readonly log: string;
  /** A file to which every prompt is written as the server reads it, while that file is there; null: nothing is kept. */
  readonly rendered: string | null;
  readonly signal: AbortSignal;
  /** What is being done, a few words, and for how many seconds already. */
  hear(what: string, seconds: number): void;
};

export type Serving = {
  /** Where it answers, /v1 included. */
  readonly address: string;
  readonly pid: number;
  /** Seconds from its start until every model was in memory. */
  readonly seconds: number;
  /** The folder of links by which it calls its models. */
  readonly links: string;
  /** Whether it still runs. */
  readonly runs: () => boolean;
  /** Ends it and waits until it has ended. Again: nothing. */
  stop(): Promise<void>;
  /** Ends it without waiting: for a program that is about to end itself. */
  kill(): void;
};

/** How often it is asked whether it is there, milliseconds. */
const EVERY_MS = 250;
/** It is given so long to end by itself, milliseconds. */
const GRACE_MS = 4000;
/** Letters, or bytes of its log, that are kept of what it said. */
const KEPT = 20_000;

/** Beside them: nothing is written into the folder of the program. */
const FLAGS = [...PYTHON_FLAGS, '-B'];

/**
 * Starts a server and waits until it has read every model. Rejects with a UserError where the port is taken, and where the
 * server ends before it answers, with the last thing that it said; with the signal's reason where that is aborted. Nothing
 * runs then.
 */
export async function startServing(request: ServingRequest): Promise<Serving> {
  const { port, models, keep, signal, server } = request;
  await refuseTaken(port);
  signal.throwIfAborted();
  const since = performance.now();
  const seconds = (): number => (performance.now() - since) / 1000;
  const links = linksFolder();
  if (server === 'llama.cpp') linkFiles(models, links);
  const log = keep ? openSync(request.log, 'a', 0o600) : null;
  const from = log === null ? 0 : statSync(request.log).size;
  const [command = '', ...args] = commandOf(request, links);
  const child = spawn(command, args, {
    // Ctrl-C in a terminal goes to its whole group: whether the server ends is for us to say.
    detached: true,
    windowsHide: true,
    stdio: log === null ? ['pipe', 'ignore', 'pipe'] : ['ignore', log, log],
    env: {
      ...withoutKeys(process.env),
      ...QUIET,
      ...(request.rendered === null ? {} : { HOMINES_RENDERED: request.rendered }),
    },
  });
  let heard = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (heard = (heard + text).slice(-KEPT)));
  child.stdin?.on('error', () => undefined);
  const said = (): string => (log === null ? heard : endOfFile(request.log, KEPT, from));
  let failed: Error | null = null;
  child.on('error', (error) => (failed = error));
  const ended = new Promise<void>((done) => {
    child.on('exit', () => done());
    child.on('error', () => done());
  });
  const runs = (): boolean => failed === null && child.exitCode === null && child.signalCode === null;
  const stopping = { stop: stopper(child, ended, links, runs), kill: () => void killed(child, links) };
  const refuseEnded = (): void => {
    signal.throwIfAborted();
    if (!runs()) throw ending(request, failed, said());
  };
  try {
    const address = `http://127.0.0.1:${port}`;
    const answers = async (): Promise<boolean> =>
      fetch(`${address}/health`, { signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]) }).then(
        ({ ok }) => ok,
        () => false,
      );
    for (;;) {
      refuseEnded();
      if (await answers()) break;
      request.hear(server === 'transformers' ? 'Python reads its packages' : `${server} starts`, seconds());
      await Promise.race([ended, sleep(EVERY_MS)]);
    }
    refuseEnded();
    if (server === 'transformers')
      for (const { name } of models)
        await load(address, name, signal, (what) => request.hear(what, seconds()), refuseEnded);
    if (keep) child.unref();
    return { address: `${address}/v1`, pid: child.pid ?? 0, seconds: seconds(), links, runs, ...stopping };
  } catch (error) {
    await stopping.stop();
    throw error;
  } finally {
    if (log !== null) closeSync(log);
  }
}

/** Nothing is asked of the internet, and nothing of this user's own settings of these packages counts. */
const QUIET = { HF_HUB_OFFLINE: '1', HF_HUB_DISABLE_UPDATE_CHECK: '1', HF_HUB_DISABLE_TELEMETRY: '1' };

/** The program and its arguments. */
function commandOf({ python, server, port, models, thinking, keep }: ServingRequest, links: string): readonly string[] {
  const here = ['--host', '127.0.0.1', '--port', String(port)];
  const supervised = keep ? [] : [python, ...FLAGS, pythonFile('supervised.py')];
  switch (server) {
    case 'transformers':
      return [
        ...[python, ...FLAGS, pythonFile('serve.py'), '--port', String(port), '--links', links],
        ...['--thinking', thinking ? 'on' : 'off', ...(keep ? ['--keep'] : [])],
        ...models.map(({ name, model }) => `${name}=${model}`),
      ];
    case 'vllm': {
      // Not tried by us: this computer has no card that vLLM knows.
      const base = models.find(({ adapter }) => adapter === undefined) ?? models[0]!;
      const adapters = models.filter(({ adapter }) => adapter !== undefined);
      return [
        ...[...supervised, python, ...FLAGS, '-m', 'vllm.entrypoints.openai.api_server', ...here],
        ...['--model', base.model, '--served-model-name', base.name],
        ...(adapters.length === 0
          ? []
          : ['--enable-lora', '--max-lora-rank', String(rankOf(adapters)), '--lora-modules']),
        ...adapters.map(({ name, adapter }) => `${name}=${adapter}`),
      ];
    }
    case 'llama.cpp':
      // Not tried by us: one process for all names, each a file NAME.gguf.
      return [...supervised, 'llama-server', ...here, '--jinja', '--models-dir', links];
  }
}

/** llama.cpp calls each file of a folder by its name. Throws a UserError where a model has no such file. */
function linkFiles(models: readonly ServedFolder[], links: string): void {
  const files = models.map(({ name, model }) => ({
    name,
    file: readdirSync(model).find((one) => one.endsWith('.gguf')),
    model,
  }));
  const without = files.find(({ file }) => file === undefined);
  if (without !== undefined) {
    unlinked(links);
    throw new UserError(
      `llama.cpp reads GGUF, and ${without.model} has none: convert it with llama.cpp's convert_hf_to_gguf.py into that folder, or leave out --server.`,
    );
  }
  for (const { name, model, file } of files) symlinkSync(join(model, file ?? ''), join(links, `${name}.gguf`));
}

/** The smallest rank that vLLM takes and every adapter fits in. */
function rankOf(adapters: readonly ServedFolder[]): number {
  const ranks = adapters.map(({ adapter }) => {
    const config: unknown = JSON.parse(readFileSync(join(adapter ?? '', 'adapter_config.json'), 'utf8'));
    return typeof config === 'object' && config !== null && 'r' in config ? Number(config.r) : 16;
  });
  return [8, 16, 32, 64, 128, 256].find((rank) => ranks.every((one) => one <= rank)) ?? 256;
}

/** Which of the servers is used where none is named: vLLM where there is a card and the environment has it. */
export function usualServer(python: string): ServerName {
  const has =
    'import importlib.util, sys, torch; sys.exit(not (torch.cuda.is_available() and importlib.util.find_spec("vllm")))';
  if (!hasCard()) return 'transformers';
  return spawnSync(python, [...FLAGS, '-c', has], { timeout: 120_000 }).status === 0 ? 'vllm' : 'transformers';
}

/** Throws a UserError where somebody listens at this port already, or nobody may. */
async function refuseTaken(port: number): Promise<void> {
  const code = await new Promise<string | null>((done) => {
    const trial = createServer();
    trial.once('error', (error) => done(codeOf(error) || 'unknown'));
    trial.listen({ port, host: '127.0.0.1', exclusive: true }, () => trial.close(() => done(null)));
  });
  if (code === null) return;
  throw new UserError(
    code === 'EADDRINUSE'
      ? `Port ${port} is taken by another program: end that, or name another port with --port.`
      : `Nothing may listen at port ${port} (${code}): name another with --port, such as --port 8642.`,
  );
}

/** A port at which nobody listens now. */
export const freePort = (): Promise<number> =>
  new Promise((done, broken) => {
    const trial = createServer();
    trial.once('error', broken);
    trial.listen({ port: 0, host: '127.0.0.1' }, () => {
      const at = trial.address();
      trial.close(() => done(typeof at === 'object' && at !== null ? at.port : 0));
    });
  });

/** Has transformers' server read a model into memory, and tells how far it is. */
async function load(
  address: string,
  name: string,
  signal: AbortSignal,
  hear: (what: string) => void,
  refuseEnded: () => void,
): Promise<void> {
  hear(`reading ${name}`);
  let text = '';
  try {
    const response = await fetch(`${address}/load_model`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: name }),
      signal,
    });
    if (response.body === null) throw new Error('no body');
    for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
      text = (text + piece).slice(-KEPT);
      const far = [...text.matchAll(/"current": (\d+), "total": (\d+)/g)].at(-1);
      const share = far === undefined ? '' : `, ${Math.floor((100 * Number(far[1])) / Math.max(1, Number(far[2])))} %`;
      hear(`reading ${name}${share}`);
    }
  } catch (error) {
    refuseEnded();
    throw error;
  }
  if (/"status": "ready"/.test(text)) return;
  const why = /"status": "error".*"message": "((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? 'it said no more';
  throw new UserError(`The model ${name} cannot be served: transformers says ${JSON.stringify(oneLine(why))}.`);
}

/** Why a server ended before it answered, in one sentence. */
function ending({ server, python, port }: ServingRequest, failed: Error | null, said: string): UserError {
  if (failed !== null)
    return new UserError(
      server === 'llama.cpp' || codeOf(failed) !== 'ENOENT'
        ? `${server} could not be started (${codeOf(failed) || failed.message}): is it installed, and on the PATH?`
        : `Python is not at ${python} any more: run "${byHand('doctor')}".`,
    );
  if (/address already in use|EADDRINUSE/i.test(said))
    return new UserError(`Port ${port} is taken by another program: end that, or name another port with --port.`);
  if (/out of memory|MemoryError|Cannot allocate/i.test(said))
    return new UserError('There is not enough memory for these models: end other programs, or serve a smaller one.');
  const lines = said.trim().split('\n');
  const last = lines.findLast((line) => /^\S*(Error|Exception)\b/.test(line)) ?? lines.at(-1) ?? '';
  return new UserError(
    `The server ended before it answered; ${server} says ${JSON.stringify(oneLine(last) || 'nothing')}.`,
  );
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().replace(/\.$/, '').slice(0, 300);

function stopper(child: ChildProcess, ended: Promise<void>, links: string, runs: () => boolean): () => Promise<void> {
  return async () => {
    if (runs()) {
      child.kill('SIGTERM');
      await Promise.race([ended, sleep(GRACE_MS, undefined, { ref: false })]);
      if (runs()) child.kill('SIGKILL');
      await ended;
    }
    unlinked(links);
  };
}

function killed(child: ChildProcess, links: string): void {
  child.kill('SIGKILL');
  unlinked(links);
}
