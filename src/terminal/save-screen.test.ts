import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bench } from './bench.test-data.ts';
import { saveScreen } from './save-screen.ts';

it('saves a screen as a picture and as text beside the database, and never over an older one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'homines-screens-'));
  const { state } = await bench();
  const database = join(folder, 'lab.sqlite');
  expect(saveScreen(database, state(), '\x1b[1mfirst\x1b[22m\nline')).toMatch(/Saved .*home-1\.svg and \.txt$/);
  expect(saveScreen(database, state(), 'second')).toMatch(/home-2\.svg/);
  expect(readdirSync(join(folder, 'screens')).toSorted()).toEqual([
    'home-1.svg',
    'home-1.txt',
    'home-2.svg',
    'home-2.txt',
  ]);
  expect(readFileSync(join(folder, 'screens', 'home-1.txt'), 'utf8')).toBe('first\nline\n');
  expect(readFileSync(join(folder, 'screens', 'home-1.svg'), 'utf8')).toContain('<svg');
});

it('says why where it cannot', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'homines-screens-'));
  writeFileSync(join(folder, 'screens'), 'a file in the way');
  const { state } = await bench();
  expect(saveScreen(join(folder, 'lab.sqlite'), state(), 'x')).toContain('cannot be saved');
});
