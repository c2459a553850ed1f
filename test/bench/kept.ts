/**
 * A comparison asked for again: with nothing new, and after a thousand new choices; in seconds, beside what it takes with nothing
 * kept. By itself: `node test/bench/kept.ts FILE.sqlite`, which is copied.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadGame } from '../../src/disk/games.ts';
import { openStore } from '../../src/store/open.ts';
import { cooperating, keep, playClass } from '../class.ts';
import { program } from '../program.ts';
import { median } from './figures.ts';

/** Each answers once, and so does an agent. */
const PEOPLE = 500;

type Asked = { readonly out: string; readonly seconds: number };

/** Seconds, medians of three but for the first. */
export type KeptFigures = Readonly<Record<'fresh' | 'again' | 'grown', number>>;

/** Compares a copy of this database in a folder of its own. Throws where anything printed differs from what is computed afresh. */
export async function keptFigures(database: string): Promise<KeptFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'homines-bench-kept-'));
  try {
    const file = join(folder, 'lab.sqlite');
    copyFileSync(database, file);
    const asked = (...flags: readonly string[]): Asked => {
      const since = performance.now();
      const done = spawnSync(process.execPath, [program, 'compare', '--json', '--db', file, ...flags], {
        encoding: 'utf8',
        env: { ...process.env, NODE_ENV: 'production', HOMINES_FRESH: '', XDG_CACHE_HOME: join(folder, 'cache') },
        maxBuffer: 2 ** 28,
      });
      if (done.status !== 0) throw new Error(`compare ended with ${done.status}: ${done.stderr}`);
      return { out: done.stdout, seconds: (performance.now() - since) / 1000 };
    };
    const fresh = asked('--fresh');
    asked();
    const again = [1, 2, 3].map(() => asked());
    const grown: Asked[] = [];
    for (const seed of [1, 2, 3]) {
      await grow(file, seed);
      grown.push(asked());
    }
    if (again.some(({ out }) => out !== fresh.out)) throw new Error('Asked again, other bytes were printed.');
    if (grown.at(-1)!.out !== asked('--fresh').out) throw new Error('After new choices other bytes were printed.');
    const middle = (all: readonly Asked[]): number => median(all.map(({ seconds }) => seconds));
    return { fresh: fresh.seconds, again: middle(again), grown: middle(grown) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a class of people against an agent adds. */
async function grow(file: string, seed: number): Promise<void> {
  const game = await loadGame('prisoners-dilemma');
  const store = await openStore(file);
  const choose = cooperating(0.5, 0.5, 0.5);
  await keep(store, [
    await playClass({ game, name: `late ${seed}`, people: PEOPLE, against: 'moralis:0.5', choose, seed: 1000 + seed }),
  ]);
  store.close();
}

if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(await keptFigures(process.argv[2]!)));
