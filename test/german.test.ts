/** A match in German on a terminal: read in German, stored as every other, told by its language. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { homines } from './program.ts';
import { open } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'homines-german-'));
const db = join(folder, 'lab.sqlite');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('is played, stored and replayed', async () => {
  await using term = open({
    ...{ db, cwd: folder, cols: 80, rows: 24 },
    args: ['play', 'prisoners-dilemma', '--language', 'de', '--against', 'script:C'],
  });
  await term.waitFor(/Sie wählen zuerst/);
  term.press('enter');
  await term.waitFor(/Ihr Zug:/);
  term.press('k', 'enter');
  await term.waitFor(/Sie haben kooperiert/);
  term.press('ctrl-c');
  await term.exit;
  const env = { HOMINES_DB: db };
  expect(await homines(['export', '--all', '--out', 'choices.csv'], { cwd: folder, env })).toMatchObject({ code: 0 });
  const [head = '', row = ''] = readFileSync(join(folder, 'choices.csv'), 'utf8').split('\n');
  const cells = Object.fromEntries(head.split(',').map((name, i) => [name, row.split(',')[i]]));
  expect(cells).toMatchObject({ 'match.language': 'de', key: 'first', answer: 'C' });
  expect(await homines(['replay', '--all'], { cwd: folder, env })).toMatchObject({
    code: 0,
    out: expect.stringContaining('everything agrees'),
  });
});
