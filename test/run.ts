/**
 * `npm test`: the build, then every test, naming each as it runs, and beside them types, lint and format, each printed
 * whole when it has ended. The last line is the closing line, `N passed, N failed, N skipped`: the tests and the
 * stages. Before it stands what was skipped, each by a name that says what it needs. `npm test -- some/path` runs a part; `npm run test:fast` leaves out the tests that start
 * programs, and the build that they need.
 *
 * Tests against real weights (test/real) and of tuning (test/tune) need Python: they run where they are named, as in
 * `npm run test:real` and `npm run test:tune`, and where every test must run. Their environment is made beside the others;
 * they run after them, since whoever trains takes every core from tests that wait for a clock.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const scripts = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).scripts;

/** As vitest's JSON reporter writes it: the parts that are counted. */
const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), title: z.string() })),
    }),
  ),
});

/** Makes the Python environment or says why it cannot, and runs the tests that need it. */
const ENVIRONMENT = 'node test/real/environment.ts';
const REAL = 'vitest run --config test/real/vitest.config.ts';
const TUNE = 'vitest run --config test/tune/vitest.config.ts';

type Output = 'inherit' | 'pipe';
type Counts = { passed: number; failed: number; skipped: number };
type Tests = Counts & { readonly notRun: readonly string[] };

const fast = process.argv.includes('--fast');
const named = process.argv.slice(2).filter((word) => word !== '--fast');
const ofReal = named.filter((word) => /^(\.[\\/])?test[\\/]real\b/.test(word));
const ofTune = named.filter((word) => /^(\.[\\/])?test[\\/]tune\b/.test(word));
const part = named.filter((word) => !ofReal.includes(word) && !ofTune.includes(word));
const onlyPython = named.length > 0 && part.length === 0;
const every = named.length === 0 && !fast && process.env['HOMINES_TEST_ALL'] === '1';
const real = ofReal.length > 0 || every;
const tune = ofTune.length > 0 || every;
const counts: Counts = { passed: 0, failed: 0, skipped: 0 };

const environment = real || tune ? ran('Python environment', ENVIRONMENT, onlyPython ? 'inherit' : 'pipe') : null;
if (!fast) await stage('build', 'inherit');
// What only reads the sources runs beside the tests, which wait for programs again and again.
const checked = (async () => {
  for (const name of named.length > 0 ? [] : ['types', 'lint', 'format']) await stage(name, 'pipe');
})();

const notRun: string[] = [];
/** What Node makes of the sources is kept for all processes of the tests, as the program keeps its own. */
const compiled = join(tmpdir(), 'node-compile-cache');
if (!onlyPython)
  await tested('tests', `${scripts['vitest']}${fast ? ' --project pure --project drawn' : ''}`, part, {
    NODE_COMPILE_CACHE: compiled,
    ...temporary(),
  });
await checked;
if (environment !== null) {
  const made = await environment;
  counts[made ? 'passed' : 'failed'] += 1;
  if (made && real) await tested('tests against real weights', REAL, ofReal);
  if (made && tune) await tested('tests of tuning', TUNE, ofTune);
} else if (named.length === 0 && !fast) {
  counts.skipped += 2;
  notRun.push('test/real: real weights, which need Python (npm run test:real)');
  notRun.push('test/tune: tuning, which needs Python (npm run test:tune)');
}

process.exitCode = counts.failed > 0 ? 1 : 0;
for (const name of notRun) console.log(`not run here: ${name}`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);

/** Runs tests, those whose paths hold one of these words if there are any, and counts each. */
async function tested(
  title: string,
  command: string,
  words: readonly string[],
  temporary: Readonly<Record<string, string>> = {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'homines-'));
  const file = join(folder, 'report.json');
  const reporters = `--reporter=default --reporter=json --outputFile.json=${JSON.stringify(file)}`;
  const quoted = words.map((word) => JSON.stringify(word)).join(' ');
  const ok = await ran(title, `${command} ${reporters} ${quoted}`, 'inherit', temporary);
  const tests = counted(file);
  rmSync(folder, { recursive: true, force: true });
  // A run that fails without a failing test (an error outside of any, no report) is one failure.
  if (!ok && tests.failed === 0) tests.failed = 1;
  for (const kind of ['passed', 'failed', 'skipped'] as const) counts[kind] += tests[kind];
  notRun.push(...tests.notRun);
}

/** Runs one stage as package.json words it, and counts it. */
async function stage(name: string, output: Output): Promise<void> {
  const passed = await ran(name, scripts[name] ?? `no script "${name}" in package.json`, output);
  counts[passed ? 'passed' : 'failed'] += 1;
}

/**
 * Runs a command with the packages' programs and this Node found first; whether it exited with 0. Its output is printed
 * as it comes (`inherit`), or whole at its end (`pipe`).
 */
async function ran(
  name: string,
  command: string,
  output: Output,
  more: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const title = `\n── ${name}: ${command}`;
  if (output === 'inherit') console.log(title);
  const path = [join(root, 'node_modules', '.bin'), dirname(process.execPath), process.env['PATH']].join(delimiter);
  const since = performance.now();
  const child = spawn(command, {
    cwd: root,
    shell: true,
    stdio: ['ignore', output === 'inherit' ? output : 'pipe', output === 'inherit' ? output : 'pipe'],
    env: { ...process.env, PATH: path, ...more },
  });
  const said: string[] = output === 'inherit' ? [] : [title];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => said.push(text.trimEnd()));
  const [status] = await once(child, 'close');
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  console.log([...said, `── ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s`].join('\n'));
  return status === 0;
}

/**
 * Where databases of tests go: a folder on a disk that is kept in memory, where there is one. Every choice is written
 * through to its disk, and a test waits for it again and again. What Node has compiled stays where it is.
 */
function temporary(): Readonly<Record<string, string>> {
  const MEMORY = '/dev/shm';
  const ROOM = 2 ** 30;
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize < ROOM) return {};
    const folder = mkdtempSync(join(MEMORY, 'homines-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
    // Some tests become another user.
    chmodSync(folder, 0o1777);
    mkdirSync(compiled, { recursive: true });
    symlinkSync(compiled, join(folder, 'node-compile-cache'));
    return { TMPDIR: folder };
  } catch {
    return {};
  }
}

function counted(json: string): Tests {
  try {
    const result = report.parse(JSON.parse(readFileSync(json, 'utf8')));
    const unread = result.testResults.filter(
      (one) => one.status === 'failed' && one.assertionResults.length === 0,
    ).length;
    return {
      passed: result.numPassedTests,
      failed: result.numFailedTests + unread,
      skipped: result.numPendingTests + result.numTodoTests,
      notRun: result.testResults.flatMap(({ name, assertionResults }) =>
        assertionResults.flatMap(({ status, title }) =>
          status === 'passed' || status === 'failed' ? [] : [`${relative(root, name)}: ${title}`],
        ),
      ),
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0, notRun: [] };
  }
}
