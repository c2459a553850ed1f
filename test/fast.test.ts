/** `npm run test:fast` starts no program: a test that does stands under test/, and those beside the sources reach none. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { memo } from '../src/core/memo.ts';
import { importsOf } from './imports.ts';
import { LONGEST } from './longest-first.ts';
import { fast } from './vitest.config.ts';

const root = join(import.meta.dirname, '..');
const files = globSync(fast, { cwd: root }).map((file) => file.replaceAll('\\', '/'));

/** What starts another program. */
const starters = new Set(['node:child_process', 'node:cluster', '@lydell/node-pty']);

const targetsOf = memo((file: string) =>
  importsOf(file, readFileSync(join(root, file), 'utf8')).map(({ target }) => target),
);

/** The way by imports from a file to what starts a program; null where there is none. */
function wayToPrograms(from: string): readonly string[] | null {
  const ways = [[from]];
  const seen = new Set([from]);
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const file = way.at(-1)!;
    for (const target of targetsOf(file)) {
      if (starters.has(target)) return [...way, target];
      if (seen.has(target) || !/^(src|games|test)\/.*\.(ts|tsx|js)$/.test(target)) continue;
      seen.add(target);
      ways.push([...way, target]);
    }
  }
  return null;
}

it('reaches nothing that starts a program', () => {
  expect(files.length).toBeGreaterThan(70);
  expect(files.flatMap((file) => wayToPrograms(file) ?? [])).toEqual([]);
});

it('files that are begun first are there', () => {
  expect(LONGEST.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

it('would notice', () => {
  const found = wayToPrograms('test/journeys.test.ts');
  expect(found?.at(-1)).toBe('@lydell/node-pty');
  expect(wayToPrograms('test/store/processes.test.ts')?.at(-1)).toBe('node:child_process');
  expect(dirname(found![0]!)).toBe('test');
});
