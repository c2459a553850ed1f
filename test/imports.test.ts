/** Who may import whom: the architecture as two tables. What is not in them is not allowed, types included. */
import { describe, expect, it } from 'vitest';
import { circles, folderOf, type Import, imports, importsOf, packageOf, sources } from './imports.ts';

/** A row a folder: the folders that it may import beside itself. From the ground up: a folder knows only what stands above its row. */
const folders: Readonly<Record<string, readonly string[]>> = {
  core: [],
  sequential: ['core'],
  games: ['core', 'sequential'],
  match: ['core'],
  disk: ['core'],
  show: ['core'],
  model: ['core', 'disk', 'match'],
  store: ['core', 'disk'],
  agents: ['core', 'match', 'model'],
  run: ['core', 'match', 'model'],
  analysis: ['core', 'match', 'agents'],
  lessons: ['core', 'disk', 'agents', 'analysis'],
  lab: ['core', 'match', 'model', 'agents', 'analysis', 'lessons'],
  room: ['core', 'match', 'agents', 'run', 'lessons', 'lab'],
  laws: ['core', 'match', 'agents'],
  tune: ['core', 'match', 'disk', 'model'],
  trainer: ['core', 'disk', 'tune'],
  jobs: ['core', 'disk', 'model', 'tune', 'trainer'],
  comparing: ['core', 'disk', 'store', 'analysis'],
  profile: ['core', 'match', 'model', 'agents', 'run', 'analysis'],
  evaluation: ['core', 'match', 'model', 'agents', 'analysis', 'tune', 'profile'],
  page: ['core', 'analysis', 'evaluation', 'lessons'],
  terminal: ['core', 'match', 'disk', 'show', 'agents', 'analysis', 'lessons', 'lab', 'room', 'profile', 'tune'],
  web: ['core', 'match', 'disk', 'agents', 'analysis', 'lessons', 'lab', 'room', 'page'],
  commands: [
    'core',
    'match',
    'disk',
    'show',
    'model',
    'store',
    'agents',
    'run',
    'analysis',
    'lessons',
    'lab',
    'comparing',
    'profile',
    'evaluation',
    'tune',
    'trainer',
    'jobs',
    'page',
    'terminal',
    'web',
    'room',
  ],
  src: ['disk', 'commands'],
};

/** A row a package, or a module of Node's: the folders that may know it. */
const packages: Readonly<Record<string, readonly string[]>> = {
  '@hono/node-server': ['web'],
  '@huggingface/jinja': ['jobs'],
  '@huggingface/tokenizers': ['jobs'],
  'better-sqlite3': ['store'],
  commander: ['commands'],
  esbuild: ['src'],
  'fastest-levenshtein': ['core'],
  'gpt-tokenizer': ['jobs'],
  hono: ['web'],
  'hyparquet-writer': ['store'],
  ink: ['terminal'],
  openai: ['model'],
  postgres: ['store'],
  'pure-rand': ['core'],
  react: ['terminal'],
  'string-width': ['show'],
  'together-ai': ['jobs'],
  uqr: ['web'],
  vega: ['page'],
  yaml: ['lessons'],
  zod: [
    'core',
    'sequential',
    'games',
    'model',
    'analysis',
    'lessons',
    'room',
    'laws',
    'tune',
    'trainer',
    'jobs',
    'web',
    'commands',
    'jobs',
  ],
  zustand: ['terminal'],
  'node:child_process': ['src', 'trainer'],
  'node:crypto': ['core', 'disk', 'model', 'store', 'tune', 'trainer', 'web', 'jobs'],
  'node:events': ['terminal'],
  'node:fs': ['disk', 'model', 'store', 'tune', 'terminal', 'commands', 'src', 'trainer', 'jobs'],
  'node:fs/promises': ['store', 'src'],
  'node:http': ['web'],
  'node:module': ['comparing', 'commands', 'src'],
  'node:net': ['commands', 'trainer', 'web'],
  'node:os': ['commands', 'disk', 'trainer', 'web'],
  'node:path': ['disk', 'model', 'store', 'tune', 'terminal', 'commands', 'src', 'trainer', 'web', 'jobs'],
  'node:perf_hooks': ['src'],
  'node:readline': ['terminal'],
  'node:readline/promises': ['commands'],
  'node:string_decoder': ['terminal'],
  'node:timers/promises': ['store', 'trainer', 'commands', 'jobs'],
  'node:tty': ['commands', 'src'],
  'node:url': ['disk', 'src'],
  'node:util': ['disk', 'laws', 'evaluation', 'commands'],
  'node:v8': ['comparing', 'store'],
  'node:zlib': ['store', 'web'],
  'node:worker_threads': ['store', 'comparing'],
};

