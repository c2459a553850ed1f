/** Which sessions of which databases, and what is refused in one sentence before anything is written. */
import { copyFileSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../core/user-error.ts';
import { exportTables, type ExportRequest } from '../export.ts';
import { openStore } from '../open.ts';
import { readCsv } from '../../../test/database/csv.ts';
import { stored } from '../../../test/database/lesson.ts';
import { begun, decision, folder } from '../../../test/database/sample.ts';
import { FORMATS } from './formats.ts';

type Begun = ReturnType<typeof begun>;

async function fileWith(place: string, name: string, ...parts: readonly Begun[]): Promise<string> {
  const file = join(place, name);
  const store = await openStore(file);
  for (const { rows, match } of parts) await store.record([...rows, stored(decision(match.code))]);
  store.close();
  return file;
}

/** The sessions in the table, in its order. */
async function exported(request: Omit<ExportRequest, 'out'>): Promise<readonly string[]> {
  const out = join(folder(), 'out.csv');
  await exportTables({ ...request, out });
  return readCsv(readFileSync(out, 'utf8')).map((row) => row['session.code'] ?? '');
}

/** The one sentence with which this is refused; nothing may be left of it. */
async function refused(request: Omit<ExportRequest, 'out'>): Promise<string> {
  const place = folder();
  const error = await exportTables({ ...request, out: join(place, 'out.csv') }).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  expect(readdirSync(place)).toEqual([]);
  const { message } = error as UserError;
  expect(message).toMatch(/^[^\n]+[.?]$/);
  return message;
}

it('several databases are one table, in their order', async () => {
  const place = folder();
  const [one, two, three] = [begun({}, 'Monday'), begun({ kind: 'run' }), begun({}, 'Monday')];
  const files = [await fileWith(place, 'b.sqlite', one, two), await fileWith(place, 'a.sqlite', three)];
  expect(await exported({ files })).toEqual([one.session.code, two.session.code, three.session.code]);
  expect(await exported({ files, sessions: ['Monday'] })).toEqual([one.session.code, three.session.code]);
  expect(await exported({ files, sessions: [three.session.code, two.session.code] })).toEqual([
    two.session.code,
    three.session.code,
  ]);
});

it('a rehearsal comes along when its code is named', async () => {
  const rehearsal = begun();
  const file = await fileWith(folder(), 'lab.sqlite', rehearsal, begun({}, 'Monday'));
  expect(await exported({ files: [file], sessions: [rehearsal.session.code] })).toEqual([rehearsal.session.code]);
});

describe('refused', () => {
  it('an unknown session, with the nearest', async () => {
    const file = await fileWith(folder(), 'lab.sqlite', begun({}, 'Monday'));
    expect(await refused({ files: [file], sessions: ['Munday'] })).toBe(
      `${file} holds no session "Munday": "homines sessions" lists what there is. Did you mean "Monday"?`,
    );
  });

  it('a database without sessions, without answers, with rehearsals only', async () => {
    const place = folder();
    const empty = await fileWith(place, 'empty.sqlite');
    expect(await refused({ files: [empty] })).toBe(`${empty} holds no session yet: play or run something first.`);
    const silent = join(place, 'silent.sqlite');
    const store = await openStore(silent);
    await store.record(begun({}, 'Monday').rows);
    store.close();
    for (const format of FORMATS)
      expect(await refused({ files: [silent], format })).toBe(
        `Nothing has been answered yet in the sessions of ${silent}: play or run something first.`,
      );
    const rehearsed = await fileWith(place, 'rehearsed.sqlite', begun(), begun());
    expect(await refused({ files: [rehearsed, empty] })).toBe(
      `${rehearsed} and ${empty} hold only rehearsals (2 sessions without a name): give a session its name in the lab, or export them with --all.`,
    );
  });

  it('a match that two files hold, both named', async () => {
    const place = folder();
    const shared = begun({ kind: 'run' });
    const one = await fileWith(place, 'one.sqlite', begun({ kind: 'run' }), shared, begun({ kind: 'run' }));
    const two = await fileWith(place, 'two.sqlite', begun({ kind: 'run' }), shared);
    const other = await fileWith(place, 'other.sqlite', begun({ kind: 'run' }));
    const message = await refused({ files: [one, other, two] });
    expect(message).toContain(`both hold the match ${shared.match.code}`);
    for (const file of [one, two]) expect(message).toContain(file);
    expect(await exported({ files: [one, other] })).toHaveLength(4);
  });

  it('the same file twice, by whatever name', async () => {
    const place = folder();
    const file = await fileWith(place, 'lab.sqlite', begun({ kind: 'run' }));
    expect(await refused({ files: [file, file] })).toBe(`${file} was named twice; name each database once.`);
    symlinkSync(file, join(place, 'link.sqlite'));
    expect(await refused({ files: [file, join(place, 'link.sqlite')] })).toContain('are the same file');
    copyFileSync(file, join(place, 'copy.sqlite'));
    expect(await refused({ files: [file, join(place, 'copy.sqlite')] })).toContain('both hold the match');
  });

  it('a database in the place of any file of the export', async () => {
    const place = folder();
    const file = await fileWith(place, 'codebook.csv', begun({ kind: 'run' }));
    await expect(exportTables({ files: [file], out: `${place}/`, format: 'otree' })).rejects.toThrow(
      'is the database itself',
    );
    const companion = await fileWith(place, 'long.codebook.csv', begun({ kind: 'run' }));
    await expect(exportTables({ files: [companion], out: join(place, 'long.csv') })).rejects.toThrow(
      'is the database itself',
    );
    expect(await exported({ files: [companion] })).toHaveLength(1);
  });
});
