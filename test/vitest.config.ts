import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'games/**/*.test.ts', 'test/**/*.test.{ts,tsx}'],
    // Journeys start whole programs on a machine that may have two cores.
    globalSetup: [join(import.meta.dirname, 'build-first.ts')],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A machine in a pipeline may have no locale: what is drawn is drawn for a terminal that knows UTF-8.
    env: { NODE_ENV: 'test', FORCE_COLOR: '1', LANG: 'C.UTF-8' },
  },
});
