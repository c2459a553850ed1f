/** The comparison in a real terminal, with real keys: what is hidden and revealed, followed while people play, and written beside the data. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyGame } from '../src/core/game.ts';
import { loadGame } from '../src/disk/games.ts';
import { openStore } from '../src/store/open.ts';
import { cooperating, keep, playClass, rating } from './class.ts';
import { open, type Terminal } from './terminal.ts';

const PLAN = { against: 'moralis:0.5', config: { method: 'strategy', roles: 'drawn' } } as const;
let folder = '';
let dilemma: AnyGame;
let vehicles: AnyGame;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'homines-screen-'));
  [dilemma, vehicles] = await Promise.all([loadGame('prisoners-dilemma'), loadGame('autonomous-vehicles')]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Two classes in the dilemma, and one that answered about vehicles. */
async function furnished(name: string): Promise<string> {
  const db = join(folder, name, 'lab.sqlite');
  const store = await openStore(db);
  await keep(store, [
    await playClass({ game: dilemma, name: 'morning', people: 12, choose: cooperating(0.8, 0.9, 0.1), ...PLAN }),
    await playClass({
      game: dilemma,
      name: 'evening',
      people: 12,
      choose: cooperating(0.1, 0.4, 0.1),
      seed: 2,
      ...PLAN,
    }),
    await playClass({ game: vehicles, name: 'drivers', people: 8, against: '', choose: rating(40), seed: 3 }),
  ]);
  store.close();
  return db;
}

const marks = (screen: string): string => (screen.match(/[◆●▲■]/g) ?? []).join('');
/** Nothing is wider or longer than the window, and no figure is no number. */
function whole(screen: string, term: { cols: number; rows: number }): string {
  const lines = screen.split('\n');
  expect(lines.length).toBeLessThanOrEqual(term.rows);
  for (const line of lines) expect([...line].length).toBeLessThanOrEqual(term.cols);
  expect(screen).not.toMatch(/NaN|undefined|Infinity/);
  return screen;
}

describe.each([
  { cols: 60, rows: 20 },
  { cols: 80, rows: 24 },
  { cols: 120, rows: 40 },
])('$cols × $rows', (size) => {
  it('hides, reveals group by group, tests, estimates, goes through the games and leaves', async () => {
    await using term = open({ ...size, args: ['compare', '--db', await furnished(`keys-${size.cols}`)], cwd: folder });
    const see = async (what: Parameters<Terminal['waitFor']>[0]): Promise<string> =>
      whole(await term.waitFor(what), size);
    expect(marks(await see(/moves first[\s\S]*morning[\s\S]*evening/))).toContain('◆');
    term.press('space');
    expect(marks(await see((screen) => screen.includes('moves first') && marks(screen) === ''))).toBe('');
    term.press('space');
    expect(await see((screen) => marks(screen).includes('◆'))).not.toMatch(/● |morning[\s\S]* evening {2}/);
    term.press('space');
    expect(await see(/morning[\s\S]*evening/)).not.toContain('░');
    // Published people are a group of their own, before the agents.
    term.press('space');
    expect(marks(await see((screen) => screen.includes('░')))).not.toContain('●');
    term.press('space');
    await see((screen) => marks(screen).includes('●'));
    term.press('enter');
    await see('morning minus evening (n 12 and 12)');
    term.press('enter', 'k');
    await see(/κ +[−\d.]+[\s\S]*economicus, moralis +.*●/);
    term.press('right');
    await see('No preferences are read from vehicles');
    term.press('d');
    await see(/How many observations/);
    term.press('o');
    await see('No published figures stand beside this game');
    term.press('h');
    await see(/Help · Compare[\s\S]*Hides everything/);
    term.press('escape');
    await see('No published figures');
    term.press('q');
    expect(await term.exit).toEqual({ code: 0, signal: 0 });
    expect(term.buffer()).toBe('normal');
  });
});

it('follows a class that plays', async () => {
  const db = await furnished('live');
  await using term = open({ args: ['compare', 'prisoners-dilemma', '--db', db], cwd: folder });
  await term.waitFor(/morning +.* of 12/);
  const store = await openStore(db);
  await keep(store, [await playClass({ game: dilemma, name: 'late', people: 7, choose: () => 'C', seed: 9, ...PLAN })]);
  store.close();
  await term.waitFor(/late +.*7 of 7/);
  term.press('ctrl-c');
  expect((await term.exit).code).toBe(0);
});

it('writes the report and the choices beside the database, never over what is there', async () => {
  const db = await furnished('written');
  const place = join(folder, 'written');
  await using term = open({ args: ['compare', '--db', db, '--by', 'all'], cwd: folder });
  await term.waitFor('moves first');
  term.press('r');
  await term.waitFor(/Wrote .*report\.html/);
  const html = readFileSync(join(place, 'report.html'), 'utf8');
  expect(html).toContain('Preferences, prisoner');
  expect(html).toContain('homines report --by all --db lab.sqlite --out report.html');
  term.press('r');
  await term.waitFor('report-2.html');
  expect(readFileSync(join(place, 'report.html'), 'utf8')).toBe(html);
  term.press('e');
  await term.waitFor(/Wrote .*choices\.csv: [\d,]+ choices/);
  // Every seat's choices: people's and, in the dilemma, moralis' three each.
  const rows = readFileSync(join(place, 'choices.csv'), 'utf8').trimEnd().split('\n').length - 1;
  expect(rows).toBe(24 * 6 + 8 * 24);
  expect(existsSync(join(place, 'choices.codebook.csv'))).toBe(true);
  term.press('q');
  expect((await term.exit).code).toBe(0);
});

it('nothing yet: the screen says what to do', async () => {
  const db = join(folder, 'empty', 'lab.sqlite');
  (await openStore(db)).close();
  await using term = open({ cols: 60, rows: 20, args: ['compare', '--db', db], cwd: folder });
  await term.waitFor(/Nothing has been played yet: play a game in the lab/);
  term.press('e');
  await term.waitFor(/nothing|no /i);
  term.press('q');
  expect((await term.exit).code).toBe(0);
});
