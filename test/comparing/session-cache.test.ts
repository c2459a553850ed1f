/** What was folded of sessions is kept: however a log grows and whatever happens to it, the comparison is the one computed afresh. */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { deserialize, serialize } from 'node:v8';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCollector } from '../../src/analysis/compare/collect.ts';
import type { KeptObservation } from '../../src/analysis/compare/kept-observation.ts';
import { keptMemory, newComparisonMemory } from '../../src/analysis/compare/memory.ts';
import { liveComparison } from '../../src/comparing/live-comparison.ts';
import { type ComparisonScope, newFollower } from '../../src/comparing/follower.ts';
import { type KeptFolds, openSessions } from '../../src/comparing/session-cache.ts';
import type { By } from '../../src/analysis/compare/samples.ts';
import type { AnyGame } from '../../src/core/game.ts';
import type { CallRow, LogRow } from '../../src/core/log.ts';
import { type Rng, rng } from '../../src/core/rng.ts';
import type { StoredMatch } from '../../src/core/stored-rows.ts';
import { fileCache } from '../../src/disk/file-cache.ts';
import { loadGames } from '../../src/disk/games.ts';
import { openLog } from '../../src/store/log-reader.ts';
import { openStore } from '../../src/store/open.ts';
import { cooperating, playClass, rating } from '../class.ts';
import { telling } from '../telling-agent.ts';

