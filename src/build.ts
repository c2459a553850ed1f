/**
 * Builds the program: dist/cli.js, dist/games/NAME/index.js, the chunks that they share, and what each game says of itself.
 *
 * Chunks carry a hash in their names and are written first, entry points are renamed into place after them, and old
 * chunks stay for a day: a lab that runs, or a test in another process, always finds the files that it was built with.
 */
import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { performance } from 'node:perf_hooks';
import { bundling, takenAsTheyAre } from './bundling.ts';
import { groupsAsChunks } from './chunks.ts';
import { sources } from './checkout.js';
import { HOME_FILE, madeHome } from './commands/shared/home-facts.ts';
import { FACTS_FILE, type KeptBeside, loadFacts } from './disk/game-facts.ts';

const day = 24 * 60 * 60 * 1000;
const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const since = performance.now();

/** Tells the starter how far this is. */
const step = (n: number): unknown => process.send?.(`step ${n} of 4`);

step(1);
const from = sources(root);
const games = (await readdir(join(root, 'games'))).filter((name) => existsSync(join(root, 'games', name, 'index.ts')));
// What a game says of itself, read from its sources; null where it is broken: it says so itself as soon as it is asked.
const told = Promise.all(
  games.map((name) => Promise.all([loadFacts(name), madeHome(name)]).catch(() => [null, null] as const)),
);
const entryPoints = [
  { in: 'src/cli.ts', out: 'cli' },
  { in: 'src/store/export/worker.ts', out: 'workers/export' },
  { in: 'src/comparing/worker.ts', out: 'workers/compare' },
  ...games.map((name) => ({ in: `games/${name}/index.ts`, out: `games/${name}/index` })),
  // Words of other languages are found by their names, as games are.
  ...(await Promise.all(games.map(otherWords))).flat(),
];
const result = await groupsAsChunks(root, entryPoints)
  .then((groups) => {
    step(2);
    return build({
      absWorkingDir: root,
      entryPoints,
      outdir: 'dist',
      ...bundling,
      plugins: [...(bundling.plugins ?? []), groups],
      write: false,
    });
  })
  .catch(() => process.exit(1)); // esbuild has said why

step(3);
// What browsers run is no module of ours: each file by itself, for browsers of the last years.
const scripts = await build({
  absWorkingDir: root,
  entryPoints: (await readdir(join(root, 'src/web/browser')))
    .filter((name) => name.endsWith('.js'))
    .map((name) => `src/web/browser/${name}`),
  outdir: 'dist/web',
  minify: true,
  target: 'es2019',
  logLevel: 'warning',
  write: false,
}).catch(() => process.exit(1));

step(4);
const isChunk = (file: string): boolean => dirname(file) === dist && basename(file) !== 'cli.js';
type Output = { readonly path: string; readonly contents: string | Uint8Array };
const files: Output[] = [
  ...result.outputFiles.map(({ path, text }) => ({ path, contents: takenAsTheyAre(text) })),
  ...scripts.outputFiles,
].toSorted((a, b) => Number(isChunk(b.path)) - Number(isChunk(a.path)));
for (const [place, [facts, home]] of (await told).entries()) {
  const folder = join(dist, 'games', games[place]!);
  const game = files.find(({ path }) => path === join(folder, 'index.js'));
  for (const [name, kept] of [[FACTS_FILE, facts] as const, [HOME_FILE, home] as const]) {
    const path = join(folder, name);
    if (kept === null || game === undefined) await rm(path, { force: true });
    else {
      const keeps: KeptBeside<unknown> = { size: Buffer.byteLength(game.contents), facts: kept };
      files.push({ path, contents: JSON.stringify(keeps) });
    }
  }
}
for (const { path, contents } of files) {
  if (isChunk(path) && existsSync(path)) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.${process.pid}`, contents);
  await rename(`${path}.${process.pid}`, path);
}
await writeFile(join(dist, 'built-from'), from);
await sweep(new Set(files.map((file) => file.path)), process.argv.includes('--clean') ? 0 : day);

if (!process.argv.includes('--quiet'))
  console.log(
    `built ${games.length} games and the program in ${((performance.now() - since) / 1000).toFixed(1)} s: ${relative(process.cwd(), dist)}`,
  );

/** A game's words.XX.ts, but for the English ones, which its index holds. */
async function otherWords(game: string): Promise<readonly { readonly in: string; readonly out: string }[]> {
  const words = (await readdir(join(root, 'games', game))).filter((name) => /^words\.(?!en)[a-z]{2}\.ts$/.test(name));
  return words.map((name) => ({
    in: `games/${game}/${name}`,
    out: `games/${game}/${basename(name, '.ts')}`,
  }));
}

/** Removes what earlier builds left, once it is this old (milliseconds). */
async function sweep(current: ReadonlySet<string>, age: number): Promise<void> {
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || current.has(file) || entry.name === 'built-from') continue;
    if (Date.now() - (await stat(file)).mtimeMs >= age) await rm(file, { force: true });
  }
}
