/** Home stands before games and models are loaded: what it shows is what the lab shows then, and no early key is lost. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { HOME_FILE } from '../src/commands/shared/home-facts.ts';
import { gameNames, loadGame, loadGames } from '../src/disk/games.ts';
import { shortestFirst } from '../src/lab/home-facts.ts';
import { homeFactsOf } from '../src/lab/home-facts-of.ts';
import { open, program } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'homines-first-frame-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const db = join(folder, 'lab.sqlite');

/** Ink asks for pastes to be marked when somebody reads the keys: the lab is there. */
const READS_KEYS = '\x1b[?2004h';
const FRAME_ENDS = '\x1b[?2026l';
/** The whole screen, taken and given back. */
const [TAKEN, GIVEN_BACK] = ['\x1b[?1049h', '\x1b[?1049l'];

it.each(gameNames())('the build keeps what home says of %s', async (name) => {
  const games = join(dirname(program), 'games', name);
  expect(JSON.parse(readFileSync(join(games, HOME_FILE), 'utf8'))).toEqual({
    size: statSync(join(games, 'index.js')).size,
    facts: homeFactsOf(await loadGame(name)),
  });
});

describe.each([
  { cols: 80, rows: 24 },
  { cols: 60, rows: 20 },
])('in $cols columns and $rows rows', (size) => {
  it('nothing of the first frame is drawn again when the lab is there', async () => {
    await using term = open({ ...size, db });
    await term.waitFor(() => term.written().includes(READS_KEYS));
    const all = term.written();
    const first = all.indexOf(FRAME_ENDS, all.indexOf('baseline'));
    const there = all.indexOf(READS_KEYS);
    expect(there).toBeGreaterThan(first);
    expect(all.slice(first, there).replace(/\x1b\[[?\d;]*[a-zA-Z]/g, '')).toBe('');
    term.press('h');
    await term.waitFor('Help ·');
  });
});

it('keys that are pressed before the lab is there are done in their order', async () => {
  const [, second] = shortestFirst((await loadGames()).map(homeFactsOf));
  await using term = open({ db });
  await term.waitFor('baseline');
  term.press('down', 'enter');
  await term.waitFor(`${second!.title} · set the table`);
});

it('a signal before the lab is there gives the terminal back', async () => {
  await using term = open({ db });
  await term.waitFor('baseline');
  term.kill('SIGTERM');
  expect(await term.exit).toMatchObject({ code: 143 });
  expect([term.buffer(), term.cursor().hidden]).toEqual(['normal', false]);
});

it.skipIf(process.platform === 'win32')(
  'stopped before the lab is there it gives the terminal to the shell',
  async () => {
    await using term = open({ db });
    await term.waitFor('baseline');
    process.kill(term.pid, 'SIGTSTP');
    await term.waitFor(() => term.written().includes(GIVEN_BACK));
    process.kill(term.pid, 'SIGCONT');
    await term.waitFor(() => term.written().lastIndexOf(TAKEN) > term.written().indexOf(GIVEN_BACK));
    term.press('h');
    await term.waitFor('Help ·');
  },
);

it('a window that becomes smaller before the lab is there is filled anew', async () => {
  await using term = open({ db });
  await term.waitFor('baseline');
  term.resize(60, 20);
  await term.waitFor('2 more');
  await term.waitFor(() => term.written().includes(READS_KEYS));
  expect(term.screen().split('\n')).toHaveLength(20);
  expect(term.find('q quit')).toEqual({ x: 50, y: 18 });
});
