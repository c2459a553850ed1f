import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import LongestFirst from './longest-first.ts';

/** Tests that start no program: those beside what they test, and the architecture. test/fast.test.ts holds them to it. */
export const fast = [
  'src/**/*.test.{ts,tsx}',
  'games/**/*.test.ts',
  'test/{imports,names,fast,readme,any-game,two-moves-fit}.test.ts',
  'test/model/http.test.ts',
];

/** Of them those that reach a file of the syntax of what draws (.tsx), which Node cannot read, and one that reads a module anew. */
const drawn = [
  'src/terminal/**/*.test.{ts,tsx}',
  'src/**/*.test.tsx',
  'src/lab/{asked,models}.test.ts',
  'test/model/http.test.ts',
];

/** Node runs all others as they are: loops over numbers take half the time. */
const native = { experimental: { viteModuleRunner: false } };

export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: {
    // A test may wait for whole programs on two cores that are busy otherwise: a limit costs nothing where it is not reached.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    // Twice as many as there are cores: tests wait for programs, servers and clocks for half of their time.
    maxWorkers: 2 * availableParallelism(),
    sequence: { sequencer: LongestFirst },
    // Files share what they import, and the programs that are warm (test/program.ts).
    isolate: false,
    // A machine in a pipeline may have no locale: what is drawn is drawn for a terminal that knows UTF-8.
    env: { NODE_ENV: 'test', FORCE_COLOR: '1', LANG: 'C.UTF-8' },
    projects: [
      { extends: true, test: { name: 'pure', include: fast, exclude: drawn, pool: 'threads', ...native } },
      { extends: true, test: { name: 'drawn', include: drawn, pool: 'threads' } },
      {
        extends: true,
        test: {
          name: 'programs',
          include: ['test/**/*.test.{ts,tsx}'],
          // Real weights and tuning need Python: configurations of their own.
          exclude: [...fast, 'test/real/**', 'test/tune/**'],
          globalSetup: [join(import.meta.dirname, 'build-first.ts')],
          ...native,
        },
      },
    ],
  },
});
