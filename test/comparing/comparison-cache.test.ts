/** What is kept of comparisons between runs: the same as computed afresh, whatever happens to the log, to the program and to what was kept. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparisonBlocks } from '../../src/analysis/compare/blocks.ts';
import { compareFiles } from '../../src/comparing/comparison-cache.ts';
import { compareInThread } from '../../src/comparing/comparison-thread.ts';
import type { ComparisonScope } from '../../src/comparing/follower.ts';
import { blocksAsText } from '../../src/core/blocks.ts';
import { cacheState, fileCache } from '../../src/disk/file-cache.ts';
import { loadGame } from '../../src/disk/games.ts';
import { programDigest } from '../../src/disk/program-digest.ts';
import { backup } from '../../src/store/backup.ts';
import { openStore } from '../../src/store/open.ts';
import { cooperating, keep, playClass, rating } from '../class.ts';
import { homines } from '../program.ts';

const place = mkdtempSync(join(tmpdir(), 'homines-kept-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
let folders = 0;
const newFolder = (): string => join(place, String(++folders));

/** Two classes with treatments, models, a rehearsal, pairs of people, and ratings. */
async function play(file: string, seed: number): Promise<void> {
  const [dilemma, vehicles] = await Promise.all([loadGame('prisoners-dilemma'), loadGame('autonomous-vehicles')]);
  const plan = { game: dilemma, people: 8, against: 'moralis:0.5', choose: cooperating(0.6, 0.8, 0.2), seed } as const;
  const store = await openStore(file);
  await keep(store, [
    await playClass({ ...plan, name: 'Monday', treatment: (who) => (who % 2 === 0 ? 'pooled' : null) }),
    await playClass({ ...plan, name: 'Tuesday', against: 'human', seed: seed + 1 }),
    await playClass({ ...plan, name: 'models', people: 6, seed: seed + 2, model: { id: 'local/m', wordings: ['w'] } }),
    await playClass({ ...plan, name: null, people: 3, leftAfter: 1, seed: seed + 3 }),
    await playClass({ game: vehicles, name: 'vehicles', people: 5, against: '', choose: rating(40), seed: seed + 4 }),
  ]);
  store.close();
}

const SCOPE: ComparisonScope = { session: null, rehearsals: false, game: null };
let played = '';
let other = '';
beforeAll(async () => {
  played = join(place, 'played.sqlite');
  other = join(place, 'other.sqlite');
  await play(played, 1);
  await play(other, 100);
});

/** A copy of a log that was played, old enough to be told from what it may become. */
async function copied(from = played): Promise<string> {
  const folder = newFolder();
  mkdirSync(folder);
  const file = join(folder, 'lab.sqlite');
  copyFileSync(from, file);
  await settled();
  return file;
}
const settled = (): Promise<unknown> => sleep(50);

/** A cache in a folder of its own, and what is compared with it: the document and how it is drawn, and whether it was computed. */
function person(folder = newFolder(), cache = fileCache(folder)) {
  const compared = async (files: readonly string[], scope = SCOPE, by: 'session' | 'treatment' = 'session') => {
    let computed = 0;
    const open: typeof compareInThread = (...asked) => {
      computed += 1;
      return compareInThread(...asked);
    };
    const comparing = await compareFiles(files, scope, { cache, open });
    try {
      const document = await comparing.update(by, true);
      return { text: JSON.stringify(document), drawn: blocksAsText(comparisonBlocks(document)), computed };
    } finally {
      comparing.close();
    }
  };
  return { folder, compared };
}

/** The same, with nothing kept. */
const afresh = async (files: readonly string[], scope = SCOPE, by: 'session' | 'treatment' = 'session') =>
  ({ ...(await person().compared(files, scope, by)), computed: 0 }) as const;

const onlyFile = (folder: string): string =>
  join(
    folder,
    readdirSync(folder).find((name) => name.endsWith('.kept'))!,
  );

