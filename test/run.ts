/**
 * `npm test`: types, lint, format, build, then every test, naming each as it runs. The last line is the closing line,
 * `N passed, N failed, N skipped`: the tests and the four stages before them. Before it stands what was skipped, each by
 * a name that says what it needs. `npm test -- some/path` runs a part; `npm run test:fast` leaves out the tests that start
 * programs, and the build that they need.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

type Counts = { passed: number; failed: number; skipped: number };
type Tests = Counts & { readonly notRun: readonly string[] };

const fast = process.argv.includes('--fast');
const part = process.argv.slice(2).filter((word) => word !== '--fast');
const counts: Counts = { passed: 0, failed: 0, skipped: 0 };

for (const stage of ['types', 'lint', 'format', 'build']) {
  if (stage === 'build' ? fast : part.length > 0) continue;
  const ok = ran(stage, scripts[stage] ?? `no script "${stage}" in package.json`);
  counts[ok ? 'passed' : 'failed'] += 1;
}

const folder = mkdtempSync(join(tmpdir(), 'homines-'));
const file = join(folder, 'report.json');
const quoted = part.map((word) => JSON.stringify(word)).join(' ');
const ok = ran(
  'tests',
  `${scripts['vitest']} ${fast ? '--project fast ' : ''}--reporter=default --reporter=json --outputFile.json=${JSON.stringify(file)} ${quoted}`,
);
const tests = counted(file);
rmSync(folder, { recursive: true, force: true });
// A run that fails without a failing test (an error outside of any, no report) is one failure.
if (!ok && tests.failed === 0) tests.failed = 1;

for (const kind of ['passed', 'failed', 'skipped'] as const) counts[kind] += tests[kind];
process.exitCode = counts.failed > 0 ? 1 : 0;
for (const name of tests.notRun) console.log(`not run here: ${name}`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);

/** Runs one stage as package.json words it, with the packages' programs and this Node found first. */
function ran(stage: string, command: string): boolean {
  console.log(`\n── ${stage}: ${command}`);
  const path = [join(root, 'node_modules', '.bin'), dirname(process.execPath), process.env['PATH']].join(delimiter);
  const since = performance.now();
  const { status } = spawnSync(command, {
    cwd: root,
    shell: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: path },
  });
  console.log(
    `── ${stage}: ${status === 0 ? 'passed' : 'FAILED'} in ${((performance.now() - since) / 1000).toFixed(1)} s`,
  );
  return status === 0;
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
