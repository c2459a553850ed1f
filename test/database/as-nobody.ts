/** Runs as somebody without special rights (root may write everywhere) on files prepared in a folder; says what happened as JSON. */
import { join } from 'node:path';
import { backup } from '../../src/store/backup.ts';
import { writeTables } from '../../src/store/export/tables.ts';
import { openLog } from '../../src/store/log-reader.ts';
import { openStore } from '../../src/store/open.ts';

const place = process.argv[2] ?? '';
const at = (...names: readonly string[]): string => join(place, ...names);
(await openStore(':memory:')).close();
if (process.getuid?.() === 0) {
  process.setgid?.(65534);
  process.setuid?.(65534);
}

const session = {
  table: 'session' as const,
  row: { code: 'zzzzzzzz', kind: 'run' as const, seed: 1, version: '0', startedAt: 1 },
};
const says = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work();
    return 'done';
  } catch (error) {
    return String(error);
  }
};
const exporting = (file: string, out: string) => ({
  files: [file],
  out,
  format: 'long' as const,
  sessions: [],
  all: true,
  excel: false,
  version: '0',
  date: '2026-11-24',
});
const written = async (file: string) => {
  const store = await openStore(file);
  await store.record([session]).finally(() => store.close());
};
const read = async (file: string) => {
  const store = await openLog(file);
  await store.sessions().finally(() => store.close());
};

console.log(
  JSON.stringify({
    'a file that cannot be written': await says(() => written(at('open', 'fixed.sqlite'))),
    'reading a file that cannot be written': await says(() => read(at('open', 'fixed.sqlite'))),
    'a file in a folder that cannot be written': await says(() => written(at('closed', 'lab.sqlite'))),
    'reading in a folder that cannot be written': await says(() => read(at('closed', 'lab.sqlite'))),
    'a new file in a folder that cannot be written': await says(() => written(at('closed', 'new.sqlite'))),
    'a new folder in one that cannot be written': await says(() => written(at('closed', 'deeper', 'new.sqlite'))),
    'a file that cannot be read': await says(() => read(at('open', 'secret.sqlite'))),
    'an export into a folder that cannot be written': await says(() =>
      // Not in a thread of its own: whoever has no rights may not read the sources of this program either.
      writeTables(
        exporting(at('open', 'fixed.sqlite'), at('closed', 'out.csv')),
        new AbortController().signal,
        () => undefined,
      ),
    ),
    'a copy into a folder that cannot be written': await says(() =>
      backup(at('open', 'fixed.sqlite'), at('closed', 'copy.sqlite')),
    ),
  }),
);
