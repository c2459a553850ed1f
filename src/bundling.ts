/** How the program is bundled: one set of options, for the program and for what is measured beside it. */
import type { BuildOptions } from 'esbuild';

export const bundling: BuildOptions = {
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node22.18',
  external: ['better-sqlite3', 'react-devtools-core'],
  // DEV would make Ink look for developer tools that are not installed.
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  banner: { js: "import { createRequire as createRequire_ } from 'node:module'; const require = createRequire_(import.meta.url);" },
  logLevel: 'warning',
};
