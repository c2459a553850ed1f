/** The environment that everything else here runs in has what it says, in the versions it says, and is found again. */
import { readFileSync } from 'node:fs';
import { expect, inject, it } from 'vitest';
import { environmentHere, pythonEnvironment } from '../../src/trainer/environment.ts';
import { pythonFile, REQUIREMENTS, TINKER_REQUIREMENTS } from '../../src/trainer/python-files.ts';
import { ended, PYTHON_FLAGS } from '../../src/trainer/python-program.ts';

it.each([
  ['here', REQUIREMENTS, 50],
  ['tinker', TINKER_REQUIREMENTS, 40],
] as const)('%s holds every package of its list in its exact version', async (what, list, least) => {
  const { python } = await pythonEnvironment(undefined, what);
  const wanted = readFileSync(pythonFile(list), 'utf8')
    .split('\n')
    .flatMap((line) => /^([\w.-]+)==([^;\s]+)$/.exec(line)?.slice(1, 3) ?? [])
    .map((word) => word.toLowerCase().replaceAll('_', '-'));
  const pairs = wanted.flatMap((name, i) => (i % 2 === 0 ? [[name, wanted[i + 1]!] as const] : []));
  const about =
    'import importlib.metadata as m; print("\\n".join(f"{d.name.lower().replace(chr(95), chr(45))} {d.version}" for d in m.distributions()))';
  const { status, out } = await ended(python, [...PYTHON_FLAGS, '-c', about]);
  expect(status).toBe(0);
  const there = new Set(out.trim().split('\n'));
  expect(pairs.length).toBeGreaterThan(least);
  expect(pairs.filter(([name, version]) => !there.has(`${name} ${version}`))).toEqual([]);
});

it('is there when it is looked for again, and nothing is made', () => {
  const { made, python } = environmentHere();
  expect(made).toBe(true);
  expect(python).toBe(inject('python'));
});
