/** What is loaded before a verb is known: the time of the first answer, for everybody. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');
const STATIC = /^(?:import|export) (?!type)[^;]*?from '(\.[^']+)'/gm;

function loadedBy(file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(STATIC)) loadedBy(join(dirname(file), path!), found);
  return found;
}

it('nothing of models, tuning, databases or screens is loaded before a verb is known', () => {
  const folders = [...loadedBy(join(SRC, 'commands', 'program.ts'))].map(
    (file) => relative(SRC, file).split(/[\\/]/)[0],
  );
  expect(folders).toContain('commands');
  const never = ['model', 'tune', 'trainer', 'evaluation', 'store', 'terminal', 'page', 'lab', 'run'];
  expect(folders.filter((folder) => never.includes(folder!))).toEqual([]);
});

it('a version is told before anything but its file is read', () => {
  const files = [...loadedBy(join(SRC, 'cli.ts'))].map((file) => relative(SRC, file).replaceAll('\\', '/'));
  expect(files.toSorted()).toEqual([
    'cli.ts',
    'core/user-error.ts',
    'disk/file-errors.ts',
    'disk/program-folder.ts',
    'disk/version.ts',
  ]);
});

it('what was compared before is shown without games, rules and statistics', () => {
  const loaded = [...loadedBy(join(SRC, 'commands', 'compare.ts'))].map((file) => relative(SRC, file));
  expect(loaded).toContain(join('comparing', 'comparison-cache.ts'));
  const never = /^(analysis|agents|page|laws|lab|profile|run|\.\.)[\\/]|follower|live-comparison|store[\\/]export/;
  expect(loaded.filter((file) => never.test(file))).toEqual([]);
});

it('what there is to play is told without a game, a schema, or what draws blocks', () => {
  const files = [...loadedBy(join(SRC, 'commands', 'games.ts'))];
  const folders = new Set(files.map((file) => relative(SRC, file).split(/[\\/]/)[0]));
  for (const never of ['agents', 'model', 'analysis', 'store']) expect(folders).not.toContain(never);
  expect(files.filter((file) => /^import (?!type)[^;]* from 'zod'/m.test(readFileSync(file, 'utf8')))).toEqual([]);
  expect(files.map((file) => relative(SRC, file))).not.toContain(join('show', 'draw.ts'));
});