const place = mkdtempSync(join(tmpdir(), 'homines-folds-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
let folders = 0;
function newFile(): string {
  const folder = join(place, String(++folders));
  mkdirSync(folder);
  return join(folder, 'lab.sqlite');
}

let games: readonly AnyGame[];
const gameOf = (name: string): AnyGame => games.find((one) => one.name === name)!;
beforeAll(async () => {
  games = await loadGames();
});

const SCOPE: ComparisonScope = { session: null, rehearsals: false, game: null };

/** The document, and of how many sessions something valid was kept before. */
async function compared(file: string, folder: string | null, scope = SCOPE, by: By = 'session', preferences = true) {
  const folds = folder === null ? null : { cache: fileCache(folder), program: 'this one', least: 1 };
  const open = await liveComparison([file], games, scope, folds);
  try {
    return JSON.stringify(await open.update(by, preferences));
  } finally {
    open.close();
  }
}

/** How many sessions are kept and valid now. */
async function valid(file: string, folder: string): Promise<number> {
  const log = await openLog(file);
  try {
    const sessions = await openSessions(log, { cache: fileCache(folder), program: 'this one', least: 1 });
    return (await log.catalogue()).filter((session) => sessions!.read(session, null) !== null).length;
  } finally {
    log.close();
  }
}

const call = (match: string, seat: number, at: number): CallRow => ({
  ...{ match, seat, at, turn: 0, key: 'first', attempt: 0, provider: 'local', model: 'm', served: `m-${at % 3}` },
  ...{ request: `{"temperature":1,"messages":["${'long '.repeat(2000)}"]}`, response: '{}', outcome: 'answered' },
  ...{ reading: null, rotation: null, leftOut: [], tokensIn: 7, tokensOut: at, cost: at / 7, ms: 3 },
});

/** Rows of a session of any kind, in an order in which a lab may store them: some matches end long after later ones began. */
async function anySession(chance: Rng, seed: number): Promise<readonly LogRow[]> {
  const dilemma = { game: gameOf('prisoners-dilemma'), people: 6, against: 'moralis:0.5', seed } as const;
  const choose = cooperating(chance.unit(), chance.unit(), chance.unit());
  const name = `session ${seed}`;
  const tells = telling({ rule: () => [1 + chance.unit(), 1] });
  const model = { id: 'local/m', wordings: ['w', 'v'] };
  const kinds = [
    () => playClass({ ...dilemma, choose, name }),
    () => playClass({ ...dilemma, choose, name, against: 'human', treatment: (who) => (who < 3 ? 'told' : null) }),
    () => playClass({ ...dilemma, choose, name, config: { method: 'strategy', roles: 'drawn' } }),
    () => playClass({ ...dilemma, choose, name, leftAfter: 1 }),
    () => playClass({ ...dilemma, choose, name: null }),
    () => playClass({ ...dilemma, choose, name, model }),
    () =>
      playClass({ ...dilemma, choose, name, presentation: (who) => ({ rotation: who % 2, phrasing: who % 2 }), model }),
    () => playClass({ ...dilemma, choose, name, agent: tells, model: { id: 'local/tells', wordings: ['w'] } }),
    () =>
      playClass({
        ...{ game: gameOf('pricing-duopoly'), name, people: 4, against: 'human', seed },
        ...{ config: { rounds: 3 }, choose: (_: unknown, draw: Rng) => 15 + draw.below(40) / 10 },
      }),
    () => playClass({ game: gameOf('autonomous-vehicles'), name, people: 4, against: '', choose: rating(40), seed }),
  ] as const;
  const at = chance.below(kinds.length);
  const { rows } = await kinds[at]!();
  const late: LogRow[] = [];
  const early = rows.flatMap((row): readonly LogRow[] => {
    if (row.table === 'ending' && chance.unit() < 0.2) late.push(row);
    else if (at === 5 && row.table === 'match') return [row, { table: 'call', row: call(row.row.code, 0, seed) }];
    else return [row];
    return [];
  });
  // Some take a guess at whom they met.
  const guesses = rows.flatMap((row): readonly LogRow[] => {
    const [person = null] = row.table === 'match' ? row.row.seats.map(({ participant }) => participant) : [];
    if (row.table !== 'match' || person === null || seed % 3 === 0 || at > 3) return [];
    const { session, code: match } = row.row;
    const body = { guess: 'moralis', confidence: 50 + (seed % 50), truth: 'moralis:0.5' };
    return [{ table: 'event', row: { session, match, participant: person, kind: 'guess', at: seed, body } }];
  });
  return [...early, ...late, ...guesses];
}

describe('a log that grows by chance', () => {
  it.each([1, 2, 3, 4, 5, 6])('is compared as it is computed afresh (%i)', async (seed) => {
    const chance = rng(seed, 'growing');
    const [file, folder] = [newFile(), join(place, `kept-${seed}`)];
    const store = await openStore(file);
    const queues: LogRow[][] = [];
    let [some, all] = [0, 0];
    for (let step = 0; step < 12; step++) {
      if (queues.length < 7) queues.push([...(await anySession(chance, 100 * seed + step))]);
      // Several sessions grow at the same time, each up to some row.
      for (const queue of queues)
        if (chance.unit() < 0.4) await store.record(queue.splice(0, 1 + chance.below(queue.length + 1)));
      if (queues.every(({ length }) => length === 0)) queues.length = 0;
      await sleep(25);
      const scope = {
        ...SCOPE,
        rehearsals: chance.unit() < 0.3,
        game: chance.unit() < 0.2 ? 'prisoners-dilemma' : null,
      };
      expect(await compared(file, folder, scope), `step ${step}`).toBe(await compared(file, null, scope));
      some += await valid(file, folder);
      all += 1;
    }
    store.close();
    // What is kept is used: it was not all computed each time.
    expect(some).toBeGreaterThan(all / 2);
  });
});

/** A log with rows in several pages of each table, of two sessions that are over. */
async function settled(): Promise<string> {
  const file = newFile();
  const store = await openStore(file);
  for (const [seed, people] of [120, 60].entries()) {
    const { rows } = await playClass({
      ...{ game: gameOf('prisoners-dilemma'), name: `class ${seed}`, people, against: 'moralis:0.5', seed: seed + 1 },
      choose: cooperating(0.6, 0.7, 0.2),
    });
    await store.record(rows);
  }
  store.close();
  await sleep(30);
  return file;
}

/** A class is stored after everything else. */
async function grow(file: string, seed: number): Promise<void> {
  const store = await openStore(file);
  const { rows } = await playClass({
    ...{ game: gameOf('prisoners-dilemma'), name: `late ${seed}`, people: 5, against: 'moralis:0.5', seed },
    choose: cooperating(0.5, 0.5, 0.5),
  });
  await store.record(rows);
  store.close();
  await sleep(30);
}

const byAnother = (file: string, sql: string): void => {
  const db = new Database(file);
  db.exec(sql);
  db.close();
};

describe('what was folded of a log that has grown', () => {
  it('is valid for every session that was there, and for the new ones from then on', async () => {
    const [file, folder] = [await settled(), join(place, 'grown')];
    expect(await valid(file, folder)).toBe(0);
    await compared(file, folder);
    expect(await valid(file, folder)).toBe(2);
    for (let n = 0; n < 4; n++) {
      await grow(file, 10 + n);
      expect(await valid(file, folder)).toBe(2 + n);
      expect(await compared(file, folder)).toBe(await compared(file, null));
      expect(await valid(file, folder)).toBe(3 + n);
    }
  });

  it('hands over no match of a session that is as it was', async () => {
    const [file, folder] = [await settled(), join(place, 'handed')];
    const handed = async (program = 'this one'): Promise<number> => {
      const log = await openLog(file);
      const { add, addKept, ...collector } = newCollector(games);
      let matches = 0;
      const taker = {
        ...collector,
        add: (match: StoredMatch) => ((matches += 1), add(match)),
        addKept: (match: StoredMatch, kept: KeptObservation) => ((matches += 1), addKept(match, kept)),
      };
      // Sessions as small as these are not kept themselves: what they had added is.
      const look = newFollower([log], { cache: fileCache(folder), program, least: 1000 });
      const found = await look(SCOPE, taker, 'by session');
      await found.keep(() => keptMemory(newComparisonMemory()));
      log.close();
      return matches;
    };
    expect(await handed()).toBe(180);
    expect(await handed()).toBe(0);
    await grow(file, 71);
    expect(await handed()).toBe(5);
    expect(await handed()).toBe(0);
    expect(await handed('another')).toBe(185);
    byAnother(file, "insert or replace into ending select match, 'left', at from ending where match = 3");
    await sleep(30);
    expect(await handed('another')).toBe(185);
  });

  it('goes on while people play: sessions that rest are taken when others come to them', async () => {
    const [file, folder] = [await settled(), join(place, 'live')];
    const store = await openStore(file);
    const { rows } = await playClass({
      ...{ game: gameOf('prisoners-dilemma'), name: 'now', people: 30, against: 'human', seed: 81 },
      choose: cooperating(0.5, 0.5, 0.5),
    });
    // Of each match its ending, and not only its choices.
    const half = rows.findIndex((row, at) => at > rows.length / 2 && row.table === 'ending') + 1;
    await store.record(rows.slice(0, half));
    await sleep(30);
    await compared(file, folder, SCOPE, 'all', false);
    await grow(file, 82);
    const open = await liveComparison([file], games, SCOPE, {
      cache: fileCache(folder),
      program: 'this one',
      least: 1,
    });
    expect(JSON.stringify(await open.update('all'))).toBe(await compared(file, null, SCOPE, 'all', false));
    await store.record(rows.slice(half));
    const after = JSON.stringify(await open.update('all'));
    open.close();
    store.close();
    expect(after).toBe(await compared(file, null, SCOPE, 'all', false));
  });

  it('is computed afresh where what was kept does not fit its sessions', async () => {
    const [file, folder] = [await settled(), join(place, 'unfit')];
    await compared(file, folder, SCOPE, 'all', false);
    await grow(file, 91);
    const cache = fileCache(folder);
    let changed = 0;
    const folds: KeptFolds = {
      cache: {
        ...cache,
        read(question, key) {
          const bytes = cache.read(question, key);
          if (bytes === null || !question.startsWith('["made of sessions"')) return bytes;
          const kept: { bytes: Uint8Array } = deserialize(bytes);
          const progress: { sessions: { taken: { buckets: { size: number }[] } }[] } = deserialize(kept.bytes);
          for (const { taken } of progress.sessions)
            for (const bucket of taken.buckets) {
              bucket.size += 1;
              changed += 1;
            }
          return serialize({ ...kept, bytes: serialize(progress) });
        },
      },
      ...{ program: 'this one', least: 1 },
    };
    const open = await liveComparison([file], games, SCOPE, folds);
    expect(JSON.stringify(await open.update('all'))).toBe(await compared(file, null, SCOPE, 'all', false));
    open.close();
    expect(changed).toBeGreaterThan(0);
  });

  const swapped = "case answer when 'C' then 'D' else 'C' end";
  it.each([
    [
      'an old choice changed behind the triggers, which are as they were after it',
      (file: string) => {
        const db = new Database(file);
        const version = Number(db.pragma('schema_version', { simple: true }));
        const sql = db
          .prepare<[], string>("select sql from sqlite_schema where name = 'decision_unchanged'")
          .pluck()
          .get();
        db.exec(`drop trigger decision_unchanged; update decision set answer = ${swapped} where id = 7; ${sql}`);
        db.pragma(`schema_version = ${version}`);
        db.close();
      },
    ],
    [
      'an old choice replaced, which no trigger sees',
      (file: string) =>
        byAnother(
          file,
          `insert or replace into decision select id, match, turn, seat, key, position, revision, role, round, practice,
             ${swapped}, shown_at, answered_at, ms, marks, options, because, notes, source, distribution
           from decision where id = 9`,
        ),
    ],
    [
      'the last choice replaced',
      (file: string) =>
        byAnother(
          file,
          `insert or replace into decision select id, match, turn, seat, key, position, revision, role, round, practice,
             ${swapped}, shown_at, answered_at, ms, marks, options, because, notes, source, distribution
           from decision order by id desc limit 1`,
        ),
    ],
    [
      'an old match that ended otherwise',
      (file: string) =>
        byAnother(file, "insert or replace into ending select match, 'left', at from ending where match = 3"),
    ],
    [
      'a letter changed in the file itself',
      (file: string) => {
        const bytes = readFileSync(file);
        // Of a row, and not of an index, whose pages begin with another number.
        const isRow = (at: number): boolean => bytes[at - (at % 4096)] === 13;
        let at = bytes.indexOf('after_C');
        while (!isRow(at)) at = bytes.indexOf('after_C', at + 1);
        bytes[at + 6] = 'D'.charCodeAt(0);
        writeFileSync(file, bytes);
      },
    ],
  ])('is not used after %s, and more rows', async (_, edit) => {
    const [file, folder] = [await settled(), join(place, `edited-${++folders}`)];
    const before = await compared(file, folder);
    expect(await valid(file, folder)).toBe(2);
    edit(file);
    await sleep(30);
    expect(await valid(file, folder)).toBe(0);
    expect(await compared(file, folder)).toBe(await compared(file, null));
    await grow(file, 33);
    const after = await compared(file, folder);
    expect(after).toBe(await compared(file, null));
    expect(after).not.toBe(before);
  });

  it('is not used of a copy that went another way', async () => {
    const [file, folder] = [await settled(), join(place, 'forked')];
    const copy = `${file}.monday`;
    copyFileSync(file, copy);
    await grow(file, 41);
    await grow(file, 42);
    await compared(file, folder);
    expect(await valid(file, folder)).toBe(4);
    // Monday's copy is put back and played on, further than the other was.
    writeFileSync(file, readFileSync(copy));
    rmSync(`${file}-wal`, { force: true });
    rmSync(`${file}-shm`, { force: true });
    for (const seed of [51, 52, 53]) await grow(file, seed);
    expect(await compared(file, folder)).toBe(await compared(file, null));
  });

  it('is not used by another program, nor where it was spoilt', async () => {
    const [file, folder] = [await settled(), join(place, 'spoilt')];
    const right = await compared(file, folder);
    const log = await openLog(file);
    const other = await openSessions(log, { cache: fileCache(folder), program: 'another', least: 1 });
    expect((await log.catalogue()).map((session) => other!.read(session, null))).toEqual([null, null]);
    log.close();
    const questions: readonly (readonly [By, boolean])[] = [
      ['treatment', true],
      ['all', true],
      ['session', false],
      ['all', false],
    ];
    const names = readdirSync(folder);
    expect(names).toHaveLength(questions.length);
    for (const [at, name] of names.entries()) {
      const bytes = readFileSync(join(folder, name));
      bytes[bytes.length - 5]! ^= 1;
      writeFileSync(join(folder, name), bytes);
      expect(await compared(file, folder)).toBe(right);
      // Another question finds nothing made of the sessions, and needs the sessions themselves.
      await compared(file, folder, SCOPE, ...questions[at]!);
      expect(await valid(file, folder)).toBe(2);
    }
  });

  it('is found while a lab has the log open and its last rows are not in the file yet', async () => {
    const [file, folder] = [await settled(), join(place, 'open')];
    const store = await openStore(file);
    const { rows } = await playClass({
      ...{ game: gameOf('prisoners-dilemma'), name: 'now', people: 40, against: 'human', seed: 61 },
      choose: cooperating(0.5, 0.5, 0.5),
    });
    await store.record(rows.slice(0, 100));
    await sleep(30);
    await compared(file, folder);
    expect(await valid(file, folder)).toBe(3);
    await store.record(rows.slice(100));
    expect(await valid(file, folder)).toBe(3);
    expect(await compared(file, folder)).toBe(await compared(file, null));
    store.close();
  });
});
