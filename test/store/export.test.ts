import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newCode } from '../../src/core/ids.ts';
import type { LogRow, MatchRow } from '../../src/core/log.ts';
import { temporaryFor } from '../../src/disk/atomic-write.ts';
import { exportTables } from '../../src/store/export.ts';
import { longColumns } from '../../src/store/export/long-columns.ts';
import { openStore } from '../../src/store/open.ts';
import { writer } from '../database/child.ts';
import { readCsv } from '../database/csv.ts';
import { begun, decision, folder, match, named, seats, session } from '../database/sample.ts';
import { replacedFacts } from './facts/replaced.ts';

replacedFacts(async () => join(folder(), 'lab.sqlite'));

const stored = (row: ReturnType<typeof decision>): LogRow => ({ table: 'decision', row });
const read = (file: string) => readCsv(readFileSync(file, 'utf8'));

it('writes every column of a decision', async () => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  const store = await openStore(file);
  const mine = session({ seed: 99 });
  const ann = {
    code: newCode(),
    session: mine.code,
    label: 'Ann, "the first"',
    treatment: 'pooled',
    joinedAt: 1_700_000_000_500,
  };
  const played = match(mine.code, {
    ...{ seats: [{ ...seats[0]!, participant: ann.code }, seats[1]!], presentation: { rotation: 1, phrasing: 0 } },
  });
  await store.record([
    { table: 'session', row: mine },
    named(mine.code, 'Class\r\nof Monday'),
    { table: 'participant', row: ann },
    { table: 'match', row: played },
    stored(decision(played.code, { because: 'first line\nsecond', notes: { plan: 'a' } })),
    stored(decision(played.code, { revision: 1, answer: 'D', practice: true })),
    stored(
      decision(played.code, {
        turn: 1,
        seat: 1,
        key: 'after D',
        role: 'second',
        answer: 31.5,
        shownAt: null,
        ms: null,
        marks: null,
        options: null,
      }),
    ),
    { table: 'ending', row: { match: played.code, how: 'finished', at: 1_700_000_009_000 } },
    { table: 'payoff', row: { match: played.code, seat: 0, points: 60.25 } },
  ]);
  store.close();
  const out = join(place, 'out.csv');
  expect(await exportTables({ files: [file], out })).toMatchObject({
    decisions: 3,
    matches: 1,
    sessions: 1,
    format: 'long',
  });
  const rows = read(out);
  expect(Object.keys(rows[0]!)).toEqual(longColumns.map(({ name }) => name));
  expect(rows[0]).toEqual({
    'session.code': mine.code,
    'session.label': 'Class of Monday',
    'session.is_demo': '0',
    'session.kind': 'lab',
    'session.seed': '99',
    'session.version': '0.1.0',
    'participant.code': ann.code,
    'participant.label': 'Ann, "the first"',
    'participant._is_bot': '0',
    'participant.treatment': 'pooled',
    'participant.time_started': '2023-11-14T22:13:20.500Z',
    game: 'prisoners-dilemma',
    'game.version': '1',
    'match.code': played.code,
    'match.status': 'finished',
    'match.seed': '11',
    'match.disclosed': '1',
    'match.language': 'en',
    'match.wording': 'abcdef012345',
    'match.rotation': '1',
    'match.phrasing': '0',
    'match.time_started': '2023-11-14T22:13:21.000Z',
    'player.id_in_group': '1',
    'player.role': 'first',
    'player.payoff': '60.25',
    'agent.kind': 'human',
    'agent.label': 'human',
    'agent.id': 'human',
    'agent.kappa': '',
    'opponent.kind': 'theory',
    'opponent.label': 'moralis',
    'opponent.id': 'moralis:0.5',
    'opponent.shown': 'moralis',
    'opponent.participant': '',
    'player.what_ifs': '',
    'agent.ask': '',
    'opponent.ask': '',
    'agent.expects': '',
    'battery.place': '',
    'participant.told': '',
    'agent.instead': '',
    guess: '',
    'guess.confidence': '',
    'guess.truth': '',
    'subsession.round_number': '1',
    practice: '0',
    turn: '0',
    key: 'first',
    position: '0',
    revision: '0',
    replaced: '1',
    answer: 'C',
    'answer.number': '',
    source: 'chosen',
    time_shown: '2023-11-14T22:13:22.000Z',
    time_answered: '2023-11-14T22:13:23.500Z',
    ms: '1500',
    marks: '[[300,"C"],[900,"D"],[1200,"C"]]',
    options: '["C","D"]',
    'options.place': '1',
    because: 'first line second',
    notes: '{"plan":"a"}',
    ...Object.fromEntries(longColumns.flatMap(({ of, name }) => (of === 'distribution' ? [[name, '']] : []))),
    'call.count': '',
    'call.answered_by': '',
    'call.reading': '',
    'call.left_out': '',
    'call.model': '',
    'call.outcome': '',
    'call.tokens_in': '',
    'call.tokens_out': '',
    'call.cost': '',
    'prompt.hash': '',
    config: JSON.stringify(played.config),
  });
  expect(rows[1]).toMatchObject({ revision: '1', replaced: '0', answer: 'D', practice: '1', 'options.place': '2' });
  expect(rows[2]).toMatchObject({
    'player.id_in_group': '2',
    'participant.code': '',
    'participant._is_bot': '1',
    'player.payoff': '',
    'agent.id': 'moralis:0.5',
    'agent.kappa': '0.5',
    'opponent.id': 'human',
    'opponent.participant': ann.code,
    answer: '31.5',
    'answer.number': '31.5',
    time_shown: '',
    ms: '',
    marks: '',
    options: '',
    'options.place': '',
  });
});

