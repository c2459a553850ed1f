import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectWriter } from './connect.ts';
import { migrate } from './migrate.ts';
import { openLog } from './log-reader.ts';
import { openStore } from './open.ts';
import { steps } from './schema.ts';
import { count, later, now, played, version } from '../../test/database/later-version.ts';
import { begun, folder } from '../../test/database/sample.ts';

it('brings a file of this version with rows up to date, with a copy made first', async () => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  await played(file);
  const db = connectWriter(file, false);
  await migrate(db, file, { steps: later });
  expect(db.prepare('select place from session').pluck().all()).toEqual(['here']);
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
  db.close();
  expect(version(file)).toBe(steps.length + 2);
  expect(count(file, 'decision')).toBe(1);
  expect(readdirSync(place).filter((name) => !name.startsWith('lab.sqlite'))).toEqual([`lab.version-${now}.sqlite`]);
  const copy = join(place, `lab.version-${now}.sqlite`);
  expect(version(copy)).toBe(now);
  const store = await openLog(copy);
  expect(await store.sessions()).toMatchObject([{ matches: 1, decisions: 1 }]);
  store.close();
});

it('never overwrites an earlier copy', async () => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  await played(file);
  await played(join(place, `lab.version-${now}.sqlite`));
  const db = connectWriter(file, false);
  await migrate(db, file, { steps: later });
  db.close();
  expect(
    readdirSync(place)
      .filter((name) => /^lab\.version-\d+(-\d+)?\.sqlite$/.test(name))
      .sort(),
  ).toEqual([`lab.version-${now}-2.sqlite`, `lab.version-${now}.sqlite`]);
  expect(count(join(place, `lab.version-${now}-2.sqlite`), 'decision')).toBe(1);
});

it('keeps the calls of a file of version 1, which knows nothing of who answered and how', async () => {
  const file = join(folder(), 'lab.sqlite');
  const db = connectWriter(file, true);
  await migrate(db, file, { steps: steps.slice(0, 1) });
  db.exec(`insert into session values (1, 'aaaaaaaa', 'run', 1, '0', 1);
    insert into match values (1, 'bbbbbbbb', 1, 'prisoners-dilemma', 1, '{}', 1, 'en', 'w', '[]', 1, 1);
    insert into call values (1, 1, 0, 1, 'first', 0, 'local', 'm', '{}', '{}', 'answered', 3, 1, null, 5, 6)`);
  db.close();
  const log = await openLog(file);
  expect(await log.calls('bbbbbbbb')).toMatchObject([
    { model: 'm', served: null, reading: null, leftOut: [], rotation: null, tokensIn: 3, ms: 5, at: 6 },
  ]);
  log.close();
  expect(version(file)).toBe(now);
});

it('makes no copy of a file that was empty, and takes no step twice', async () => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  const db = connectWriter(file, true);
  await migrate(db, file);
  await migrate(db, file);
  db.close();
  expect(readdirSync(place)).toEqual(['lab.sqlite']);
});

it('leaves the file as it was when a step fails', async () => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  await played(file);
  const db = connectWriter(file, false);
  const failing = [...steps, 'create table half (id integer primary key) strict; insert into nowhere values (1)'];
  await expect(migrate(db, file, { steps: failing })).rejects.toThrow('nowhere');
  expect(db.inTransaction).toBe(false);
  db.close();
  expect(version(file)).toBe(now);
  expect(count(file, "sqlite_schema where name = 'half'")).toBe(0);
  expect(count(file, 'decision')).toBe(1);
  await played(file);
});

it('refuses a step that would leave rows without the row they belong to', async () => {
  const file = join(folder(), 'lab.sqlite');
  await played(file);
  const db = connectWriter(file, false);
  const orphaning = [...steps, 'drop trigger match_kept; delete from match'];
  await expect(migrate(db, file, { steps: orphaning })).rejects.toThrow('without the row it belongs to');
  db.close();
  expect(count(file, 'match')).toBe(1);
});

it('says what it does to a file that holds something, how far it is with each part, and nothing of one that is new', async () => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  const told: string[] = [];
  const upgrade = {
    begins: (sentence: string) => void told.push(sentence),
    far: (what: string, done: number, of: number) => void told.push(`${what} ${done >= of ? 'all' : 'some'}`),
  };
  await played(file);
  const db = connectWriter(file, false);
  await migrate(db, file, { ...upgrade, steps: later });
  db.close();
  const copy = `lab.version-${now}.sqlite`;
  expect(told[0]).toContain(`from version ${now} of its tables to ${now + 2}`);
  expect(told[0]).toContain(copy);
  expect(told).toContain(`pages copied to ${copy} all`);
  expect(told.at(-1)).toBe('rows checked all');
  const before = told.length;
  (await openStore(join(place, 'new.sqlite'), { upgrade })).close();
  await expect(openStore(file, { upgrade })).rejects.toThrow('newer homines');
  expect(told).toHaveLength(before);
});

it('lets several processes open a new file at once', async () => {
  const file = join(folder(), 'lab.sqlite');
  const stores = await Promise.all(Array.from({ length: 8 }, () => openStore(file)));
  await Promise.all(stores.map((store) => store.record(begun().rows)));
  expect(await stores[0]!.sessions()).toHaveLength(8);
  for (const store of stores) store.close();
});
