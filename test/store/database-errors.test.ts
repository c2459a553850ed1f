import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LogRow } from '../../src/core/log.ts';
import { UserError } from '../../src/core/user-error.ts';
import { backup } from '../../src/store/backup.ts';
import { connectWriter } from '../../src/store/connect.ts';
import { exportTables } from '../../src/store/export.ts';
import { FORMATS } from '../../src/store/export/formats.ts';
import { health } from '../../src/store/health.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openLog } from '../../src/store/log-reader.ts';
import { openStore } from '../../src/store/open.ts';
import { recorder } from '../../src/store/record.ts';
import { worded } from '../../src/store/database-errors.ts';
import { begun, decision, folder } from '../database/sample.ts';

const helper = (name: string): string => join(import.meta.dirname, '..', '..', 'test', 'database', name);

/** A file with a match of some hundred decisions. */
async function played(file: string): Promise<string> {
  const store = await openStore(file);
  const { match, rows } = begun();
  await store.record([
    ...rows,
    ...Array.from({ length: 300 }, (_, turn) => ({
      table: 'decision' as const,
      row: decision(match.code, { turn, because: 'x'.repeat(200) }),
    })),
  ]);
  store.close();
  return match.code;
}

/** What was thrown, which must be one sentence for people: no line break, no stack, ends with a full stop. */
async function refused(work: () => Promise<unknown>): Promise<string> {
  const error = await work().then(
    () => new Error('nothing was refused'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  const { message } = error as UserError;
  expect(message).toMatch(/^[^\n]+[.)]$/);
  return message;
}

describe('a file that cannot be a database is refused in one sentence', () => {
  it('a folder', async () => {
    const place = folder();
    expect(await refused(() => openStore(place))).toBe(
      `${place} is a folder; name a file in it with --db FILE, for instance ${join(place, 'lab.sqlite')}.`,
    );
  });

  it('something else than a database, which stays as it is', async () => {
    const file = join(folder(), 'letter.txt');
    const text = 'Dear Sir or Madam, '.repeat(300);
    writeFileSync(file, text);
    for (const opening of [openStore, openLog])
      expect(await refused(() => opening(file))).toBe(`${file} is not a database; name another file with --db FILE.`);
    expect(await refused(() => exportTables({ files: [file], out: join(folder(), 'out.csv') }))).toContain(
      `${file} is not a database`,
    );
    expect(await refused(() => backup(file, join(folder(), 'copy.sqlite')))).toContain(`${file} is not a database`);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it("another program's database, which stays as it is", async () => {
    const file = join(folder(), 'bookmarks.sqlite');
    const db = connectWriter(file, true);
    db.exec('create table bookmark (url text)');
    db.close();
    for (const opening of [openStore, openLog])
      expect(await refused(() => opening(file))).toContain('is a database of another program');
    const again = connectWriter(file, false);
    expect(again.prepare('select name from sqlite_schema').pluck().all()).toEqual(['bookmark']);
    again.close();
  });

  it('a file from a newer version, which stays as it is', async () => {
    const file = join(folder(), 'lab.sqlite');
    await played(file);
    const db = connectWriter(file, false);
    db.pragma('user_version = 99');
    db.close();
    for (const opening of [openStore, openLog])
      expect(await refused(() => opening(file))).toContain('was written by a newer homines (version 99');
    expect(await refused(() => exportTables({ files: [file], out: join(folder(), 'out.csv') }))).toContain(
      'newer homines',
    );
  });

  it('a missing file, where it may not be made', async () => {
    const file = join(folder(), 'none.sqlite');
    for (const opening of [() => openLog(file), () => openStore(file, { create: false })])
      expect(await refused(opening)).toContain('There is no database');
    expect(await refused(() => exportTables({ files: [file], out: join(folder(), 'out.csv') }))).toContain(
      'There is no database',
    );
    expect(await refused(() => backup(file, join(folder(), 'copy.sqlite')))).toContain('There is no database');
  });

  it('no name at all, and a device', async () => {
    expect(await refused(() => openStore(' '))).toContain('The name of the database is empty');
    if (process.platform !== 'win32')
      expect(await refused(() => openStore('/dev/null'))).toContain('is not an ordinary file');
  });

  it('a folder that cannot be made', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    expect(await refused(() => openStore(join(file, 'deeper', 'lab.sqlite')))).toContain(
      'does not exist and cannot be made',
    );
    expect(await refused(() => openStore(join(folder(), 'x'.repeat(400))))).toContain('too long');
    if (process.platform === 'linux')
      expect(await refused(() => openStore('/proc/nowhere/lab.sqlite'))).toContain('cannot be made');
  });
});

it('makes the folders above a new file', async () => {
  const file = join(folder(), 'a', 'b', 'lab.sqlite');
  (await openStore(file)).close();
  expect(await health(file)).toMatchObject({ sessions: 0, decisions: 0, damage: null });
});

describe('damage', () => {
  it('in the first page refuses the file', async () => {
    const file = join(folder(), 'lab.sqlite');
    await played(file);
    writeFileSync(file, readFileSync(file).fill(0x5a, 100, 4096));
    expect(await refused(() => openStore(file))).toBe(
      `The database ${file} is damaged; put a backup in its place, or keep it aside and name a new file with --db FILE.`,
    );
  });

  it('further in is told when it is met', async () => {
    const file = join(folder(), 'lab.sqlite');
    const code = await played(file);
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0x5a, Math.round(bytes.length * 0.7)));
    const store = await openStore(file);
    expect(await refused(() => store.decisions(code))).toContain('is damaged');
    store.close();
    const place = folder();
    expect(await refused(() => exportTables({ files: [file], out: join(place, 'out.csv'), all: true }))).toContain(
      `${file} is damaged`,
    );
    expect(readdirSync(place)).toEqual([]);
    expect((await health(file)).damage).not.toBeNull();
  });

  it('of a file cut short refuses it', async () => {
    const file = join(folder(), 'lab.sqlite');
    await played(file);
    writeFileSync(file, readFileSync(file).subarray(0, 20_000));
    expect(await refused(() => openStore(file))).toContain('is damaged');
  });
});