it('tells in wide tables how matches put their questions, where any of them says so', async () => {
  const columns = async (presentation: MatchRow['presentation']) => {
    const place = folder();
    const store = await openStore(join(place, 'lab.sqlite'));
    const mine = session({ kind: 'run' });
    const played = match(mine.code, { presentation });
    await store.record([
      { table: 'session', row: mine },
      { table: 'match', row: played },
      stored(decision(played.code)),
    ]);
    store.close();
    const out = join(place, 'out.csv');
    await exportTables({ files: [join(place, 'lab.sqlite')], out, format: 'wide' });
    return Object.entries(read(out)[0]!).filter(([name]) => /rotation|phrasing/.test(name));
  };
  const prefix = 'prisoners_dilemma.1.group';
  expect(await columns({ rotation: 1, phrasing: null })).toEqual([
    [`${prefix}.rotation`, '1'],
    [`${prefix}.phrasing`, ''],
  ]);
  expect(await columns(null)).toEqual([]);
});

describe('rehearsals', () => {
  it('are left out unless all are asked for; headless runs count as named', async () => {
    const place = folder();
    const file = join(place, 'lab.sqlite');
    const store = await openStore(file);
    const rehearsal = begun();
    const lesson = begun({}, 'Monday');
    const run = begun({ kind: 'run' });
    for (const { rows, match: played } of [rehearsal, lesson, run])
      await store.record([...rows, stored(decision(played.code))]);
    store.close();
    const which = async (all: boolean) => {
      await exportTables({ files: [file], out: join(place, 'out.csv'), all });
      return read(join(place, 'out.csv')).map((row) => [row['session.code'], row['session.is_demo']]);
    };
    expect(await which(false)).toEqual([
      [lesson.session.code, '0'],
      [run.session.code, '0'],
    ]);
    expect(await which(true)).toEqual([
      [rehearsal.session.code, '1'],
      [lesson.session.code, '0'],
      [run.session.code, '0'],
    ]);
  });

  it('alone are refused, and what was there stays', async () => {
    const place = folder();
    const file = join(place, 'lab.sqlite');
    const store = await openStore(file);
    const { rows, match: played } = begun();
    await store.record([...rows, stored(decision(played.code))]);
    store.close();
    writeFileSync(join(place, 'out.csv'), 'old');
    await expect(exportTables({ files: [file], out: join(place, 'out.csv') })).rejects.toThrow(
      `${file} holds only rehearsals (a session without a name): give a session its name in the lab, or export them with --all.`,
    );
    expect(readFileSync(join(place, 'out.csv'), 'utf8')).toBe('old');
    expect(readdirSync(place).filter((name) => !name.startsWith('lab.sqlite'))).toEqual(['out.csv']);
  });
});

it('orders by match, then as answered, though matches were played at the same time', async () => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  const store = await openStore(file);
  const { session: mine, match: first, rows } = begun({ kind: 'run' });
  const second = match(mine.code);
  await store.record([...rows, { table: 'match', row: second }]);
  for (const [code, turn, seat] of [
    [second.code, 0, 1],
    [first.code, 0, 1],
    [second.code, 0, 0],
    [first.code, 0, 0],
    [first.code, 1, 0],
  ] as const)
    await store.record([stored(decision(code, { turn, seat }))]);
  store.close();
  await exportTables({ files: [file], out: join(place, 'out.csv') });
  expect(
    read(join(place, 'out.csv')).map((row) => [row['match.code'], row['turn'], row['player.id_in_group']]),
  ).toEqual([
    [first.code, '0', '2'],
    [first.code, '0', '1'],
    [first.code, '1', '1'],
    [second.code, '0', '2'],
    [second.code, '0', '1'],
  ]);
});

it('exports exactly what is committed while others write', async () => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  const store = await openStore(file);
  const { match: played, rows } = begun({}, 'Monday');
  const before = Array.from({ length: 4000 }, (_, turn) => stored(decision(played.code, { turn, key: 'price' })));
  await store.record([...rows, ...before]);
  const child = writer(file, played.code, 0, 4000, Number.MAX_SAFE_INTEGER);
  await child.reached(20);
  const acknowledged = 4000 + child.acknowledged().length;
  const { decisions } = await exportTables({ files: [file], out: join(place, 'out.csv') });
  const afterwards = (await store.decisions(played.code)).length;
  child.process.kill();
  await child.closed;
  const turns = read(join(place, 'out.csv')).map((row) => Number(row['turn']));
  expect(turns).toEqual([...Array(decisions).keys()]);
  expect(decisions).toBeGreaterThanOrEqual(acknowledged);
  // Others went on writing meanwhile, and none of that is half in the table.
  expect(decisions).toBeLessThan(afterwards);
  store.close();
});

