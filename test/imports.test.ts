/** Who may import whom: the architecture as one table. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

type Import = { readonly file: string; readonly line: number; readonly target: string; readonly typeOnly: boolean };

const files = ['src', 'games']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => posix.join(folder, name.replaceAll('\\', '/'))),
  )
  .filter((file) => /\.(ts|tsx|js)$/.test(file) && !/\.test\.tsx?$/.test(file));
const text = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
const imports = files.flatMap(importsOf);

/** What a file imports: paths from the root for our own files, names for packages, `node:` for Node's own. */
function importsOf(file: string): readonly Import[] {
  const pattern = /^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;
  const source = text.get(file) ?? '';
  return [...source.matchAll(pattern)].map((found) => {
    const name = found[2] ?? found[3] ?? '';
    return {
      file,
      line: source.slice(0, found.index).split('\n').length,
      target: name.startsWith('.') ? posix.normalize(posix.join(dirname(file), name)) : name,
      typeOnly: found[1] !== undefined,
    };
  });
}

const core = /^src\/(game|blocks|marks|rng|theory|thresholds|numeric|log|words|refusal|group|code|wording)\.ts$/;
const pure = /^src\/((match|replay|laws)\.ts|(agents|laws|analysis|tune|study)\/)/;
const drawn = /^src\/(show|tui|host)\//;
const together = /^src\/(commands\/|cli\.ts$)/;
const starting = /^src\/(start\.js|checkout\.js|build\.ts|bundling\.ts)$/;

const within = (folder: RegExp) => (one: Import) => folder.test(one.target);
const packageNamed = (names: RegExp) => (one: Import) => !/^(src|games|node:)/.test(one.target) && names.test(one.target);

/** Every row: whose imports, which of them are broken rules. */
const rules: readonly (readonly [sentence: string, who: (file: string) => boolean, forbidden: (one: Import) => boolean])[] = [
  ['only src/model imports openai', (file) => !file.startsWith('src/model/'), packageNamed(/^openai/)],
  ['only src/store imports better-sqlite3', (file) => !file.startsWith('src/store/'), packageNamed(/^better-sqlite3/)],
  [
    'only what draws imports react, ink and zustand',
    (file) => !drawn.test(file) && !together.test(file),
    packageNamed(/^(react|ink|zustand|@types\/react)(\/|$)/),
  ],
  ['only the starter imports esbuild', (file) => !starting.test(file), packageNamed(/^esbuild/)],
  [
    'the core imports zod at most, and itself',
    (file) => core.test(file),
    (one) =>
      !core.test(one.target) &&
      !one.typeOnly &&
      !packageNamed(/^(zod|pure-rand|fastest-levenshtein)(\/|$)/)(one) &&
      one.target !== 'node:crypto',
  ],
  [
    'a game imports the core, zod and its own folder',
    (file) => file.startsWith('games/'),
    (one) =>
      !core.test(one.target) &&
      one.target !== 'zod' &&
      posix.dirname(one.target).split('/').slice(0, 2).join('/') !== one.file.split('/').slice(0, 2).join('/'),
  ],
  [
    'the loop, agents and analysis import no store, screen, model or file',
    // Who plays as a model speaks to one: that file is the door to src/model.
    (file) => pure.test(file) && file !== 'src/agents/model.ts',
    (one) => within(/^src\/(store|show|tui|host|model|commands)\//)(one) || /^node:(fs|net|http|sqlite)/.test(one.target),
  ],
  [
    'what draws never imports the database, a model or a command',
    (file) => drawn.test(file),
    (one) => within(/^src\/(store|model|commands)\//)(one) || one.target === 'node:sqlite',
  ],
  [
    'the store imports no game, screen or agent',
    (file) => file.startsWith('src/store/'),
    (one) => !one.typeOnly && within(/^(games|src\/(show|tui|host|commands|agents|model))\//)(one),
  ],
  ['only commands import commands', (file) => !together.test(file), within(together)],
  [
    'nothing imports a test or the starter',
    (file) => !starting.test(file),
    (one) => within(starting)(one) || /^test\/|\.test\./.test(one.target),
  ],
];

describe('who may import whom', () => {
  it('reads the imports of every file', () => {
    expect(files.length).toBeGreaterThan(20);
    for (const known of ['zod', 'src/blocks.ts', 'better-sqlite3', 'pure-rand/generator/xoroshiro128plus'])
      expect(imports.map((one) => one.target)).toContain(known);
  });

  it.each(rules)('%s', (_, who, forbidden) => {
    const broken = imports.filter((one) => who(one.file) && forbidden(one));
    expect(broken.map((one) => `${one.file}:${one.line} imports ${one.target}`)).toEqual([]);
  });

  it.each([
    ['src/store/open.ts', 'ink'],
    ['src/tui/home.tsx', 'better-sqlite3'],
    ['src/tui/home.tsx', 'src/store/open.ts'],
    ['src/agents/human.ts', 'src/tui/home.tsx'],
    ['src/match.ts', 'node:fs'],
    ['src/game.ts', 'src/match.ts'],
    ['src/show/terminal.tsx', 'openai'],
    ['src/study/sitting.ts', 'src/commands/play.ts'],
    ['games/prisoners-dilemma/rules.ts', 'react'],
    ['games/prisoners-dilemma/rules.ts', 'games/pricing-duopoly/rules.ts'],
    ['games/prisoners-dilemma/rules.ts', 'node:fs'],
  ])('notices when %s imports %s', (file, target) => {
    const one = { file, target, line: 1, typeOnly: false };
    expect(rules.filter(([, who, forbidden]) => who(file) && forbidden(one))).not.toEqual([]);
  });

  it('names files that exist', () => {
    const missing = imports.filter((one) => /^(src|games)\//.test(one.target) && !text.has(one.target));
    expect(missing.map((one) => `${one.file}:${one.line} imports ${one.target}`)).toEqual([]);
  });

  it('games know no clock, no chance of their own and no process', () => {
    const impure = /\b(Date\.now|new Date|performance\.|Math\.random|crypto\.|process\.|setTimeout|globalThis|console\.)/;
    const found = files.filter((file) => file.startsWith('games/') && impure.test(text.get(file) ?? ''));
    expect(found).toEqual([]);
  });

  it('the command line reads like a summary: 60 lines', () => {
    expect((text.get('src/cli.ts') ?? '').split('\n').length - 1).toBeLessThanOrEqual(60);
    expect(files).toContain('src/cli.ts');
  });
});
