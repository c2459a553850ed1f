/**
 * A new game is a folder and nothing else: the game of games/README.md, put into a copy of the program that is built
 * once, is there in every verb.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadGames } from '../src/disk/games.ts';
import { type Ended, hominesApart, root } from './program.ts';
import { open } from './terminal.ts';

/** The first TypeScript of the page, as it stands there. */
const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, 'games', 'README.md'), 'utf8')) ?? [];

const copy = mkdtempSync(join(tmpdir(), 'homines-sixty-'));
const db = join(copy, 'lab.sqlite');
const program = join(copy, 'dist', 'cli.js');
const homines = (...args: readonly string[]): Promise<Ended> =>
  hominesApart(args, { cwd: copy, env: { HOMINES_DB: db }, file: program });
const printed = async (...args: readonly string[]): Promise<string> => {
  const { code: exit, out, err } = await homines(...args);
  expect({ args, exit, err: exit === 0 ? '' : err }).toEqual({ args, exit: 0, err: '' });
  return out;
};

beforeAll(async () => {
  for (const part of ['src', 'games', 'package.json', 'tsconfig.json', join('data', 'reference')])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  mkdirSync(join(copy, 'games', 'stag-hunt'));
  writeFileSync(join(copy, 'games', 'stag-hunt', 'index.ts'), code);
  execFileSync(process.execPath, [join(copy, 'src', 'build.ts'), '--quiet'], { cwd: copy });
  await printed('run', 'stag-hunt', '--seats', 'economicus,moralis:0.5', '--matches', '6', '--session', 'theory');
  await printed('run', 'stag-hunt', '--seats', 'random,random', '--matches', '20', '--session', 'lots', '--seed', '4');
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('a game of 60 lines in a folder of its own', () => {
  it('is that short, and whole', () => {
    expect(code).toContain('defineGame');
    expect(code.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  });

  it('games: listed beside the others, with its settings and sources', async () => {
    const list = await printed('games');
    for (const { name } of await loadGames()) expect(list).toContain(name);
    expect(list).toContain('Stag hunt. Hunt together');
    const page = await printed('games', 'stag-hunt');
    expect(page).toMatch(/hare +Points for a hare.*\(default\s+50\)/s);
    expect(page).toContain('Skyrms');
  });

  it('theory: solved from its normal form', async () => {
    const predict = async (kappa: string) =>
      JSON.parse(await printed('theory', 'stag-hunt', '--kappa', kappa, '--json')) as { plan: string };
    // Against 50 : 50 the stag earns (1 − κ)·40 + κ·80, a hare 50: the stag from κ = 0.25 on.
    expect((await predict('0.24')).plan).toBe('hare');
    expect((await predict('0.26')).plan).toBe('stag');
  });

  it('play: a person at the keyboard, on a terminal', async () => {
    await using term = open({
      program,
      cwd: copy,
      db,
      cols: 80,
      rows: 24,
      args: ['play', 'stag-hunt', '--against', 'script:stag'],
    });
    await term.waitFor(/needs both and gives 80 points/);
    term.press('enter');
    await term.waitFor(/What do you hunt\?/);
    term.press('r', 'enter');
    await term.waitFor(/You hunted the hare, the other the stag/);
    term.press('ctrl-c');
    await term.exit;
    const kept =
      (await printed('export', '--all', '--out', 'played.csv')) && readFileSync(join(copy, 'played.csv'), 'utf8');
    expect(kept).toMatch(/stag-hunt.*human/);
  });

  it('replay: every stored match plays again to the same payoffs', async () => {
    expect(await printed('replay', '--all')).toMatch(/2[67] matches played again .*everything agrees/);
  });

  it('compare and report: its measure in a picture', async () => {
    const table = await printed('compare', 'stag-hunt');
    expect(table).toContain('Stag hunt');
    expect(table).toMatch(/payoff/);
    await printed('report', 'stag-hunt', '--out', 'report.html');
    const page = readFileSync(join(copy, 'report.html'), 'utf8');
    expect(page).toContain('Stag hunt');
    expect(page).toContain('<svg');
  });

  it('export: a row an answer, described', async () => {
    await printed('export', '--out', 'choices.csv');
    const rows = readFileSync(join(copy, 'choices.csv'), 'utf8').trimEnd().split('\n').slice(1);
    expect(rows).toHaveLength(2 * 26);
    expect(rows.every((row) => /,stag-hunt,1,.*,hunt,/.test(row))).toBe(true);
  });

  it('profile: played by every profiled agent', async () => {
    const { rows, missing } = JSON.parse(
      await printed('profile', 'economicus', '--json', '--db', 'profile.sqlite'),
    ) as {
      rows: readonly { task: string; id: string }[];
      missing: number;
    };
    expect(missing).toBe(0);
    expect(rows).toContainEqual(expect.objectContaining({ task: 'stag-hunt', id: 'payoff' }));
  });
});