describe('asked again, nothing is computed and every byte is the same', () => {
  it.each([
    ['all', () => [played], SCOPE, 'session'],
    ['by treatment', () => [played], SCOPE, 'treatment'],
    ['one session', () => [played], { ...SCOPE, session: 'Tuesday' }, 'session'],
    ['one game, rehearsals too', () => [other], { ...SCOPE, rehearsals: true, game: 'prisoners-dilemma' }, 'session'],
    ['two logs', () => [played, other], SCOPE, 'session'],
  ] as const)('%s', async (_, files, scope, by) => {
    const { compared } = person();
    const first = await compared(files(), scope, by);
    const again = await compared(files(), scope, by);
    expect([first.computed, again.computed]).toEqual([1, 0]);
    expect(again).toEqual(await afresh(files(), scope, by));
    expect(again).toEqual({ ...first, computed: 0 });
  });

  it('each question has its own answer', async () => {
    const { compared } = person();
    const asked = [
      [[played], SCOPE, 'session'],
      [[other], SCOPE, 'session'],
      [[played, other], SCOPE, 'session'],
      [[played], SCOPE, 'treatment'],
      [[played], { ...SCOPE, rehearsals: true }, 'session'],
      [[played], { ...SCOPE, session: 'Monday' }, 'session'],
      [[played], { ...SCOPE, lenient: true }, 'session'],
    ] as const;
    const first = [];
    for (const [files, scope, by] of asked) first.push((await compared(files, scope, by)).text);
    expect(new Set(first).size).toBeGreaterThanOrEqual(6);
    for (const [at, [files, scope, by]] of asked.entries())
      expect(await compared(files, scope, by)).toMatchObject({ text: first[at], computed: 0 });
  });

  it('a comparison on a screen learns that something was played, and shows it', async () => {
    const file = await copied();
    const cache = fileCache(newFolder());
    const open = () => compareFiles([file], SCOPE, { cache });
    const first = await open();
    await first.update('session', true);
    first.close();
    const shown = await open();
    expect(await shown.changed()).toBe(true);
    const before = await shown.update('session', true);
    expect(await shown.changed()).toBe(false);
    const game = await loadGame('prisoners-dilemma');
    const store = await openStore(file);
    await keep(store, [
      await playClass({ game, name: 'late', people: 2, against: 'economicus', choose: cooperating(1, 1, 1), seed: 9 }),
    ]);
    expect(await shown.changed()).toBe(true);
    const after = await shown.update('session', true);
    expect(after.counts.matches).toBe(before.counts.matches + 2);
    expect(await shown.changed()).toBe(false);
    shown.close();
    store.close();
    expect(JSON.stringify(after)).toBe((await afresh([file])).text);
  });
});

describe('another log, or the same one changed, is computed', () => {
  /** Edits a log as another program may; what is compared then is what is there. */
  const edits: readonly (readonly [string, (file: string) => unknown])[] = [
    ['rows added by the lab', (file) => play(file, 50)],
    [
      'a row changed behind the triggers',
      (file) => {
        const db = new Database(file);
        const [trigger] = db
          .prepare<[], { sql: string }>("select sql from sqlite_schema where name = 'decision_unchanged'")
          .all();
        db.exec('drop trigger decision_unchanged');
        db.exec("update decision set answer = case answer when 'C' then 'D' else 'C' end where key = 'first'");
        db.exec(trigger!.sql);
        db.close();
      },
    ],
    [
      'a row changed, the log of changes left beside it',
      (file) => {
        const db = new Database(file);
        db.pragma('journal_mode = wal');
        db.exec(
          "insert or replace into participant select id, code, session, label, 'told', joined_at from participant",
        );
        copyFileSync(file, `${file}.held`);
        copyFileSync(`${file}-wal`, `${file}.held-wal`);
        db.close();
        renameSync(`${file}.held`, file);
        renameSync(`${file}.held-wal`, `${file}-wal`);
      },
    ],
    ['another log written over it', (file) => writeFileSync(file, readFileSync(other))],
    ['another log put in its place', (file) => (copyFileSync(other, `${file}.new`), renameSync(`${file}.new`, file))],
    [
      'letters changed in the file itself, its time put back',
      (file) => {
        const { atime, mtime } = statSync(file);
        const bytes = readFileSync(file);
        const name = Buffer.from('"name":"Monday"');
        for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) bytes.write('Sunday', at + 8);
        writeFileSync(file, bytes);
        utimesSync(file, atime, mtime);
      },
    ],
  ];

  it.each(edits)('%s', async (_, edit) => {
    const file = await copied();
    const { compared } = person();
    const before = await compared([file], SCOPE, 'treatment');
    await edit(file);
    await settled();
    const after = await compared([file], SCOPE, 'treatment');
    expect(after.computed).toBe(1);
    expect(after.text).not.toBe(before.text);
    const kept = await compared([file], SCOPE, 'treatment');
    expect(kept).toEqual(await afresh([file], SCOPE, 'treatment'));
    expect(kept.text).toBe(after.text);
  });

  it('a file that was written a moment ago may still change within that moment: nothing of it is kept', async () => {
    const file = await copied();
    const { compared } = person();
    let computed = 0;
    for (let n = 0; n < 3; n++) {
      const db = new Database(file);
      db.exec(`insert into event (session, kind, body, at) values (1, 'named', '{"name":"n${n}"}', 1)`);
      db.close();
      computed += (await compared([file])).computed;
    }
    expect(computed).toBe(3);
  });
});

