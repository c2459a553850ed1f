/** The imports of the program's own files, as text: what `imports.test.ts` holds against its table. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const root = join(import.meta.dirname, '..');

/** One import, of a type or of a value. `target`: a path from the root for our own files, else a package or `node:` module. */
export type Import = { readonly file: string; readonly line: number; readonly target: string };

/** Every file of src and games but tests, fixtures included, with its text. Paths are from the root. */
export const sources: ReadonlyMap<string, string> = new Map(
  ['src', 'games']
    .flatMap((top) =>
      readdirSync(join(root, top), { recursive: true, encoding: 'utf8' }).map((name) =>
        posix.join(top, name.replaceAll('\\', '/')),
      ),
    )
    .filter((file) => /\.(ts|tsx|js)$/.test(file) && !/\.test\.tsx?$/.test(file))
    .sort()
    .map((file) => [file, readFileSync(join(root, file), 'utf8')]),
);

/** All that a text imports: statements, re-exports, `import()` of values and of types. Words in comments are none. */
export function importsOf(file: string, text: string): readonly Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  const pattern =
    /^(?:import|(?:import|export)\s[^'"();=]*?\sfrom)\s*['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;
  return [...code.matchAll(pattern)].map((found) => {
    const name = found[1] ?? found[2] ?? '';
    const target = name.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file), name)) : name;
    return { file, line: code.slice(0, found.index).split('\n').length, target };
  });
}

export const imports: readonly Import[] = [...sources].flatMap(([file, text]) => importsOf(file, text));

/** The folder that a file belongs to: of src its own folder, `games` for every game, and `src` for what lies loose in it. */
export function folderOf(file: string): string {
  const [top = '', folder = '', ...rest] = file.split('/');
  return top === 'games' ? top : rest.length === 0 ? top : folder;
}

/** The package of a target, or null: a file of ours. */
export function packageOf(target: string): string | null {
  if (sources.has(target) || /^(src|games|test|data)\//.test(target)) return null;
  if (target.startsWith('node:')) return target;
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}

/** A way round from a place back to itself along these arrows, for every group of places that reach each other. */
export function circles(arrows: Iterable<readonly [from: string, to: string]>): readonly (readonly string[])[] {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of arrows) if (from !== to) next.set(from, (next.get(from) ?? new Set()).add(to));
  const done = new Set<string>();
  const found: string[][] = [];
  const walk = (place: string, path: readonly string[]): void => {
    const at = path.indexOf(place);
    if (at >= 0) return void found.push([...path.slice(at), place]);
    if (done.has(place)) return;
    for (const to of next.get(place) ?? []) walk(to, [...path, place]);
    done.add(place);
  };
  for (const place of next.keys()) walk(place, []);
  return found;
}
