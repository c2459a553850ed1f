/** What is loaded before a verb is known: the time of the first answer, for everybody. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

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

it('home stands before games, models and statistics are loaded', () => {
  const loaded = [...loadedBy(join(SRC, 'commands', 'shared', 'lab-here.ts'))].map((file) => relative(SRC, file));
  expect(loaded).toContain(join('terminal', 'screens', 'home-view.ts'));
  const never = /^(analysis|evaluation|jobs|lessons|model|page|profile|room|run|trainer|tune|web|\.\.)[\\/]/;
  expect(loaded.filter((file) => never.test(file))).toEqual([]);
});

describe('the built program reads few files, since each costs a start as much as many lines', () => {
  const DIST = join(SRC, '..', 'dist');
  const read = (file: string): string => readFileSync(join(DIST, file), 'utf8');
  /** A built file, and all that it imports at once. */
  function readBy(file: string, found = new Set<string>()): ReadonlySet<string> {
    if (found.has(file)) return found;
    found.add(file);
    for (const [, next] of read(file).matchAll(/(?:from|import)"\.\/([^"]+)"/g)) readBy(next!, found);
    return found;
  }
  /** The files that those import later whose names begin so. */
  const later = (files: ReadonlySet<string>, name: RegExp): readonly string[] =>
    [...files].flatMap((file) =>
      [...read(file).matchAll(/import\("\.\/([^"]+)"\)/g)].map(([, next]) => next!).filter((next) => name.test(next)),
    );
  const both = (...files: readonly ReadonlySet<string>[]) => new Set(files.flatMap((some) => [...some]));
  const cli = readBy('cli.js');
  const [program = ''] = later(cli, /^program-/);
  const start = both(cli, readBy(program));
  const verb = (name: string) => both(start, ...later(start, new RegExp(`^${name}-`)).map((file) => readBy(file)));

  it('before a verb is known, and for what there is to play', () => {
    expect(start.size).toBeGreaterThan(2);
    expect(start.size).toBeLessThanOrEqual(6);
    const games = verb('games');
    expect(games.size).toBeGreaterThan(start.size);
    expect(games.size).toBeLessThanOrEqual(8);
  });

  it.each([
    ['sessions', 16],
    ['compare', 20],
    ['doctor', 30],
    ['theory', 24],
  ])('%s: at most %i', (name, most) => {
    expect(verb(name).size).toBeGreaterThan(start.size);
    expect(verb(name).size).toBeLessThanOrEqual(most);
  });

  it('the first frame of the lab, and the lab: at most 22, and 45', () => {
    const [here = ''] = later(start, /^lab-here-/);
    const frame = both(start, readBy(here));
    expect(frame.size).toBeLessThanOrEqual(22);
    const behind = later(frame, /^(open|live-models|lineage|kept-server|rented-words)-/);
    expect(behind.length).toBeGreaterThan(4);
    expect(both(frame, ...behind.map((file) => readBy(file))).size).toBeLessThanOrEqual(45);
  });
});
