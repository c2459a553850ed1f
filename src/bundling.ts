/** How the program is bundled: one set of options, for the program and for what is measured beside it. */
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
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

/** Widths of letters: compiling their tables of emoji takes as long as drawing a screen, and what is drawn is mostly Latin. */
const widthsWhenAsked: Plugin = {
  name: 'string-width at its first text',
  setup({ onResolve, onLoad }) {
    const file = fileURLToPath(import.meta.resolve('string-width'));
    const narrow = join(import.meta.dirname, 'show', 'narrow.ts');
    // Libraries bring five more of it, each with its own tables and opinions: there is one.
    onResolve({ filter: /^string-width$/ }, () => ({ path: file, namespace: 'widths' }));
    onLoad({ filter: /.*/, namespace: 'widths' }, () => ({
      contents: `import { narrowColumns } from ${JSON.stringify(narrow)};
        const measured = (...asked) => require(${JSON.stringify(file)}).default(...asked);
        export default (text, ways) => (typeof text === 'string' && ways === undefined ? narrowColumns(text) : null) ?? measured(text, ways);`,
      resolveDir: dirname(file),
    }));
  },
};

/** Ink takes every line apart into letters for every frame: most lines stand on the next frame too, and are kept until there are many. */
const linesKept: Plugin = {
  name: 'Ink with its lines kept',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]ink[\\/]build[\\/]output\.js$/ }, async ({ path }) => {
      const own = 'caches = new OutputCaches();';
      const text = await readFile(path, 'utf8');
      if (!text.includes(own)) throw new Error(`Ink keeps its lines in another way now: ${path}`);
      const kept = `let keptCaches = new OutputCaches();
        const fewCaches = () => (keptCaches.styledChars.size > 4000 ? (keptCaches = new OutputCaches()) : keptCaches);`;
      return { contents: `${text.replace(own, 'caches = fewCaches();')}\n${kept}` };
    });
  },
};

/** Commander can begin other programs, and for that Node loads all that it has for them; ours has none. */
const noOtherPrograms: Plugin = {
  name: 'commander by itself',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]commander[\\/]lib[\\/]command\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(
        /^import (childProcess|process) from 'node:\w+';$/gm,
        (_, name: string) => (name === 'process' ? '' : 'const childProcess = undefined;'),
      ),
    }));
  },
};

/** An import from a module of Node's as esbuild writes it, shortened: import a,{b as c}from"node:fs"; or import*as d from"assert"; */
const OWN = /\bimport(?:(?:\*as | )([\w$]+)(?:,| ))?(?:\{([^{}]*)\})?from"(?:node:)?([a-z_/0-9]+)";/g;

/** Modules of Node's that load much: only what calls one of their functions loads them. Of others constants or classes are used. */
const WHEN_CALLED = new Set(['child_process', 'crypto', 'readline', 'zlib']);
const FUNCTIONS = /^(?:(?!constants\b|promises\b|webcrypto\b)[a-z]\w*(?: as [\w$]+)?,?)*$/;

/**
 * Node's own modules, taken as they are: to import one makes Node look at everything in it, and with that load what else it
 * would load when it is asked for (files by promises, streams, kinds of media). `text`: a file that esbuild has shortened.
 */
export const takenAsTheyAre = (text: string): string =>
  text.replace(OWN, (written, whole: string | undefined, names: string | undefined, name: string) => {
    if (!isBuiltin(name)) return written;
    const taken = `process.getBuiltinModule("node:${name}")`;
    if (WHEN_CALLED.has(name) && whole === undefined && names !== undefined && FUNCTIONS.test(names))
      return names.replaceAll(
        /(\w+)(?: as ([\w$]+))?,?/g,
        (_, of: string, as: string = of) => `const ${as}=(...given)=>${taken}.${of}(...given);`,
      );
    return [
      ...(whole === undefined ? [] : [`const ${whole}=${taken};`]),
      ...(names === undefined ? [] : [`const{${names.replaceAll(' as ', ':')}}=${taken};`]),
    ].join('');
  });

export const bundling: BuildOptions = {
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node22.18',
  external: ['better-sqlite3', 'react-devtools-core'],
  plugins: [englishOnly, yogaByItself, widthsWhenAsked, linesKept, noOtherPrograms],
  define: {
    'process.env.NODE_ENV': '"production"',
    // DEV would make Ink look for developer tools that are not installed.
    'process.env.DEV': '"false"',
    // Libraries ask it what browser this is; asking makes Node load it.
    navigator: 'undefined',
    'globalThis.navigator': 'undefined',
  },
  // For what is not bundled, or is read when it is needed.
  banner: {
    js: 'let required; const require = (name) => (required ??= process.getBuiltinModule("node:module").createRequire(import.meta.url))(name);',
  },
  logLevel: 'warning',
};