describe('a full disk', () => {
  it('refuses the rows, keeps those before, and takes more when there is room', async () => {
    const file = join(folder(), 'lab.sqlite');
    const db = connectWriter(file, true);
    await migrate(db, file);
    const record = recorder(db, file);
    const { match, rows } = begun();
    record(rows);
    const answer = (turn: number) => [
      { table: 'decision' as const, row: decision(match.code, { turn, because: 'x'.repeat(3000) }) },
    ];
    const pages = Number(db.pragma('page_count', { simple: true }));
    db.pragma(`max_page_count = ${pages + 20}`);
    let stored = 0;
    let problem: unknown = null;
    while (problem === null && stored < 1000) {
      try {
        record(answer(stored));
        stored += 1;
      } catch (error) {
        problem = worded(error, file);
      }
    }
    expect(stored).toBeGreaterThan(3);
    expect(problem).toEqual(
      new UserError(
        `The disk is full, so nothing more can be kept in ${file}; free some space and try again: what was stored before is safe.`,
      ),
    );
    expect(db.prepare('select count(*) from decision').pluck().get()).toBe(stored);
    db.pragma('max_page_count = 100000');
    record(answer(stored));
    expect(db.prepare('select count(*) from decision').pluck().get()).toBe(stored + 1);
    db.close();
  });

  const ownDisk = process.platform === 'linux' && spawnSync('unshare', ['-rm', 'true']).status === 0;
  it.skipIf(!ownDisk)('in truth: a disk of 4 MB, filled (where the system lets us mount one)', () => {
    const disk = folder();
    const script = 'mount -t tmpfs -o size=4m tmpfs "$1" && exec "$2" "$3" "$1" 1500000';
    const said = execFileSync(
      'unshare',
      ['-rm', 'sh', '-c', script, 'sh', disk, process.execPath, helper('full-disk.ts')],
      {
        encoding: 'utf8',
      },
    );
    const found = JSON.parse(said) as Record<string, unknown>;
    expect(found).toMatchObject({
      refusal: expect.stringContaining('UserError: The disk is full, so nothing more can be kept in'),
      exported: Object.fromEntries(
        FORMATS.map((format) => [format, expect.stringContaining('UserError: The disk is full, so')]),
      ),
      copied: expect.stringContaining('UserError: The disk is full, so'),
      left: ['filler', 'lab.sqlite', 'lab.sqlite-shm', 'lab.sqlite-wal'],
      again: 'done',
      whole: true,
    });
    expect(found['stored']).toBe(found['acknowledged']);
    expect(found['acknowledged']).toBeGreaterThan(100);
  });
});

