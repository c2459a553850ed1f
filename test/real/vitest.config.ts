/** Tests against real weights: they need Python, which `npm test` does not. */
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = join(import.meta.dirname, '..', '..');

export default defineConfig({
  root,
  test: {
    include: ['test/real/**/*.test.ts'],
    globalSetup: [join(root, 'test', 'build-first.ts'), join(import.meta.dirname, 'setup.ts')],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    isolate: false,
    env: { NODE_ENV: 'test', FORCE_COLOR: '1', LANG: 'C.UTF-8' },
  },
});
