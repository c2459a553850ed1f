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
    await term.waitFor('baseline');
    const at = term.written().length;
    expect(term.written()).not.toContain(READS_KEYS);
    await term.waitFor(() => term.written().includes(READS_KEYS));
    term.press('h');
    await term.waitFor('Help ·');
    const between = term.written().slice(at);
    expect(between.slice(0, between.indexOf(READS_KEYS)).replace(/\x1b\[[?\d;]*[a-zA-Z]/g, '')).toBe('');
  });
});

it('keys that are pressed before the lab is there are done in their order', async () => {
  const [, second] = shortestFirst((await loadGames()).map(homeFactsOf));
  await using term = open({ db });
  await term.waitFor('baseline');
  term.press('down', 'enter');
  expect(term.written()).not.toContain(READS_KEYS);
  await term.waitFor(`${second!.title} · set the table`);
});
