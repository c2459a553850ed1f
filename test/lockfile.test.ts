import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { missing, readLockfile } from './lockfile.ts';

const lockfile = readLockfile();
const names = z.record(z.string(), z.string());
const wanted = z
  .object({ dependencies: names, devDependencies: names, optionalDependencies: names })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')));

it('the lockfile serves every platform: "npm run lockfile" adds what is missing', () => {
  expect(missing(lockfile).map(({ name }) => name)).toEqual([]);
  expect(missing({ packages: { '': { optionalDependencies: { 'some-linux-x64': '1.0.0' } } } })).toHaveLength(1);
});

it('the lockfile names no registry', () => {
  expect(Object.entries(lockfile.packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

it('versions are exact, and the lockfile agrees', () => {
  for (const [name, version] of Object.values(wanted).flatMap((kind) => Object.entries(kind))) {
    expect(`${name} ${version}`).toMatch(/ \d+\.\d+\.\d+(-[\w.]+)?$/);
    expect(`${name} ${lockfile.packages[`node_modules/${name}`]?.version}`).toBe(`${name} ${version}`);
  }
});

it('every platform gets the same line of Node, with which the tests are run where none other is there', () => {
  const nodes = Object.entries(wanted.optionalDependencies).filter(([name]) => name.startsWith('node-'));
  expect(nodes.map(([name]) => name.replace('-bin', '')).toSorted()).toEqual(
    ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'win-arm64', 'win-x64'].map((one) => `node-${one}`),
  );
  expect(new Set(nodes.map(([, version]) => version.split('.')[0])).size).toBe(1);
});
