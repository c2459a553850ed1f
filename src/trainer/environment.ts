/**
 * The Python environments that models are tuned and served with: each for a set of exact versions, made once and kept in the
 * user's cache for every lab on this computer.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../core/user-error.ts';
import { cacheFolder } from '../disk/cache-folder.ts';
import { hashOf, isKept, keptFolder, type Say, sayAside } from './kept-folder.ts';
import { CUDA_REQUIREMENTS, pythonFile, REQUIREMENTS, TINKER_REQUIREMENTS } from './python-files.ts';
import { ended, hasUv, lastLine, OLDEST, PYTHON_FLAGS, pythonIn, systemPython } from './python-program.ts';

export type PythonEnvironment = {
  /** The Python that has the packages. */
  readonly python: string;
  readonly folder: string;
};

/** What making it takes, as people are told: bytes of disk meanwhile, bytes that stay, bytes fetched, in words how long. */
export type EnvironmentNeeds = {
  readonly bytes: number;
  readonly keeps: number;
  readonly fetches: number;
  readonly minutes: string;
};

/** Measured on two cores and a fast line: 2.4 GB fetched and 4.7 GB unpacked lie there at once. */
const NEEDS: EnvironmentNeeds = { bytes: 7.5e9, keeps: 4.7e9, fetches: 2.4e9, minutes: '2 to 4 minutes' };
/** With what a card needs beside; reckoned from the sizes of its packages. */
const NEEDS_WITH_CARD: EnvironmentNeeds = { bytes: 10e9, keeps: 6.2e9, fetches: 3.2e9, minutes: '3 to 6 minutes' };
/** Measured on two cores and a fast line, without PyTorch. */
const NEEDS_AT_TINKER: EnvironmentNeeds = { bytes: 0.5e9, keeps: 0.3e9, fetches: 0.08e9, minutes: 'about a minute' };
/** Hours: nobody waits longer for packages. */
const LIMIT_MS = 2 * 3_600_000;

let cardNamed: boolean | undefined;

/** Whether NVIDIA's driver names a card on this computer; asked once, since a driver that hangs is waited for. */
export const hasCard = (): boolean => (cardNamed ??= isCardNamed());

function isCardNamed(): boolean {
  const { status, stdout } = spawnSync('nvidia-smi', ['-L'], { timeout: 5000, encoding: 'utf8' });
  return status === 0 && stdout.includes('GPU');
}

/** What an environment is for: models that are trained and served on this computer, or those that Tinker trains. */
export const ENVIRONMENTS = ['here', 'tinker'] as const;
export type EnvironmentFor = (typeof ENVIRONMENTS)[number];

/** What is installed: what a processor needs, and beside it what a card needs where there is one. */
const requirements = (what: EnvironmentFor, card: boolean): readonly string[] =>
  (what === 'tinker' ? [TINKER_REQUIREMENTS] : [REQUIREMENTS, ...(card ? [CUDA_REQUIREMENTS] : [])])
    .map(pythonFile)
    .filter((file) => existsSync(file));

/** The environment as it stands, without making it: where it lies or would lie, whether it is there, what making it needs. */
export function environmentHere(what: EnvironmentFor = 'here'): PythonEnvironment & {
  readonly made: boolean;
  readonly needs: EnvironmentNeeds;
  readonly card: boolean;
} {
  const card = what === 'here' && hasCard();
  const from = hashOf(requirements(what, card));
  const folder = join(cacheFolder(), `python-${from.slice(0, 12)}`);
  const made = isKept(folder, from) && existsSync(pythonIn(folder));
  return {
    folder,
    python: pythonIn(folder),
    made,
    card,
    needs: what === 'tinker' ? NEEDS_AT_TINKER : card ? NEEDS_WITH_CARD : NEEDS,
  };
}

/** Folders of environments that were made from other versions of the packages: nothing uses them any more. */
export function olderEnvironments(): readonly string[] {
  const used = ENVIRONMENTS.map((what) => environmentHere(what).folder);
  try {
    return readdirSync(cacheFolder())
      .filter((name) => /^python-[0-9a-f]{12}$/.test(name))
      .map((name) => join(cacheFolder(), name))
      .filter((one) => !used.includes(one));
  } catch {
    return [];
  }
}

/** Why the environment cannot be made here, before anything is written; null where nothing is seen that forbids it, or it is there. */
export function whyNoEnvironment(what: EnvironmentFor = 'here'): string | null {
  const { made, folder, needs } = environmentHere(what);
  if (made) return null;
  const free = freeBytes(folder);
  if (free < needs.bytes)
    return `The Python environment needs ${gigabytes(needs.bytes)} and ${gigabytes(free)} are free at ${dirname(folder)}: make room, or set XDG_CACHE_HOME to a folder on another disk.`;
  const python = systemPython();
  if (python.kind === 'found' || hasUv()) return null;
  switch (python.kind) {
    case 'no venv':
      return `${python.program} (Python ${python.version}) has no virtual environments: on Debian and Ubuntu install python3-venv, or install uv, and run the same command again.`;
    case 'too old':
      return `Python ${OLDEST} or newer is needed, and ${python.program} is ${python.version}: install a newer one (or uv), or set PYTHON to where one is.`;
    case 'none':
      return `Python ${OLDEST} or newer is needed, and none is among ${python.tried.join(', ')}: install it (or uv), or set PYTHON to where it is.`;
  }
}

/** Bytes that are free where a folder is to be made. */
export function freeBytes(folder: string): number {
  for (let at = folder; ; at = dirname(at)) {
    if (!existsSync(at) && dirname(at) !== at) continue;
    const { bavail, bsize } = statfsSync(at);
    return bavail * bsize;
  }
}