describe('the file that is written', () => {
  const ready = async () => {
    const place = folder();
    const file = join(place, 'lab.sqlite');
    const store = await openStore(file);
    const { match: played, rows } = begun({ kind: 'run' });
    await store.record([...rows, stored(decision(played.code))]);
    store.close();
    return { place, file };
  };

  it('is replaced when the new one is whole, and its folder is made', async () => {
    const { place, file } = await ready();
    const out = join(place, 'tables', 'out.csv');
    await exportTables({ files: [file], out });
    writeFileSync(out, 'old');
    await exportTables({ files: [file], out });
    expect(read(out)).toHaveLength(1);
    expect(readdirSync(join(place, 'tables'))).toEqual([
      'out.analysis.R',
      'out.analysis.py',
      'out.codebook.csv',
      'out.csv',
      'out.dataset_description.json',
      'out.read-me-first.txt',
    ]);
  });

  it('is not written from a file without tables, nor under a name that is too long', async () => {
    const { place, file } = await ready();
    const empty = join(place, 'empty.sqlite');
    writeFileSync(empty, '');
    const out = join(place, 'out.csv');
    await expect(exportTables({ files: [empty], out })).rejects.toThrow(`${empty} holds no session yet`);
    await expect(exportTables({ files: [file], out: join(place, `${'x'.repeat(300)}.csv`) })).rejects.toThrow(
      '… is too long for a file',
    );
    expect(existsSync(out)).toBe(false);
  });

  it('stays as it was when the export fails', async () => {
    const { place } = await ready();
    const out = join(place, 'out.csv');
    writeFileSync(out, 'old');
    await expect(exportTables({ files: [join(place, 'none.sqlite')], out })).rejects.toThrow('There is no database');
    expect(readFileSync(out, 'utf8')).toBe('old');
  });

  it('is never the database, by whatever name', async () => {
    const { place, file } = await ready();
    symlinkSync(file, join(place, 'link.csv'));
    const before = readFileSync(file);
    for (const out of [file, join(place, '.', 'lab.sqlite'), join(place, 'link.csv'), `${file}-wal`])
      await expect(exportTables({ files: [file], out })).rejects.toThrow('is the database itself');
    expect(readFileSync(file)).toEqual(before);
  });

  it('is never another database', async () => {
    const { place, file } = await ready();
    const other = join(place, 'other.sqlite');
    copyFileSync(file, other);
    await expect(exportTables({ files: [file], out: other })).rejects.toThrow(
      `${other} is a database; name another file to be written.`,
    );
    expect(readFileSync(other)).toEqual(readFileSync(file));
  });

  it('takes with it what a killed export left a day ago, and leaves one that may be at work', async () => {
    const { place, file } = await ready();
    const [stale, fresh, foreign] = ['.out.csv.0123abcd.part', '.out.csv.0123abce.part', '.out.csv.mine.part'];
    for (const name of [stale, fresh, foreign]) writeFileSync(join(place, name), 'half');
    const twoDaysAgo = Date.now() / 1000 - 2 * 86_400;
    for (const name of [stale, foreign]) utimesSync(join(place, name), twoDaysAgo, twoDaysAgo);
    await exportTables({ files: [file], out: join(place, 'out.csv') });
    expect(readdirSync(place).filter((name) => name.endsWith('.part'))).toEqual([fresh, foreign]);
  });

  it('of a killed program nothing half written is left once the database is opened again, of a living one everything', async () => {
    const { place, file } = await ready();
    const mine = temporaryFor(join(place, 'copy.sqlite'));
    const dead = mine.replace(`-${process.pid}-`, `-${spawnSync(process.execPath, ['-v']).pid}-`);
    for (const name of [mine, dead, `${dead}-journal`]) writeFileSync(name, 'half');
    (await openStore(file)).close();
    expect(readdirSync(place).filter((name) => name.includes('.part'))).toEqual([basename(mine)]);
  });

  it('is an ordinary file', async () => {
    const { place, file } = await ready();
    mkdirSync(join(place, 'folder'));
    await expect(exportTables({ files: [file], out: join(place, 'folder') })).rejects.toThrow('is a folder');
    if (process.platform !== 'win32')
      await expect(exportTables({ files: [file], out: '/dev/null' })).rejects.toThrow('is not an ordinary file');
    await expect(exportTables({ files: [file], out: join(file, 'out.csv') })).rejects.toThrow('cannot be written');
    expect(existsSync(join(place, 'out.csv'))).toBe(false);
  });
});