describe('whatever lies in the folder, the comparison is the right one', () => {
  const faults: readonly (readonly [string, (file: string) => unknown])[] = [
    ['cut off in its content', (file) => writeFileSync(file, readFileSync(file).subarray(0, -100))],
    ['cut off in its first line', (file) => writeFileSync(file, readFileSync(file).subarray(0, 30))],
    ['empty', (file) => writeFileSync(file, '')],
    ['longer', (file) => writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('x')]))],
    [
      'of another version',
      (file) => {
        const bytes = readFileSync(file);
        bytes.write('2', 'homines kept '.length);
        writeFileSync(file, bytes);
      },
    ],
    ['something else', (file) => writeFileSync(file, '{"kept": "by somebody else"}\n\n\n')],
  ];

  it.each(faults)('%s: thrown away, said in doctor only', async (_, spoil) => {
    const file = await copied();
    const { folder, compared } = person();
    const first = await compared([file]);
    spoil(onlyFile(folder));
    expect(cacheState(folder)!.unreadable).toHaveLength(1);
    expect(await compared([file])).toEqual({ ...first, computed: 1 });
    expect(cacheState(folder)).toMatchObject({ files: 1, unreadable: [] });
    expect(cacheState(folder)!.thrownAway).toHaveLength(1);
    expect(await compared([file])).toEqual({ ...first, computed: 0 });
  });

  it('one byte changed, wherever it stands', () => {
    const folder = newFolder();
    const cache = fileCache(folder);
    const content = Buffer.from('what was computed');
    cache.keep('question', 'key', content);
    const whole = readFileSync(onlyFile(folder));
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = whole[at]! ^ (1 << (at % 8));
      cache.keep('question', 'key', content);
      writeFileSync(onlyFile(folder), changed);
      expect(cacheState(folder)!.unreadable).toHaveLength(1);
      expect(cache.read('question', 'key')).toBeNull();
    }
    cache.keep('question', 'key', content);
    expect(Buffer.from(cache.read('question', 'key')!)).toEqual(content);
    expect(cache.read('question', 'another key')).toBeNull();
    expect(cacheState(folder)!.thrownAway).toHaveLength(20);
  });

  it('the file of another log or question under its name', async () => {
    const file = await copied();
    const { folder, compared } = person();
    await compared([other]);
    const kept = readFileSync(onlyFile(folder));
    rmSync(onlyFile(folder));
    const right = await compared([file]);
    writeFileSync(onlyFile(folder), kept);
    expect(await compared([file])).toEqual({ ...right, computed: 1 });
  });

  it('a folder in its place, and a folder that cannot be made', async () => {
    const file = await copied();
    const { folder, compared } = person();
    const first = await compared([file]);
    const kept = onlyFile(folder);
    rmSync(kept);
    mkdirSync(kept);
    expect(await compared([file])).toEqual({ ...first, computed: 1 });
    const barred = newFolder();
    writeFileSync(barred, 'a file');
    const nobody = person(join(barred, 'kept'));
    for (let n = 0; n < 2; n++) expect(await nobody.compared([file])).toEqual({ ...first, computed: 1 });
  });

  it.each(['EROFS', 'ENOSPC', 'EACCES'])('a disk that refuses (%s): nothing is kept, nothing is said', async (code) => {
    const file = await copied();
    const folder = newFolder();
    const refusing = fileCache(folder, () => {
      throw Object.assign(new Error(code), { code });
    });
    const { compared } = person(folder, refusing);
    const first = await compared([file]);
    expect(await compared([file])).toEqual(first);
    expect(first).toEqual({ ...(await afresh([file])), computed: 1 });
  });

  it('deleted at any time, nothing is lost', async () => {
    const file = await copied();
    const { folder, compared } = person();
    const first = await compared([file]);
    rmSync(folder, { recursive: true });
    expect(await compared([file])).toEqual(first);
  });

  it('two programs that keep and read at once, killed at any moment: what is read is whole', async () => {
    const folder = newFolder();
    for (let n = 0; n < 5; n++) {
      const children = ['a', 'b'].map((letter) =>
        spawn(process.execPath, [join(import.meta.dirname, 'keeper.ts'), folder, letter], {
          stdio: ['ignore', 'pipe', 'inherit'],
        }),
      );
      let said = '';
      for (const child of children) child.stdout.setEncoding('latin1').on('data', (text: string) => (said += text));
      while (said.length < 3 + 5 * n) await sleep(1);
      await Promise.all(children.map((child) => (child.kill('SIGKILL'), once(child, 'close'))));
      expect(said).not.toContain('torn');
      const read = fileCache(folder).read('question', 'key');
      expect(new Set(read).size).toBe(1);
      expect(read).toHaveLength(1_000_000);
    }
    fileCache(folder).keep('question', 'key', Buffer.from('over'));
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('is bounded: what was used longest ago goes first', () => {
    const folder = newFolder();
    const cache = fileCache(folder, undefined, 10_000);
    for (let n = 0; n < 6; n++) {
      cache.keep(`question ${n}`, 'key', Buffer.alloc(3000, n));
      const file = onlyFiles(folder).find((name) => readFileSync(name).includes(Buffer.alloc(3000, n)))!;
      utimesSync(file, 1_700_000_000 + n, 1_700_000_000 + n);
    }
    expect(onlyFiles(folder)).toHaveLength(3);
    expect([3, 4, 5].map((n) => cache.read(`question ${n}`, 'key')?.[0])).toEqual([3, 4, 5]);
    cache.keep('too large', 'key', Buffer.alloc(9000));
    expect(cache.read('too large', 'key')).toBeNull();
    expect(onlyFiles(folder)).toHaveLength(3);
  });

  const onlyFiles = (folder: string): readonly string[] => readdirSync(folder).map((name) => join(folder, name));
});

