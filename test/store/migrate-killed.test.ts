/** An upgrade that is killed on the way. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { count, later, now, played, version } from '../database/later-version.ts';
import { folder } from '../database/sample.ts';

const sources = join(import.meta.dirname, '..', '..', 'src', 'store');

it.each(['pages copied', 'rows checked'])('leaves the file as it was when it is killed: %s', async (part) => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  await played(file);
  const program = `
    const [{ connectWriter }, { migrate }] = await Promise.all(['connect', 'migrate'].map((name) => import('${sources}/' + name + '.ts')));
    const file = ${JSON.stringify(file)};
    const far = (what) => { if (what.startsWith('${part}')) process.kill(process.pid, 'SIGKILL'); };
    await migrate(connectWriter(file, false), file, { far, steps: ${JSON.stringify(later)} });`;
  const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program]);
  expect(signal).toBe('SIGKILL');
  expect(version(file)).toBe(now);
  expect(count(file, "sqlite_schema where name = 'room'")).toBe(0);
  expect(readdirSync(place).filter((name) => name.endsWith('.sqlite'))).toEqual(['lab.sqlite']);
  // Whoever opens it next goes on, and takes away half a copy.
  await played(file);
  expect(count(file, 'decision')).toBe(2);
  expect(readdirSync(place).filter((name) => name.endsWith('.part'))).toEqual([]);
});