/** The environment, made where it is missing. Says how long that takes. Throws a UserError where it cannot be made. */
export async function pythonEnvironment(
  say: Say = sayAside,
  what: EnvironmentFor = 'here',
): Promise<PythonEnvironment> {
  const { folder, python, made, card } = environmentHere(what);
  if (!made) {
    const files = requirements(what, card);
    // Made without its Python is not made: somebody has taken that away, or moved it.
    if (isKept(folder, hashOf(files))) rmSync(folder, { recursive: true, force: true });
    await keptFolder(folder, hashOf(files), (empty, stop) => install(empty, what, files, say, stop), say);
  }
  return { python, folder };
}

/** An empty folder becomes a virtual environment with the packages. */
async function install(
  folder: string,
  what: EnvironmentFor,
  files: readonly string[],
  say: Say,
  stop: AbortSignal,
): Promise<void> {
  const problem = whyNoEnvironment(what);
  if (problem !== null) throw new UserError(problem);
  const { needs } = environmentHere(what);
  const found = systemPython();
  const uv = hasUv();
  say(
    `Making the Python environment, once for all labs on this computer: ${gigabytes(needs.fetches)} to fetch, ${needs.minutes} on a fast line, ${gigabytes(needs.bytes)} of disk, of which it keeps ${gigabytes(needs.keeps)}, in ${folder}`,
  );
  const since = Date.now();
  const bare = uv
    ? await ended(
        'uv',
        [
          'venv',
          '--no-project',
          '--quiet',
          '--allow-existing',
          '--python',
          found.kind === 'found' || found.kind === 'no venv' ? found.program : `>=${OLDEST}`,
          folder,
        ],
        { stop, limit: LIMIT_MS },
      )
    : await ended(found.kind === 'found' ? found.program : 'python3', [...PYTHON_FLAGS, '-m', 'venv', folder], {
        stop,
        limit: LIMIT_MS,
      });
  if (bare.status !== 0)
    throw new UserError(
      `A virtual environment could not be made at ${folder} (${lastLine(bare)}): mend that, on Debian and Ubuntu by installing python3-venv, and run the same command again.`,
    );
  const listed = files.flatMap((file) => ['-r', file]);
  const downloads = join(folder, 'downloads');
  mkdirSync(downloads);
  const run = { env: { TMPDIR: downloads, TEMP: downloads }, stop, limit: LIMIT_MS, hear: progress(since, say) };
  const whole = ['--no-deps', '--only-binary=:all:'];
  const quiet = [
    '--disable-pip-version-check',
    '--no-input',
    '--progress-bar',
    'off',
    '--retries',
    '2',
    '--no-cache-dir',
    '--no-compile',
  ];
  const installed = uv
    ? await ended(
        'uv',
        [
          'pip',
          'install',
          '--python',
          pythonIn(folder),
          '--no-config',
          '--only-binary',
          ':all:',
          '--no-deps',
          ...listed,
        ],
        run,
      )
    : await ended(pythonIn(folder), [...PYTHON_FLAGS, '-m', 'pip', 'install', ...quiet, ...whole, ...listed], run);
  rmSync(downloads, { recursive: true, force: true, maxRetries: 5 });
  if (stop.aborted) return;
  if (installed.status !== 0)
    throw new UserError(whyNot(installed.said, needs, found.kind === 'none' ? '' : found.version));
  say(`Made in ${seconds(since)}.`);
}

/** What the installer said, as one sentence. */
function whyNot(said: string, needs: EnvironmentNeeds, version: string): string {
  if (/No space left|ENOSPC|Disk quota/i.test(said))
    return `The Python packages could not be installed: the disk is full; make room (${gigabytes(needs.bytes)}) and run the same command again.`;
  if (
    /after connection broken|ConnectTimeout|ReadTimeout|Connection refused|error sending request|dns error|Name or service not known|client error \(Connect\)|NewConnectionError/i.test(
      said,
    )
  )
    return 'The Python packages could not be fetched: connect this computer to the internet once and run the same command again.';
  if (/No matching distribution|no wheels? with a matching|has no usable wheels|not a supported wheel/i.test(said))
    return `There is no package for this Python (${version}, ${process.platform} ${process.arch}): set PYTHON to a Python from ${OLDEST} to 3.14 and run the same command again.`;
  return `The Python packages could not be installed, the installer says ${JSON.stringify(lastLine({ said }))}: mend that and run the same command again.`;
}

/** Says how long it takes already and what is under way: over itself on a terminal, else now and then. */
function progress(since: number, say: Say): (line: string) => void {
  const terminal = process.stderr.isTTY && say === sayAside;
  let shown = 0;
  return (line) => {
    const under = /^\s*Downloading (\S+).*\((.*)\)/.exec(line);
    const now = under
      ? `fetching ${under[1]?.split('-')[0]}, ${under[2]}`
      : /^(Installing|Prepared)/.test(line)
        ? 'unpacking'
        : null;
    if (now === null || (!terminal && now !== 'unpacking' && Date.now() - shown < 10_000)) return;
    shown = Date.now();
    const told = `  ${seconds(since)}: ${now}`;
    if (terminal) process.stderr.write(`\r${told.padEnd(60)}\r`);
    else say(told);
  };
}

const seconds = (since: number): string => `${Math.round((Date.now() - since) / 1000)} s`;
/** Bytes in gigabytes, as they are told: "4.6 GB". */
export const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
