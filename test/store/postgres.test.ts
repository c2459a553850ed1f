/** The log in a real PostgreSQL database: what every store does, and what only a server can do to it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogRow } from '../../src/core/log.ts';
import { sampledMatches } from '../../src/core/match-sample.ts';
import { LONGEST_SAID } from '../../src/core/wire.ts';
import { UserError } from '../../src/core/user-error.ts';
import { openLog, openLogs } from '../../src/store/log-reader.ts';
import { openStore } from '../../src/store/open.ts';
import { connection } from '../../src/store/postgres/connection.ts';
import { LOCKS } from '../../src/store/postgres/storing.ts';
import { TABLES } from '../../src/store/schema.ts';
import { writer } from '../database/child.ts';
import { isThere, server, type Server } from '../database/postgres.ts';
import { begun, decision, folder, match, named } from '../database/sample.ts';
import { homines } from '../program.ts';
import { findFacts } from './facts/find-or-record.ts';
import { holdFacts } from './facts/hold.ts';
import { processFacts, ready } from './facts/processes.ts';
import { replacedFacts } from './facts/replaced.ts';
import { rowFacts } from './facts/rows.ts';
import { sameBytesFacts } from './facts/same-bytes.ts';
import { storedAgainFacts } from './facts/stored-again.ts';
import { tunedFacts } from './facts/tuned.ts';
import { twoHostsFacts } from './facts/two-hosts.ts';

const able = isThere();
it('PostgreSQL is here to be tested with', ({ skip }) => {
  skip(!able && process.env['HOMINES_TEST_ALL'] !== '1', 'no PostgreSQL: install the package postgresql');
  expect(able).toBe(true);
});

describe.skipIf(!able)('a log in PostgreSQL', () => {
  let pg: Server & { end(): Promise<void> };
  let database: string;
  beforeAll(async () => {
    pg = await server();
    database = await pg.fresh();
    (await openStore(database)).close();
  });
  afterAll(() => pg.end());

  /** The same database, with nothing in it. */
  const empty = async (): Promise<string> => {
    await pg.sql(
      database,
      `set session_replication_role = replica; set search_path = homines; truncate ${TABLES.join(', ')} restart identity`,
    );
    return database;
  };
  const cut = (): Promise<unknown> =>
    pg.sql(database, "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'homines %'");
  /** One program writes here, and what others had sent before they were killed has been done: a server does it after they are gone. */
  const quiet = (): Promise<void> =>
    expect
      .poll(() =>
        pg.sql(
          database,
          "select pid from pg_stat_activity where application_name = 'homines writes' and datname = current_database()",
        ),
      )
      .toHaveLength(1);
  const count = async (what: string): Promise<number> =>
    Number((await pg.sql(database, `select count(*) as n from homines.${what}`))[0]?.['n']);

  rowFacts(empty, 60);
  replacedFacts(empty);
  storedAgainFacts(empty);
  findFacts(empty);
  tunedFacts(empty);
  holdFacts(empty, { left: () => [], within: 30_000 });
  processFacts(empty, () => 'ok', { kills: 6, quiet });
  sameBytesFacts(empty);
  twoHostsFacts(empty);

  describe('the tables', () => {
    it('are those of a file and one that counts versions, and no row is changed, deleted or swept away', async () => {
      const store = await openStore(await empty());
      const { session, match: played, rows } = begun({}, 'Monday');
      await store.record([
        ...rows,
        {
          table: 'participant',
          row: { code: 'pppppppp', session: session.code, label: null, treatment: null, joinedAt: 1 },
        },
        { table: 'decision', row: decision(played.code) },
        { table: 'payoff', row: { match: played.code, seat: 0, points: 0.1 + 0.2 } },
        { table: 'ending', row: { match: played.code, how: 'finished', at: 1 } },
        { table: 'tally', row: { session: session.code, game: 'g', config: {}, key: 'k', answer: 3, count: 2 } },
      ]);
      const found = await pg.sql(
        database,
        "select relname from pg_class where relnamespace = 'homines'::regnamespace and relkind = 'r'",
      );
      expect(found.map(({ relname }) => relname).sort()).toEqual([...TABLES, 'step', 'token'].sort());
      for (const table of ['session', 'participant', 'match', 'decision', 'payoff', 'ending', 'tally', 'event']) {
        expect(await count(table)).toBeGreaterThan(0);
        await expect(pg.sql(database, `update homines.${table} set id = id`)).rejects.toThrow(
          /never changed|GENERATED ALWAYS|generated always|DEFAULT/,
        );
        await expect(pg.sql(database, `delete from homines.${table}`)).rejects.toThrow('never deleted');
        await expect(pg.sql(database, `truncate homines.${table} cascade`)).rejects.toThrow('never deleted');
        expect(await count(table)).toBeGreaterThan(0);
      }
      expect(await pg.sql(database, 'select game, key, answer, answer_number from homines.choice')).toEqual([
        { game: 'prisoners-dilemma', key: 'first', answer: 'C', answer_number: null },
      ]);
      expect(await store.payoffs(played.code)).toMatchObject([{ points: 0.1 + 0.2 }]);
      store.close();
    });

    it('hold any text to the last sign: none of number 0, halves of pairs, private signs', async () => {
      const store = await openStore(await empty());
      const { match: played, session, rows } = begun();
      const texts = ['a\0b', '\uF8FF0', '\uF8FF', 'κ\u{1F600}', '\\u0000', '{"a":"\\u0000"}'];
      await store.record([
        ...rows,
        ...texts.map((because, turn): LogRow => ({
          table: 'decision',
          row: decision(played.code, { turn, because, answer: because, notes: { [because]: because } }),
        })),
        { table: 'decision', row: decision(played.code, { turn: 99, because: 'half \ud83d' }) },
      ]);
      const back = await store.decisions(played.code);
      expect(back.map(({ because }) => because)).toEqual([...texts, 'half \ufffd']);
      expect(back.slice(0, texts.length).map(({ answer, notes }) => [answer, notes])).toEqual(
        texts.map((text) => [text, { [text]: text }]),
      );
      expect((await store.session(session.code))?.decisions).toBe(7);
      store.close();
    });

    it("are made once by eight that open an empty database at the same moment; a newer one, and another program's, is refused", async () => {
      const place = await pg.fresh();
      const stores = await Promise.all(Array.from({ length: 8 }, () => openStore(place)));
      await Promise.all(stores.map((store) => store.record(begun().rows)));
      expect(await stores[0]!.sessions()).toHaveLength(8);
      for (const store of stores) store.close();
      await pg.sql(place, 'insert into homines.step (number) values (99)');
      for (const open of [openStore, openLog]) await expect(open(place)).rejects.toThrow('written by a newer homines');
      const other = await pg.fresh();
      await expect(openLog(other)).rejects.toThrow(`There is no log in ${other} yet`);
      await expect(openStore(other, { create: false })).rejects.toThrow('There is no log in');
      await pg.sql(other, 'create schema homines; create table homines.customer (id int)');
      for (const open of [openStore, openLog]) {
        await expect(open(other)).rejects.toThrow(UserError);
        await expect(open(other)).rejects.toThrow("is another program's");
      }
      await expect(openLogs([place, place.replace('postgres:', 'postgresql:')])).rejects.toThrow('the same database');
    });
  });

  describe('many at once', () => {
    it('forty that ask for one name, or one label, are given one', async () => {
      const stores = await Promise.all([1, 2, 3, 4].map(() => openStore(database)));
      await empty();
      const codes = await Promise.all(
        Array.from({ length: 40 }, (_, n) => stores[n % 4]!.openSession('class', begun().session)),
      );
      expect(new Set(codes).size).toBe(1);
      const people = await Promise.all(
        codes.map((session, n) =>
          stores[n % 4]!.openParticipant({
            code: begun().session.code,
            session,
            label: 'p07',
            treatment: null,
            joinedAt: n,
          }),
        ),
      );
      expect(new Set(people.map(({ code }) => code)).size).toBe(1);
      expect([await count('session'), await count('participant')]).toEqual([1, 1]);
      for (const store of stores) store.close();
    });

    it('whoever reads after the last match it has seen misses none, however commits overlap', async () => {
      const stores = await Promise.all([1, 2, 3].map(() => openStore(database)));
      await empty();
      const { session, rows } = begun();
      await stores[0]!.record(rows);
      const log = await openLog(database);
      const entry = (await log.catalogue())[0]!;
      const seen: string[] = [];
      const look = async (): Promise<void> => {
        for await (const piece of log.played({ session: entry, cells: 'questions', after: seen.at(-1) ?? null }))
          seen.push(...piece.map(({ code }) => code));
      };
      const wanted = stores.flatMap(() => Array.from({ length: 60 }, () => match(session.code)));
      let running = true;
      const writers = stores.map(async (store, n) => {
        for (let at = n; at < wanted.length; at += stores.length)
          await store.record([{ table: 'match', row: wanted[at]! }]);
      });
      const done = Promise.all(writers).then(() => (running = false));
      let looks = 0;
      for (; running; looks++) await look();
      await done;
      await look();
      expect(looks).toBeGreaterThan(3);
      expect(seen).toHaveLength(1 + wanted.length);
      expect(new Set(seen)).toEqual(
        new Set([rows[1]!.row, ...wanted].flatMap((row) => ('code' in row ? [row.code] : []))),
      );
      log.close();
      for (const store of stores) store.close();
    });

    it('a sample is drawn of what is there, whatever numbers of rows were given to nobody', async () => {
      const store = await openStore(await empty());
      const { session, rows } = begun();
      await store.record(rows.slice(0, 1));
      const there: string[] = [];
      for (const skipped of [0, 5, 0, 70, 1, 0]) {
        // As transactions that came to nothing leave it behind.
        await pg.sql(
          database,
          `select nextval(pg_get_serial_sequence('homines.match', 'id')) from generate_series(1, ${skipped})`,
        );
        const one = match(session.code);
        await store.record([{ table: 'match', row: one }]);
        there.push(one.code);
      }
      const log = await openLog(database);
      const sample = async (count: number, seed: number): Promise<readonly string[]> => {
        const drawn: string[] = [];
        for await (const code of sampledMatches(log, count, seed)) drawn.push(code);
        return drawn;
      };
      expect(await log.lastMatchNumber()).toBe(there.length + 76);
      expect(await log.matchesNumbered([1, 2, 7, 100])).toEqual(there.slice(0, 2));
      for (const count of [6, 1000]) expect(new Set(await sample(count, 1))).toEqual(new Set(there));
      const three = await sample(3, 7);
      expect(new Set(three).size).toBe(3);
      expect(await sample(3, 7)).toEqual(three);
      const ones = await Promise.all(Array.from({ length: 40 }, (_, seed) => sample(1, seed)));
      expect(new Set(ones.flat())).toEqual(new Set(there));
      log.close();
      store.close();
    });

    it('a snapshot is of one moment, and what changed is told once', async () => {
      const store = await openStore(await empty());
      const { match: played, session, rows } = begun();
      await store.record(rows);
      const log = await openLog(database);
      expect([await log.changed(), await log.changed()]).toEqual([true, false]);
      const counts = await log.snapshot(async (now) => {
        const before = (await now.decisions(played.code)).length;
        await store.record([{ table: 'decision', row: decision(played.code) }]);
        await store.record([{ table: 'ending', row: { match: played.code, how: 'left', at: 1 } }]);
        return [
          before,
          (await now.decisions(played.code)).length,
          (await now.match(played.code))?.ending,
          (await log.decisions(played.code)).length,
        ];
      });
      expect(counts).toEqual([0, 0, null, 1]);
      expect([await log.changed(), await log.changed()]).toEqual([true, false]);
      for (const row of [
        { table: 'payoff', row: { match: played.code, seat: 0, points: 1 } },
        named(session.code, 'x'),
        { table: 'match', row: match(session.code) },
      ] satisfies readonly LogRow[]) {
        await store.record([row]);
        expect([await log.changed(), await log.changed()]).toEqual([true, false]);
      }
      await expect(store.record([{ table: 'match', row: match('nowhere!') }])).rejects.toThrow('nowhere!');
      expect(await log.changed()).toBe(false);
      await expect(log.snapshot(() => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
      log.close();
      store.close();
    });
  });

  describe('when the connection breaks', () => {
    it('nothing that is acknowledged is lost and nothing is stored twice, not even what has no key', async () => {
      const store = await openStore(await empty());
      const { session, match: played, rows } = begun();
      await store.record(rows);
      let running = true;
      const cutting = (async () => {
        for (; running; await sleep(15)) await cut();
      })();
      const all = Array.from({ length: 60 }, (_, turn) => [
        { table: 'decision', row: decision(played.code, { turn }) } satisfies LogRow,
        named(session.code, `name ${turn}`),
      ]);
      for (const [at, batch] of all.entries()) {
        await store.record(batch);
        if (at % 6 === 0) await Promise.all([store.decisions(played.code), store.session(session.code)]);
      }
      running = false;
      await cutting;
      expect((await store.decisions(played.code)).map(({ turn }) => turn)).toEqual([...all.keys()]);
      expect((await store.events(session.code)).map(({ body }) => body)).toEqual(
        all.map((_, turn) => ({ name: `name ${turn}` })),
      );
      store.close();
    });

    it('what a program had sent when it was killed is stored after it is gone; whoever goes on without that is refused, and nothing is overwritten', async () => {
      const { store, match: played } = await ready(await empty());
      const turns = async (): Promise<number> => (await store.decisions(played.code)).length;
      let [from, stored] = [0, 0];
      // A commit that waits for five seconds is given up: on a computer that is so slow another one is killed.
      while (stored === from) {
        const killed = writer(database, played.code, 0, from, Number.MAX_SAFE_INTEGER);
        await killed.reached(1);
        const slow = connection(database, { use: 'holds' });
        await slow.ask(`select pg_advisory_lock(${LOCKS.order})`);
        await expect.poll(() => pg.sql(database, 'select 1 from pg_locks where not granted')).toHaveLength(1);
        killed.process.kill('SIGKILL');
        await killed.closed;
        from = await turns();
        await slow.end();
        await quiet();
        stored = await turns();
      }
      expect(stored).toBe(from + 1);
      const next = writer(database, played.code, 0, from, Number.MAX_SAFE_INTEGER);
      await expect(next.reached(1)).rejects.toThrow(`The match ${played.code} is being played elsewhere`);
      expect(await turns()).toBe(stored);
      store.close();
    });

    it('whoever holds something is told that it is gone, and whoever hears that words were missed', async () => {
      const store = await openStore(await empty());
      const other = await openStore(database);
      const mine = (await store.hold('session'))!;
      const heard: string[] = [];
      const missed: number[] = [];
      const leave = await store.wire.hear(
        'topic',
        (text) => heard.push(text),
        () => missed.push(heard.length),
      );
      await store.wire.hear('elsewhere', () => heard.push('wrong'));
      const said = Array.from({ length: 50 }, (_, n) => `${n} \n κ`);
      await Promise.all(said.map((text) => other.wire.tell('topic', text)));
      await expect.poll(() => heard).toEqual(said);
      expect([mine.lost?.aborted, missed]).toEqual([false, []]);
      await cut();
      await expect.poll(() => [mine.lost?.aborted, missed]).toEqual([true, [50]]);
      await other.wire.tell('topic', 'x'.repeat(LONGEST_SAID));
      await expect.poll(() => heard).toHaveLength(51);
      await expect(other.wire.tell('topic', 'κ'.repeat(LONGEST_SAID))).rejects.toThrow('at most');
      const again = (await other.hold('session'))!;
      mine.release();
      expect(await store.hold('session')).toBeNull();
      again.release();
      await expect.poll(() => store.hold('session')).not.toBeNull();
      leave();
      store.close();
      other.close();
    });

    it('a server that goes down and comes up again is waited for; one that stays away is said in a sentence without the password', async () => {
      const address = (await empty()).replace('lab@', 'lab:secret@');
      const store = await openStore(address);
      const impatient = await openStore(address, { patience: 200 });
      const hosting = await openStore(address, { patience: 2000 });
      const log = await openLog(address, {}, 200);
      const { match: played, rows } = begun();
      await store.record(rows);
      await pg.stop('fast');
      const waited = store.record([{ table: 'decision', row: decision(played.code) }]);
      for (const refused of [
        () => impatient.record([{ table: 'decision', row: decision(played.code, { turn: 1 }) }]),
        () => impatient.hold('x'),
        () => impatient.wire.tell('x', 'y'),
        () => log.sessions(),
        () => openLog(address, {}, 100),
        () => openStore(address, { patience: 100 }),
      ]) {
        const error: unknown = await refused().catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(UserError);
        expect(String(error)).toContain('does not answer');
        expect(`${String(error)} ${error instanceof Error ? String(error.stack) : ''}`).not.toContain('secret');
      }
      // Whoever comes when it has been gone for as long as they would wait is told at once.
      await expect(hosting.record([{ table: 'decision', row: decision(played.code, { turn: 2 }) }])).rejects.toThrow(
        'does not answer',
      );
      const from = performance.now();
      await expect(hosting.record([{ table: 'decision', row: decision(played.code, { turn: 3 }) }])).rejects.toThrow(
        'does not answer',
      );
      expect(performance.now() - from).toBeLessThan(2000);
      await pg.start();
      await waited;
      expect(await store.decisions(played.code)).toHaveLength(1);
      expect([store.file, impatient.file, log.file].join(' ')).not.toContain('secret');
      for (const open of [store, impatient, hosting, log]) open.close();
    });
  });

  it('every command takes its address, and a password that is typed in it is shown and written nowhere', async () => {
    const place = folder();
    const address = (await pg.fresh()).replace('lab@', 'lab:hush-hush@');
    const said: string[] = [];
    const command = async (...words: readonly string[]): Promise<string> => {
      const { code, out, err } = await homines([...words, '--db', address], { cwd: place });
      said.push(out, err);
      return `${code} ${out}${err}`;
    };
    expect(await command('sessions')).toMatch(/^2 There is no log in postgres:/);
    const run = [
      'run',
      'prisoners-dilemma',
      '--seats',
      'economicus,moralis:0.5',
      '--matches',
      '3',
      '--session',
      'demo',
    ];
    expect(await command(...run)).toMatch(/^0 /);
    expect(await command('sessions', '--json')).toMatch(/"matches": 3,\s+"decisions": 6/);
    expect(await command('replay', '--all')).toContain('everything agrees');
    const drawn = await command('replay', '--sample', '2', '--seed', '7', '--json');
    expect(drawn).toMatch(/^0 [^]*"matches": 2,[^]*"seed": 7,\s+"of": 3,\s+"agree": true/);
    expect(await command('replay', '--sample', '2', '--seed', '7', '--json')).toBe(drawn);
    expect(await command('replay', '--sample', '9', '--json')).toMatch(/^0 [^]*"matches": 3,/);
    expect(await command('export', '--out', 'x.csv')).toMatch(/^0 /);
    expect(await command('compare', '--json')).toMatch(/^0 /);
    expect(await command('report', '--out', 'r.html')).toMatch(/^0 /);
    expect(await command('tune', 'list')).toMatch(/^0 /);
    expect(await command('doctor', '--json')).toMatch(
      /answers in [\d.]+ ms, tables of version 1, 1 session, 6 choices/,
    );
    expect(await command('backup', 'copy.sqlite')).toMatch(/^2 .*pg_dump/);
    const files = readdirSync(place).filter((name) => /^[xr]\./.test(name));
    expect(files.length).toBeGreaterThan(4);
    said.push(...files.map((name) => readFileSync(join(place, name), 'utf8')));
    expect(said.join('\n')).toContain('homines export');
    expect(said.join('\n')).not.toContain('hush');
  });

  it('is told from itself at any other moment, rows that were changed behind the triggers too', async () => {
    const store = await openStore(await empty());
    const { match: played, rows } = begun();
    await store.record([...rows, { table: 'decision', row: decision(played.code) }]);
    const log = await openLog(database);
    const seen = new Set<string | null>();
    /** What it is while nothing is written: the server itself may write now and then. */
    const settled = async (): Promise<string | null> => {
      for (let last = await log.fingerprint(); ;) {
        const now = await log.fingerprint();
        if (now !== null && now === last) return now;
        last = now;
      }
    };
    seen.add(await settled());
    await store.record([{ table: 'decision', row: decision(played.code, { turn: 1 }) }]);
    seen.add(await settled());
    await pg.sql(
      database,
      "set session_replication_role = replica; update homines.decision set answer = 'D' where turn = 0",
    );
    seen.add(await settled());
    expect(seen.size).toBe(3);
    expect(await log.proof(null)).toBeNull();
    const other = await openLog(await pg.fresh().then(async (one) => ((await openStore(one)).close(), one)));
    expect(seen).not.toContain(await other.fingerprint());
    other.close();
    log.close();
    store.close();
  });

  it('whoever is not let in, or has no rights, reads in a sentence what to do', async () => {
    await empty();
    await pg.sql(
      database,
      'create role reader login; create role stranger login; grant usage on schema homines to reader; grant select on all tables in schema homines to reader',
    );
    const as = (user: string): string => database.replace('lab@', `${user}@`);
    const log = await openLog(as('reader'));
    expect(await log.sessions()).toEqual([]);
    log.close();
    await expect(openStore(as('reader')).then((store) => store.record(begun().rows))).rejects.toThrow('no right');
    await expect(openLog(as('stranger'))).rejects.toThrow('no right');
    await expect(openStore(database.replace(/\/lab\w+/, '/nowhere'))).rejects.toThrow('createdb nowhere');
    await expect(openStore(as('nobody'))).rejects.toThrow(UserError);
    await expect(openLog('postgres://lab@127.0.0.1:1/lab', {}, 100)).rejects.toThrow('does not answer');
    await expect(openLog('postgres://lab@nowhere.invalid/lab', {}, 100)).rejects.toThrow(UserError);
  });
});