describe.skipIf(process.platform === 'win32')('a file that changes under a store', () => {
  /** A store with 30 answers, folded into the file by somebody else. */
  async function open() {
    const file = join(folder(), 'lab.sqlite');
    const store = await openStore(file);
    const { match: played, rows } = begun();
    const answer = (turn: number): LogRow => ({ table: 'decision', row: decision(played.code, { turn }) });
    await store.record(rows);
    for (let turn = 0; turn < 30; turn++) await store.record([answer(turn)]);
    fold(file);
    await store.record([answer(30)]);
    onTestFinished(() => store.close());
    return { file, store, next: () => store.record([answer(31)]) };
  }
  const fold = (file: string): void => {
    const other = connectWriter(file, false);
    other.pragma('wal_checkpoint(FULL)');
    other.close();
  };

  it.each<[string, (file: string) => void, RegExp]>([
    ['cut off', (file) => truncateSync(file, 0), /cut off or overwritten/],
    ['cut in half', (file) => truncateSync(file, statSync(file).size >> 1), /cut off or overwritten/],
    ['overwritten', (file) => writeFileSync(file, 'x'.repeat(statSync(file).size)), /cut off or overwritten/],
    ['its log deleted', (file) => rmSync(`${file}-wal`), /moved or deleted/],
    [
      'replaced by another one',
      (file) => {
        writeFileSync(`${file}.new`, readFileSync(file));
        renameSync(`${file}.new`, file);
      },
      /moved or deleted/,
    ],
  ])('is noticed at the next choice: %s', async (_, harm, sentence) => {
    const { file, store, next } = await open();
    expect(store.trouble()).toBeNull();
    harm(file);
    expect(await refused(next)).toMatch(sentence);
    expect(store.trouble()).toMatch(sentence);
  });

  it('is noticed where another database of homines was copied over it', async () => {
    const [one, two] = [await open(), await open()];
    writeFileSync(one.file, readFileSync(two.file));
    expect(await refused(one.next)).toMatch(/cut off or overwritten/);
    await two.next();
  });

  it('is no trouble where others only do what SQLite does: fold the log in, tidy up', async () => {
    const { file, store, next } = await open();
    fold(file);
    expect(store.trouble()).toBeNull();
    const other = connectWriter(file, false);
    other.exec('vacuum');
    other.pragma('wal_checkpoint(TRUNCATE)');
    other.close();
    expect(store.trouble()).toBeNull();
    await next();
    expect(store.trouble()).toBeNull();
  });
});

