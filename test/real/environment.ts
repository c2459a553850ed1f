/**
 * The Python environment of the tests against real weights, and the tiny model that they serve: made once and kept in the
 * user's cache, for every copy of the project on this computer; made again when what they are made from has changed.
 *
 *     node test/real/environment.ts      makes it, or says that it is there
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { constants, homedir, setPriority } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../../src/disk/file-errors.ts';

/** A problem that the user can mend, in one sentence. */
export class CannotServe extends Error {}

export type Environment = {
  /** The Python that has the packages. */
  readonly python: string;
  /** The folder in which the model's folder lies: a server that stands in it calls the model by its name. */
  readonly models: string;
};

/** What the tiny model is called by its server. */
export const TINY = 'tiny';

/** How Python is called: nothing of this user's own packages and settings, and every line when it is written. */
export const PYTHON_FLAGS = ['-E', '-s', '-u'];

/** Measured: 2.3 GB fetched and 4.1 GB unpacked lie there at once. */
const NEEDED_BYTES = 7e9;
const EXPECTED = 'two to three minutes and 7 GB of disk, 4 GB of which it keeps';

const at = (file: string): string => join(import.meta.dirname, file);
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Where programs keep what they can make again: `XDG_CACHE_HOME`, else as the system has it. */
function cacheFolder(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string {
  const named = env['XDG_CACHE_HOME'];
  if (named !== undefined && isAbsolute(named)) return join(named, 'homines');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'homines', 'Cache');
  return platform === 'darwin' ? join(homedir(), 'Library', 'Caches', 'homines') : join(homedir(), '.cache', 'homines');
}

/** The environment, made where it is missing or made from something else. Throws a CannotServe where it cannot be made. */
export async function environment(folder = join(cacheFolder(), 'real-weights')): Promise<Environment> {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw cannotKeep(folder, error);
  }
  await alone(join(folder, 'being-made'), async () => {
    await kept(join(folder, 'python'), ['requirements.txt'], packages);
    // Weights come from a seed, but through these packages.
    await kept(join(folder, 'models'), ['requirements.txt', 'tiny_model.py'], async (models) => {
      const made = await ended(pythonIn(join(folder, 'python')), [at('tiny_model.py'), join(models, TINY)], {});
      if (made.status !== 0) throw new CannotServe(`The tiny model could not be made: ${last(made.said)}.`);
    });
  });
  return { python: pythonIn(join(folder, 'python')), models: join(folder, 'models') };
}

/** Makes a folder anew unless it says that it was made from these files as they are. It says so last of all. */
async function kept(folder: string, from: readonly string[], make: (folder: string) => Promise<void>): Promise<void> {
  const hash = createHash('sha256');
  for (const file of from) hash.update(readFileSync(at(file)));
  const madeFrom = hash.digest('hex');
  const note = join(folder, 'made-from');
  if (existsSync(note) && readFileSync(note, 'utf8') === madeFrom) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    await make(folder);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  writeFileSync(note, madeFrom);
}

/** An empty folder becomes a virtual environment with the packages. */
async function packages(folder: string): Promise<void> {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < NEEDED_BYTES)
    throw new CannotServe(
      `The Python environment needs ${gigabytes(NEEDED_BYTES)} and ${gigabytes(bavail * bsize)} are free at ${folder}: make room, or set XDG_CACHE_HOME to a folder on another disk.`,
    );
  const system = systemPython();
  say(`Making the Python environment of the tests against real weights, once: ${EXPECTED}, in ${folder}`);
  const since = Date.now();
  const bare = await ended(system, ['-m', 'venv', folder], {});
  if (bare.status !== 0)
    throw new CannotServe(
      `${system} could not make a virtual environment: ${last(bare.said)}; on Debian and Ubuntu install python3-venv.`,
    );
  const downloads = join(folder, 'downloads');
  mkdirSync(downloads);
  const quiet = ['--disable-pip-version-check', '--no-input', '--progress-bar', 'off', '--retries', '2'];
  const whole = ['--no-deps', '--only-binary=:all:', '--no-cache-dir', '--no-compile'];
  const installed = await ended(
    pythonIn(folder),
    ['-m', 'pip', 'install', ...quiet, ...whole, '-r', at('requirements.txt')],
    { TMPDIR: downloads, TEMP: downloads },
    progress(since),
  );
  rmSync(downloads, { recursive: true, force: true });
  if (installed.status !== 0) throw new CannotServe(whyNot(installed.said));
  say(`Made in ${seconds(since)}.`);
}

