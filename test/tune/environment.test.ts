/** The environment that everything else here runs in has what it says, in the versions it says, and is found again. */
import { readFileSync } from 'node:fs';
import { expect, inject, it } from 'vitest';
import { environmentHere } from '../../src/trainer/environment.ts';
import { pythonFile, REQUIREMENTS } from '../../src/trainer/python-files.ts';
import { ended, PYTHON_FLAGS } from '../../src/trainer/python-program.ts';

it('holds every package of the list in its exact version', async () => {
  const wanted = readFileSync(pythonFile(REQUIREMENTS), 'utf8')
    .split('\n')
    .flatMap((line) => /^([\w.-]+)==([^;\s]+)$/.exec(line)?.slice(1, 3) ?? [])
    .map((word) => word.toLowerCase().replaceAll('_', '-'));
  const pairs = wanted.flatMap((name, i) => (i % 2 === 0 ? [[name, wanted[i + 1]!] as const] : []));
  const about =
    'import importlib.metadata as m; print("\\n".join(f"{d.name.lower().replace(chr(95), chr(45))} {d.version}" for d in m.distributions()))';
  const { status, out } = await ended(inject('python'), [...PYTHON_FLAGS, '-c', about]);
  expect(status).toBe(0);
  const there = new Set(out.trim().split('\n'));
  expect(pairs.length).toBeGreaterThan(50);
  expect(pairs.filter(([name, version]) => !there.has(`${name} ${version}`))).toEqual([]);
});

it('is there when it is looked for again, and nothing is made', () => {
  const { made, python } = environmentHere();
  expect(made).toBe(true);
  expect(python).toBe(inject('python'));
});
