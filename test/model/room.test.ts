/**
 * Models that misbehave in a room: a class plays against them through real servers. What is stored and counted, what the host is
 * told, how long anybody waits; and that nobody who plays sees anything of it while they play.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { roomModels } from '../../src/commands/host/models.ts';
import type { LivePolicy } from '../../src/core/no-answer.ts';
import { loadGame, loadGames } from '../../src/disk/games.ts';
import { type MemoryStore, memoryStore } from '../../src/lab/memory-store.test-data.ts';
import { openRoom } from '../../src/room/open.ts';
import { planWith, tableWith } from '../../src/room/plans.test-data.ts';
import { joined, robot } from '../../src/room/robots.test-data.ts';
import type { Place, Room } from '../../src/room/room.ts';
import { phonePages } from '../../src/web/pages/index.ts';
import { configFolder, trusted } from '../config-folder.ts';
import { homines } from '../program.ts';
import { byLot } from '../robots/policy.ts';
import { hostRoom } from '../robots/hosted.ts';
import { Robot } from '../robots/robot.ts';
import { CANARY } from './running.ts';
import { answers, type Behaviour, fails, repeatsKey, says, serve, stalls } from './server.ts';

const games = await loadGames();
const dilemma = await loadGame('prisoners-dilemma');
const ROUNDS = 3;
/** Calls of ten people at most until a model rests: what is out when the third failure comes, and a further question of two who failed before. */
const OUT = 12;
const fine = answers('C');
const how = {
  ...{ code: 'K7QF', assets: { script: '/s.js', style: '/s.css' }, problem: null, typed: {}, past: false },
  ...{ whatIf: null, kappa: null },
};
/** What only the host is told. */
const FOR_THE_HOST = /stand-in|simple computer program|401|429|key is|timed out|cap of|local\/|sk-canary/i;