/** What pip said, as one sentence. */
function whyNot(said: string): string {
  if (/after connection broken|ConnectTimeout|ReadTimeout/.test(said))
    return 'The Python packages could not be fetched: connect this computer to the internet once and run the same command again.';
  if (/No space left|ENOSPC/.test(said))
    return 'The Python packages could not be installed: the disk is full; make room (7 GB) and run the same command again.';
  return `The Python packages could not be installed, pip says ${JSON.stringify(last(said))}: mend that and run the same command again.`;
}

/** Python that is new enough for the packages. The variable PYTHON is tried first. */
function systemPython(): string {
  const named = process.env['PYTHON'];
  const names = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python', 'py', '/usr/bin/python3'];
  let without: string | null = null;
  for (const name of named === undefined ? names : [named, ...names]) {
    const can = (what: string): boolean =>
      spawnSync(name, [...PYTHON_FLAGS, '-c', what], { timeout: 60_000 }).status === 0;
    if (!can('import sys; sys.exit(sys.version_info < (3, 11))')) continue;
    if (can('import venv, ensurepip')) return name;
    without ??= name;
  }
  throw new CannotServe(
    without === null
      ? `The tests against real weights need Python 3.11 or newer, and none is among ${names.slice(0, 5).join(', ')}: install it, or set PYTHON to where it is.`
      : `${without} has no virtual environments: on Debian and Ubuntu install python3-venv.`,
  );
}

const pythonIn = (folder: string): string =>
  process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');

/** Python to its end: its status (null where it could not begin), and all that it said. */
async function ended(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  hear: (line: string) => void = () => undefined,
): Promise<{ readonly status: number | null; readonly said: string }> {
  return new Promise((done) => {
    let said = '';
    const child = spawn(file, [...PYTHON_FLAGS, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env, HF_HUB_OFFLINE: '1' },
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        hear(text.trimEnd().split('\n').at(-1) ?? '');
      });
    child.on('error', (error) => done({ status: null, said: error.message }));
    child.on('close', (status) => done({ status, said }));
  });
}

/** Says how long it takes already and what is under way: over itself on a terminal, else now and then. */
function progress(since: number): (line: string) => void {
  const terminal = process.stderr.isTTY;
  let shown = 0;
  return (line) => {
    const under = /^\s*Downloading (\S+).*\((.*)\)/.exec(line);
    const now = under
      ? `fetching ${under[1]?.split('-')[0]}, ${under[2]}`
      : line.startsWith('Installing')
        ? 'unpacking'
        : null;
    if (now === null || (!terminal && now !== 'unpacking' && Date.now() - shown < 10_000)) return;
    shown = Date.now();
    const told = `  ${seconds(since)}: ${now}`;
    if (terminal) process.stderr.write(`\r${told.padEnd(60)}\r`);
    else say(told);
  };
}

/** Does something while nobody else on this computer does it: a file holds the process that does, and a dead one's counts for nothing. */
async function alone(file: string, work: () => Promise<void>): Promise<void> {
  for (let told = false; !held(file); told = true) {
    if (!told) say('Another run makes the Python environment: waiting for it.');
    await sleep(1000);
  }
  try {
    await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function held(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw cannotKeep(file, error);
    if (!lives(file)) rmSync(file, { force: true });
    return false;
  }
}

function lives(file: string): boolean {
  try {
    return process.kill(Number(readFileSync(file, 'utf8')), 0);
  } catch {
    return false;
  }
}

const cannotKeep = (place: string, error: unknown): CannotServe =>
  new CannotServe(
    `The Python environment cannot be kept at ${place} (${codeOf(error)}): set XDG_CACHE_HOME to a folder that can be written to.`,
  );

const seconds = (since: number): string => `${Math.round((Date.now() - since) / 1000)} s`;
const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
/** The last thing that was said, without its full stop. */
const last = (said: string): string => said.trim().split('\n').at(-1)?.trim().replace(/\.$/, '') ?? '';

if (process.argv[1] === import.meta.filename) {
  // It is made beside tests, which wait for clocks.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  try {
    const { python } = await environment();
    say(`The tests against real weights have their Python: ${python}`);
  } catch (error) {
    if (!(error instanceof CannotServe)) throw error;
    say(error.message);
    process.exitCode = 2;
  }
}