describe('which program it is', () => {
  it('another build, an edited game or table, and a file written since it was started', () => {
    const root = newFolder();
    const later = Date.now() + 60_000;
    for (const folder of ['src', 'games/g', 'data/reference']) mkdirSync(join(root, folder), { recursive: true });
    for (const file of ['src/a.ts', 'games/g/index.ts', 'data/reference/t.csv', 'package.json', 'package-lock.json'])
      writeFileSync(join(root, file), 'one');
    const known = new Set([programDigest(root, later)]);
    expect(programDigest(root, later)).toBe([...known][0]);
    for (const file of [
      'src/a.ts',
      'games/g/index.ts',
      'data/reference/t.csv',
      'games/g/words.de.ts',
      'package.json',
    ]) {
      const path = join(root, file);
      const { atime, mtime } = existsSync(path) ? statSync(path) : { atime: new Date(), mtime: new Date() };
      writeFileSync(path, 'two');
      utimesSync(path, atime, mtime);
      known.add(programDigest(root, later));
    }
    expect(known.size).toBe(6);
    expect(known).not.toContain(null);
    writeFileSync(join(root, 'src/a.test.ts'), 'no part of the program');
    mkdirSync(join(root, 'src/__pycache__'));
    writeFileSync(join(root, 'src/__pycache__/train.pyc'), 'no part of it either');
    expect(known).toContain(programDigest(root, later));
    expect(programDigest(root, Date.now() - 60_000)).toBeNull();
    expect(programDigest(join(root, 'nowhere'))).toBeNull();
  });
});

describe('the command', () => {
  it('prints the same again, keeps nothing beside the log, and is quiet; doctor says what is kept', async () => {
    const file = await copied();
    const cache = newFolder();
    const env = { XDG_CACHE_HOME: cache, HOMINES_FRESH: '' };
    const asked = (...words: readonly string[]) => homines([...words, '--db', file], { cwd: place, env });
    const printed = [await asked('compare'), await asked('compare'), await asked('compare', '--fresh')];
    expect(printed.map(({ code, err }) => ({ code, err }))).toEqual(printed.map(() => ({ code: 0, err: '' })));
    expect(new Set(printed.map(({ out }) => out)).size).toBe(1);
    const json = [await asked('compare', '--json'), await asked('compare', '--json')];
    expect(json[1]!.out).toBe(json[0]!.out);
    const kept = join(cache, 'homines', 'kept');
    expect(readdirSync(kept)).toHaveLength(1);
    expect(statSync(kept).mode & 0o077).toBe(0);
    const beside = readdirSync(join(file, '..')).filter((name) => !/^lab\.sqlite(-wal|-shm)?$/.test(name));
    expect(beside).toEqual([]);
    const copy = join(newFolder(), 'copy.sqlite');
    await backup(file, copy);
    expect(readdirSync(join(copy, '..'))).toEqual(['copy.sqlite']);

    const checks = async (): Promise<string> => {
      const { checks: found }: { checks: readonly { name: string; found: string }[] } = JSON.parse(
        (await asked('doctor', '--json')).out,
      );
      return found.find(({ name }) => name === 'kept')?.found ?? '';
    };
    expect(await checks()).toContain(`1 file of comparisons, 0.1 MB in ${kept}`);
    writeFileSync(onlyFile(kept), 'spoilt');
    expect(await checks()).toContain('1 of them unreadable');
    const spoilt = await asked('compare', '--json');
    expect(spoilt).toEqual(json[0]);
    expect(await checks()).toContain('1 thrown away');

    // What people did there is gone with the database, as soon as anything else is kept.
    const next = await copied();
    rmSync(file);
    await homines(['compare', '--json', '--db', next], { cwd: place, env });
    expect(readdirSync(kept).filter((name) => name.endsWith('.kept'))).toHaveLength(1);
    expect(readFileSync(onlyFile(kept), 'latin1')).toContain(next);
  });
});
