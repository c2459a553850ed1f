/** What only a checkout needs before it runs: its packages installed, its program built. Plain JavaScript for any Node from 18. */
// @ts-check
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Something that the user can mend, in one sentence. @param {string} sentence */
const problem = (sentence) => Object.assign(new Error(sentence), { sentence });
/** @param {string} line */
const say = (line) => process.stderr.write(line + '\n');

/** Installs the packages of the lockfile where they are missing or others. @param {string} root */
export async function install(root) {
  const state = installed(root);
  if (state === 'current') return;
  say(
    state === 'missing'
      ? 'Installing the packages, once: under a minute on a fast\nline, longer on a slow one. After that no internet is needed.'
      : 'Installing the packages that have changed.\nAfter that no internet is needed.',
  );
  // `ci` begins by removing the folder in which the Node that runs this may stand, and Windows does not let it.
  const verb = state === 'missing' ? ['ci'] : ['install', '--no-save'];
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--include=dev', '--include=optional'];
  const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const npm = npmCommand();
  const since = Date.now();
  const done = await ended(npm.file, [...npm.args, ...verb, ...quiet, ...patience], root, signsOfLife(since));
  if (done.stopped) throw stopped('the packages are there in part; the same command installs them anew');
  if (done.status === 0) return say(`Installed in ${secondsSince(since)}.`);
  const output = done.output.trim();
  if (/ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|network/.test(output))
    throw problem(
      'The packages could not be fetched: connect this computer to the internet once and run the same command again.',
    );
  if (/ENOSPC/.test(output))
    throw problem(
      'The packages could not be installed: the disk is full; make room (250 MB) and run the same command again.',
    );
  if (/EACCES|EPERM|EROFS|EBUSY/.test(output))
    throw problem(
      `The packages could not be installed: ${root} cannot be written to, or another program uses it; close it or copy the folder elsewhere.`,
    );
  if (done.error)
    throw problem(
      `The packages could not be installed: npm was not found (${done.error.message}); it comes with Node from nodejs.org.`,
    );
  const lines = output.split('\n');
  say(lines.slice(0, 12).join('\n') + (lines.length > 12 ? '\n…' : ''));
  throw problem('The packages could not be installed, npm says why above: mend that and run the same command again.');
}

/** What Ctrl-C left, and the exit code that it has in a shell. @param {string} what */
const stopped = (what) => Object.assign(problem(`Stopped: ${what}.`), { code: 130 });

/** @param {number} since */
const secondsSince = (since) => `${Math.round((Date.now() - since) / 1000)} s`;

/**
 * Says how long it takes already, and how far it is: over itself on a terminal, else now and then. What it gives ends that.
 * @param {number} since @param {() => string} [far]
 */
function signsOfLife(since, far = () => '') {
  const terminal = process.stderr.isTTY;
  const line = () => `  ${secondsSince(since)}${far()}`;
  const timer = setInterval(
    () => (terminal ? process.stderr.write(`\r${line()} `) : say(line())),
    terminal ? 1000 : 10_000,
  );
  return () => {
    clearInterval(timer);
    if (terminal) process.stderr.write('\r' + ' '.repeat(40) + '\r');
  };
}

/**
 * A program that has ended: its status (null where it could not begin, with the reason), all that it said, and whether it was
 * stopped by Ctrl-C. `heard`: what it tells us besides; then what it says goes where ours goes.
 * @param {string} file @param {readonly string[]} args @param {string} cwd @param {() => void} over
 * @param {(told: unknown) => void} [heard]
 * @returns {Promise<{status: number | null, output: string, stopped: boolean, error?: Error}>}
 */
