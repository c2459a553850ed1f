import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Of what computes and draws nothing: Node runs these as they are, and loops over numbers take half the time. */
const pure = ['src/{core,match,agents,store,run,analysis,profile,page}/**/*.test.ts', 'games/**/*.test.ts'];

/** Tests that start no program: those beside what they test, and the architecture. test/fast.test.ts holds them to it. */
export const fast = [...pure, 'src/**/*.test.{ts,tsx}', 'test/{imports,names,fast,readme,any-game}.test.ts'];

export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: {
    // A test may wait for whole programs on a machine that has two cores.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One more than there are cores: tests wait for programs, servers and clocks.
    maxWorkers: availableParallelism() + 1,
    // Files share what they import, and the programs that are warm (test/program.ts).
    isolate: false,
    // A machine in a pipeline may have no locale: what is drawn is drawn for a terminal that knows UTF-8.
    env: { NODE_ENV: 'test', FORCE_COLOR: '1', LANG: 'C.UTF-8' },
    projects: [
      {
        extends: true,
        test: { name: 'pure', include: pure, pool: 'threads', experimental: { viteModuleRunner: false } },
      },
      { extends: true, test: { name: 'fast', include: fast, exclude: pure, pool: 'threads' } },
      {
        extends: true,
        test: {
          name: 'programs',
          include: ['test/**/*.test.{ts,tsx}'],
          // Real weights and tuning need Python: configurations of their own.
          exclude: [...fast, 'test/real/**', 'test/tune/**'],
          globalSetup: [join(import.meta.dirname, 'build-first.ts')],
        },
      },
    ],
  },
});
