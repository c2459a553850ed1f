/** What README and the manual of games say is there: every path that they name exists, and the map shows every folder. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Files and folders of ours that a text names, from the root: in code, and as links. */
function pathsIn(file: string): readonly string[] {
  const text = read(file);
  const code = [...text.matchAll(/`((?:src|games|test|data|\.ci)(?:\/[\w.-]+)*)\/?`/g)].map(([, path = '']) => path);
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)]+)\)/g)].map(([, path = '']) => join(dirname(file), path));
  return [...code, ...links].map((path) => path.replaceAll('\\', '/'));
}

/** Made while one works, and by the reader of the manual. */
const made = /^(data\/lab\.sqlite|games\/stag-hunt.*)$/;

it.each([
  ['README.md', 40],
  ['games/README.md', 5],
])('%s names paths that exist', (file, least) => {
  const paths = pathsIn(file);
  expect(paths.length).toBeGreaterThanOrEqual(least);
  expect(paths.filter((path) => !made.test(path) && !existsSync(join(root, path)))).toEqual([]);
});

it('the map of README has a line for every folder of src', () => {
  const folders = readdirSync(join(root, 'src')).filter((name) => statSync(join(root, 'src', name)).isDirectory());
  const shown = [...read('README.md').matchAll(/^\| `src\/([a-z]+)` \|/gm)].map(([, name]) => name);
  expect(shown.toSorted()).toEqual(folders.toSorted());
});