async function ended(file, args, cwd, over, heard) {
  const { spawn } = await import('node:child_process');
  return new Promise((done) => {
    let output = '';
    let stopped = false;
    const child = spawn(file, args, {
      cwd,
      stdio: heard === undefined ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => (output += text));
    if (heard !== undefined) child.on('message', heard);
    // A shell sends it to both; whoever sends it to us alone means the same.
    const stop = () => {
      stopped = true;
      child.kill('SIGINT');
    };
    process.on('SIGINT', stop);
    const end = () => {
      process.removeListener('SIGINT', stop);
      over();
    };
    child.on('error', (error) => (end(), done({ status: null, output, stopped, error })));
    child.on('close', (status) => (end(), done({ status, output, stopped })));
  });
}

/** Whether node_modules holds what the lockfile names. Times are compared first: reading both files costs more. @param {string} root */
function installed(root) {
  const lock = join(root, 'package-lock.json');
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return 'missing';
  if (!existsSync(lock) || statSync(record).mtimeMs >= statSync(lock).mtimeMs) return 'current';
  /** @type {Record<string, {version?: string, optional?: boolean, devOptional?: boolean}>} */
  const wanted = JSON.parse(readFileSync(lock, 'utf8')).packages;
  const there = JSON.parse(readFileSync(record, 'utf8')).packages;
  const same = Object.entries(wanted).every(([place, entry]) => {
    if (place === '') return true;
    const found = there[place];
    return found ? found.version === entry.version : (entry.optional ?? false) || (entry.devOptional ?? false);
  });
  return same ? 'current' : 'changed';
}

/** npm as a program and its first arguments: never through a shell, so that spaces in paths stay what they are. */
export function npmCommand() {
  const running = process.env.npm_execpath;
  if (running && /np[mx]-cli\.js$/.test(running))
    return { file: process.execPath, args: [running.replace(/npx-cli\.js$/, 'npm-cli.js')] };
  const beside = dirname(process.execPath);
  const folders = [beside, join(beside, '..', 'lib'), ...(process.env.PATH ?? '').split(delimiter).filter(Boolean)];
  for (const folder of folders) {
    const file = join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js');
    if (existsSync(file)) return { file: process.execPath, args: [file] };
  }
  return { file: 'npm', args: [] };
}

/** Whether anything that the program is built from has changed since it was built. @param {string} root */
export function stale(root) {
  try {
    return readFileSync(join(root, 'dist', 'built-from'), 'utf8') !== sources(root);
  } catch {
    return true;
  }
}

/** Everything that the program is built from: names, times and sizes. Looked at before every start: so nothing is done twice. @param {string} root */
export function sources(root) {
  let seen = '';
  /** @param {string} file */
  const add = (file) => {
    const { mtimeMs, size } = statSync(`${root}/${file}`);
    seen += `${file} ${mtimeMs} ${size}\n`;
  };
  /** @param {string} folder */
  const walk = (folder) => {
    /** @type {string[]} */
    const files = [];
    /** @type {string[]} */
    const folders = [];
    for (const entry of readdirSync(`${root}/${folder}`, { withFileTypes: true })) {
      const { name } = entry;
      if (entry.isDirectory()) folders.push(`${folder}/${name}`);
      else if (/\.(ts|tsx|js)$/.test(name) && !/\.test\.tsx?$/.test(name)) files.push(`${folder}/${name}`);
    }
    files.sort().forEach(add);
    folders.sort().forEach(walk);
  };
  walk('src');
  walk('games');
  add('package.json');
  return seen;
}

/** Builds the program with a Node that reads TypeScript; what takes over a second is said. @param {string} root @param {string} node */
export async function build(root, node) {
  const since = Date.now();
  let step = '';
  let over = () => {};
  const soon = setTimeout(() => {
    say('Building the program: some seconds,\nnow and after each change of src or games.');
    over = signsOfLife(since, () => step);
  }, 1000);
  const done = await ended(
    node,
    [join(root, 'src', 'build.ts'), '--quiet'],
    root,
    () => (clearTimeout(soon), over()),
    (told) => (step = `, ${told}`),
  );
  if (done.stopped) throw stopped('the program is not built; the same command builds it');
  if (done.status !== 0)
    throw problem(
      'The program could not be built, the reason stands above: undo the last change to src or games and try again.',
    );
}
