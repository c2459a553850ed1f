/**
 * Which of our modules lie in one file. esbuild makes a chunk of each set of modules that the same entry points reach; every
 * import() is an entry point, so these are hundreds of small files, and reading one takes a start as long as twenty
 * thousand letters of a large one. Here modules that are mostly read together are a group, and whoever imports one of a
 * group imports all of it: then the same entry points reach all of them, and the group is one chunk.
 */
import { build, type Plugin } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is read before a verb is known, or by the verb that is to answer at once; and what draws the lab's first frame, and opens the rest. */
const START = ['src/commands/program.ts', 'src/commands/games.ts'];
const FRAME = 'src/commands/shared/lab-here.ts';
/** What is asked often, and needs little of what the lab needs: what it needs is apart from the rest. */
const OFTEN = ['src/commands/compare.ts', 'src/commands/sessions.ts'];

/** Packages that are large: what needs one is no group with what needs none. */
const LARGE = ['zod', 'ink', 'better-sqlite3'];

/** Modules for so many entry points and more are apart from those for fewer: who needs the one seldom needs the other. */
const SHARED_BY = [4, 10];

/** Files from the root, as esbuild names them: 'src/cli.ts'. */
type Graph = {
  readonly files: readonly string[];
  /** What a file imports and the packages that it names; import() is none of them. */
  imports(file: string): readonly string[];
  /** What a file imports when it comes to it. */
  importedLater(file: string): readonly string[];
};

/** What a build begins with, from the root: `in`, a module, `out`, the file that is made of it, without its ending. */
type EntryPoints = { in: string; out: string }[];

/** Makes the groups into chunks of a build with these entry points. Rejects where a module cannot be read, as the build would. */
export async function groupsAsChunks(root: string, entryPoints: EntryPoints): Promise<Plugin> {
  const graph = await read(root, entryPoints);
  const groupOf = grouped(
    graph,
    entryPoints.map((entry) => entry.in),
  );
  const ours = new Set(graph.files);
  return {
    name: 'modules that are read together',
    setup({ onResolve, onLoad, resolve }) {
      // What is imported later is whole too: by a module of its own, since one of a group cannot import its group.
      onResolve({ filter: /^\./ }, async ({ path, kind, resolveDir, pluginData }) => {
        if (kind !== 'dynamic-import' || pluginData === NO_MORE) return undefined;
        const found = await resolve(path, { kind, resolveDir, pluginData: NO_MORE });
        return groupOf.has(fromRoot(root, found.path)) ? { path: found.path, namespace: 'later' } : found;
      });
      onLoad({ filter: /.*/, namespace: 'later' }, ({ path }) => ({
        contents: `export * from ${JSON.stringify(path)};\nimport ${JSON.stringify(`group:${groupOf.get(fromRoot(root, path))}`)};`,
        resolveDir: root,
      }));
      onResolve({ filter: /^group:/ }, ({ path }) => ({ path: path.slice('group:'.length), namespace: 'group' }));
      onLoad({ filter: /.*/, namespace: 'group' }, ({ path }) => ({
        contents: [...groupOf]
          .filter(([, group]) => group === path)
          .map(([file]) => `import ${JSON.stringify(join(root, file))};`)
          .join('\n'),
        resolveDir: root,
      }));
      onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
        const file = fromRoot(root, path);
        if (!ours.has(file)) return undefined;
        const groups = new Set(graph.imports(file).flatMap((one) => groupOf.get(one) ?? []));
        groups.delete(groupOf.get(file) ?? '');
        const whole = [...groups].map((group) => `import ${JSON.stringify(`group:${group}`)};\n`);
        return {
          contents: `${await readFile(path, 'utf8')}\n${whole.join('')}`,
          loader: path.endsWith('x') ? 'tsx' : 'ts',
        };
      });
    },
  };
}

const NO_MORE = Symbol('resolved already');
const fromRoot = (root: string, path: string): string =>
  path.startsWith(root) ? path.slice(root.length + 1).replaceAll('\\', '/') : path;

/** What imports what, without packages: those are read once, in the build itself. */
async function read(root: string, entryPoints: EntryPoints): Promise<Graph> {
  const { metafile } = await build({
    ...{ absWorkingDir: root, entryPoints, outdir: 'dist', bundle: true, splitting: true },
    ...{ format: 'esm', platform: 'node', packages: 'external', write: false, metafile: true, logLevel: 'warning' },
  });
  const of = (file: string) => metafile.inputs[file]?.imports ?? [];
  const isLater = (kind: string): boolean => kind === 'dynamic-import';
  return {
    files: Object.keys(metafile.inputs),
    imports: (file) => of(file).flatMap(({ kind, path }) => (isLater(kind) ? [] : [path])),
    importedLater: (file) => of(file).flatMap(({ kind, path }) => (isLater(kind) ? [path] : [])),
  };
}

/**
 * The group of each module that has one. No group imports itself by way of another: what a module imports needs at most the
 * packages that it needs, is reached by at least as many, and is read at the start if it is.
 */
function grouped(graph: Graph, entries: readonly string[]): ReadonlyMap<string, string> {
  const reached = (from: readonly string[]): ReadonlySet<string> => {
    const found = new Set<string>();
    const go = (file: string): void => {
      if (found.has(file)) return;
      found.add(file);
      graph.imports(file).forEach(go);
    };
    from.forEach(go);
    return found;
  };
  const roots = new Set([...entries, ...graph.files.flatMap((file) => graph.importedLater(file))]);
  const reachedBy = new Map<string, number>();
  for (const from of roots) for (const file of reached([from])) reachedBy.set(file, (reachedBy.get(file) ?? 0) + 1);
  const start = reached(START);
  const frame = reached([FRAME]);
  const lab = reached(graph.importedLater(FRAME));
  const often = OFTEN.map((verb) => reached([verb]));
  const groupIn = (file: string): string | null => {
    if (start.has(file)) return file.startsWith('src/commands/') ? 'commands' : 'start';
    if (!frame.has(file) && !lab.has(file)) return null;
    const needs = reached([file]);
    const large = LARGE.filter((name) => needs.has(name));
    const shared = SHARED_BY.filter((most) => (reachedBy.get(file) ?? 0) >= most).length;
    return [frame.has(file) ? 'frame' : 'lab', ...large, shared, ...often.map((one) => Number(one.has(file)))].join(
      ' ',
    );
  };
  return new Map(
    graph.files.flatMap((file) => {
      const group = groupIn(file);
      return group === null ? [] : [[file, group] as const];
    }),
  );
}