it.skipIf(process.platform === 'win32')('what may not be written or read is refused in one sentence', async () => {
  const place = folder();
  chmodSync(place, 0o755);
  for (const name of ['open', 'closed']) mkdirSync(join(place, name));
  for (const name of ['open/fixed.sqlite', 'open/secret.sqlite', 'closed/lab.sqlite']) await played(join(place, name));
  chmodSync(join(place, 'open', 'fixed.sqlite'), 0o444);
  chmodSync(join(place, 'open', 'secret.sqlite'), 0o000);
  chmodSync(join(place, 'open'), 0o777);
  chmodSync(join(place, 'closed'), 0o555);
  const found = JSON.parse(
    execFileSync(process.execPath, [helper('as-nobody.ts'), place], { encoding: 'utf8' }),
  ) as Record<string, string>;
  const at = (name: string) => join(place, name);
  const another = 'or name another file with --db FILE.';
  const needsFolder = `UserError: The folder of ${at('closed/lab.sqlite')} cannot be written, which a database needs even for reading; make it writable, or copy the file elsewhere and name the copy with --db FILE.`;
  expect(found).toEqual({
    'a file that cannot be written': `UserError: The database ${at('open/fixed.sqlite')} cannot be written: make the file and its folder writable, ${another}`,
    'reading a file that cannot be written': 'done',
    'a file in a folder that cannot be written': needsFolder,
    'reading in a folder that cannot be written': needsFolder,
    'a new file in a folder that cannot be written': `UserError: The database ${at('closed/new.sqlite')} cannot be opened: make the file and its folder readable and writable for you, ${another}`,
    'a new folder in one that cannot be written': `UserError: The database ${at('closed/deeper/new.sqlite')} cannot be opened: make the file and its folder readable and writable for you, ${another}`,
    'a file that cannot be read': `UserError: The database ${at('open/secret.sqlite')} cannot be opened: make the file and its folder readable and writable for you, ${another}`,
    'an export into a folder that cannot be written': `UserError: ${at('closed/out.csv')} cannot be written (EACCES); name a file in a folder that you may write to.`,
    'a copy into a folder that cannot be written': `UserError: ${at('closed/copy.sqlite')} cannot be written (SQLITE_CANTOPEN); name a file in a folder that you may write to.`,
  });
  chmodSync(join(place, 'closed'), 0o755);
  expect(readdirSync(join(place, 'closed'))).toEqual(['lab.sqlite']);
});

it.skipIf(process.platform === 'win32')(
  'a database that was moved or deleted while in use is noticed before a choice is acknowledged',
  async () => {
    const place = folder();
    const file = join(place, 'lab.sqlite');
    const store = await openStore(file);
    const { match, rows } = begun();
    await store.record(rows);
    renameSync(file, join(place, 'elsewhere.sqlite'));
    const answer = [{ table: 'decision' as const, row: decision(match.code) }];
    expect(await refused(() => store.record(answer))).toContain('was moved or deleted while it was in use');
    writeFileSync(file, '');
    expect(await refused(() => store.record(answer))).toContain('was moved or deleted while it was in use');
    rmSync(file);
    renameSync(join(place, 'elsewhere.sqlite'), file);
    await store.record(answer);
    expect(await store.decisions(match.code)).toHaveLength(1);
    store.close();
  },
);

it('a better-sqlite3 without its program says how to get it', () => {
  const place = folder();
  const root = join(import.meta.dirname, '..', '..');
  for (const name of ['store', 'disk', 'core'])
    cpSync(join(root, 'src', name), join(place, 'src', name), { recursive: true });
  writeFileSync(join(place, 'package.json'), '{ "type": "module" }');
  mkdirSync(join(place, 'node_modules'));
  for (const name of ['package.json', 'lib'])
    cpSync(join(root, 'node_modules/better-sqlite3', name), join(place, 'node_modules/better-sqlite3', name), {
      recursive: true,
    });
  for (const name of ['fastest-levenshtein', 'pure-rand', 'zod'])
    symlinkSync(join(root, 'node_modules', name), join(place, 'node_modules', name), 'junction');
  const script =
    "const { openStore } = await import('./src/store/open.ts'); await openStore('lab.sqlite').catch((error) => console.log(String(error)));";
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: place, encoding: 'utf8' });
  expect(said).toBe(
    'UserError: The database program better-sqlite3 is not complete here (its .node file is missing, or was made for another machine or Node); delete the folder node_modules and run "npm install" again.\n',
  );
});