/** A folder whose server "local" has these models, each with a behaviour; all are asked with one key, and have so many seconds. */
async function furnished(models: Readonly<Record<string, Behaviour>>, limitS = 60) {
  const server = await serve((res, asked) => models[String(asked.body.model)]!(res, asked));
  const folder = mkdtempSync(join(tmpdir(), 'homines-room-models-'));
  onTestFinished(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const lab = {
    providers: { local: { address: server.address, key: 'ROOM_KEY', prices: { priced: { in: 1000, out: 0 } } } },
    agents: Object.fromEntries(Object.keys(models).map((id) => [`local/${id}`, {}])),
  };
  writeFileSync(join(folder, 'homines.config.json'), JSON.stringify(lab));
  trusted(lab);
  return {
    folder,
    server,
    env: { XDG_CONFIG_HOME: configFolder, ROOM_KEY: CANARY, HOMINES_TIMEOUT_S: String(limitS) },
  };
}

type Class = {
  readonly size: number;
  readonly rounds?: number;
  readonly against?: string;
  readonly onFailure?: LivePolicy;
  readonly cap?: number;
  /** Seconds that an answer may take. */
  readonly limitS?: number;
  /** Where the room is kept. */
  readonly store?: MemoryStore;
  /** The room is open, and nobody has joined. */
  readonly opened?: (room: Room, lab: { readonly folder: string; readonly env: NodeJS.ProcessEnv }) => Promise<void>;
};

/** A class plays in a room against a model of this behaviour, to the end. */
async function played(models: Readonly<Record<string, Behaviour>>, plan: Class) {
  const { size, rounds = ROUNDS, against = 'local/small', onFailure, cap = 100, limitS, store = memoryStore() } = plan;
  const { folder, env, server } = await furnished(models, limitS);
  const live = roomModels({ store, folder, env, cap, trust: false });
  const table = { ...tableWith(dilemma, { settings: { rounds } }), against: [against] };
  const tables = [{ ...table, role: 'first', ...(onFailure === undefined ? {} : { onFailure }) }];
  const place = { store, clock: Date.now, games, version: '1', models: live.live };
  const room = await openRoom(place, planWith(tables, { patience: 60_000 }), { name: 'class' });
  onTestFinished(() => room.close());
  onTestFinished(await live.begin(room.session, room.plan));
  await plan.opened?.(room, { folder, env });
  const members = await Promise.all(Array.from({ length: size }, (_, i) => joined(room, `p${i}`)));
  const pages: string[] = [];
  const saw = (at: number) => (shown: Place) => {
    if (shown.kind !== 'asked' && shown.kind !== 'waiting') return;
    pages.push(phonePages.placeMain({ member: members[at]!, place: shown, message: null }, how));
  };
  const since = performance.now();
  await Promise.all(members.map(({ code }, at) => robot(room, code, at, undefined, saw(at))));
  const seconds = (performance.now() - since) / 1000;
  expect(pages.length).toBeGreaterThanOrEqual(size);
  for (const page of pages) expect(page.replaceAll(/<[^>]*>/g, ' ')).not.toMatch(FOR_THE_HOST);
  return { store, room, server, seconds, sources: sourcesIn(store), told: await toldIn(room, store) };
}

/** Where the answers of models came from. */
function sourcesIn(store: MemoryStore) {
  const kinds = new Map(store.of('match').map(({ code, seats }) => [code, seats.map(({ kind }) => kind)]));
  const theirs = store.of('decision').filter(({ match, seat }) => kinds.get(match)?.[seat] === 'model');
  const from = (source: string): number => theirs.filter((row) => row.source === source).length;
  return { all: theirs.length, chosen: from('chosen'), substituted: from('substituted') };
}

/** What the board says of models and troubles, which its rows say too. */
async function toldIn(room: Room, store: MemoryStore) {
  const { models, troubles } = await room.board();
  const sent = store.of('call').filter(({ request }) => request !== '');
  expect(models).toMatchObject({
    asked: sent.length,
    failed: sent.filter(({ outcome }) => outcome !== 'answered' && outcome !== 'repaired').length,
    standIns: sourcesIn(store).substituted,
  });
  expect(JSON.stringify([models, troubles])).not.toContain(CANARY);
  expect(store.of('ending').map(({ how: ended }) => ended)).toEqual(store.of('match').map(() => 'finished'));
  return { ...models!, troubles };
}

describe('in a room the stand-in answers for a model', () => {
  it('that loses one question, that question only, and the model plays on in the same match', async () => {
    let asked = 0;
    const once: Behaviour = (res, at) => (++asked === 2 ? fails(400)(res, at) : fine(res, at));
    const { sources, told } = await played({ priced: once }, { size: 1, rounds: 4, against: 'local/priced' });
    expect(sources).toEqual({ all: 4, chosen: 3, substituted: 1 });
    expect(told).toMatchObject({ asked: 4, failed: 1, standIns: 1, troubles: [] });
    expect(told.last).toContain('400');
    expect(told.cost).toBeCloseTo(0.3);
  });

  it('whose key is dead, and only the first ones ask in vain', async () => {
    const { sources, told, server } = await played({ small: repeatsKey(401) }, { size: 10, rounds: 5 });
    expect(sources).toEqual({ all: 50, chosen: 0, substituted: 50 });
    // Three in a row, and those that were out at the same time.
    expect(told.asked).toBeLessThanOrEqual(OUT);
    expect(server.journal.length).toBe(told.asked);
    expect(told.last).toContain('401');
    expect(told.troubles).toHaveLength(1);
  });

  it('that stalls: nobody waits longer than for one answer, and then no longer', async () => {
    const { sources, told, seconds } = await played({ small: stalls }, { size: 10, rounds: 8, limitS: 2 });
    expect(sources).toEqual({ all: 80, chosen: 0, substituted: 80 });
    expect(told.asked).toBeLessThanOrEqual(OUT);
    expect(told.failed).toBe(told.asked);
    // Eight rounds of two seconds each are what it would take without.
    expect(seconds).toBeLessThan(12);
  });

  it('whose server wants no more requests for now', async () => {
    const { sources, told, seconds } = await played(
      { small: fails(429, { 'retry-after': '120' }) },
      { size: 10, rounds: 5 },
    );
    expect(sources).toEqual({ all: 50, chosen: 0, substituted: 50 });
    expect(told.asked).toBeLessThanOrEqual(OUT);
    // Nobody waits for as long as it would like.
    expect(seconds).toBeLessThan(100);
  });

  it('that says nothing that can be read, also where it would be asked again', async () => {
    const garbage = says('The weather is fine today.');
    for (const onFailure of ['stand-in', 'ask again'] as const) {
      const { sources, told } = await played({ small: garbage }, { size: 6, rounds: 5, onFailure });
      expect(sources).toEqual({ all: 30, chosen: 0, substituted: 30 });
      // Each question is put once more with the problem quoted.
      expect(told.asked).toBeLessThanOrEqual(2 * 6 * 3);
      expect(told.troubles.join(' ')).not.toContain('weather');
    }
  });

  it('when the cap is reached, which is said once, and nothing is spent beyond it', async () => {
    // A call costs 0.1 USD, and counts as more, by its bytes.
    const { sources, told } = await played({ priced: fine }, { size: 1, rounds: 12, cap: 2, against: 'local/priced' });
    expect(sources.chosen).toBe(told.asked);
    expect(told.asked).toBeGreaterThan(1);
    expect(told.standIns).toBe(12 - told.asked);
    expect(told.standIns).toBeGreaterThan(1);
    expect(told.cost).toBeLessThanOrEqual(2);
    expect(told.troubles).toHaveLength(1);
    expect(told.troubles[0]).toContain('--max-cost');
  });

  it('when a whole class would spend more than there is at once', async () => {
    const { told } = await played({ priced: fine }, { size: 20, rounds: 3, cap: 1, against: 'local/priced' });
    expect(told.cost).toBeLessThanOrEqual(1);
    expect(told.asked + told.standIns).toBe(60);
    expect(told.troubles).toHaveLength(1);
  });
});

it('what another program that hosts the same room has spent counts against the cap', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const store = { ...memoryStore(), file: 'postgres://teacher@db/lab' };
  let spent = (): string | null => 'nobody has begun';
  let over = (): void => undefined;
  await played(
    { priced: fine },
    {
      ...{ size: 2, against: 'local/priced', store },
      async opened(room, lab) {
        const other = roomModels({ ...lab, store, cap: 0.5, trust: false });
        over = await other.begin(room.session, room.plan);
        spent = () => other.live.spent();
      },
    },
  );
  onTestFinished(over);
  expect(spent()).toBeNull();
  await vi.advanceTimersByTimeAsync(5000);
  expect(spent()).toContain('0.500 USD');
});

