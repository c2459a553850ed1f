import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newCode } from '../core/ids.ts';
import { connectWriter, type Connection, IN_MEMORY } from './connect.ts';
import { migrate } from './migrate.ts';
import { recorder } from './record.ts';
import { TABLES } from './schema.ts';
import { begun, decision, folder } from '../../test/database/sample.ts';

/** A database with a row in every table. */
async function filled(file: string): Promise<Connection> {
  const db = connectWriter(file, true);
  await migrate(db, file);
  const { session, match, rows } = begun({}, 'Monday');
  const person = { code: newCode(), session: session.code, label: null, treatment: null, joinedAt: 1 };
  recorder(
    db,
    file,
  )([
    ...rows,
    { table: 'participant', row: person },
    { table: 'decision', row: decision(match.code) },
    { table: 'ending', row: { match: match.code, how: 'finished', at: 1 } },
    { table: 'payoff', row: { match: match.code, seat: 0, points: 1 } },
    {
      table: 'call',
      row: {
        match: match.code,
        turn: 0,
        seat: 1,
        key: 'first',
        attempt: 0,
        provider: 'p',
        model: 'm',
        request: '',
        response: '',
        outcome: 'failed',
        ...{ served: null, reading: null, leftOut: [], rotation: null },
        tokensIn: null,
        tokensOut: null,
        cost: null,
        ms: 1,
        at: 1,
      },
    },
  ]);
  db.exec(
    "insert into tuning (data, run, provider, model, agent, standing, proven, at) values ('d', 'r', 'tuned', 'm', 'a', 's', 0, 1)",
  );
  db.exec("insert into tally (session, game, config, key, answer, count) values (1, 'g', '{}', 'k', 'C', 3)");
  return db;
}

describe('the tables', () => {
  it('are these and no others', async () => {
    const db = await filled(IN_MEMORY);
    expect(db.prepare("select name from sqlite_schema where type = 'table' order by name").pluck().all()).toEqual(
      TABLES.toSorted(),
    );
  });

  it.each(TABLES)('%s is strict, and its rows are neither changed nor deleted', async (table) => {
    const db = await filled(IN_MEMORY);
    const all = () => db.prepare(`select * from ${table}`).all();
    const before = all();
    expect(before.length).toBeGreaterThan(0);
    const column = db.prepare(`select name from pragma_table_info('${table}') order by cid desc limit 1`).pluck().get();
    expect(() => db.exec(`update ${table} set ${String(column)} = ${String(column)}`)).toThrow('never changed');
    expect(() => db.exec(`delete from ${table}`)).toThrow('never deleted');
    expect(all()).toEqual(before);
    expect(db.prepare(`select strict from pragma_table_list where name = '${table}'`).pluck().get()).toBe(1);
  });

  it('hold no row without the row it belongs to', async () => {
    const db = await filled(IN_MEMORY);
    expect(() => db.exec('insert into payoff values (99, 0, 1.0)')).toThrow('FOREIGN KEY');
    expect(() => db.exec("insert into event (session, kind, at) values (99, 'note', 1)")).toThrow('FOREIGN KEY');
  });

  it('are written with every commit on disk before it returns', async () => {
    const db = await filled(join(folder(), 'lab.sqlite'));
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(db.pragma('busy_timeout', { simple: true })).toBe(100);
  });

  it('show choices with codes to whoever opens the file with another program', async () => {
    expect((await filled(IN_MEMORY)).prepare('select session, match, game, key, answer from choice').all()).toEqual([
      {
        session: expect.stringMatching(/^[a-z]{8}$/),
        match: expect.stringMatching(/^[a-z]{8}$/),
        game: 'prisoners-dilemma',
        key: 'first',
        answer: 'C',
      },
    ]);
  });
});
