/** Tests that train, serve and play tuned models for real: they need Python, which `npm test` does not. */
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = join(import.meta.dirname, '..', '..');

export default defineConfig({
  root,
  test: {
    include: ['test/tune/**/*.test.ts'],
    globalSetup: [join(root, 'test', 'build-first.ts'), join(import.meta.dirname, 'setup.ts')],
    // A file is a training run or two, beside other tests and after them; each imports its packages for ten seconds on a quiet machine.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    maxWorkers: 2,
    isolate: false,
    env: { NODE_ENV: 'test', FORCE_COLOR: '1', LANG: 'C.UTF-8' },
  },
});