describe('a model that stalls takes nothing from others', () => {
  it('of the same key: another model answers as ever while many calls hang', async () => {
    const { folder, env } = await furnished({ small: stalls, other: fine });
    const { live } = roomModels({ store: memoryStore(), folder, env, cap: 1, trust: false });
    const left = new AbortController();
    onTestFinished(() => left.abort());
    const put = (model: string) => {
      const { client, limiter } = live.models.seat(`local/${model}`, 'local', model).connection;
      return limiter.turn(() => client.send({ model, messages: [] }, left.signal), left.signal);
    };
    // More than all places come to with those that are lent: behind them nobody would ever have a turn.
    const hanging = Array.from({ length: 200 }, () => put('small').catch(() => 'left'));
    for (let at = 0; at < 5; at++) expect((await put('other')).status).toBe(200);
    left.abort();
    await Promise.all(hanging);
  });

  it('nor from its own other questions: every seventh hangs, and the others are answered', async () => {
    let asked = 0;
    const hangs: Behaviour = (res, at) => (++asked % 7 === 0 ? stalls : fine)(res, at);
    const { sources, told } = await played({ small: hangs }, { size: 12, rounds: 4, limitS: 5 });
    expect(sources.all).toBe(48);
    expect(sources.substituted).toBe(told.failed);
    expect(sources.substituted).toBeLessThanOrEqual(8);
    expect(told.troubles).toEqual([]);
  });
});

it('homines host: a key that dies in mid-class is the host’s trouble, and nobody else’s', async () => {
  let asked = 0;
  const dies: Behaviour = (res, at) => (++asked > 6 ? repeatsKey(401) : fine)(res, at);
  const { folder, env } = await furnished({ small: dies });
  const db = join(folder, 'lab.sqlite');
  const table = ['--game', 'prisoners-dilemma', '--role', 'first', '--set', 'rounds=4', '--against', 'local/small'];
  await using hosted = await hostRoom([...table, '--port', '0', '--name', 'dies', '--db', db], { cwd: folder, env });
  const pages: string[] = [];
  const robots = Array.from({ length: 5 }, (_, i) => {
    const { origin, room } = hosted;
    return new Robot({ origin, room, number: i + 1, policy: byLot(3, i), way: i % 2 === 0 ? 'scripts' : 'plain' });
  });
  await Promise.all(robots.map((one) => one.join()));
  await Promise.all(
    robots.map((one) =>
      one.play((page) => {
        if (page.kind === 'asked' || page.kind === 'waiting') pages.push(page.words);
        return false;
      }),
    ),
  );
  expect(robots.flatMap(({ faults }) => faults)).toEqual([]);
  for (const one of robots) one.stop();
  expect(pages.length).toBeGreaterThanOrEqual(20);
  for (const page of pages) expect(page).not.toMatch(FOR_THE_HOST);
  const board = await (await fetch(hosted.board)).text();
  expect(board).toContain('401');
  expect(board).not.toContain(CANARY);
  const [, sent, failed, standIns] =
    /models: (\d+) asked, (\d+) without an answer, (\d+) by the stand-in/.exec(board) ?? [];
  expect(Number(sent)).toBe(asked);
  expect([Number(failed), Number(standIns)]).toEqual([asked - 6, 14]);
  expect(await hosted.stop()).toBe(143);
  expect((await homines(['replay', '--all', '--db', db], { cwd: folder })).code).toBe(0);
  expect(hosted.said()).not.toContain(CANARY);
});
