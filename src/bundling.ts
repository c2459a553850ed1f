/** How the program is bundled: one set of options, for the program and for what is measured beside it. */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions, Plugin } from 'esbuild';

/** zod exports its messages in fifty languages as one object, half of what would be read at every start. */
const englishOnly: Plugin = {
  name: 'zod in English only',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/** Yoga fetches the program that it carries in itself, and for that Node loads all that it has for the network. */
const yogaByItself: Plugin = {
  name: 'Yoga without fetch',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]yoga-wasm-base64-esm\.js$/ }, async ({ path }) => ({
      contents: `const fetch = undefined;\n${await readFile(path, 'utf8')}`,
    }));
  },
};

/** Widths of letters: compiling their tables of emoji takes as long as the rest of a short answer, which is mostly Latin. */
const widthsWhenAsked: Plugin = {
  name: 'string-width at its first text',
  setup({ onResolve, onLoad }) {
    const file = fileURLToPath(import.meta.resolve('string-width'));
    // Libraries bring five more of it, each with its own tables and opinions: there is one.
    onResolve({ filter: /^string-width$/ }, () => ({ path: file, namespace: 'widths' }));
    onLoad({ filter: /.*/, namespace: 'widths' }, () => ({
      contents: `export default (...asked) => require(${JSON.stringify(file)}).default(...asked);`,
      resolveDir: dirname(file),
    }));
  },
};

export const bundling: BuildOptions = {
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node22.18',
  external: ['better-sqlite3', 'react-devtools-core'],
  plugins: [englishOnly, yogaByItself, widthsWhenAsked],
  define: {
    'process.env.NODE_ENV': '"production"',
    // DEV would make Ink look for developer tools that are not installed.
    'process.env.DEV': '"false"',
    // Libraries ask it what browser this is; asking makes Node load it.
    navigator: 'undefined',
    'globalThis.navigator': 'undefined',
  },
  banner: {
    js: "import { createRequire as createRequire_ } from 'node:module'; const require = createRequire_(import.meta.url);",
  },
  logLevel: 'warning',
};
