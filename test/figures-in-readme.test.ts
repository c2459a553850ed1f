/** The scripts in the README, run as they stand there on a fresh export: they must give the numbers of the comparison. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { loadGame, loadGames } from '../src/games.ts';
import { comparing } from '../src/comparing.ts';
import { exportTables } from '../src/store/export.ts';
import { openStore } from '../src/store/open.ts';
import { cooperating, keep, playClass } from './class.ts';

const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
const script = (language: string): string => new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'm').exec(readme)?.[1] ?? '';
const runs = (program: string, ...args: readonly string[]): boolean => spawnSync(program, args, { timeout: 60_000 }).status === 0;
const python = process.env['PYTHON'] ?? 'python3';
const rscript = process.env['RSCRIPT'] ?? 'Rscript';

let place = '';
/** Rate and interval of each class, as the comparison has them. */
let expected: readonly (readonly [name: string, n: number, mean: number, low: number, high: number])[] = [];

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'homines-figures-'));
  const file = join(place, 'lab.sqlite');
  const store = await openStore(file);
  const game = await loadGame('prisoners-dilemma');
  const lesson = { game, people: 24, against: 'moralis:0.5' };
  await keep(store, [
    await playClass({ ...lesson, name: 'morning', choose: cooperating(0.6, 0.8, 0.2) }),
    await playClass({ ...lesson, name: 'evening', people: 31, choose: cooperating(0.4, 0.7, 0.2), seed: 2 }),
  ]);
  store.close();
  await exportTables({ files: [file], out: join(place, 'choices.csv') });
  const open = comparing([file], await loadGames(), { session: null, rehearsals: false, game: null });
  const { treatments } = await open.update('session');
  open.close();
  expected = treatments[0]!.groups.map(({ label, measures }) => {
    const first = measures.find(({ measure }) => measure === 'cooperates first')!;
    return [label, first.n, first.mean!, ...first.interval!];
  });
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** What a script printed: the four numbers in the line of a class. */
function told(printed: string, label: string): readonly number[] {
  const line = printed.split('\n').find((one) => one.includes(`people, ${label}`)) ?? '';
  return [...line.matchAll(/(?<=\s)\d+(\.\d+)?(?=\s|$)/g)].map((found) => Number(found[0]));
}

function check(printed: string): void {
  expect(expected).toHaveLength(2);
  for (const [label, n, mean, low, high] of expected) {
    const numbers = told(printed, label).slice(-4);
    expect(numbers).toHaveLength(4);
    for (const value of [n, mean, low, high]) expect(Math.min(...numbers.map((one) => Math.abs(one - value)))).toBeLessThan(1e-4);
  }
}

it('are there', () => {
  for (const language of ['r', 'python']) expect(z.string().min(500).parse(script(language))).toContain('choices.csv');
});

it.skipIf(!runs(python, '-c', 'import pandas, matplotlib'))('Python (where pandas and matplotlib are)', () => {
  writeFileSync(join(place, 'figure.py'), script('python'));
  check(execFileSync(python, ['figure.py'], { cwd: place, encoding: 'utf8', env: { ...process.env, MPLBACKEND: 'Agg' } }));
  expect(statSync(join(place, 'cooperation.png')).size).toBeGreaterThan(1000);
});

it.skipIf(!runs(rscript, '--version'))('R (where it is)', () => {
  writeFileSync(join(place, 'figure.R'), script('r'));
  check(execFileSync(rscript, ['figure.R'], { cwd: place, encoding: 'utf8' }));
  expect(statSync(join(place, 'cooperation.svg')).size).toBeGreaterThan(1000);
});