function allowed({ file, target }: Import): boolean {
  const from = folderOf(file);
  const known = packageOf(target);
  if (known !== null) return packages[known]?.includes(from) ?? false;
  if (!/^(src|games)\//.test(target)) return false;
  const to = folderOf(target);
  // One game knows no other.
  if (from === 'games' && to === 'games') return file.split('/')[1] === target.split('/')[1];
  return from === to || (folders[from]?.includes(to) ?? false);
}

const told = (found: readonly Import[]): readonly string[] =>
  found.map(({ file, line, target }) => `${file}:${line} imports ${target}`);

describe('who may import whom', () => {
  it('reads the imports of every file', () => {
    expect(sources.size).toBeGreaterThan(300);
    const targets = new Set(imports.map(({ target }) => target));
    for (const known of ['zod', 'src/core/blocks.ts', 'better-sqlite3', 'src/commands/compare.ts', 'node:fs'])
      expect(targets).toContain(known);
    const text =
      "/** import 'no'; */\nimport type { A } from './a.ts';\nexport { b } from '../b/b.ts';\nconst c = await import('node:c');\n";
    expect(importsOf('src/x/y.ts', text).map(({ target, line }) => [target, line])).toEqual([
      ['src/x/a.ts', 2],
      ['src/b/b.ts', 3],
      ['node:c', 4],
    ]);
  });

  it('every import is in the tables', () => {
    expect(told(imports.filter((one) => !allowed(one)))).toEqual([]);
  });

  it('the tables name nothing that is not there', () => {
    const used = new Set(
      imports.map(({ file, target }) => `${folderOf(file)} ${packageOf(target) ?? folderOf(target)}`),
    );
    const rows = [
      ...Object.entries(folders).flatMap(([from, list]) => list.map((to) => `${from} ${to}`)),
      ...Object.entries(packages).flatMap(([name, list]) => list.map((from) => `${from} ${name}`)),
    ];
    expect(rows.filter((row) => !used.has(row))).toEqual([]);
  });

  it.each([
    ['src/store/open.ts', 'ink'],
    ['src/lab/home.ts', 'react'],
    ['src/terminal/home.tsx', 'better-sqlite3'],
    ['src/terminal/home.tsx', 'src/store/open.ts'],
    ['src/agents/human.ts', 'src/terminal/home.tsx'],
    ['src/match/match.ts', 'node:fs'],
    ['src/core/game.ts', 'src/match/match.ts'],
    ['src/show/draw.ts', 'openai'],
    ['src/lab/sitting.ts', 'src/commands/play.ts'],
    ['src/run/run-matches.ts', 'test/terminal.ts'],
    ['src/nowhere/file.ts', 'src/core/game.ts'],
    ['games/prisoners-dilemma/rules.ts', 'react'],
    ['games/prisoners-dilemma/rules.ts', 'games/pricing-duopoly/rules.ts'],
    ['games/prisoners-dilemma/rules.ts', 'node:fs'],
  ])('notices when %s imports %s', (file, target) => {
    expect(allowed({ file, target, line: 1 })).toBe(false);
  });

  it('models are loaded where one sits down: of agents only by its index, of statistics by nothing', () => {
    const models = imports.filter(({ file, target }) => file.startsWith('src/agents/') && folderOf(target) === 'model');
    expect(new Set(models.map(({ file }) => file))).toEqual(new Set(['src/agents/index.ts']));
    const reached = new Set([...sources.keys()].filter((file) => /^src\/analysis\/.*(?<!\.test)\.ts$/.test(file)));
    for (const file of reached)
      for (const one of imports) if (one.file === file && sources.has(one.target)) reached.add(one.target);
    expect(reached.has('src/agents/offline.ts')).toBe(true);
    expect([...reached].filter((file) => folderOf(file) === 'model')).toEqual([]);
  });

  it('names files that exist', () => {
    const missing = imports.filter(({ target }) => /^(src|games)\//.test(target) && !sources.has(target));
    expect(told(missing)).toEqual([]);
  });
});

describe('no import goes in a circle, types included', () => {
  const ours = imports.filter(({ target }) => sources.has(target));

  it('by file', () => {
    expect(circles(ours.map(({ file, target }) => [file, target]))).toEqual([]);
  });

  it('by folder', () => {
    expect(circles(ours.map(({ file, target }) => [folderOf(file), folderOf(target)]))).toEqual([]);
  });

  it('finds one where there is one', () => {
    expect(
      circles([
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'b'],
        ['c', 'd'],
      ]),
    ).toEqual([['b', 'c', 'b']]);
  });
});

describe('what a stranger sees', () => {
  it('at most six files lie loose in src', () => {
    const loose = [...sources.keys()].filter((file) => folderOf(file) === 'src');
    expect(loose.length).toBeLessThanOrEqual(6);
  });

  it('games know no clock, no chance of their own and no process', () => {
    const impure =
      /\b(Date\.now|new Date|performance\.|Math\.random|crypto\.|process\.|setTimeout|globalThis|console\.)/;
    expect(
      [...sources].filter(([file, text]) => file.startsWith('games/') && impure.test(text)).map(([file]) => file),
    ).toEqual([]);
  });

  it('the command line reads like a summary: 60 lines', () => {
    const lines = (sources.get('src/commands/program.ts') ?? '').split('\n').length - 1;
    expect(lines).toBeGreaterThan(20);
    expect(lines).toBeLessThanOrEqual(60);
  });
});
