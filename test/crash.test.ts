/** A mistake of ours in the middle of a match, injected from outside: the terminal is given back and the file is named. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { humanChoices, newLab } from './lab.ts';
import { open } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'homines crash '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Loaded before the program: throws where nobody catches as soon as it is told to. */
function fault(name: string, how: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, `process.on('SIGUSR2', () => { ${how} });`);
  return `--import=${pathToFileURL(file).href}`;
}

it.each([
  ['an error that nobody catches', "throw new Error('injected fault')"],
  ['a promise that nobody waits for', "Promise.reject(new Error('injected fault'))"],
])('%s', async (name, how) => {
  using lab = newLab();
  await using term = open({
    db: lab.db,
    args: ['play', 'prisoners-dilemma', '--set', 'rounds=3', '--seed', '5'],
    env: { NODE_OPTIONS: fault(name.replaceAll(' ', '-'), how) },
  });
  await term.waitFor('Enter begin');
  term.press('enter');
  await term.waitFor(/round 1 of 3[^]*Your move/);
  term.press('c', 'enter');
  await term.waitFor(/round 2 of 3/);
  process.kill(term.pid, 'SIGUSR2');
  expect((await term.exit).code).toBe(1);
  expect(term.buffer()).toBe('normal');
  expect(term.cursor().hidden).toBe(false);
  expect(term.screen()).toContain('lab.sqlite');
  expect(term.screen()).toContain('injected fault');
  expect((await lab.kept()).map(humanChoices)).toEqual([['C']]);

  // The match goes on where it stood.
  await using again = open({ db: lab.db });
  await again.waitFor(/› Continue/);
  again.press('enter');
  await again.waitFor(/round 2 of 3[^]*Your move/);
});
