/** Where do I stand, in a real terminal: on the page that students read, it comes by itself and nothing waits for it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadGame } from '../src/disk/games.ts';
import { openStore } from '../src/store/open.ts';
import { cooperating, keep, playClass } from './class.ts';
import { expectWhole } from './lab.ts';
import { open } from './terminal.ts';

const PLAN = { against: 'moralis:0.5', config: { method: 'strategy', roles: 'drawn' } } as const;
let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'homines-standing-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A class of twelve that answered everything. */
async function classIn(name: string): Promise<string> {
  const db = join(folder, name, 'lab.sqlite');
  const store = await openStore(db);
  const game = await loadGame('prisoners-dilemma');
  await keep(store, [
    await playClass({ game, name: 'morning', people: 12, choose: cooperating(0.6, 0.9, 0), ...PLAN }),
  ]);
  store.close();
  return db;
}

const table = (db: string, ...more: readonly string[]): readonly string[] => [
  ...['play', 'prisoners-dilemma', '--session', 'morning', '--db', db],
  ...['--set', 'method=strategy', 'roles=drawn', 'askBeliefs=no', ...more],
];

describe('60 × 20', () => {
  const size = { cols: 60, rows: 20 };
  it('shows oneself, the class, 134 people in Trento and theory, and what differs there', async () => {
    await using term = open({ ...size, args: table(await classIn(`own-${size.cols}`)), cwd: folder });
    await term.waitFor(/Enter begin/);
    term.press('enter');
    for (const [key, next] of [
      ['c', /Enter/],
      ['c', /Enter/],
      ['d', /result/],
    ] as const) {
      await term.waitFor(/\( \) cooperate +\( \) defect/);
      term.press(key);
      await term.waitFor(/\([^ ]\)/);
      term.press('enter');
      await term.waitFor(next);
    }
    await term.waitFor(/result/);
    term.press('enter');
    await term.waitFor(/what happened, and why/);
    let seen = '';
    // Scrolled through to its end: every line of it.
    for (let i = 0; i < 60 && !/would do the same: low/.test(seen.replace(/\s+/g, ' ')); i++) {
      expectWhole(term.screen(), size.cols);
      const before = term.screen();
      seen += before;
      term.press('down');
      await term.waitFor((now) => now !== before);
    }
    const said = seen.replace(/\s+/g, ' ');
    expect(said).toMatch(/class \d+ %/);
    expect(seen).toMatch(/░▒░.*├.*×.*┤/);
    expect(said).toMatch(/◆.you.+×.13 people of this session/);
    expect(said).toMatch(/134 people in Trento, of a published experiment/);
    // The loop goes on as ever.
    term.press('enter');
    await term.waitFor(/Who plays now|Enter begin|Decide|\( \) cooperate/);
  });
});

it('is read in words where the screen is read aloud', async () => {
  await using term = open({ cols: 100, rows: 60, args: [...table(await classIn('aloud')), '--plain'], cwd: folder });
  for (const [asked, line] of [
    [/Enter begins/, ''],
    [/If you move first, you\nc: cooperate/, 'c'],
    [/If the other player cooperates, you\nc: cooperate/, 'c'],
    [/If the other player defects, you\nc: cooperate/, 'd'],
    [/for the reasons/, ''],
  ] as const) {
    // What was asked before may still stand above: what is asked now comes with its own prompt.
    await term.waitFor((screen) => asked.test(screen) && /\n> ?\s*$/.test(screen));
    term.type(`${line}\r`);
  }
  await term.waitFor(/published 134 people in Trento 0\.29, 0\.22 to 0\.37, n 134/);
});

it('where nothing is explained it is not shown', async () => {
  const db = await classIn('never');
  await using term = open({ cols: 80, rows: 24, args: [...table(db), '--explain', 'never'], cwd: folder });
  await term.waitFor(/Enter begin/);
  term.press('enter');
  for (const key of ['c', 'c', 'd']) {
    await term.waitFor(/\( \) cooperate +\( \) defect/);
    term.press(key);
    await term.waitFor(/\([^ ]\)/);
    term.press('enter');
  }
  expect(await term.waitFor(/result/)).not.toContain('░');
});
